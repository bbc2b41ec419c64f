import { describe, expect, it } from 'vitest';
import type { Entry, RejectReason, WriteOffReason } from '../../../src/inventory/book/change.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideMove } from '../../../src/inventory/decide/movements/move.ts';
import { decideTransfer } from '../../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { decideRemovePlace } from '../../../src/inventory/decide/places/remove-place.ts';
import { type Acceptance, decideAccept } from '../../../src/inventory/decide/queues/accept.ts';
import { decideCancel } from '../../../src/inventory/decide/queues/cancel.ts';
import { decideDeliver } from '../../../src/inventory/decide/queues/deliver.ts';
import { decideInspect, decideOrder, type Incoming } from '../../../src/inventory/decide/queues/order.ts';
import { decideReceive, type Receipt } from '../../../src/inventory/decide/queues/receive.ts';
import { decideReject } from '../../../src/inventory/decide/queues/reject.ts';
import type { Step } from '../../../src/inventory/decide/queues/step.ts';
import { decideWriteOff, type WriteOff } from '../../../src/inventory/decide/queues/write-off.ts';
import { rowsOf } from '../../../src/inventory/look/history.ts';
import { pendingItems } from '../../../src/inventory/look/pending.ts';
import { orRefuse } from '../../../src/inventory/refusal.ts';
import { parseCurrency, parseMoney } from '../../../src/inventory/values/money.ts';
import { parseQuantity, parseSetQuantity } from '../../../src/inventory/values/quantity.ts';
import { parseSerials } from '../../../src/inventory/values/serials.ts';
import { parseName, parseReference } from '../../../src/inventory/values/text.ts';
import { movementOf, type PlainShop, shop, type TypedMove } from './plain-shop.ts';

type Decided = Parameters<PlainShop['do']>[0];
type Do = (...args: Parameters<Decided>) => { readonly entry: ReturnType<Decided> };

const cny = orRefuse(parseCurrency('CNY'));
const q = (units: number) => orRefuse(parseQuantity(String(units)));
const at = (price: string) => ({ cost: orRefuse(parseMoney(price, cny)) });
const keyed = (key: string) => ({ key: orRefuse(parseReference(key)) });
const of = (party: string) => ({ party: orRefuse(parseName(party)) });

const ordering =
  (device: string, units: number, rest: Partial<Incoming> = {}): Do =>
  (book, journal, time) =>
    decideOrder(book, journal, { device, quantity: q(units), ...rest }, time);
const delivering =
  (device: string, units: number, rest: Partial<Incoming> = {}): Do =>
  (book, journal, time) =>
    decideInspect(book, journal, { device, quantity: q(units), ...rest }, time);
const receiving =
  (entry: number, step: Partial<Receipt> = {}): Do =>
  (book, journal, time) =>
    decideReceive(book, journal, { entry, ...step }, time);
const accepting =
  (entry: number, step: Partial<Acceptance> = {}, by = 'li'): Do =>
  (book, journal, time) =>
    decideAccept(book, journal, { entry, ...step }, time, by);
const rejecting =
  (entry: number, reason?: RejectReason, step: Partial<Step> = {}): Do =>
  (book, journal, time) =>
    decideReject(book, journal, { entry, reason, ...step }, time);
const cancelling =
  (entry: number, step: Partial<Step> = {}): Do =>
  (book, journal, time) =>
    decideCancel(book, journal, { entry, ...step }, time);
const sendingOut =
  (entry: number, step: Partial<Step> = {}): Do =>
  (book, journal, time) =>
    decideDeliver(book, journal, { entry, ...step }, time);
const settingAside =
  (device: string, units: number, reason: WriteOffReason = 'damage', rest: Partial<WriteOff> = {}): Do =>
  (book, journal, time) =>
    decideWriteOff(book, journal, { device, quantity: q(units), reason, ...rest }, time);
const selling =
  (typed: TypedMove, rest: { readonly place?: string } = {}): Do =>
  (book, journal, time) =>
    decideMove(book, journal, { ...movementOf(typed), toDeliver: true, ...rest }, time);
const moving =
  (typed: TypedMove, place?: string): Do =>
  (book, journal, time) =>
    decideMove(book, journal, { ...movementOf(typed), place }, time);
const sending =
  (device: string, units: number, from: string, to: string): Do =>
  (book, journal, time) =>
    decideTransfer(book, journal, { device, quantity: q(units), from, to, inTransit: true }, time);
const adding =
  (...paths: readonly string[]): Do =>
  (book, journal, time) =>
    decideAddPlaces(book, journal, { paths }, time);
const removing =
  (place: string): Do =>
  (book, journal, time) =>
    decideRemovePlace(book, journal, { place }, time);
const undoing =
  (entry?: number): Do =>
  (book, journal, time) =>
    decideUndo(book, journal, { entry, by: 'li' }, time);

const done = (made: PlainShop, step: Do, by = 'li'): Entry | null =>
  made.do((...args) => step(...args).entry, by);
/** The shop of three entries, and what more is done in it: the first of that is #4. */
function opened(...steps: readonly Do[]): PlainShop {
  const made = shop();
  for (const step of steps) done(made, step);
  return made;
}
const refused = (made: PlainShop, step: Do) => made.refused((...args) => step(...args).entry);

/** How many of a device lie where, and how many are on hand. */
function lying(made: PlainShop, code = 'T'): { readonly [place: string]: number } {
  const { book } = made;
  const { id } = made.device(code);
  const places: { [place: string]: number } = {};
  for (const { place, quantity } of book.stock(id).levels)
    places[book.places.pathOf(place)] = (places[book.places.pathOf(place)] ?? 0) + quantity;
  return { ...places, q: book.onHand(id) };
}
const pending = (made: PlainShop, party?: string) =>
  pendingItems(made.book, made.journal, { party }).map(({ queue, entry, code, quantity, left, from, to }) => [
    queue,
    entry,
    code,
    quantity,
    left,
    from,
    to,
  ]);
/** The rows of an entry: what each is, how many, where, and why. */
const rows = (made: PlainShop, entry: Entry | null) =>
  rowsOf(entry as Entry, null, made.book.places).map((row) => [
    row.type,
    row.change,
    row.place,
    row.reason,
    row.cost,
    row.of,
  ]);
const last = (made: PlainShop) => rows(made, made.journal.list.at(-1) ?? null);

describe('an order', () => {
  it('changes nothing on hand, and waits under its number', () => {
    const made = opened(ordering('T', 5, { ...at('610'), ...of('长虹'), due: '2026-12-01' }));
    expect(lying(made)).toEqual({ main: 10, ordered: 5, q: 10 });
    expect(last(made)).toEqual([['memo', 5, 'ordered', null, '610.00', 4]]);
    expect(pending(made)).toEqual([['ordered', 4, 'T', 5, 5, null, 'main']]);
    expect(pending(made, '长虹')).toHaveLength(1);
    expect(pending(made, '海信')).toEqual([]);
    expect(made.json('T')['lastCost']).toBe('600.00');
    expect(made.book.places.isPlaced).toBe(true);
  });

  it('comes in at its cost, from its party, where it says, whole or in parts', () => {
    const made = opened(
      adding('shop-1'),
      ordering('T', 5, { ...at('610'), ...of('长虹'), to: 'shop-1' }),
      receiving(5, { device: 'T', quantity: q(2) }),
    );
    expect(last(made)).toEqual([
      ['memo', -2, 'ordered', null, null, 5],
      ['stock-in', 2, 'shop-1', 'purchase', '610.00', null],
    ]);
    expect(made.journal.list.at(-1)?.changes).toMatchObject([{ party: '长虹' }, { party: '长虹' }]);
    expect(lying(made)).toEqual({ main: 10, ordered: 3, 'shop-1': 2, q: 12 });
    done(made, receiving(5, { place: 'main', ...at('615') }));
    expect(lying(made)).toEqual({ main: 13, 'shop-1': 2, q: 15 });
    expect(made.json('T')['lastCost']).toBe('615.00');
    expect(pending(made)).toEqual([]);
  });

  it('takes more than was ordered only where that is said', () => {
    const made = opened(ordering('T', 5));
    const six = { device: 'T', quantity: q(6) };
    expect(refused(made, receiving(4, six))).toMatchObject({
      code: 'over-received',
      details: { left: 5, asked: 6 },
    });
    done(made, receiving(4, { ...six, over: true }));
    expect(lying(made)).toEqual({ main: 16, q: 16 });
    expect(refused(made, receiving(4, { ...six, over: true }))).toMatchObject({ code: 'settled' });
  });

  it('sends back what came damaged, which was never on hand', () => {
    const made = opened(ordering('T', 5, at('610')), receiving(4, { quantity: q(4), damaged: q(1) }));
    expect(last(made)).toEqual([
      ['memo', -3, 'ordered', null, null, 4],
      ['memo', -1, 'ordered', 'damaged', null, 4],
      ['stock-in', 3, 'main', 'purchase', '610.00', null],
    ]);
    done(made, receiving(4, { damaged: q(1) }));
    expect(lying(made)).toEqual({ main: 13, q: 13 });
  });

  it('ends short, or goes on after a part of it was cancelled', () => {
    const made = opened(ordering('T', 5), cancelling(4, { device: 'T', quantity: q(1) }));
    expect(last(made)).toEqual([['memo', -1, 'ordered', null, null, 4]]);
    done(made, receiving(4, { quantity: q(3) }));
    done(made, cancelling(4));
    expect(lying(made)).toEqual({ main: 13, q: 13 });
    expect(refused(made, cancelling(4))).toMatchObject({ code: 'settled' });
  });

  it('can be taken back step by step, in any order that leaves the goods where they can be', () => {
    const made = opened(
      ordering('T', 5, at('610')), // #4
      receiving(4, { quantity: q(3) }), // #5
      cancelling(4), // #6
    );
    expect(refused(made, undoing(4))).toMatchObject({ code: 'in-use', details: { entries: [5, 6] } });
    done(made, undoing(5));
    expect(lying(made)).toEqual({ main: 10, ordered: 3, q: 10 });
    expect(made.json('T')['lastCost']).toBe('600.00');
    done(made, undoing(6));
    expect(lying(made)).toEqual({ main: 10, ordered: 5, q: 10 });
    done(made, undoing(4));
    expect(lying(made)).toEqual({ main: 10, q: 10 });
    done(made, undoing(9)); // the order is back
    expect(pending(made)).toEqual([['ordered', 4, 'T', 5, 5, null, 'main']]);
  });

  it('names what took the goods on where a receipt can no longer be taken back', () => {
    const made = opened(ordering('T', 5), receiving(4), moving({ device: 'T', change: -12 }));
    expect(refused(made, undoing(5))).toMatchObject({
      code: 'insufficient-stock',
      details: { entries: [6] },
    });
  });

  it('keeps the place to which it is to go', () => {
    const made = opened(adding('shop-1'), ordering('T', 5, { to: 'shop-1' }));
    expect(refused(made, removing('shop-1'))).toMatchObject({ code: 'in-use' });
    done(made, cancelling(5));
    done(made, removing('shop-1'));
  });
});

describe('an inspection', () => {
  it('lets in what is accepted, and sends back the rest, which was never on hand', () => {
    const made = opened(
      ordering('T', 5, { ...at('610'), ...of('长虹') }), // #4
      receiving(4, { inspect: true }), // #5
    );
    expect(last(made)).toEqual([
      ['memo', -5, 'ordered', null, null, 4],
      ['memo', 5, 'inspection', null, '610.00', 5],
    ]);
    expect(lying(made)).toEqual({ main: 10, inspection: 5, q: 10 });
    done(made, accepting(5, { device: 'T', quantity: q(3) }));
    expect(last(made)).toEqual([
      ['memo', -3, 'inspection', null, null, 5],
      ['stock-in', 3, 'main', 'purchase', '610.00', null],
    ]);
    expect(refused(made, rejecting(5))).toMatchObject({
      code: 'usage',
      details: { missing: ['--reason'] },
    });
    done(made, rejecting(5, 'damaged'));
    expect(last(made)).toEqual([['memo', -2, 'inspection', 'damaged', null, 5]]);
    expect(lying(made)).toEqual({ main: 13, q: 13 });
    expect(pending(made)).toEqual([]);
  });

  it('needs no order', () => {
    const made = opened(delivering('T', 4, { ...at('590'), ...of('长虹') }));
    expect(last(made)).toEqual([['memo', 4, 'inspection', null, '590.00', 4]]);
    done(made, accepting(4, { ...at('585') }));
    expect(made.json('T')['lastCost']).toBe('585.00');
  });

  it('of more than was ordered holds all that came', () => {
    const made = opened(
      ordering('T', 5),
      receiving(4, { quantity: q(7), over: true, inspect: true, damaged: q(1) }),
    );
    expect(lying(made)).toEqual({ main: 10, inspection: 6, q: 10 });
  });

  it('that is taken back is under inspection again', () => {
    const made = opened(
      delivering('T', 4),
      accepting(4, { quantity: q(3) }),
      rejecting(4, 'quality'),
      undoing(6),
      undoing(5),
    );
    expect(pending(made)).toEqual([['inspection', 4, 'T', 4, 4, null, 'main']]);
    expect(last(made)).toEqual([
      ['memo', 3, 'inspection', null, null, 4],
      ['undo', -3, 'main', 'purchase', null, null],
    ]);
    done(made, undoing(4));
    expect(lying(made)).toEqual({ main: 10, q: 10 });
  });
});

describe('a write-off', () => {
  it('waits for somebody else', () => {
    const made = opened(settingAside('D', 2, 'scrap'));
    expect(last(made)).toEqual([
      ['transfer', -2, 'main', null, null, null],
      ['transfer', 2, 'write-off', null, null, 4],
    ]);
    expect(lying(made, 'D')).toEqual({ main: 18, 'write-off': 2, q: 20 });
    expect(made.json('D')['sellable']).toBe(18);
    expect(refused(made, accepting(4))).toMatchObject({ code: 'needs-approval' });
    expect(refused(made, accepting(4, {}, 'LI'))).toMatchObject({ code: 'needs-approval' });
    done(made, accepting(4, {}, 'zhao'));
    expect(last(made)).toEqual([['stock-out', -2, 'write-off', 'scrap', null, 4]]);
    expect(lying(made, 'D')).toEqual({ main: 18, q: 18 });
  });

  it('that is refused returns to its place', () => {
    const made = opened(
      adding('shop-1'),
      sending('D', 3, 'main', 'shop-1'), // #5
      receiving(5), // #6
      settingAside('D', 2, 'damage', { place: 'shop-1' }), // #7
      rejecting(7),
    );
    expect(lying(made, 'D')).toEqual({ main: 17, 'shop-1': 3, q: 20 });
  });

  it('takes no more than lies there', () => {
    expect(refused(opened(), settingAside('T', 11))).toMatchObject({ code: 'insufficient-stock' });
  });

  it('needs somebody else again once it was taken back and done again', () => {
    const made = opened(settingAside('D', 2), undoing(4));
    done(made, undoing(5), 'zhao');
    expect(refused(made, accepting(4))).toMatchObject({ code: 'needs-approval' });
    done(made, accepting(4, {}, 'zhao'));
    expect(lying(made, 'D')).toEqual({ main: 18, q: 18 });
  });
});

describe('a sale to be delivered', () => {
  it('is gone at once, and waits for the van', () => {
    const made = opened(selling({ device: 'T', change: -2 }));
    expect(last(made)).toEqual([
      ['stock-out', -2, 'main', 'sale', null, null],
      ['memo', 2, 'sold', null, null, 4],
    ]);
    expect(lying(made)).toEqual({ main: 8, sold: 2, q: 8 });
    done(made, sendingOut(4, { device: 'T', quantity: q(1) }));
    expect(last(made)).toEqual([['memo', -1, 'sold', null, null, 4]]);
    done(made, cancelling(4));
    expect(last(made)).toEqual([
      ['memo', -1, 'sold', null, null, 4],
      ['stock-in', 1, 'main', 'return', null, 4],
    ]);
    expect(lying(made)).toEqual({ main: 9, q: 9 });
  });

  it('cannot be taken back after it was delivered, until that is', () => {
    const made = opened(selling({ device: 'T', change: -2 }), sendingOut(4));
    expect(refused(made, undoing(4))).toMatchObject({ code: 'in-use', details: { entries: [5] } });
    done(made, undoing(5));
    done(made, undoing(4));
    expect(lying(made)).toEqual({ main: 10, q: 10 });
  });

  it('is in one place only, whatever its customer brings back', () => {
    const returning =
      (units: number): Do =>
      (book, journal, time) =>
        decideMove(
          book,
          journal,
          { ...movementOf({ device: 'T', change: units, reason: 'return' }), of: 4 },
          time,
        );
    const made = opened(selling({ device: 'T', change: -2 }));
    // What has not left the house cannot come back.
    expect(refused(made, returning(1))).toMatchObject({ code: 'settled' });
    done(made, sendingOut(4, { quantity: q(1) })); // #5
    done(made, returning(1)); // #6
    expect(refused(made, returning(1))).toMatchObject({ code: 'settled' });
    expect(refused(made, undoing(5))).toMatchObject({ code: 'in-use', details: { entries: [6] } });
    done(made, cancelling(4)); // #7
    expect(lying(made)).toEqual({ main: 10, q: 10 });
    done(made, undoing(6));
    done(made, undoing(5));
    expect(lying(made)).toEqual({ main: 9, sold: 1, q: 9 });
  });

  it('comes back with its serial numbers, if all of it does', () => {
    const serials = orRefuse(parseSerials('SN7,SN8'));
    const sale: Do = (book, journal, time) =>
      decideMove(
        book,
        journal,
        { ...movementOf({ device: 'T', change: -2 }), toDeliver: true, serials },
        time,
      );
    const gone = (made: PlainShop) => {
      const movement = { ...movementOf({ device: 'T', change: -2 }), serials };
      return decideMove(made.book, made.journal, movement, made.at).answer.goneAlready;
    };
    const made = opened(sale);
    expect(gone(made).map(({ serial }) => serial)).toEqual(['SN7', 'SN8']);
    done(made, cancelling(4));
    expect(made.journal.list.at(-1)?.changes).toMatchObject([{ serials }, { reason: 'return', serials }]);
    expect(gone(made)).toEqual([]);
  });

  it('is no plain sale of the same key', () => {
    const made = opened(selling({ device: 'T', change: -1, key: 'k' }));
    expect(done(made, selling({ device: 'T', change: -1, key: 'k' }))).toBeNull();
    expect(refused(made, moving({ device: 'T', change: -1, key: 'k' }))).toMatchObject({
      code: 'key-conflict',
      details: { differs: 'to-deliver' },
    });
  });
});

describe('a step', () => {
  const many = () =>
    opened(
      adding('shop-1'),
      ordering('T', 5), // #5
      delivering('T', 4), // #6
      sending('T', 3, 'main', 'shop-1'), // #7
      settingAside('T', 2), // #8
      selling({ device: 'T', change: -1 }), // #9
    );

  it.each<[string, Do]>([
    ['receiving an inspection', receiving(6)],
    ['receiving a write-off', receiving(8)],
    ['receiving a sale', receiving(9)],
    ['accepting an order', accepting(5)],
    ['accepting a shipment', accepting(7)],
    ['accepting a sale', accepting(9)],
    ['rejecting an order', rejecting(5, 'other')],
    ['cancelling an inspection', cancelling(6)],
    ['cancelling a write-off', cancelling(8)],
    ['delivering an order', sendingOut(5)],
    ['delivering a shipment', sendingOut(7)],
  ])('of another kind is refused: %s', (_, step) => {
    expect(refused(many(), step)).toMatchObject({ code: 'invalid', problem: 'other-step' });
  });

  it.each<[string, Do]>([
    ['the part of an order that is missing', receiving(5, { missing: q(1) })],
    ['a shipment to be inspected', receiving(7, { inspect: true })],
    ['more than a shipment', receiving(7, { over: true })],
    ['what a shipment cost', receiving(7, at('1'))],
    ['what is damaged of a shipment', receiving(7, { damaged: q(1) })],
    ['the place of a write-off', accepting(8, { place: 'main' }, 'zhao')],
    ['the cost of a write-off', accepting(8, at('1'), 'zhao')],
    ['why a write-off is refused', rejecting(8, 'other')],
    ['where rejected goods go', rejecting(6, 'other', { place: 'main' })],
    ['where an order goes back to', cancelling(5, { place: 'main' })],
  ])('takes no option that means nothing for it: %s', (_, step) => {
    expect(refused(many(), step)).toMatchObject({ code: 'usage', problem: 'not-for-queue' });
  });

  it.each<[string, (key: object) => Do, (key: object) => Do]>([
    ['an order', (key) => ordering('T', 2, key), (key) => ordering('T', 2, { ...key, due: '2026-12-01' })],
    ['a delivery', (key) => delivering('T', 2, key), (key) => delivering('T', 2, { ...key, ...of('长虹') })],
    ['a receipt', (key) => receiving(5, key), (key) => receiving(5, { ...key, inspect: true })],
    [
      'a part of it',
      (key) => receiving(5, { quantity: q(2), ...key }),
      (key) => receiving(5, { quantity: q(3), ...key }),
    ],
    ['an acceptance', (key) => accepting(6, key), (key) => accepting(6, { ...key, ...at('1') })],
    ['a rejection', (key) => rejecting(6, 'damaged', key), (key) => rejecting(6, 'quality', key)],
    ['a write-off', (key) => settingAside('T', 1, 'lost', key), (key) => settingAside('T', 1, 'use', key)],
    ['a delivery to a customer', (key) => sendingOut(9, key), (key) => sendingOut(10, key)],
    ['a cancellation', (key) => cancelling(9, key), (key) => cancelling(9, { ...key, place: 'shop-1' })],
  ])('with a key is done once, and conflicts with another: %s', (_, step, other) => {
    const made = many();
    expect(done(made, step(keyed('k')))).not.toBeNull();
    expect(done(made, step(keyed('k')))).toBeNull();
    expect(refused(made, other(keyed('k')))).toMatchObject({ code: 'key-conflict' });
  });

  it('with a key is no plain movement of that key', () => {
    const made = many();
    done(made, receiving(5, keyed('k')));
    const same = moving({ device: 'T', change: 5, key: 'k' });
    expect(refused(made, same)).toMatchObject({ code: 'key-conflict', details: { differs: 'type' } });
  });

  it('is not corrected, but taken back', () => {
    const quantity = orRefuse(parseSetQuantity('1'));
    const made = many();
    for (const entry of [5, 6, 7, 8, 9])
      expect(
        refused(made, (book, journal, time) => decideCorrect(book, journal, { entry, quantity }, time)),
      ).toMatchObject({ code: 'invalid', problem: 'correct-queue' });
  });

  it('is refused for an entry of which nothing was ever pending, and for none', () => {
    expect(refused(many(), receiving(1))).toMatchObject({ code: 'invalid', problem: 'not-queued' });
    expect(refused(many(), receiving(99))).toMatchObject({ code: 'not-found' });
    expect(refused(many(), receiving(5, { device: 'D' }))).toMatchObject({ code: 'not-found' });
  });

  it('is refused at the queue itself', () => {
    for (const place of ['ordered', '待检', 'write-off', 'sold'])
      expect(refused(many(), moving({ device: 'T', change: -1 }, place))).toMatchObject({ code: 'queue' });
  });
});
