import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import { seed, tally, times } from './length.ts';
import { cuts, flips, lineChanges, MeddledShop, type Meddling, replacements, type Seen } from './meddling.ts';
import { move, perform } from './shop.ts';

vi.setConfig({ testTimeout: 3_600_000 });

const journalName = 'inventory.journal.jsonl';
const stride = times(29, 1);
const first = seed % stride;

const shop = new MeddledShop();
let original: Seen;
beforeAll(async () => {
  await shop.make();
  original = await seenSoundly();
});
let damaged = 0;
afterAll(() => {
  shop.remove();
  tally({ 'real files damaged': damaged });
});

async function seenSoundly(): Promise<Seen> {
  const seen = await shop.seen();
  if (seen instanceof Refusal) throw seen;
  return seen;
}

/** The rule for a store after any meddling: it shows what it held, or says that it does not. */
async function expectHonest(where: string): Promise<void> {
  const seen = await shop.seen();
  const findings = await shop.findings();
  if (seen instanceof Refusal) {
    expect(['damaged', 'io', 'no-store'], where).toContain(seen.code);
    return;
  }
  if (seen.devices === original.devices && seen.entries.length === original.entries.length) {
    expect(seen.entries, where).toEqual(original.entries);
    return;
  }
  // Something is missing: readers warn, and verify says what is wrong.
  expect(seen.warned, where).toBe(true);
  expect(seen.entries, where).toEqual(original.entries.slice(0, seen.entries.length));
  expect(findings, where).not.toEqual([]);
}

/** The next command goes on with nothing lost, or is refused and has changed nothing. */
async function expectNextCommandSafe(where: string): Promise<void> {
  const before = shop.names().map((name) => [name, safeContent(name)]);
  const answer = await shop.attempt((store) => perform(store, move('A', 1)));
  if (answer instanceof Refusal) {
    expect(['damaged', 'io', 'no-store'], where).toContain(answer.code);
    expect(
      shop.names().map((name) => [name, safeContent(name)]),
      where,
    ).toEqual(before);
    return;
  }
  expect(await shop.findings(), where).toEqual([]);
  const { entries } = await seenSoundly();
  expect(entries.slice(0, -1), where).toEqual(original.entries);
}

function safeContent(name: string): string {
  try {
    return shop.content(name).toString('latin1');
  } catch {
    return 'unreadable';
  }
}

/** Repairs the store, and checks that it is sound and that each entry is unchanged or reported as lost. */
async function expectRepaired(where: string): Promise<void> {
  const repaired = await shop.attempt((store) => store.repair());
  if (repaired instanceof Refusal) {
    expect(['damaged', 'io', 'no-store'], where).toContain(repaired.code);
    return;
  }
  expect(await shop.findings(), where).toEqual([]);
  const { entries } = await seenSoundly();
  const lost = new Set(repaired.lost);
  for (const [index, entry] of original.entries.entries())
    if (entries[index] !== entry) expect([...lost], `${where}: entry ${index + 1}`).toContain(index + 1);
  for (const n of lost) expect(entries[n - 1], where).not.toBe(original.entries[n - 1]);
  const added = await shop.attempt((store) => perform(store, move('A', 1)));
  expect(added, where).not.toBeInstanceOf(Refusal);
}

async function attack(name: string, meddlings: readonly Meddling[]): Promise<void> {
  for (const [index, meddling] of meddlings.entries()) {
    const where = `${name} ${meddling.name}`;
    for (const check of index % 3 === 0 ? [expectNextCommandSafe, expectRepaired] : [expectRepaired]) {
      shop.putBack();
      meddling.do(shop.pathOf(name));
      await expectHonest(where);
      await check(where);
    }
  }
  shop.putBack();
  damaged += meddlings.length;
}

/** Where the last three entries of the journal begin. */
function lastThree(journal: Buffer): number {
  const lines = journal.toString('latin1').split('\n').slice(0, -1);
  return journal.length - lines.slice(-3).join('\n').length - 1;
}

describe(`every file of a store, one after the other (seed ${seed})`, () => {
  it('cut short is recovered from, or named', async () => {
    for (const name of shop.names()) {
      const content = shop.content(name);
      await attack(name, cuts(content, first + (name === journalName ? lastThree(content) : 0), stride));
    }
  });

  it('with a bit turned is recovered from, or named', async () => {
    for (const name of shop.names()) await attack(name, flips(shop.content(name), first, stride));
  });

  it('with lines removed, doubled or swapped is recovered from, or named', async () => {
    for (const name of shop.names()) await attack(name, lineChanges(shop.content(name)));
  });

  it('emptied, deleted, or with something else in its place is recovered from, or named', async () => {
    for (const name of shop.names()) await attack(name, replacements(shop.content(name)));
  });

  it('put back from an older backup, while the others stay, is recovered from, or named', async () => {
    const names = shop.names();
    const older = new Map(names.map((name) => [name, shop.content(name)]));
    for (let entry = 0; entry < 3; entry++) await shop.using((store) => perform(store, move('B', 1)));
    shop.keep();
    original = await seenSoundly();
    for (const name of names) {
      const content = older.get(name) ?? Buffer.alloc(0);
      await attack(name, [{ name: 'put back', do: (path) => writeFileSync(path, content) }]);
    }
  });
});
