import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/inventory/book/change.ts';
import { parseRate } from '../../../src/inventory/book/places.ts';
import { type Correction, decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import {
  decideTransfer,
  type EntryOutcome,
  type Transfer,
} from '../../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces, type NewPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { decideEditPlace, type PlaceEdit } from '../../../src/inventory/decide/places/edit-place.ts';
import { decideRemovePlace } from '../../../src/inventory/decide/places/remove-place.ts';
import { decideCancel } from '../../../src/inventory/decide/queues/cancel.ts';
import { decideReceive, type Receipt } from '../../../src/inventory/decide/queues/receive.ts';
import type { Step as QueueStep } from '../../../src/inventory/decide/queues/step.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseQuantity, parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { parseNote, parseReference } from '../../../src/inventory/values/text.ts';
import { movementOf, type PlainShop, shop, type TypedMove } from './plain-shop.ts';

type Decided = Parameters<PlainShop['do']>[0];
const q = (units: number) => orRefuse(parseQuantity(String(units)));
const keyed = (key: string) => ({ key: orRefuse(parseReference(key)) });

const adding =
  (...paths: readonly string[]) =>
  (rest: Partial<NewPlaces> = {}) =>
  (...[book, journal, at]: Parameters<Decided>): EntryOutcome =>
    decideAddPlaces(book, journal, { paths, ...rest }, at);
const editing =
  (place: string, edit: Partial<PlaceEdit>) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideEditPlace(book, journal, { place, ...edit }, at);
const removing =
  (place: string) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideRemovePlace(book, journal, { place }, at);
const sending =
  (
    device: string | undefined,
    units: number | 'all',
    from: string,
    to: string,
    rest: Partial<Transfer> = {},
  ) =>
  (...[book, journal, at]: Parameters<Decided>) => {
    const quantity = units === 'all' ? units : q(units);
    return decideTransfer(book, journal, { device, quantity, from, to, inTransit: false, ...rest }, at);
  };
const shipping = (device: string, units: number, from: string, to: string, rest: Partial<Transfer> = {}) =>
  sending(device, units, from, to, { inTransit: true, ...rest });
const receiving =
  (entry: number, step: Partial<Receipt> = {}) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideReceive(book, journal, { entry, ...step }, at);
const cancelling =
  (entry: number, step: Partial<QueueStep> = {}) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideCancel(book, journal, { entry, ...step }, at);
const moving =
  (typed: TypedMove, place?: string) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideMove(book, journal, { ...movementOf(typed), place }, at);
const correcting =
  (entry: number, rest: Omit<Correction, 'entry'>) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideCorrect(book, journal, { entry, ...rest }, at);
const undoing =
  (entry?: number) =>
  (...[book, journal, at]: Parameters<Decided>) =>
    decideUndo(book, journal, { entry, by: 'li' }, at);

type Step = (...args: Parameters<Decided>) => { readonly entry: ReturnType<Decided> };
const done = (made: PlainShop, step: Step): Entry | null => made.do((...args) => step(...args).entry);
const all = (made: PlainShop, ...steps: readonly Step[]): PlainShop => {
  for (const step of steps) done(made, step);
  return made;
};
/** The shop of three entries, and what more is done in it. */
const opened = (...steps: readonly Step[]) => all(shop(), ...steps);
/** With a second place, made by entry 4. */
const placed = (...steps: readonly Step[]) => opened(adding('shop-1')(), ...steps);

/** How many of a device lie where. */
function lying(made: PlainShop, code = 'T'): { readonly [place: string]: number } {
  const { book } = made;
  return Object.fromEntries(
    book
      .stock(made.device(code).id)
      .levels.map(({ place, quantity }) => [book.places.pathOf(place), quantity]),
  );
}

describe('places', () => {
  it('are made with the kind of the place above, unless they are given one', () => {
    const made = opened(
      adding('shop-1/back', 'shop-1', 'yard')({ kind: 'hold' }),
      adding('shop-1/back/A3', 'window')(),
      adding('YARD/free')({ kind: 'stock' }),
    );
    expect(made.book.places.all.map(({ path, kind }) => [path, kind])).toEqual([
      ['main', 'stock'],
      ['shop-1', 'hold'],
      ['shop-1/back', 'hold'],
      ['shop-1/back/A3', 'hold'],
      ['window', 'stock'],
      ['yard', 'hold'],
      ['yard/free', 'stock'],
    ]);
  });

  it.each<[string, readonly string[], { code: string; problem: string }]>([
    ['a name that is there in another case', ['SHOP-1'], { code: 'exists', problem: 'place-exists' }],
    ['a name that is there in another width', ['ｓｈｏｐ-1'], { code: 'exists', problem: 'place-exists' }],
    ['the first place', ['main'], { code: 'exists', problem: 'place-exists' }],
    ['the first place in Chinese', ['主库'], { code: 'exists', problem: 'place-exists' }],
    ['a queue', ['Transit'], { code: 'exists', problem: 'place-of-queue' }],
    ['a queue in Chinese', ['待检'], { code: 'exists', problem: 'place-of-queue' }],
    ['something below a queue', ['sold/a'], { code: 'exists', problem: 'place-of-queue' }],
    ['two of one name', ['a', 'A'], { code: 'invalid', problem: 'place-twice' }],
    ['one below nothing', ['a/b'], { code: 'not-found', problem: 'no-place-above' }],
    ['a name with a space', ['a b'], { code: 'invalid', problem: 'place-character' }],
    ['an empty name', ['shop-1/'], { code: 'invalid', problem: 'place-name-empty' }],
    ['nothing', [' '], { code: 'invalid', problem: 'place-empty' }],
    ['a name of 33 letters', ['x'.repeat(33)], { code: 'invalid', problem: 'place-name-too-long' }],
    ['six names', ['a/b/c/d/e/f'], { code: 'invalid', problem: 'place-too-deep' }],
    [
      'more than 100 characters',
      [Array.from({ length: 5 }, () => 'x'.repeat(25)).join('/')],
      { code: 'invalid', problem: 'place-too-long' },
    ],
  ])('refuse %s', (_, paths, refusal) => {
    expect(placed().refused(adding(...paths)())).toMatchObject(refusal);
  });

  it('take along what is below them, and free their name', () => {
    const made = placed(adding('shop-1/A')(), sending('T', 3, 'main', 'shop-1/A'));
    done(made, editing('shop-1', { name: '太原街店' }));
    expect(lying(made)).toEqual({ main: 7, '太原街店/A': 3 });
    expect(made.refused(moving({ device: 'T', change: -1 }, 'shop-1'))).toMatchObject({
      code: 'not-found',
      problem: 'place-renamed',
      details: { now: '太原街店', since: 7 },
    });
    all(made, adding('shop-1')(), moving({ device: 'T', change: 1 }, 'SHOP-1'));
    expect(lying(made)).toEqual({ main: 7, 'shop-1': 1, '太原街店/A': 3 });
  });

  it('know the first place as main and 主库 until it has a name', () => {
    const made = placed(adding('主库/库房')(), moving({ device: 'T', change: 1 }, '主库'));
    expect(lying(made)).toEqual({ main: 11 });
    all(made, editing('主库', { name: 'warehouse' }), adding('main')());
    expect(made.book.places.all.map(({ path }) => path)).toEqual([
      'main',
      'shop-1',
      'warehouse',
      'warehouse/库房',
    ]);
    expect(lying(made)).toEqual({ warehouse: 11 });
  });

  it.each<[string, string, Partial<PlaceEdit>, string]>([
    ['to a name that is taken', 'shop-1', { name: 'MAIN' }, 'place-exists'],
    ['to below itself', 'shop-1', { name: 'shop-1/a' }, 'place-under-itself'],
    ['to below nothing', 'shop-1', { name: 'x/a' }, 'no-place-above'],
    ['to a queue', 'shop-1', { name: 'transit' }, 'place-of-queue'],
    ['of the first place to hold', 'main', { kind: 'hold' }, 'first-place-kind'],
    ['of a queue', 'transit', { name: 'x' }, 'place-of-queue'],
    ['of nothing', 'shop-9', { name: 'x' }, 'no-such-place'],
  ])('refuse an edit %s', (_, place, edit, problem) => {
    expect(placed().refused(editing(place, edit)).problem).toBe(problem);
  });

  it('record nothing where everything is as asked', () => {
    const made = placed();
    expect(done(made, editing('SHOP-1', { name: 'shop-1', kind: 'stock' }))).toBeNull();
    expect(done(made, editing('shop-1', { name: 'Shop-1' }))?.changes).toMatchObject([
      { do: 'place-edit', place: 2, before: { path: 'shop-1' }, after: { path: 'Shop-1' } },
    ]);
  });

  it('are removed only where nothing lies in them, is below them, or is on its way', () => {
    const made = placed(adding('shop-1/a')());
    const refusal = () => {
      const { problem, details } = made.refused(removing('shop-1'));
      return [problem, details];
    };
    expect(refusal()[0]).toBe('places-below');
    done(made, removing('shop-1/a'));
    done(made, sending('T', 3, 'main', 'shop-1'));
    expect(refusal()).toEqual(['place-not-empty', { place: 'shop-1', devices: 1, units: 3 }]);
    all(made, sending(undefined, 'all', 'shop-1', 'main'), shipping('T', 2, 'main', 'shop-1'));
    expect(refusal()).toEqual(['place-pending', { place: 'shop-1', entries: [9] }]);
    all(made, cancelling(9), removing('shop-1'));
    expect(made.refused(moving({ device: 'T', change: 1 }, 'shop-1'))).toMatchObject({
      problem: 'place-removed',
      details: { since: 11 },
    });
    expect(made.refused(removing('main')).problem).toBe('place-first');
    expect(made.refused(undoing(7))).toMatchObject({ code: 'in-use', details: { entries: [11] } });
    done(made, adding('shop-1')());
    expect(made.refused(undoing(11)).code).toBe('exists');
  });

  it.each<[string, Step]>([
    ['of places', adding('a', 'a/b')({ kind: 'hold', recount: '40%' })],
    ['of a name', editing('shop-1', { name: 'x', kind: 'hold' })],
    ['of a removal', removing('shop-1')],
    ['of a transfer', sending('T', 3, 'main', 'shop-1')],
    ['of a shipment', shipping('T', 3, 'main', 'shop-1')],
  ])('come back by an undo %s, and go by one of that', (_, step) => {
    const made = placed();
    const picture = () => [made.book.places.all, lying(made), made.onHand('T')];
    const before = picture();
    done(made, step);
    const after = picture();
    done(made, undoing(5));
    expect(picture()).toEqual(before);
    done(made, undoing(6));
    expect(picture()).toEqual(after);
  });

  it('keep a name that was changed again', () => {
    const made = placed(editing('shop-1', { name: 'x' }), editing('x', { name: 'y' }));
    expect(made.refused(undoing(5))).toMatchObject({ code: 'in-use', details: { entries: [6] } });
  });

  it.each([
    ['40%', '40%'],
    ['0.4', '40%'],
    ['1', '100%'],
    ['33.3 %', '33.3%'],
    ['0', '0%'],
    ['４０％', '40%'],
  ])('are counted again at a rate of %s', (typed, rate) => {
    expect(orRefuse(parseRate(typed))).toBe(rate);
  });

  it.each(['101%', '1.5', '-1', 'x', '', '40%%'])('are not counted again at a rate of “%s”', (typed) => {
    expect(parseRate(typed).ok).toBe(false);
  });
});

describe('a movement at a place', () => {
  it('is at the first one where none is named, and leaves the others alone', () => {
    const made = placed(moving({ device: 'T', change: 4 }, 'shop-1'), moving({ device: 'T', change: -1 }));
    expect(lying(made)).toEqual({ main: 9, 'shop-1': 4 });
    expect(made.journal.list.at(-1)?.changes).toMatchObject([{ change: -1, balance: 13, at: 9 }]);
    expect(made.journal.list.at(-2)?.changes).toMatchObject([{ balance: 14, place: 2, at: 4 }]);
  });

  it('of a book with one place says nothing of it', () => {
    const made = opened(moving({ device: 'T', change: -1 }, 'main'));
    const [move] = made.journal.list.at(-1)?.changes ?? [];
    expect(Object.keys(move ?? {})).toEqual(['do', 'id', 'code', 'name', 'change', 'balance', 'reason']);
  });

  it.each<[string, TypedMove, string, object]>([
    [
      'more than is there, with what is elsewhere',
      { device: 'T', change: -4 },
      'shop-1',
      {
        code: 'insufficient-stock',
        details: {
          code: 'T',
          place: 'shop-1',
          onHand: 3,
          asked: 4,
          elsewhere: [
            { place: 'main', quantity: 5 },
            { place: 'transit', quantity: 2 },
          ],
        },
      },
    ],
    [
      'more than is there, without what goes elsewhere',
      { device: 'T', change: -6 },
      'main',
      { details: { onHand: 5, elsewhere: [{ place: 'shop-1', quantity: 3 }] } },
    ],
    [
      'another quantity than is expected there',
      { device: 'T', change: -1, expect: 10 },
      'shop-1',
      { code: 'unexpected-quantity', details: { place: 'shop-1', onHand: 3, expected: 10 } },
    ],
    ['a place that is not there', { device: 'T', change: 1 }, 'shop-2', { details: { nearest: ['shop-1'] } }],
    ['a queue', { device: 'T', change: -1 }, 'transit', { code: 'queue' }],
    ['a queue in Chinese', { device: 'T', change: 1 }, '在途', { code: 'queue' }],
    ['a sale of what is on hold', { device: 'T', change: -1 }, 'repairs', { code: 'not-sellable' }],
  ])('of %s is refused', (_, typed, place, refusal) => {
    const made = placed(
      adding('repairs')({ kind: 'hold' }),
      sending('T', 3, 'main', 'shop-1'),
      shipping('T', 2, 'main', 'shop-1'),
    );
    expect(made.refused(moving(typed, place))).toMatchObject(refusal);
  });

  it('may take out what is on hold for another reason, and what is sellable leaves that out', () => {
    const made = placed(adding('main/hold')({ kind: 'hold' }), sending('T', 1, 'main', 'main/hold'));
    expect(made.json('T')).toMatchObject({ quantity: 10, sellable: 9 });
    done(made, moving({ device: 'T', change: -1, reason: 'damage' }, 'main/hold'));
    expect(made.json('T')).toMatchObject({
      quantity: 9,
      sellable: 9,
      places: [{ place: 'main', quantity: 9 }],
    });
  });

  it('is repeated by its key at the same place only', () => {
    const typed = { device: 'T', change: 2, key: 'k' };
    const made = placed(moving(typed, 'shop-1'));
    expect(done(made, moving(typed, 'SHOP-1'))).toBeNull();
    expect(made.refused(moving(typed))).toMatchObject({
      code: 'key-conflict',
      details: { differs: 'place' },
    });
  });
});

describe('a transfer', () => {
  it('is one entry with two rows that cancel, and leaves what is on hand', () => {
    const made = placed(sending('T', 3, 'main', 'shop-1'));
    expect(made.journal.list.at(-1)).toMatchObject({
      command: 'transfer',
      changes: [
        { do: 'move', change: -3, balance: 10, at: 7 },
        { do: 'move', change: 3, balance: 10, place: 2, at: 3 },
      ],
    });
    expect(made.json('T')).toMatchObject({
      quantity: 10,
      sellable: 10,
      places: [
        { place: 'main', quantity: 7 },
        { place: 'shop-1', quantity: 3 },
      ],
    });
  });

  it.each<[string, Step, object]>([
    ['to where it is', sending('T', 1, 'main', 'MAIN'), { code: 'invalid', problem: 'same-place' }],
    ['of more than there is', sending('T', 11, 'main', 'shop-1'), { code: 'insufficient-stock' }],
    ['from nowhere', sending('T', 1, 'shop-2', 'main'), { code: 'not-found' }],
    ['into a queue', sending('T', 1, 'main', 'transit'), { code: 'queue' }],
    ['of nothing', sending('X', 1, 'main', 'shop-1'), { code: 'not-found' }],
    [
      'of what is not as expected',
      sending('T', 1, 'main', 'shop-1', { expect: q(9) }),
      { code: 'unexpected-quantity', details: { onHand: 10, expected: 9 } },
    ],
  ])('%s is refused', (_, step, refusal) => {
    expect(placed().refused(step)).toMatchObject(refusal);
  });

  it('of all takes all that lies there, and is nothing where nothing does', () => {
    const made = placed(sending('D', 5, 'main', 'shop-1'), sending('T', 'all', 'main', 'shop-1'));
    expect([lying(made), lying(made, 'D')]).toEqual([{ 'shop-1': 10 }, { main: 15, 'shop-1': 5 }]);
    expect(done(made, sending('T', 'all', 'main', 'shop-1'))).toBeNull();
    expect(done(made, sending(undefined, 'all', 'shop-1', 'main'))?.changes).toHaveLength(4);
    expect([lying(made), lying(made, 'D')]).toEqual([{ main: 10 }, { main: 20 }]);
  });

  it('is repeated by its key as a whole', () => {
    const made = placed(sending('T', 3, 'main', 'shop-1', keyed('k')));
    const { answer } = sending('T', 3, 'main', 'shop-1', keyed('k'))(made.book, made.journal, made.at);
    expect(answer?.already.changes).toHaveLength(2);
    const differing = (step: Step) => made.refused(step).details['differs'];
    expect(differing(sending('T', 2, 'main', 'shop-1', keyed('k')))).toBe('quantity');
    expect(differing(sending('D', 3, 'main', 'shop-1', keyed('k')))).toBe('device');
    expect(differing(sending('T', 3, 'shop-1', 'main', keyed('k')))).toBe('from');
    expect(differing(shipping('T', 3, 'main', 'shop-1', keyed('k')))).toBe('in-transit');
    expect(differing(moving({ device: 'T', change: -3, key: 'k' }))).toBe('type');
    expect(differing(adding('x')(keyed('k')))).toBe('type');
  });

  it('that cannot be taken back names what is in the way at the far side', () => {
    const made = placed(
      sending('T', 3, 'main', 'shop-1'),
      moving({ device: 'T', change: -1 }),
      moving({ device: 'T', change: -2 }, 'shop-1'),
    );
    expect(made.refused(undoing(5))).toMatchObject({
      code: 'insufficient-stock',
      details: { place: 'shop-1', onHand: 1, asked: 3, entries: [7] },
    });
  });
});

describe('a shipment', () => {
  it('lies in transit under its number until it is received', () => {
    const made = placed(shipping('T', 4, 'main', 'shop-1'));
    expect(made.json('T')).toMatchObject({ quantity: 10, sellable: 6 });
    expect(lying(made)).toEqual({ transit: 4, main: 6 });
    all(made, receiving(5, { device: 'T', quantity: q(3) }), receiving(5, { missing: q(1) }));
    expect(lying(made)).toEqual({ main: 6, 'shop-1': 3 });
    expect(made.journal.list.at(-1)?.changes).toMatchObject([{ change: -1, balance: 9, reason: 'lost' }]);
    expect(made.refused(receiving(5)).code).toBe('settled');
  });

  it.each<[string, Step, { readonly [place: string]: number }]>([
    ['all of it', receiving(5), { main: 6, 'shop-1': 4 }],
    [
      'a part that is partly lost',
      receiving(5, { device: 'T', quantity: q(3), missing: q(2) }),
      { transit: 1, main: 6, 'shop-1': 1 },
    ],
    ['at another place', receiving(5, { place: 'main' }), { main: 10 }],
    ['what is left goes back', cancelling(5), { main: 10 }],
    ['a part goes back', cancelling(5, { device: 'T', quantity: q(1) }), { transit: 3, main: 7 }],
  ])('is settled: %s', (_, step, places) => {
    const made = placed(shipping('T', 4, 'main', 'shop-1'));
    done(made, step);
    expect(lying(made)).toEqual(places);
    done(made, undoing(6));
    expect(lying(made)).toEqual({ transit: 4, main: 6 });
  });

  it.each<[string, Step, string]>([
    ['more than was sent', receiving(5, { device: 'T', quantity: q(5) }), 'over-received'],
    ['another device', receiving(5, { device: 'D' }), 'not-in-entry'],
    [
      'more missing than there are',
      receiving(5, { device: 'T', quantity: q(1), missing: q(2) }),
      'part-above-quantity',
    ],
    ['an entry that sent nothing', receiving(4), 'not-queued'],
    ['an entry that is not there', receiving(99), 'no-such-entry'],
    ['into a queue', receiving(5, { place: 'transit' }), 'queue'],
  ])('refuses %s', (_, step, problem) => {
    expect(placed(shipping('T', 4, 'main', 'shop-1')).refused(step).problem).toBe(problem);
  });

  it('that was settled in part is not undone but cancelled', () => {
    const made = placed(shipping('T', 4, 'main', 'shop-1'), receiving(5, { device: 'T', quantity: q(3) }));
    expect(made.refused(undoing(5))).toMatchObject({ code: 'in-use', details: { entries: [6] } });
    done(made, cancelling(5));
    expect(lying(made)).toEqual({ main: 7, 'shop-1': 3 });
    all(made, undoing(7), undoing(6), undoing(5));
    expect(lying(made)).toEqual({ main: 10 });
    expect(made.refused(receiving(5)).code).toBe('settled');
  });

  it('steps are repeated by their keys', () => {
    const made = placed(
      shipping('T', 4, 'main', 'shop-1'),
      receiving(5, { device: 'T', quantity: q(3), ...keyed('r') }),
      receiving(5, keyed('s')),
    );
    expect(done(made, receiving(5, { device: 'T', quantity: q(3), ...keyed('r') }))).toBeNull();
    expect(done(made, receiving(5, keyed('s')))).toBeNull();
    expect(made.refused(cancelling(5, keyed('s'))).code).toBe('key-conflict');
  });
});

describe('correcting where it was', () => {
  const note = orRefuse(parseNote('wrong shop'));
  const set = (units: number) => orRefuse(parseSetQuantity(String(units)));

  it('moves a sale to another place, once', () => {
    const made = placed(
      sending('T', 3, 'main', 'shop-1'),
      moving({ device: 'T', change: -1 }),
      correcting(6, { place: 'shop-1', note }),
    );
    expect([lying(made), made.onHand('T')]).toEqual([{ main: 7, 'shop-1': 2 }, 9]);
    expect(done(made, correcting(6, { place: 'shop-1' }))).toBeNull();
    done(made, correcting(6, { quantity: set(3) }));
    expect(lying(made)).toEqual({ main: 7 });
    done(made, correcting(6, { place: 'main', quantity: set(2) }));
    expect(lying(made)).toEqual({ main: 5, 'shop-1': 3 });
    expect(done(made, correcting(6, { quantity: set(2) }))).toBeNull();
  });

  it('moves either side of a transfer, and what it moved', () => {
    const made = placed(adding('shop-2')(), sending('T', 3, 'main', 'shop-1'));
    done(made, correcting(6, { to: 'shop-2' }));
    expect(lying(made)).toEqual({ main: 7, 'shop-2': 3 });
    done(made, correcting(6, { quantity: set(1) }));
    expect([lying(made), made.onHand('T')]).toEqual([{ main: 9, 'shop-2': 1 }, 10]);
    expect(done(made, correcting(6, { to: 'shop-2', from: 'main' }))).toBeNull();
    expect(made.refused(undoing(6))).toMatchObject({ code: 'in-use', details: { correctedBy: [7, 8] } });
  });

  it.each<[string, Omit<Correction, 'entry'>, number, string]>([
    ['the place of a transfer', { place: 'shop-1' }, 5, 'correct-place-of-transfer'],
    ['the sides of a movement', { to: 'shop-1' }, 6, 'correct-sides-of-movement'],
    ['a shipment', { to: 'main' }, 7, 'correct-queue'],
    ['a transfer to where it came from', { to: 'main' }, 5, 'same-place'],
    ['a sale to a place on hold', { place: 'repairs' }, 6, 'not-sellable'],
  ])('refuses %s', (_, correction, entry, problem) => {
    const made = placed(
      sending('T', 3, 'main', 'shop-1'),
      moving({ device: 'T', change: -1 }),
      shipping('T', 1, 'main', 'shop-1'),
      adding('repairs')({ kind: 'hold' }),
    );
    expect(made.refused(correcting(entry, correction)).problem).toBe(problem);
  });
});
