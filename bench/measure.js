import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';

/** A program that answered something else than the workload adds up to: the only thing that fails a run. */
export class WrongAnswer extends Error {}

/** Ctrl-C was pressed: the program that was running has ended by it, or says so with 130. */
export class Interrupted extends Error {}

const ordered = (numbers) => [...numbers].sort((a, b) => a - b);

export function median(numbers) {
  const sorted = ordered(numbers);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs a command to its end and gives what it printed; refuses one that fails. */
export function perform({ words, cwd, env }) {
  const [program, ...rest] = words;
  const { status, signal, stdout, stderr, error } = spawnSync(program, rest, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (signal === 'SIGINT' || status === 130) throw new Interrupted('interrupted');
  if (error !== undefined || status !== 0) {
    const said = error?.message ?? stderr.trim().slice(0, 400);
    throw new WrongAnswer(`${words.join(' ').slice(0, 200)}: ended with ${status ?? signal}: ${said}`);
  }
  return stdout;
}

function check(name, { words }, found, expected) {
  if (isDeepStrictEqual(found, expected)) return;
  const answers = `${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
  throw new WrongAnswer(`${name}: ${words.join(' ').slice(0, 200)}: answered ${answers}`);
}

/** Times one turn, then checks what it answered and left behind; a wrong answer counts no time. */
function timed(name, { prepare, command, answer, expected, afterwards }) {
  prepare?.();
  const start = process.hrtime.bigint();
  const stdout = perform(command);
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  check(name, command, answer(stdout), expected);
  const left = afterwards?.();
  if (left !== undefined) check(name, command, left.found, left.expected);
  return ms;
}

/**
 * Runs contestants side by side: in each round every one has its turn, in alternating order, after `warmUps` rounds that
 * are not counted. `turns(round)` gives a turn by name. Ends after `rounds`, or once `budgetMs` are spent, with at
 * least `fewest` rounds.
 */
export function measure(turns, { rounds, budgetMs, fewest, warmUps = 1 }) {
  const times = new Map();
  const began = performance.now();
  let counted = 0;
  for (let round = 1 - warmUps; round <= rounds; round++) {
    if (counted >= fewest && performance.now() - began > budgetMs) break;
    const contestants = Object.entries(turns(round));
    for (const [name, turn] of round % 2 === 0 ? contestants : contestants.reverse()) {
      const ms = timed(name, turn);
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
    counted = round;
  }
  return new Measured(times, counted);
}

/** What came of a measurement: times of the same round stand at the same index. */
export class Measured {
  #times;
  pairs;

  constructor(times, pairs) {
    this.#times = times;
    this.pairs = pairs;
  }

  has(name) {
    return this.#times.has(name);
  }

  /** The median time in milliseconds. */
  ms(name) {
    return median(this.#times.get(name));
  }

  /** The median of the ratios of each round. */
  ratio(name, to) {
    const base = this.#times.get(to);
    return median(this.#times.get(name).map((ms, index) => ms / base[index]));
  }
}
