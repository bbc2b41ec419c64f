import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/inventory/book.ts';
import type { Decided } from '../../src/inventory/change.ts';
import { decideAdd } from '../../src/inventory/decide/add.ts';
import { decideEdit } from '../../src/inventory/decide/edit.ts';
import { decideImportMovements } from '../../src/inventory/decide/import-movements.ts';
import { decideMove } from '../../src/inventory/decide/move.ts';
import { decideRemove } from '../../src/inventory/decide/remove.ts';
import { decideUndo } from '../../src/inventory/decide/undo.ts';
import { kinds } from '../../src/inventory/kinds.ts';
import type { Past } from '../../src/inventory/past.ts';
import { parseQuantity } from '../../src/inventory/quantity.ts';
import { Refusal, valueOrRefusal } from '../../src/inventory/refusal.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/json-file-store.ts';
import type { Store } from '../../src/store/store.ts';

const codes = ['A', 'B', 'C'];
const code = fc.constantFrom(...codes);
const quantity = fc.integer({ min: 1, max: 9 });

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), code, quantity: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ do: fc.constant('in' as const), code, quantity }),
  fc.record({ do: fc.constant('out' as const), code, quantity }),
  fc.record({ do: fc.constant('keyed' as const), code, quantity, key: fc.constantFrom('k1', 'k2') }),
  fc.record({ do: fc.constant('rename' as const), code, to: code }),
  fc.record({ do: fc.constant('remove' as const), code }),
  fc.record({
    do: fc.constant('undo' as const),
    entry: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  }),
  fc.record({
    do: fc.constant('import' as const),
    rows: fc.array(fc.record({ code, change: fc.integer({ min: -5, max: 9 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);
/** A step, by one clerk of three, and another one who looks at the book next. */
const turn = fc.record({ clerk: fc.nat({ max: 2 }), looker: fc.nat({ max: 2 }), step });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A shop as simple as it gets: every state it was in after each entry, and which entries are undone. */
class Model {
  /** What each entry did: the quantities before and after it, by code. */
  readonly entries: {
    readonly before: ReadonlyMap<string, number>;
    readonly after: ReadonlyMap<string, number>;
  }[] = [];
  onHand = new Map<string, number>();

  record(change: (onHand: Map<string, number>) => boolean): boolean {
    const after = new Map(this.onHand);
    if (!change(after)) return false;
    this.entries.push({ before: this.onHand, after });
    this.onHand = after;
    return true;
  }
}

const moved = (device: string, change: number) => (onHand: Map<string, number>) => {
  const now = onHand.get(device);
  if (now === undefined || now + change < 0) return false;
  onHand.set(device, now + change);
  return true;
};

/** What the model expects of a step it can follow by itself; undefined for one it takes from the store. */
function expected(model: Model, step: Step): boolean | undefined {
  switch (step.do) {
    case 'add':
      return model.record(
        (onHand) => !onHand.has(step.code) && onHand.set(step.code, step.quantity) !== undefined,
      );
    case 'in':
      return model.record(moved(step.code, step.quantity));
    case 'out':
      return model.record(moved(step.code, -step.quantity));
    case 'remove':
      return model.record((onHand) => onHand.get(step.code) === 0 && onHand.delete(step.code));
    case 'import':
      if (step.rows.some(({ change }) => change === 0)) return false;
      return model.record((onHand) =>
        step.rows.every(({ code: device, change }) => moved(device, change)(onHand)),
      );
    default:
      return undefined;
  }
}

function decide(step: Step, book: Book, past: Past, at: string): Decided | null {
  const movement = (device: string, direction: 'stock-in' | 'stock-out', units: number) =>
    ({
      device,
      direction,
      quantity: valueOrRefusal(parseQuantity(String(units))),
      reason: direction === 'stock-in' ? 'purchase' : 'sale',
    }) as const;
  switch (step.do) {
    case 'add': {
      const fields = new Map([
        ['code', step.code],
        ['name', `Set ${step.code}`],
        ['size', '42'],
        ['panel', 'lcd'],
        ['price', '1'],
        ['quantity', String(step.quantity)],
      ]);
      return decideAdd(book, valueOrRefusal(kinds.parse('tv')), fields, at);
    }
    case 'in':
      return decideMove(book, past, movement(step.code, 'stock-in', step.quantity), at).record;
    case 'out':
      return decideMove(book, past, movement(step.code, 'stock-out', step.quantity), at).record;
    case 'keyed': {
      const key = step.key as never;
      return decideMove(book, past, { ...movement(step.code, 'stock-in', step.quantity), key }, at).record;
    }
    case 'rename':
      return decideEdit(book, step.code, { fields: new Map([['code', step.to]]) }, at);
    case 'remove':
      return decideRemove(book, step.code, at);
    case 'undo':
      return decideUndo(book, past, step.entry, at);
    case 'import': {
      const rows = step.rows.map(({ code: device, change }, index) => ({
        row: index + 2,
        fields: new Map([
          ['code', device],
          ['type', change > 0 ? 'in' : 'out'],
          ['quantity', String(Math.abs(change))],
        ]),
      }));
      const options = { file: { name: 'x.csv', sha256: 'x' }, skipBad: false, again: true };
      const { record, answer } = decideImportMovements(book, past, rows, options, at);
      const [first] = answer.rejected;
      if (first !== undefined) throw new Refusal('invalid', first.problem);
      return record;
    }
  }
}

/** Whether the step was recorded; false where the book refused it or there was nothing to do. */
async function perform(store: Store, step: Step): Promise<boolean> {
  try {
    const { entry } = await store.commit((book, past, at) => ({
      record: decide(step, book, past, at),
      answer: null,
    }));
    return entry !== null;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function quantities(store: Store): Promise<Map<string, number>> {
  const { book } = await store.read();
  return new Map(
    Array.from(book.devices(), ({ code: device, quantity: units }) => [device as string, units]),
  );
}

/** The sum of every device's movements is what is on hand, and each balance follows from the one before. */
async function checkSums(store: Store): Promise<void> {
  const balances = new Map<number, number>();
  for (const { device, row } of await store.history({})) {
    const balance = (balances.get(device) ?? 0) + (row.change ?? 0);
    expect(row.balance).toBe(balance);
    expect(balance).toBeGreaterThanOrEqual(0);
    balances.set(device, balance);
  }
  const { book } = await store.read();
  for (const { id, quantity: units } of book.devices()) expect(balances.get(id)).toBe(units);
}

/** A new store, and three clerks who have it open all the time, each keeping in mind what it was when it last wrote. */
async function inFreshStore(
  action: (store: Store, clerks: readonly Store[]) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-model-'));
  const options = { by: 'li', waitMs: 1000, now: () => Date.now(), notice: () => undefined };
  try {
    const path = join(folder, 'inventory.json');
    await initJsonFileStore(path, { code: 'CNY', fractionDigits: 2 }, options);
    const store = await openJsonFileStore(path, options);
    const clerks = await Promise.all(
      ['li', 'wang', 'zhao'].map((by) => openJsonFileStore(path, { ...options, by })),
    );
    await action(store, clerks);
    for (const one of [store, ...clerks]) await one.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('any sequence of commands', () => {
  it('keeps every balance, is what a simple model says, and verifies', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) =>
        inFreshStore(async (store, clerks) => {
          const model = new Model();
          for (const { clerk, looker, step: one } of turns) {
            const expectation = expected(model, one);
            const recorded = await perform(clerks[clerk] ?? store, one);
            if (expectation !== undefined) expect([one, recorded]).toEqual([one, expectation]);
            const now = await quantities(clerks[looker] ?? store);
            if (expectation === undefined && recorded) model.record((onHand) => replace(onHand, now));
            expect(now).toEqual(model.onHand);
          }
          await checkSums(store);
          expect((await store.verify()).findings).toEqual([]);
          expect((await store.info()).entries).toBe(model.entries.length);
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('is taken back by undoing its entries from the last to the first', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) =>
        inFreshStore(async (store) => {
          const states: Map<string, number>[] = [await quantities(store)];
          for (const one of steps.filter((candidate) => candidate.do !== 'undo')) {
            if (await perform(store, one)) states.push(await quantities(store));
          }
          for (let entry = states.length - 1; entry > 0; entry--) {
            expect(await perform(store, { do: 'undo', entry })).toBe(true);
            expect(await quantities(store)).toEqual(states[entry - 1]);
          }
          await checkSums(store);
        }),
      ),
      { numRuns: 200 },
    );
  });
});

function replace(onHand: Map<string, number>, by: ReadonlyMap<string, number>): true {
  onHand.clear();
  for (const [device, units] of by) onHand.set(device, units);
  return true;
}
