import { expect } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { ListedLines, Notice } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { historyOf, listingOf } from '../store/whole.ts';
import { Random } from '../torture/random.ts';
import {
  addDevice,
  edit,
  importDevices,
  importMoves,
  move,
  perform,
  remove,
  Shop,
  undo,
} from '../torture/shop.ts';
import { SimulatedDisk } from '../torture/simulated-disk.ts';
import { entriesOf, expectSound, pictureOf } from '../torture/soundness.ts';
import { outcomeOf } from './campaign.ts';

/** A disk with a shop whose history contains everything that an entry can. */
export async function shopOnDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const store = await new Shop().init(disk.start());
  for (const command of [
    addDevice('A', 9),
    importDevices('长虹', 3),
    move('A', -2, { key: 'k1', note: 'first' }),
    importMoves([{ device: 'A', change: 5, key: 'k2' }], 'file'),
    edit('A', { code: 'TV-1', price: '2.50' }),
    addDevice('B', 0),
    remove('B'),
    undo(),
    undo(3),
    move('TV-1', 1),
  ])
    await perform(store, command);
  disk.settle();
  return disk;
}

/** What a store says of itself. */
interface Told {
  readonly book: string;
  readonly history: string;
  readonly notices: readonly Notice['key'][];
}

async function tell(disk: SimulatedDisk): Promise<Told> {
  const notices: Notice['key'][] = [];
  const store = await new Shop(undefined, 1000).open(disk.start(), {
    notice: ({ key }) => void notices.push(key),
  });
  const entries = (await entriesOf(store)).map(({ n, at, by, command }) => [n, at, by, command]);
  const history = JSON.stringify([entries, await historyOf(store)]);
  const lines = await store.linesByCode();
  if (lines !== undefined)
    expect(devicesOn(lines)).toEqual((await listingOf(store)).rows.map(({ id }) => id).sort());
  return { book: await store.ask(pictureOf), history, notices };
}

/** The devices whose lines a list would be put together from. */
const devicesOn = ({ bytes, begins, rows }: ListedLines): readonly number[] =>
  Array.from(begins, (begin, place) => {
    const [, id] = /^\{"id":(\d+),/.exec(Buffer.from(bytes.subarray(begin)).toString()) ?? [];
    return rows.get(place)?.id ?? Number(id);
  }).sort();

/** What reading a store comes to: what it says, or that it is refused. */
export const told = (disk: SimulatedDisk): Promise<Told | Refusal> => outcomeOf(() => tell(disk));

const openAgain = (disk: SimulatedDisk): Promise<KeptStore> => new Shop(undefined, 2000).open(disk.start());

/** Whether a verification finds nothing but what the next command sets aside by itself. */
export async function isSound(disk: SimulatedDisk): Promise<boolean> {
  const verification = await outcomeOf(async () => (await openAgain(disk)).verify());
  return !(verification instanceof Refusal) && verification.findings.every(({ key }) => key === 'torn-tail');
}

/** Performs every operation of a store. Each succeeds or is refused, and leaves the store sound or unchanged. */
export async function useInEveryWay(disk: SimulatedDisk): Promise<void> {
  const ways: readonly ((store: KeptStore) => Promise<unknown>)[] = [
    (store) => listingOf(store),
    (store) => listingOf(store, Date.UTC(2026, 10, 24)),
    (store) => historyOf(store, { device: 1 }),
    (store) => store.ask((_, journal) => journal.bearers(['A'])),
    (store) => store.info(),
    (store) => store.verify(),
    (store) => perform(store, move('TV-1', -1, { key: 'k1' })),
    (store) => perform(store, move('TV-1', 2, { key: 'new' })),
    (store) => perform(store, importMoves([{ device: 'A', change: 5, key: 'k2' }], 'file')),
    (store) => perform(store, edit('TV-1', { price: '3' })),
    (store) => perform(store, undo()),
    (store) => perform(store, undo(7)),
    (store) => perform(store, undo(5)),
  ];
  for (const way of ways) {
    const before = disk.picture();
    const outcome = await outcomeOf(async () => way(await openAgain(disk)));
    if (outcome instanceof Refusal && outcome.code === 'damaged') expect(disk.picture()).toBe(before);
  }
  const repaired = await outcomeOf(async () => (await openAgain(disk)).repair());
  if (repaired instanceof Refusal) return;
  const store = await openAgain(disk);
  expect((await store.verify()).findings).toEqual([]);
  await expectSound(store);
}
