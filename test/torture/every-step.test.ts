import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { Repaired } from '../../src/store/upkeep.ts';
import { listingOf } from '../store/whole.ts';
import { tally, times } from './length.ts';
import { mutantsOfDamage } from './mutants.ts';
import { makeOlder } from './older.ts';
import { Random } from './random.ts';
import {
  addDevice,
  bookPath,
  type Command,
  importMoves,
  journalPath,
  move,
  perform,
  Shop,
  told,
  undo,
  type Wrap,
} from './shop.ts';
import { type Fault, type OperationName, SimulatedDisk, type SimulatedProcess } from './simulated-disk.ts';
import { entriesOf, expectSound } from './soundness.ts';

const note = 'n'.repeat(600);

/** A disk with a shop on it that has been idle for a while. */
async function shopOnDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const shop = new Shop();
  const store = await shop.init(disk.start());
  for (const command of [addDevice('A', 9), addDevice('B', 0), move('A', -2, { note: 'first', key: 'k1' })])
    await perform(store, command);
  disk.settle();
  return disk;
}

/** Changes a byte of a file, as a failing disk or a meddling hand does. */
function spoil(disk: SimulatedDisk, path: string, after: string): void {
  const content = disk.content(path) ?? Buffer.alloc(0);
  const at = content.indexOf(after) + after.length;
  content[at] = (content[at] ?? 0) ^ 1;
  disk.meddle(path, content);
}

/** A killed process leaves a whole entry in the cache, and of the next half a line. */
async function leaveTail(disk: SimulatedDisk, how: 'whole' | 'torn'): Promise<void> {
  const files = disk.start();
  files.plan = (_, name) =>
    name === 'write' ? { kind: 'crash', when: 'middle', bytes: how === 'whole' ? 10_000 : 300 } : undefined;
  await attempted(files, (shop) => doing(move('A', 1, { note, key: 'k2' }))(shop, files), 50);
}

type Act = (shop: Shop, files: SimulatedProcess) => Promise<unknown>;

const doing =
  (command: Command): Act =>
  async (shop, files) =>
    perform(await shop.open(files), command);

const repairing: Act = async (shop, files) => (await shop.open(files)).repair();

interface Step {
  readonly name: string;
  /** What has happened to the shop before. */
  readonly before?: (disk: SimulatedDisk) => void | Promise<void>;
  readonly act: Act;
  /** The number of entries before the damage. */
  readonly sound?: number;
  /** The entries that are lost, by number. */
  readonly lost?: readonly number[];
}

const steps: readonly Step[] = [
  { name: 'a stock-out', act: doing(move('A', -3, { note, key: 'k2' })) },
  {
    name: 'an import',
    act: doing(
      importMoves(
        [5, 7, -12, -1, 3, 2].map((change) => ({ device: 'A', change })),
        'file',
      ),
    ),
  },
  { name: 'an undo', act: doing(undo()) },
  {
    name: 'a stock-out after a book file was edited by hand',
    before: (disk) => spoil(disk, bookPath, '"quantity":'),
    act: doing(move('A', -3)),
  },
  {
    name: 'a stock-out after another was torn',
    before: (disk) => leaveTail(disk, 'torn'),
    act: doing(move('A', -3, { note: 'other' })),
  },
  {
    name: 'a stock-out that is there already, of a process that was killed',
    before: (disk) => leaveTail(disk, 'whole'),
    act: doing(move('A', 1, { note, key: 'k2' })),
  },
  {
    name: 'a stock-out that upgrades a store of an older format',
    before: (disk) => makeOlder(disk),
    act: doing(move('A', -3, { note, key: 'k2' })),
  },
  { name: 'a repair of a torn journal', before: (disk) => leaveTail(disk, 'torn'), act: repairing },
];

const repairs: readonly Step[] = [
  {
    name: 'a repair of the last entry',
    before: (disk) => spoil(disk, journalPath, '"change":-'),
    act: repairing,
    sound: 2,
    lost: [3],
  },
  {
    name: 'a repair of the first entry',
    before: (disk) => spoil(disk, journalPath, '"change":'),
    act: repairing,
    lost: [1],
  },
  {
    name: 'a repair of the header',
    before: (disk) => spoil(disk, journalPath, '"stockbook":"'),
    act: repairing,
    sound: 3,
  },
  {
    name: 'a repair of a header that is gone',
    before: (disk) => disk.meddle(journalPath, afterHeader(disk)),
    act: repairing,
    sound: 3,
  },
  {
    name: 'a repair of the header and of an entry',
    before: (disk) => {
      spoil(disk, journalPath, '"stockbook":"');
      spoil(disk, journalPath, '"change":-');
    },
    act: repairing,
    sound: 2,
    lost: [3],
  },
  {
    name: 'a repair without a journal',
    before: (disk) => disk.meddle(journalPath, null),
    act: repairing,
    lost: [1, 2, 3],
  },
];

function afterHeader(disk: SimulatedDisk): Buffer {
  const journal = disk.content(journalPath) ?? Buffer.alloc(0);
  return journal.subarray(journal.indexOf('\n') + 1);
}

/** The number of power cuts tried with each crash; more if there is time for many episodes. */
const powerCuts = times(2, 12);

/** What becomes of the disk when its process has crashed. */
const ends: readonly { readonly name: string; readonly seed: number; end(disk: SimulatedDisk): void }[] = [
  { name: 'killed', seed: 1, end: (disk) => disk.kill() },
  ...Array.from({ length: powerCuts }, (_, index) => index + 1).map((seed) => ({
    name: `without power, seed ${seed}`,
    seed,
    end: (disk: SimulatedDisk) => disk.losePower(),
  })),
];

/** Every crash around an operation: before it, after it and, if it is a write, in the middle. */
const crashesOf = (name: OperationName): readonly Fault[] => [
  { kind: 'crash', when: 'before' },
  ...(name === 'write'
    ? [1, 100, 511, 600].map((bytes) => ({ kind: 'crash', when: 'middle', bytes }) as const)
    : []),
  { kind: 'crash', when: 'after' },
];

/** Runs something as a later day of the shop would; what a dead process answers nobody hears. */
async function attempted(
  files: SimulatedProcess,
  action: (shop: Shop) => Promise<unknown>,
  from = 1000,
  wrap?: Wrap,
): Promise<'done' | 'silence' | Refusal> {
  const shop = new Shop(wrap, from);
  try {
    await action(shop);
    return files.dead ? 'silence' : 'done';
  } catch (error) {
    if (files.dead) return 'silence';
    if (!(error instanceof Refusal)) throw error;
    // A refused entry is not reported as recorded.
    expect(shop.notices.filter(({ key }) => key.startsWith('after-'))).toEqual([]);
    return error;
  }
}

/** The operations of a step on a calm day. */
async function operationsOf(disk: SimulatedDisk, act: Act, wrap?: Wrap): Promise<readonly OperationName[]> {
  const names: OperationName[] = [];
  const files = disk.start();
  files.plan = (_, name) => {
    names.push(name);
    return undefined;
  };
  expect(await attempted(files, (shop) => act(shop, files), 1000, wrap)).toBe('done');
  return names;
}

async function entriesOn(disk: SimulatedDisk): Promise<readonly string[]> {
  return (await entriesOf(await new Shop().open(disk.start()))).map(told);
}

async function stockOn(disk: SimulatedDisk): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await listingOf(await new Shop().open(disk.start()));
  return rows.map(({ code, quantity }) => [code, quantity] as const);
}

/** The files that a repair has set aside. */
const asidesOn = (disk: SimulatedDisk): readonly string[] =>
  disk.paths().filter((path) => /\.(damaged|edited|torn|new)-/.test(path));

/** The next command works, is there after a power cut, and nothing is found wrong; `isTidy`: nor is anything left over. */
async function expectToWork(disk: SimulatedDisk, where: string, isTidy = false): Promise<void> {
  const before = await entriesOn(disk);
  const store = await new Shop(undefined, 5000).open(disk.start());
  const { entry } = await perform(store, addDevice('AFTERWARDS', 1));
  expect((await store.verify()).findings, where).toEqual([]);
  if (isTidy)
    expect(
      disk.paths().filter((path) => path.endsWith('.tmp')),
      where,
    ).toEqual([]);
  disk.losePower();
  const found = await entriesOn(disk);
  expect(found, where).toEqual([...before, entry === null ? '' : told(entry)]);
  await expectSound(await new Shop().open(disk.start()));
}

/** The disk before a step, and the entries before and after it. */
interface Prepared {
  readonly disk: SimulatedDisk;
  readonly operations: readonly OperationName[];
}

const played = { crashes: 0, errors: 0 };
afterAll(() =>
  tally({
    'crashes at every file operation': played.crashes,
    'errors at every file operation': played.errors,
  }),
);

let shopDisk: SimulatedDisk;
beforeAll(async () => {
  shopDisk = await shopOnDisk();
});

async function freshDisk(step: Step, seed: number): Promise<SimulatedDisk> {
  const disk = shopDisk.clone(new Random(seed * 7919));
  await step.before?.(disk);
  return disk;
}

async function prepared(step: Step, wrap?: Wrap): Promise<Prepared> {
  const disk = await freshDisk(step, 1);
  return { disk, operations: await operationsOf(disk, step.act, wrap) };
}

/** Plays a step with a crash at every operation, on every kind of end. */
async function crashEverywhere(
  step: Step,
  check: (disk: SimulatedDisk, where: string, lostPower: boolean) => Promise<void>,
  wrap?: Wrap,
): Promise<void> {
  const { operations } = await prepared(step, wrap);
  let crashed = 0;
  for (const [index, name] of operations.entries()) {
    for (const fault of crashesOf(name)) {
      for (const { name: ending, seed, end } of ends) {
        const where = `${step.name}: operation ${index + 1}, ${name}, ${JSON.stringify(fault)}, ${ending}`;
        const disk = await freshDisk(step, seed);
        const files = disk.start();
        files.plan = (operation) => (operation === index + 1 ? fault : undefined);
        const answer = await attempted(files, (shop) => step.act(shop, files), 1000, wrap);
        expect(answer, where).toBe('silence');
        end(disk);
        crashed++;
        played.crashes++;
        await check(disk, where, ending !== 'killed');
      }
    }
  }
  expect(crashed).toBeGreaterThanOrEqual(operations.length * 6);
}

describe('a crash at any file operation', () => {
  it.each(steps)('of $name leaves what was before, or what is after', async (step) => {
    const before = await entriesOn(await freshDisk(step, 1));
    const after = await entriesOn((await prepared(step)).disk);
    const base = await entriesOn(shopDisk);
    await crashEverywhere(step, async (disk, where, lostPower) => {
      const found = await entriesOn(disk);
      // What a killed process left in the cache may be gone with the power.
      const allowed = lostPower ? [base, before, after] : [before, after];
      expect(
        allowed.map((entries) => entries.join()),
        where,
      ).toContain(found.join());
      await expectSound(await new Shop().open(disk.start()));
      expect(await entriesOn(disk), where).toEqual(found);
      await expectToWork(disk, where, !lostPower);
    });
  });

  /** A repair, interrupted anywhere and made again, keeps the stock and the entries before the damage. */
  async function expectRepaired(step: Step, disk: SimulatedDisk, where: string): Promise<void> {
    const store = await new Shop(undefined, 3000).open(disk.start());
    const { lost, repairedBefore } = await store.repair();
    expect(asidesOn(disk).filter((path) => path.includes('.damaged-')).length, where).toBeLessThanOrEqual(1);
    // What no one was told before is reported now.
    expect([...lost, ...repairedBefore], where).toEqual(step.lost ?? []);
    expect(await stockOn(disk), where).toEqual(await stockOn(shopDisk));
    const sound = step.sound ?? 0;
    expect((await entriesOn(disk)).slice(0, sound), where).toEqual(
      (await entriesOn(shopDisk)).slice(0, sound),
    );
    expect((await store.verify()).findings, where).toEqual([]);
    await expectToWork(disk, where, where.endsWith('killed'));
  }

  it.each(repairs)('of $name leaves it to be repaired, and no stock is lost', async (step) => {
    await crashEverywhere(step, (disk, where) => expectRepaired(step, disk, where));
  });

  it('of a repair would lose history if a file were replaced by removing it first', async () => {
    const [step] = repairs as [Step];
    const wrap = mutantsOfDamage.get('replaces a file by removing it first');
    expect(wrap).toBeDefined();
    const crashes = crashEverywhere(step, (disk, where) => expectRepaired(step, disk, where), wrap);
    await expect(crashes).rejects.toThrow();
  });

  it.each(repairs)('of $name lets the next command in, to stay, or keeps it out', async (step) => {
    await crashEverywhere(step, async (disk, where) => {
      const store = await new Shop(undefined, 3000).open(disk.start());
      const answer = await perform(store, addDevice('AFTERWARDS', 1)).catch((error: unknown) => error);
      if (answer instanceof Refusal) {
        expect(answer.code, where).toBe('damaged');
      } else {
        disk.losePower();
        const later = await new Shop(undefined, 4000).open(disk.start());
        const onHand = await later.ask((book) => book.onHand(book.withCode('AFTERWARDS')?.id ?? 0));
        expect(onHand, where).toBe(1);
      }
    });
  });

  it('of init leaves no store, which can then be made, or one that works', async () => {
    const act: Act = (shop, files) => shop.init(files);
    const operations = await operationsOf(new SimulatedDisk(new Random(1)), act);
    for (const [index, name] of operations.entries()) {
      for (const fault of crashesOf(name)) {
        for (const { name: ending, seed, end } of ends) {
          const where = `init: operation ${index + 1}, ${name}, ${JSON.stringify(fault)}, ${ending}`;
          const disk = new SimulatedDisk(new Random(seed * 7919));
          const files = disk.start();
          files.plan = (operation) => (operation === index + 1 ? fault : undefined);
          expect(await attempted(files, (shop) => act(shop, files)), where).toBe('silence');
          end(disk);
          const again = disk.start();
          const answer = await attempted(again, (shop) => act(shop, again), 2000);
          if (answer !== 'done') expect(answer, where).toMatchObject({ code: 'exists' });
          await expectToWork(disk, where, ending === 'killed');
        }
      }
    }
  });

  it('of a restore leaves no store, which can then be restored, or the whole of it', async () => {
    const { lines } = await (await new Shop().open(shopDisk.start())).backup();
    const pieces: Uint8Array[] = [];
    for await (const piece of lines) pieces.push(piece);
    const backup = Buffer.concat(pieces);
    const entries = await entriesOn(shopDisk);
    const act: Act = (shop, files) => shop.restore(files, backup);
    const operations = await operationsOf(new SimulatedDisk(new Random(1)), act);
    for (const [index, name] of operations.entries()) {
      for (const fault of crashesOf(name)) {
        for (const { name: ending, seed, end } of ends) {
          const where = `restore: operation ${index + 1}, ${name}, ${JSON.stringify(fault)}, ${ending}`;
          const disk = new SimulatedDisk(new Random(seed * 7919));
          const files = disk.start();
          files.plan = (operation) => (operation === index + 1 ? fault : undefined);
          expect(await attempted(files, (shop) => act(shop, files)), where).toBe('silence');
          end(disk);
          played.crashes++;
          const again = disk.start();
          const answer = await attempted(again, (shop) => act(shop, again), 2000);
          if (answer !== 'done') expect(answer, where).toMatchObject({ code: 'exists' });
          expect(await entriesOn(disk), where).toEqual(entries);
          await expectToWork(disk, where, ending === 'killed');
        }
      }
    }
  });
});

describe('an error at any file operation', () => {
  const errors = [
    { code: 'EIO', lasting: false },
    { code: 'EMFILE', lasting: false },
    { code: 'ENOSPC', lasting: true },
    { code: 'EROFS', lasting: true },
  ];

  /** Plays a step with every error at every operation, once and for ever; the outcome is the code of its refusal. */
  async function failEverywhere(
    step: Step,
    check: (disk: SimulatedDisk, outcome: string, where: string) => Promise<void>,
    diskOf = (seed: number) => freshDisk(step, seed),
  ): Promise<void> {
    const operations = await operationsOf(await diskOf(1), step.act);
    for (const [index, name] of operations.entries()) {
      for (const [seed, { code, lasting }] of errors.entries()) {
        const where = `${step.name}: operation ${index + 1}, ${name}, ${code}${lasting ? ' for ever' : ''}`;
        const disk = await diskOf(seed);
        const files = disk.start();
        files.plan = (operation) =>
          operation === index + 1 || (lasting && operation > index) ? { kind: 'error', code } : undefined;
        const answer = await attempted(files, (shop) => step.act(shop, files));
        const outcome = answer instanceof Refusal ? answer.code : answer;
        expect(['done', 'io', 'unknown'], where).toContain(outcome);
        disk.kill();
        played.errors++;
        await check(disk, outcome, where);
      }
    }
  }

  it.each(steps)(
    'of $name is a refusal that recorded nothing, or a note after it was recorded',
    async (step) => {
      const before = await entriesOn(await freshDisk(step, 1));
      const after = await entriesOn((await prepared(step)).disk);
      const base = await entriesOn(shopDisk);
      await failEverywhere(step, async (disk, outcome, where) => {
        const found = await entriesOn(disk);
        // Data that a killed process left in the cache may be lost if it could not be synced.
        const allowed =
          outcome === 'done' ? [after] : outcome === 'unknown' ? [base, before, after] : [base, before];
        expect(
          allowed.map((entries) => entries.join()),
          where,
        ).toContain(found.join());
        await expectToWork(disk, where);
      });
    },
  );

  it.each(repairs)(
    'of $name changes nothing, or is a note after it was done; no stock is lost',
    async (step) => {
      const stock = await stockOn(shopDisk);
      const damaged = (await freshDisk(step, 1)).content(journalPath);
      let told: Repaired | undefined;
      const act: Act = async (shop, files) => {
        told = undefined;
        told = await (await shop.open(files)).repair();
      };
      await failEverywhere({ ...step, act }, async (disk, outcome, where) => {
        if (outcome === 'io') {
          expect(disk.content(journalPath), where).toEqual(damaged);
          // What a disk that refuses everything could not take away goes with the next command.
          if (!where.includes('for ever')) expect(asidesOn(disk), where).toEqual([]);
        }
        const store = await new Shop(undefined, 3000).open(disk.start());
        if (outcome === 'done') {
          expect(told?.lost, where).toEqual(step.lost ?? []);
          const { findings } = await store.verify();
          expect(
            findings.filter(({ key }) => !key.startsWith('book-')),
            where,
          ).toEqual([]);
        }
        const { lost, repairedBefore } = await store.repair();
        expect([...lost, ...repairedBefore], where).toEqual(step.lost ?? []);
        expect(await stockOn(disk), where).toEqual(stock);
        await expectToWork(disk, where);
      });
    },
  );

  it.each(repairs)(
    'of $name that came after it was done takes nothing back when the power fails',
    async (step) => {
      await failEverywhere(step, async (disk, outcome, where) => {
        if (outcome !== 'done') return;
        const store = await new Shop(undefined, 3000).open(disk.start());
        // The next command brings to the disk what the repair could not.
        const { entry } = await perform(store, addDevice('AFTERWARDS', 1));
        disk.losePower();
        const entries = await entriesOn(disk);
        expect(entries.at(-1), where).toBe(entry === null ? '' : told(entry));
        const { lost, repairedBefore } = await (await new Shop(undefined, 6000).open(disk.start())).repair();
        expect([...lost, ...repairedBefore], where).toEqual(step.lost ?? []);
      });
    },
  );

  it('of init is a refusal that made no store, or one that works', async () => {
    const step: Step = { name: 'init', act: (shop, files) => shop.init(files) };
    await failEverywhere(
      step,
      async (disk, outcome, where) => {
        const isThere = disk.at(journalPath) !== undefined;
        if (outcome !== 'unknown') expect(isThere, where).toBe(outcome === 'done');
        // Nor anything else, unless the disk refuses also to take it away.
        if (outcome === 'io' && !where.includes('for ever')) expect(disk.paths(), where).toEqual(['/']);
        const again = disk.start();
        await attempted(again, (shop) => shop.init(again), 2000);
        await expectToWork(disk, where);
      },
      async (seed) => new SimulatedDisk(new Random(seed)),
    );
  });
});
