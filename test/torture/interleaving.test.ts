import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/inventory/book/change.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import type { Notice } from '../../src/store/store.ts';
import type { Finding, KeptStore } from '../../src/store/upkeep.ts';
import { tally } from './length.ts';
import { mutants } from './mutants.ts';
import { makeOlder } from './older.ts';
import { Random } from './random.ts';
import {
  addDevice,
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
import { SimulatedDisk, type SimulatedProcess } from './simulated-disk.ts';
import { entriesOf, expectSound } from './soundness.ts';

/** What a process does; it answers with the entry that it made or found. */
type Act = (store: KeptStore) => Promise<Entry | null>;

/** What was noticed of the files while two acted. */
const seen: { readonly notices: Notice[]; findings: readonly Finding[] } = { notices: [], findings: [] };

const doing = async (store: KeptStore, command: Command) => (await perform(store, command)).entry;

const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['a stock-out', (store) => doing(store, move('A', -3))],
  ['a stock-in with a key', (store) => doing(store, move('A', 2, { key: 'k2' }))],
  ['an import', (store) => doing(store, importMoves([{ device: 'B', change: 5 }], 'file'))],
  ['an undo', (store) => doing(store, undo())],
  [
    'a reading',
    async (store) => {
      await expectSound(store);
      return null;
    },
  ],
  [
    'a verification',
    async (store) => {
      seen.findings = (await store.verify()).findings;
      return null;
    },
  ],
  [
    'a repair',
    async (store) => {
      expect((await store.repair()).lost).toEqual([]);
      return null;
    },
  ],
]);

async function shopOnDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const store = await new Shop().init(disk.start());
  for (const command of [addDevice('A', 9), addDevice('B', 0), move('A', -2, { key: 'k1' })])
    await perform(store, command);
  disk.settle();
  return disk;
}

let interleavings = 0;
afterAll(() => tally({ 'interleavings of two processes': interleavings }));

let shopDisk: SimulatedDisk;
beforeAll(async () => {
  shopDisk = await shopOnDisk();
});

/** The answer that a process got: an entry, nothing, or a refusal. */
async function answerOf(action: Promise<Entry | null>): Promise<Entry | null | Refusal> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Two processes: the second acts, whole, before one operation of the first. */
async function interleave(
  [first, second]: readonly [Act, Act],
  operation: number,
  wrap?: Wrap,
  from = shopDisk,
): Promise<{
  readonly disk: SimulatedDisk;
  readonly answers: readonly (Entry | null | Refusal)[];
  met: boolean;
}> {
  const disk = from.clone(new Random(operation));
  const shop = new Shop(wrap, 1000);
  const [files, otherFiles] = [disk.start(), disk.start()];
  const notice = (one: Notice) => seen.notices.push(one);
  const store = await shop.open(files, { by: 'li', notice });
  const other = await shop.open(otherFiles, { by: 'wang', notice });
  seen.notices.length = 0;
  seen.findings = [];
  interleavings++;
  let intrusion: Promise<Entry | null | Refusal> | undefined;
  files.plan = (number) => {
    if (number === operation) intrusion = answerOf(second(other));
    return undefined;
  };
  const answer = await answerOf(first(store));
  const answers = [answer, intrusion === undefined ? null : await intrusion];
  files.plan = () => undefined;
  await store.close();
  await other.close();
  expect(files.openFiles + otherFiles.openFiles).toBe(0);
  return { disk, answers, met: intrusion !== undefined };
}

/** Checks that each confirmed entry is there once, that nothing else is, and that no one saw damage. */
async function expectTogether(
  disk: SimulatedDisk,
  answers: readonly (Entry | null | Refusal)[],
  where: string,
): Promise<void> {
  for (const answer of answers)
    if (answer instanceof Refusal)
      expect(['busy', 'key-conflict', 'already-imported', 'already-undone', 'not-found'], where).toContain(
        answer.code,
      );
  expect(seen.findings, where).toEqual([]);
  expect(seen.notices, where).toEqual([]);
  disk.losePower();
  const store = await new Shop(undefined, 3000).open(disk.start());
  const entries = await entriesOf(store);
  const made = new Set(
    answers.flatMap((answer) => (answer === null || answer instanceof Refusal ? [] : [told(answer)])),
  );
  expect(new Set(entries.slice(3).map(told)), where).toEqual(made);
  expect(entries.length, where).toBe(3 + made.size);
  await expectSound(store);
  await perform(store, addDevice('AFTERWARDS', 1));
  expect((await store.verify()).findings, where).toEqual([]);
}

async function interleaveEverywhere(
  names: readonly [string, string],
  pair: readonly [Act, Act],
  wrap?: Wrap,
): Promise<number> {
  for (let operation = 1; ; operation++) {
    const { disk, answers, met } = await interleave(pair, operation, wrap);
    if (!met) return operation - 1;
    await expectTogether(disk, answers, `${names[1]} before operation ${operation} of ${names[0]}`);
  }
}

const pairs = [...acts].flatMap((first) => [...acts].map((second) => [first, second] as const));

describe('two processes at once', () => {
  it.each(pairs.map(([[one, act], [other, otherAct]]) => [one, other, act, otherAct] as const))(
    '%s and, before any of its operations, %s, are as one after the other',
    async (one, other, act, otherAct) => {
      expect(await interleaveEverywhere([one, other], [act, otherAct])).toBeGreaterThan(10);
    },
  );

  it('that make a store make one', async () => {
    for (let operation = 1; operation < 60; operation++) {
      const disk = new SimulatedDisk(new Random(operation));
      const shop = new Shop();
      const [files, otherFiles] = [disk.start(), disk.start()];
      let intrusion: Promise<Entry | null | Refusal> | undefined;
      const making = async (by: SimulatedProcess) => doing(await shop.init(by), addDevice('A', 1));
      files.plan = (number) => {
        if (number === operation) {
          const made = shop.init(otherFiles);
          intrusion = answerOf(made.then((store) => doing(store, addDevice('B', 1))));
        }
        return undefined;
      };
      const answers = [await answerOf(making(files)), (await intrusion) ?? null];
      disk.losePower();
      const store = await new Shop(undefined, 3000).open(disk.start());
      const made = answers.flatMap((answer) =>
        answer instanceof Refusal || answer === null ? [] : [told(answer)],
      );
      expect((await entriesOf(store)).map(told).sort(), `operation ${operation}`).toEqual(made.sort());
      for (const answer of answers)
        if (answer instanceof Refusal) expect(['exists', 'busy']).toContain(answer.code);
    }
  });

  it('of which one cannot finish making a store take nothing from the other', async () => {
    for (let operation = 1; operation < 60; operation++) {
      const disk = new SimulatedDisk(new Random(operation));
      const shop = new Shop();
      const [files, otherFiles] = [disk.start(), disk.start()];
      const other = await shop.open(otherFiles);
      let intrusion: Promise<Entry | null | Refusal> | undefined;
      files.plan = (number, name) => {
        if (number === operation) intrusion = answerOf(doing(other, addDevice('B', 1)));
        return number >= operation && name === 'syncDirectory' ? { kind: 'error', code: 'EIO' } : undefined;
      };
      await answerOf(shop.init(files).then(() => null));
      const answer = await intrusion;
      if (answer === undefined) break;
      if (answer instanceof Refusal) {
        expect(['no-store', 'busy'], `operation ${operation}`).toContain(answer.code);
        continue;
      }
      for (const end of [() => disk.kill(), () => disk.losePower()]) {
        end();
        const entries = await entriesOf(await new Shop(undefined, 3000).open(disk.start()));
        expect(entries.map(told), `operation ${operation}`).toContain(answer === null ? '' : told(answer));
      }
    }
  });

  it('of which one is killed while the other waits: that one goes on at once', async () => {
    const [[, act]] = [...acts] as [[string, Act]];
    for (let operation = 3; operation < 40; operation++) {
      const disk = shopDisk.clone(new Random(operation));
      const shop = new Shop(undefined, 1000);
      const [files, otherFiles] = [disk.start(), disk.start()];
      const store = await shop.open(files, { by: 'li' });
      const other = await shop.open(otherFiles, { by: 'wang', waitMs: 60_000 });
      otherFiles.whileWaiting = () => files.kill();
      let intrusion: Promise<Entry | null> | undefined;
      files.plan = (number) => {
        if (number === operation) intrusion = act(other);
        return undefined;
      };
      await act(store).catch((error: unknown) => {
        if (!files.dead) throw error;
      });
      if (intrusion === undefined) break;
      const entry = await intrusion;
      disk.losePower();
      const entries = await entriesOf(await new Shop(undefined, 3000).open(disk.start()));
      expect(entries.map(told), `operation ${operation}`).toContain(entry === null ? '' : told(entry));
    }
  });

  it.each([...acts])(
    'of which one upgrades the store while there is %s are as one after the other',
    async (other, act) => {
      const [[, upgrading]] = [...acts] as [[string, Act]];
      const older = shopDisk.clone(new Random(1));
      makeOlder(older);
      for (const pair of [
        [upgrading, act],
        [act, upgrading],
      ] as const) {
        for (let operation = 1; ; operation++) {
          const { disk, answers, met } = await interleave(pair, operation, undefined, older);
          if (!met) break;
          const upgrades = seen.notices.filter(({ key }) => key === 'upgraded');
          // A command that finds the store locked by a repair changes nothing.
          const refused = answers.some((answer) => answer instanceof Refusal && answer.code === 'busy');
          expect(refused ? [0, 1] : [1], `operation ${operation}`).toContain(upgrades.length);
          seen.notices.splice(
            0,
            seen.notices.length,
            ...seen.notices.filter((one) => !upgrades.includes(one)),
          );
          await expectTogether(disk, answers, `an upgrade beside operation ${operation} of ${other}`);
        }
      }
    },
  );

  it('would not be apart without the lock', async () => {
    const lockless = mutants.get('takes no lock');
    const [[name, act]] = [...acts] as [[string, Act]];
    await expect(interleaveEverywhere([name, name], [act, act], lockless)).rejects.toThrow();
  });

  it('leave a command that waited for a repair in the journal that is there then', async () => {
    for (let operation = 1; operation < 40; operation++) {
      const disk = shopDisk.clone(new Random(operation));
      const content = disk.content(journalPath) ?? Buffer.alloc(0);
      const at = content.indexOf('"change":-') + 10;
      content[at] = (content[at] ?? 0) ^ 1;
      disk.meddle(journalPath, content);
      const shop = new Shop(undefined, 1000);
      const [files, otherFiles] = [disk.start(), disk.start()];
      const store = await shop.open(files);
      const repairer = await shop.open(otherFiles);
      let repair: Promise<unknown> | undefined;
      files.plan = (number) => {
        if (number === operation) repair = repairer.repair().catch((error: unknown) => error);
        return undefined;
      };
      const answer = await answerOf(doing(store, addDevice('C', 1)));
      if (repair === undefined) break;
      const outcome = await repair;
      if (outcome instanceof Refusal) expect(outcome.code).toBe('busy');
      const later = await new Shop(undefined, 3000).open(disk.start());
      if (answer instanceof Refusal) expect(['damaged', 'busy']).toContain(answer.code);
      else expect((await entriesOf(later)).map(told)).toContain(answer === null ? '' : told(answer));
      await later.repair();
      expect((await later.verify()).findings, `operation ${operation}`).toEqual([]);
    }
  });
});
