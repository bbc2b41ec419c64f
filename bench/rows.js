// What is measured: the rows of the table, each with its goal. A row makes its workload when it is its turn.
import { join } from 'node:path';
import { bareNode, Dataset } from './dataset.js';
import { measure } from './measure.js';
import { measurePeaks } from './memory.js';
import { movementRows, Shop } from './shop.js';
import { slowed } from './slow-sync.js';
import { writeTexts } from './text-file.js';

const subject = 'stockbook';
/** A peer that takes longer than this for one command is left out where the history is ten times as long. */
const patienceMs = 1000;
const number = (count) => count.toLocaleString('en-US');

/** At most so many times as long as something else, measured beside it. */
const atMost = (ratio, to = 'node') => ({ ratio, to });

/** Every row, in the order of the table. */
export function rowsOf(bench) {
  const { quick } = bench.options;
  const sizes = quick ? [1000] : [1000, 10_000, 100_000];
  const histories = quick ? [1000] : [1000, 10_000, 100_000, 1_000_000];
  const catalogue = new Datasets(bench);
  return [
    ...startRows(bench),
    ...sizes.flatMap((devices) => deviceRowsOf(catalogue, devices)),
    ...longHistoryRows(catalogue, quick ? 10_000 : 1_000_000, quick ? 1000 : 10_000),
    ...importRows(catalogue, quick ? 2000 : 100_000),
    ...histories.flatMap((movements) => peerRows(catalogue, movements)),
    ...slowSyncRows(catalogue, quick ? 1000 : 10_000),
    ...memoryRows(catalogue, quick ? 1000 : 10_000, quick ? 5000 : 1_000_000),
  ];
}

/** The workloads that rows share, each made when it is first asked for. */
class Datasets {
  #bench;
  #made = new Map();
  /** Peers that were too slow for longer histories, by title. */
  #slow = new Map();

  constructor(bench) {
    this.#bench = bench;
  }

  get bench() {
    return this.#bench;
  }

  get(name, size, peers = []) {
    const made = this.#made.get(name) ?? new Dataset(this.#bench, name, size).load(peers);
    this.#made.set(name, made);
    return made;
  }

  /** A shop with a history, kept by every peer that is fast enough for it. */
  withPeers(movements) {
    const devices = Math.max(1000, movements / 100);
    const peers = this.#bench.peers.filter(({ title }) => (this.#slow.get(title) ?? movements) >= movements);
    return this.get(`peers-${movements}`, { devices, movements }, peers);
  }

  /** Keeps in mind which peers were too slow for a longer history than this. */
  judge(measured, movements) {
    for (const { title } of this.#bench.peers) {
      const isSlow = measured.has(title) && measured.ms(title) > patienceMs;
      if (isSlow && !this.#slow.has(title)) this.#slow.set(title, movements);
    }
  }

  /** What stands in the cell of each peer that was left out of a history. */
  leftOut(movements) {
    const out = [...this.#slow].filter(([, most]) => most < movements);
    return new Map(
      out.map(([title, most]) => [title, `left out: > ${patienceMs / 1000} s at ${number(most)}`]),
    );
  }

  /** A file of movements that follow on a shop as it was opened. */
  movementsFile(devices, movements) {
    const after = new Shop(this.#bench.options.seed, devices, movements);
    const file = join(this.#bench.scratch, `movements-${movements}.csv`);
    writeTexts(file, movementRows(after));
    return { file, after };
  }

  /** Times turns side by side with bare node. */
  time(turns) {
    const { env, options } = this.#bench;
    return measure((round) => ({ node: bareNode(env), ...turns(round) }), options);
  }
}

function startRows(bench) {
  const { env, options } = bench;
  const start = (word, ratio, said) => ({
    what: `\`${word}\``,
    goal: atMost(ratio),
    run: () => {
      const command = { words: [process.execPath, options.program, word], env };
      const turn = { command, answer: (stdout) => said.test(stdout), expected: true };
      return measure(() => ({ node: bareNode(env), [subject]: turn }), options);
    },
  });
  return [start('--version', 1.1, /^\d+\.\d+\.\d+\n$/), start('--help', 1.2, /stock-out/)];
}

function deviceRowsOf(catalogue, devices) {
  const on = `${number(devices)} devices`;
  const dataset = () => catalogue.get(`devices-${devices}`, { devices });
  const moving = devices > 10_000 ? 1.5 : 1.25;
  const listing = devices > 10_000 ? 3 : devices > 1000 ? 1.6 : 1.3;
  const rows = [
    ['stock-in', moving, (made) => made.moving(1)],
    ['stock-out', moving, (made) => made.moving(-1)],
    ['list', listing, (made) => made.listing()],
    ['search', devices > 10_000 ? 2.2 : 1.4, (made) => made.searching()],
  ];
  return rows.map(([command, ratio, turns]) => ({
    what: `\`${command}\`, ${on}`,
    goal: atMost(ratio),
    run: async () => catalogue.time(turns(await dataset())),
  }));
}

function longHistoryRows(catalogue, long, short) {
  const devices = long / 100;
  const after = (movements) => catalogue.get(`history-${movements}`, { devices, movements });
  const base = `${subject} after ${number(short)}`;
  return [
    {
      what: `\`stock-out\` after ${number(long)} entries`,
      goal: atMost(1.05, base),
      async run() {
        const [longTurns, shortTurns] = [(await after(long)).moving(-1), (await after(short)).moving(-1)];
        return catalogue.time(() => ({
          [subject]: longTurns()[subject],
          [base]: shortTurns()[subject],
        }));
      },
    },
    {
      what: `\`history CODE\` out of ${number(long)} movements`,
      goal: atMost(1.6),
      run: async () => catalogue.time((await after(long)).history()),
    },
  ];
}

function importRows(catalogue, movements) {
  return [
    {
      what: `\`import movements\` of ${number(movements)} rows`,
      goal: atMost(0.5, 'sqlite3'),
      async run() {
        const devices = 1000;
        const importers = catalogue.bench.peers.filter(({ prototype }) => prototype.importing !== undefined);
        const dataset = await catalogue.get('import', { devices }, importers);
        const { file, after } = catalogue.movementsFile(devices, movements);
        return catalogue.time(dataset.importing(file, after));
      },
    },
  ];
}

function peerRows(catalogue, movements) {
  const rows = [
    ['stock-out', (made) => made.moving(-1)],
    ['list', (made) => made.listing()],
    ['history CODE', (made) => made.history()],
  ];
  return rows.map(([command, turns]) => ({
    what: `\`${command}\` beside others, ${number(movements)} movements`,
    goal: movements >= 10_000 ? 'ahead' : undefined,
    async run() {
      const measured = catalogue.time(turns(await catalogue.withPeers(movements)));
      catalogue.judge(measured, movements);
      return measured;
    },
    leftOut: () => catalogue.leftOut(movements),
  }));
}

function slowSyncRows(catalogue, movements) {
  const { slow } = catalogue.bench;
  if (slow === undefined) return [];
  return [
    {
      what: `\`stock-out\`, each sync 10 ms slower, ${number(movements)} movements`,
      run: async () => catalogue.time(slowed((await catalogue.withPeers(movements)).moving(-1), slow)),
    },
  ];
}

function memoryRows(catalogue, devices, imported) {
  const { bench } = catalogue;
  const peaks = (turns, rounds) => measurePeaks(turns, { ...bench, rounds });
  return [
    {
      what: `memory of one \`stock-out\`, ${number(devices)} devices`,
      goal: { extraMib: 15 },
      run: async () =>
        peaks(
          (await catalogue.get(`devices-${devices}`, { devices })).moving(-1),
          bench.options.quick ? 1 : 5,
        ),
    },
    {
      what: `memory of \`import movements\` of ${number(imported)} rows`,
      goal: { mib: 400 },
      async run() {
        const dataset = await catalogue.get('import-memory', { devices: 1000 });
        const { file, after } = catalogue.movementsFile(1000, imported);
        return peaks(dataset.importing(file, after), 1);
      },
    },
  ];
}
