import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { Store } from '../../src/store/store.ts';
import { Random } from './random.ts';
import {
  addDevice,
  bookPath,
  entriesOf,
  expectSound,
  importMoves,
  initStore,
  move,
  openStore,
  undo,
} from './shop.ts';
import { type Fault, SimulatedDisk, SimulatedProcess } from './simulated-disk.ts';

/** A disk with a shop on it, at rest. */
async function shopOnDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const store = await initStore(new SimulatedProcess(disk));
  for (const command of [addDevice('A', 9), addDevice('B', 0), move('A', -2, 'first', 'k1')])
    await command(store);
  disk.settle();
  return disk;
}

/** Replaces a byte of a file on disk, as a failing disk or a meddling hand does. */
function spoil(disk: SimulatedDisk, path: string, place: (content: string) => number): void {
  const inode = disk.names.get(path);
  if (inode === undefined) throw new Error(`no ${path}`);
  const at = place(Buffer.from(inode.cached).toString('latin1'));
  inode.change({ at, bytes: Buffer.from('7') }, ++disk.clock);
  inode.sync();
}

interface Step {
  readonly name: string;
  disk(): Promise<SimulatedDisk>;
  act(store: Store): Promise<unknown>;
  /** Entries before and after it. */
  readonly entries: readonly [before: number, after: number];
}

const journal = bookPath.replace('.json', '.journal.jsonl');

const steps: readonly Step[] = [
  { name: 'a stock-out', disk: shopOnDisk, act: move('A', -3, 'out', 'k2'), entries: [3, 4] },
  {
    name: 'an import',
    disk: shopOnDisk,
    act: importMoves([
      ['A', 5],
      ['B', 7],
      ['A', -12],
      ['B', -1],
    ]),
    entries: [3, 4],
  },
  { name: 'an undo', disk: shopOnDisk, act: undo(), entries: [3, 4] },
  {
    name: 'a stock-out after a book file was edited by hand',
    disk: async () => {
      const disk = await shopOnDisk();
      spoil(disk, bookPath, (content) => content.indexOf('"quantity":') + '"quantity":'.length);
      return disk;
    },
    act: move('A', -3, 'out'),
    entries: [3, 4],
  },
  {
    name: 'a repair of a damaged journal',
    disk: async () => {
      const disk = await shopOnDisk();
      spoil(disk, journal, (content) => content.indexOf('"change":-2') + '"change":-'.length);
      return disk;
    },
    act: (store) => store.repair(),
    entries: [2, 3],
  },
];

/** Every fault of one operation: a crash before and after it, and in the middle of it where it is a write. */
const crashes: readonly Fault[] = [
  { kind: 'crash', when: 'before' },
  { kind: 'crash', when: 'middle', part: 1 },
  { kind: 'crash', when: 'middle', part: 100 },
  { kind: 'crash', when: 'after' },
];

/** What becomes of the disk when its process has crashed. */
const ends: readonly { readonly name: string; end(disk: SimulatedDisk): void }[] = [
  { name: 'killed', end: (disk) => disk.kill() },
  ...[1, 2, 3, 4].map((seed) => ({
    name: `without power, seed ${seed}`,
    end: (disk: SimulatedDisk) => disk.losePower(new Random(seed * 7919)),
  })),
];

async function actUnder(
  disk: SimulatedDisk,
  step: Pick<Step, 'act'>,
  operation: number,
  fault: Fault,
): Promise<boolean> {
  const files = new SimulatedProcess(disk);
  files.plan = (number) => (number === operation ? fault : undefined);
  try {
    await step.act(await openStore(files));
  } catch (error) {
    // What a dead process answers is nothing that anybody hears.
    if (!files.dead) throw error;
  }
  return files.dead;
}

describe('a crash at any file operation', () => {
  it.each(steps)('of $name leaves what was before, or what is after', async (step) => {
    const calm = new SimulatedProcess(await step.disk());
    await step.act(await openStore(calm));
    let crashed = 0;
    for (let operation = 1; operation <= calm.operations; operation++) {
      for (const fault of crashes) {
        for (const { name, end } of ends) {
          const where = `${step.name}: operation ${operation}, ${JSON.stringify(fault)}, ${name}`;
          const disk = await step.disk();
          if (!(await actUnder(disk, step, operation, fault))) continue;
          crashed++;
          end(disk);
          await expectBeforeOrAfter(disk, step, where);
        }
      }
    }
    expect(crashed).toBeGreaterThan(calm.operations * 5);
  });

  it('of init leaves no store, which can then be made, or one that works', async () => {
    const calm = new SimulatedProcess(new SimulatedDisk());
    await initStore(calm);
    for (let operation = 1; operation <= calm.operations; operation++) {
      for (const fault of crashes) {
        for (const { end } of ends) {
          const disk = new SimulatedDisk();
          const files = new SimulatedProcess(disk);
          files.plan = (number) => (number === operation ? fault : undefined);
          await initStore(files).catch(() => expect(files.dead).toBe(true));
          end(disk);
          const again = new SimulatedProcess(disk);
          await initStore(again).catch((error: unknown) => expect(error).toMatchObject({ code: 'exists' }));
          const store = await openStore(again);
          await addDevice('A', 1)(store);
          expect((await store.verify()).findings).toEqual([]);
        }
      }
    }
  });
});

async function expectBeforeOrAfter(disk: SimulatedDisk, step: Step, where: string): Promise<void> {
  const store = await openStore(new SimulatedProcess(disk));
  const [before, after] = step.entries;
  const found = await entriesOf(store);
  expect([before, after], where).toContain(found.length);
  await expectSound(store);
  expect(await entriesOf(await openStore(new SimulatedProcess(disk))), where).toEqual(found);
  const repairing = step.entries[0] < 3;
  if (repairing) await store.repair();
  await move('A', 1, 'afterwards')(store);
  expect((await store.verify()).findings, where).toEqual([]);
  await expectSound(store);
}

describe('an error at any file operation', () => {
  const codes = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EMFILE', 'EDQUOT'];

  it.each(steps.slice(0, 4))(
    'of $name is a refusal that recorded nothing, or a note after it was recorded',
    async (step) => {
      const calm = new SimulatedProcess(await step.disk());
      await step.act(await openStore(calm));
      for (let operation = 1; operation <= calm.operations; operation++) {
        for (const [index, code] of codes.entries()) {
          const disk = await step.disk();
          const files = new SimulatedProcess(disk);
          const lasting = index % 2 === 1;
          files.plan = (number) =>
            number === operation || (lasting && number > operation) ? { kind: 'error', code } : undefined;
          const outcome = await openStore(files)
            .then((store) => step.act(store))
            .then(
              () => 'recorded',
              (error: unknown) => (error instanceof Refusal ? error.code : error),
            );
          disk.kill();
          const entries = (await entriesOf(await openStore(new SimulatedProcess(disk)))).length;
          const where = `operation ${operation}, ${code}`;
          expect(['recorded', 'io', 'unknown'], where).toContain(outcome);
          if (outcome !== 'unknown')
            expect(entries, where).toBe(outcome === 'recorded' ? step.entries[1] : step.entries[0]);
          const store = await openStore(new SimulatedProcess(disk));
          await move('A', 1, 'afterwards')(store);
          expect((await store.verify()).findings, where).toEqual([]);
        }
      }
    },
  );
});
