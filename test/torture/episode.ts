import { expect } from 'vitest';
import type { Entry } from '../../src/inventory/change.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { Random } from './random.ts';
import {
  addDevice,
  type Command,
  entriesOf,
  expectSound,
  importMoves,
  initStore,
  move,
  openStore,
  remove,
  rename,
  undo,
} from './shop.ts';
import {
  type Fault,
  type FaultPlan,
  type Mutation,
  SimulatedDisk,
  SimulatedProcess,
} from './simulated-disk.ts';

const codes = ['A', 'B', 'C'];
const errors = ['ENOSPC', 'EIO', 'EDQUOT', 'EROFS', 'EMFILE'];
const commandsAnEpisode = 12;

/** What the clerks were told, and what became of commands that nobody answered. */
interface Known {
  /** The entries that were there when last looked at. */
  readonly entries: string[];
  /**
   * How many of them were acknowledged. An entry after them was found whole after a kill, but nobody has synced it: the
   * next entry does, a power cut before that may take it.
   */
  acknowledged: number;
  /** The note of a movement whose fate is open. */
  open: string | null;
}

/** How many crashes and errors an episode met. */
export interface Met {
  readonly crashes: number;
  readonly refused: number;
  readonly acknowledged: number;
}

/**
 * A shop's bad day: random commands under random faults, on a disk that is then killed or loses power. Whatever was
 * acknowledged must be there, whatever was refused must not, the rest is there whole or not at all.
 */
export async function playEpisode(seed: number, mutation?: Mutation): Promise<Met> {
  const random = new Random(seed);
  const disk = new SimulatedDisk();
  await initStore(new SimulatedProcess(disk, mutation));
  if (random.chance(0.5)) disk.losePower(random);
  const known: Known = { entries: [], acknowledged: 0, open: null };
  const met = { crashes: 0, refused: 0, acknowledged: 0 };
  let files = new SimulatedProcess(disk, mutation);
  for (let round = 0; round < commandsAnEpisode; round++) {
    files.plan = faultsOf(random, files.operations);
    const note = `note ${seed}-${round}`;
    const outcome = await attempt(files, disk, randomCommand(random, note), random, mutation);
    if (files.dead) {
      met.crashes++;
      if (random.chance(0.5)) disk.kill();
      else disk.losePower(random);
      files = new SimulatedProcess(disk, mutation);
      known.open = note;
      await settle(files, known);
    } else if (outcome === 'unknown') {
      known.open = note;
      files = new SimulatedProcess(disk, mutation);
      await settle(files, known);
    } else if (outcome !== 'refused') {
      met.acknowledged++;
      acknowledge(known, outcome);
    } else {
      met.refused++;
    }
  }
  await finish(disk, known, mutation);
  return met;
}

/** Usually nothing, else one fault at a random operation: once, or from there on. */
function faultsOf(random: Random, from: number): FaultPlan {
  if (random.chance(0.4)) return () => undefined;
  const at = from + 1 + random.below(40);
  const lasting = random.chance(0.2);
  const fault = randomFault(random);
  return (operation, name) => {
    if (fault.kind === 'short') return name === 'write' && operation >= at ? fault : undefined;
    return operation === at || (lasting && fault.kind === 'error' && operation > at) ? fault : undefined;
  };
}

function randomFault(random: Random): Fault {
  const kind = random.below(6);
  if (kind === 0) return { kind: 'short', part: 1 + random.below(300) };
  if (kind === 1) return { kind: 'error', code: random.of(errors) };
  if (kind === 2) return { kind: 'crash', when: 'middle', part: random.below(2000) };
  return { kind: 'crash', when: kind === 3 ? 'before' : 'after' };
}

function randomCommand(random: Random, note: string): Command {
  const code = random.of(codes);
  switch (random.below(9)) {
    case 0:
    case 1:
      return addDevice(code, random.below(9));
    case 2:
      return undo();
    case 3:
      return rename(code, note);
    case 4:
      return remove(code);
    case 5:
      return importMoves(
        Array.from(
          { length: 1 + random.below(12) },
          () => [random.of(codes), random.chance(0.6) ? 1 + random.below(5) : -1 - random.below(3)] as const,
        ),
      );
    default:
      return move(code, random.chance(0.6) ? 1 + random.below(9) : -1 - random.below(5), note);
  }
}

type Answer = Entry | null | 'refused' | 'unknown';

/** Runs a command; another clerk may be at it at the same time. */
async function attempt(
  files: SimulatedProcess,
  disk: SimulatedDisk,
  command: Command,
  random: Random,
  mutation: Mutation | undefined,
): Promise<Answer> {
  if (mutation === 'lock-off' && random.chance(0.5)) return atOnce(files, disk, command);
  try {
    return await command(await openStore(files));
  } catch (error) {
    if (files.dead) return null;
    if (!(error instanceof Refusal)) throw error;
    expect(error.code).not.toBe('damaged');
    return error.code === 'unknown' ? 'unknown' : 'refused';
  }
}

/** Two clerks at once: the second acts between two operations of the first; only the lock keeps them apart. */
async function atOnce(files: SimulatedProcess, disk: SimulatedDisk, command: Command): Promise<Answer> {
  let second: Promise<unknown> | undefined;
  files.plan = (_, name) => {
    if (name === 'write' && second === undefined) {
      const other = new SimulatedProcess(disk, 'lock-off');
      second = openStore(other)
        .then((store) => addDevice('Z', 1)(store))
        .catch(() => undefined);
    }
    return undefined;
  };
  const store = await openStore(files);
  const answer = await command(store).catch(() => 'refused' as const);
  await second;
  await expectSound(await openStore(new SimulatedProcess(disk)));
  return answer;
}

/** What an entry says, in one line. */
const told = ({ n, at, command, undoes, changes }: Entry): string =>
  JSON.stringify([n, at, command, undoes ?? null, changes]);

function acknowledge(known: Known, entry: Entry | null): void {
  if (entry === null || entry.n <= known.entries.length) return;
  expect(entry.n).toBe(known.entries.length + 1);
  known.entries.push(told(entry));
  known.acknowledged = known.entries.length;
}

/** After a crash: all that was acknowledged is there; of the command that nobody answered, all or nothing. */
async function settle(files: SimulatedProcess, known: Known): Promise<void> {
  const store = await openStore(files);
  const found = (await entriesOf(store)).map(told);
  expect(found.length).toBeGreaterThanOrEqual(known.acknowledged);
  expect(found.slice(0, known.entries.length)).toEqual(known.entries.slice(0, found.length));
  expect(found.length - known.entries.length).toBeLessThanOrEqual(known.open === null ? 0 : 1);
  known.entries.splice(0, Infinity, ...found);
  known.open = null;
  await expectSound(store);
  expect((await entriesOf(await openStore(files))).length).toBe(found.length);
  await store.close();
}

/** The next day: the store works, nobody has to clean up, and everything agrees. */
async function finish(disk: SimulatedDisk, known: Known, mutation: Mutation | undefined): Promise<void> {
  disk.kill();
  const store = await openStore(new SimulatedProcess(disk, mutation));
  acknowledge(known, await addDevice('LAST', 3)(store));
  const once = await move('LAST', 1, 'keyed', 'last-key')(store);
  acknowledge(known, once);
  expect(await move('LAST', 1, 'keyed', 'last-key')(store)).toEqual(once);
  expect((await entriesOf(store)).map(told)).toEqual(known.entries);
  await expectSound(store);
  expect((await store.verify()).findings).toEqual([]);
}
