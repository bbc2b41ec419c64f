import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decideRemove } from '../../../src/inventory/decide/devices/remove.ts';
import { decideCorrect } from '../../../src/inventory/decide/movements/correct.ts';
import { decideTransfer } from '../../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { decideRemovePlace } from '../../../src/inventory/decide/places/remove-place.ts';
import { CountLines } from '../../../src/inventory/look/counts.ts';
import {
  cancellingCount,
  entering,
  freezing,
  moving,
  opening,
  posting,
  q,
  recounting,
  resting,
  type Step,
  spotting,
  text,
  undoing,
} from './count-shop.ts';
import { PlainShop, player, shop, television } from './plain-shop.ts';

/** The number of the entry that a step makes. */
const n = (made: PlainShop, step: Step, by?: string): number => {
  const entry = made.do(step, by);
  if (entry === null) throw new Error('nothing was recorded');
  return entry.n;
};
const lineOf = (made: PlainShop, count: number, code = 'T', place = 1) =>
  CountLines.all(made.book, made.journal, count).line(made.device(code).id, place);
const places =
  (...paths: readonly string[]): Step =>
  (book, journal, at) =>
    decideAddPlaces(book, journal, { paths }, at).entry;
const sending =
  (device: string, units: number, from: string, to: string): Step =>
  (book, journal, at) =>
    decideTransfer(book, journal, { device, quantity: q(units), from, to, inTransit: false }, at).entry;

/** A shop whose one device has so many on hand: entry 1. */
const withOne = (quantity: number): PlainShop => {
  const made = new PlainShop();
  made.add('tv', { ...television, code: 'T', ...(quantity === 0 ? {} : { quantity: String(quantity) }) });
  return made;
};

describe('what a count comes to while the shop is open', () => {
  it('A: what was sold before it was counted is in the book by then', () => {
    const made = withOne(1000);
    const count = n(made, opening());
    made.move({ device: 'T', change: -100 });
    made.do(entering(count, 'T', 900, { moment: 'now' }));
    const { changes } = made.do(posting(count), 'zhao') ?? { changes: [] };
    expect(changes[0]).toMatchObject({ do: 'counted', counted: 900, book: 900, balance: 900 });
    expect(made.onHand('T')).toBe(900);
  });

  it('B: what is typed after a sale has to say which came first', () => {
    const made = withOne(100);
    const count = n(made, opening());
    const sale = n(made, moving({ device: 'T', change: -100 }));
    expect(made.refused(entering(count, 'T', 100))).toMatchObject({
      code: 'when-counted',
      details: { code: 'T', moved: [{ entry: sale, change: -100, reason: 'sale' }] },
    });
    made.do(entering(count, 'T', 100, { moment: { before: sale } }));
    made.do(posting(count), 'zhao');
    expect(made.onHand('T')).toBe(0);
    expect(lineOf(made, count)).toMatchObject({ variance: 0, book: 100, counted: 100 });
  });

  it.each([['before'], ['after']])(
    'C: a late slip %s posting changes the variance and not the stock',
    (when) => {
      const made = withOne(10);
      const count = n(made, opening());
      made.do(entering(count, 'T', 8));
      expect(lineOf(made, count)).toMatchObject({ variance: -2 });
      if (when === 'before') {
        made.do(moving({ device: 'T', change: -2 }, { beforeCount: count }));
        made.do(posting(count), 'zhao');
      } else {
        made.do(posting(count), 'zhao');
        const slip = made.do(moving({ device: 'T', change: -2 }, { beforeCount: count }));
        expect(slip?.changes).toMatchObject([
          { change: -2, reason: 'sale', before: count },
          { change: 2, reason: 'count', count },
        ]);
      }
      expect(made.onHand('T')).toBe(8);
      expect(lineOf(made, count)).toMatchObject({ variance: 0, book: 8, counted: 8 });
    },
  );

  it.each([['before'], ['after']])(
    'D: undoing %s posting what had never happened leaves what was counted',
    (when) => {
      const made = withOne(10);
      const bogus = n(made, moving({ device: 'T', change: -1 }));
      const count = n(made, opening());
      made.do(entering(count, 'T', 10));
      if (when === 'before') made.do(undoing(bogus));
      made.do(posting(count), 'zhao');
      expect(made.onHand('T')).toBe(10);
      if (when === 'after') {
        const undone = made.do(undoing(bogus));
        expect(undone?.changes).toMatchObject([{ change: 1 }, { change: -1, count }]);
      }
      expect(made.onHand('T')).toBe(10);
      expect(lineOf(made, count).variance).toBe(0);
    },
  );

  it('E: what wanders between two places is neither lost nor doubled', () => {
    const made = withOne(15);
    made.do(places('shop'));
    made.do(sending('T', 5, 'main', 'shop'));
    const count = n(made, opening());
    made.do(entering(count, 'T', 10, { place: 'main' }));
    made.do(sending('T', 1, 'main', 'shop'));
    made.do(entering(count, 'T', 6, { place: 'shop', moment: 'now' }));
    made.do(posting(count), 'zhao');
    expect(made.onHand('T')).toBe(15);
    expect([lineOf(made, count).variance, lineOf(made, count, 'T', 2).variance]).toEqual([0, 0]);
  });

  it('asks about no movement that was taken back, and about none of another place', () => {
    const made = withOne(10);
    made.do(places('shop'));
    made.do(sending('T', 5, 'main', 'shop'));
    const count = n(made, opening());
    const sale = n(made, moving({ device: 'T', change: -1 }));
    made.do(undoing(sale));
    made.do(moving({ device: 'T', change: -1 }, { place: 'shop' }));
    made.do(entering(count, 'T', 5, { place: 'main' }));
    expect(lineOf(made, count).variance).toBe(0);
  });

  it('takes for the moment only what moved that device there since', () => {
    const made = shop();
    const earlier = n(made, moving({ device: 'T', change: -1 }));
    const count = n(made, opening());
    const other = n(made, moving({ device: 'D', change: -1 }));
    for (const entry of [earlier, other, 99])
      for (const moment of [{ before: entry }, { after: entry }])
        expect(made.refused(entering(count, 'T', 9, { moment }))).toMatchObject({
          code: 'invalid',
          problem: 'not-moved-since',
        });
  });
});

describe('tallies', () => {
  it('of a line that was counted already have to say what they are', () => {
    const made = shop();
    const count = n(made, opening());
    const first = n(made, entering(count, 'T', 5));
    expect(made.refused(entering(count, 'T', 4))).toMatchObject({
      code: 'already-counted',
      details: { tally: first, counted: 5 },
    });
    made.do(entering(count, 'T', 4, { how: 'add' }));
    expect(lineOf(made, count)).toMatchObject({ counted: 9, variance: -1 });
    made.do(entering(count, 'T', 4, { how: 'replace' }));
    expect(lineOf(made, count)).toMatchObject({ counted: 4, variance: -6 });
  });

  it('are in conflict where the device moved between them, until it is counted again', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 5));
    made.move({ device: 'T', change: -1 });
    made.do(entering(count, 'T', 4, { how: 'add', moment: 'now' }));
    expect(lineOf(made, count).state).toBe('conflict');
    expect(made.refused(posting(count))).toMatchObject({
      code: 'count-not-ready',
      details: { lines: [{ place: 'main', code: 'T', state: 'conflict' }] },
    });
    made.do(entering(count, 'T', 9, { moment: 'now' }));
    expect(lineOf(made, count)).toMatchObject({ state: 'counted', counted: 9, variance: 0 });
  });

  it('are in conflict where the place would have less than nothing', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 4));
    made.do(entering(count, 'D', 20));
    made.move({ device: 'T', change: -5 });
    expect(made.refused(posting(count)).code).toBe('count-not-ready');
    made.do(posting(count, { ready: true }), 'zhao');
    expect(lineOf(made, count, 'D').state).toBe('posted');
    expect(made.book.counts.open).toHaveLength(1);
    made.do(entering(count, 'T', 5, { moment: 'now' }));
    made.do(posting(count), 'zhao');
    expect(made.onHand('T')).toBe(5);
    expect(made.book.counts.open).toEqual([]);
  });

  it('are taken back like any entry, as long as they are not posted', () => {
    const made = shop();
    const count = n(made, opening());
    const tally = n(made, entering(count, 'T', 5));
    const back = n(made, undoing(tally));
    expect(lineOf(made, count).state).toBe('uncounted');
    made.do(undoing(back));
    expect(lineOf(made, count)).toMatchObject({ counted: 5, variance: -5 });
    const posted = n(made, posting(count), 'zhao');
    expect(made.refused(undoing(tally))).toMatchObject({ code: 'in-use', details: { entries: [posted] } });
  });

  it('outside the devices and places of a count are refused', () => {
    const made = shop();
    made.do(places('shop'));
    const count = n(made, opening({ places: ['shop'], devices: ['T'] }));
    expect(made.refused(entering(count, 'D', 1)).problem).toBe('not-in-count');
    expect(made.refused(entering(count, 'T', 1, { place: 'main' })).problem).toBe('not-place-of-count');
    expect(made.refused(entering(99, 'T', 1)).code).toBe('not-found');
    made.do(cancellingCount(count));
    expect(made.refused(entering(count, 'T', 1)).code).toBe('settled');
  });

  it('say once what their key says', () => {
    const made = shop();
    const count = n(made, opening());
    const key = text('k');
    made.do(entering(count, 'T', 5, { key }));
    expect(made.do(entering(count, 'T', 5, { key }))).toBeNull();
    expect(made.refused(entering(count, 'T', 6, { key })).code).toBe('key-conflict');
    expect(made.refused(moving({ device: 'T', change: -1, key: 'k' })).code).toBe('key-conflict');
  });

  it('say it at the place of their key, and with its moment', () => {
    const made = shop();
    made.do(places('shop'));
    const count = n(made, opening());
    const sold = n(made, moving({ device: 'T', change: -1 }));
    const key = text('k');
    const tally = { place: 'main', key, moment: { before: sold } };
    made.do(entering(count, 'T', 10, tally));
    expect(made.do(entering(count, 'T', 10, tally))).toBeNull();
    const others = [{ place: 'shop' }, { moment: { after: sold } }];
    for (const other of others)
      expect(made.refused(entering(count, 'T', 10, { ...tally, ...other })).code).toBe('key-conflict');
    made.do(posting(count), 'zhao');
    expect(made.do(entering(count, 'T', 10, tally))).toBeNull();
  });

  it('of one counting go on where the device moved meanwhile, and are counted again after that', () => {
    const made = shop();
    const count = n(made, opening());
    const scan = { how: 'add', moment: 'now', isContinued: true } as const;
    for (const units of [2, 2]) made.do(entering(count, 'T', units, scan));
    made.move({ device: 'T', change: -1 });
    for (const units of [2, 3]) made.do(entering(count, 'T', units, scan));
    expect(lineOf(made, count)).toMatchObject({ state: 'conflict', counted: 9 });
    made.do(entering(count, 'T', 4, { ...scan, isContinued: false }));
    made.do(entering(count, 'T', 5, scan));
    expect(lineOf(made, count)).toMatchObject({ state: 'counted', counted: 9, variance: 0 });
  });

  it('of one counting start again with none', () => {
    const made = shop();
    const count = n(made, opening());
    const scan = { how: 'add', moment: 'now', isContinued: true } as const;
    made.do(entering(count, 'T', 2, scan));
    made.move({ device: 'T', change: -1 });
    for (const units of [2, 0, 9]) made.do(entering(count, 'T', units, scan));
    expect(lineOf(made, count)).toMatchObject({ state: 'counted', counted: 9, variance: 0 });
  });

  it('count nothing of what else the book has at a place', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 10));
    made.do(resting(count, 'main'));
    expect(lineOf(made, count, 'D')).toMatchObject({ counted: 0, variance: -20 });
    expect(lineOf(made, count, 'T').variance).toBe(0);
    expect(made.do(resting(count, 'main'))).toBeNull();
  });
});

describe('a recount', () => {
  const sample = [
    'CH-42P',
    'CH-32L',
    'HX-22L',
    'HX-22LD',
    'HX-55O',
    'BBK-S1',
    'BBK-H2',
    'KT-29C',
    'KT-60D',
    'NV-15D',
    'XM-75L',
    'SN-B9',
  ];
  const withSample = () => {
    const made = new PlainShop();
    for (const code of sample) made.add('dvd', { ...player, code, quantity: '3' });
    const count = n(made, opening());
    for (const code of sample) made.do(entering(count, code, 3));
    return { made, count };
  };

  it('draws of the devices of the sample what the contract says', () => {
    const made = new PlainShop();
    const table = readFileSync('data/sample/devices.csv', 'utf8');
    const codes = table
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[1] ?? '');
    for (const code of codes) made.add('dvd', { ...player, code, quantity: '3' });
    const count = n(made, opening());
    for (const code of codes) made.do(entering(count, code, 3));
    const drawn = made.do(recounting(count, { seed: '2026', rates: [{ place: 'main', rate: '50%' }] }))
      ?.changes[0];
    if (drawn?.do !== 'draw') throw new Error('nothing was drawn');
    expect(drawn.drawn.map((id) => made.book.codeOf(id))).toEqual(
      'KT-29C CH-32L HX-22L HX-22LD BBK-H2 KT-60D'.split(' '),
    );
  });

  it('draws what anyone can draw again from its seed', () => {
    const { made, count } = withSample();
    const drawn = made.do(
      recounting(count, { seed: '2026', rates: [{ place: 'main', rate: '25%' }], also: ['NV-15D'] }),
    )?.changes[0];
    if (drawn?.do !== 'draw') throw new Error('nothing was drawn');
    expect(drawn).toMatchObject({ byHand: true, seed: '2026', differing: [] });
    expect(drawn.drawn).toHaveLength(3);
    expect(drawn.also.map((id) => made.book.codeOf(id))).toEqual(['NV-15D']);
    expect(made.do(recounting(count))).toBeNull();
    expect(made.refused(undoing(made.journal.list.length)).code).toBe('in-use');
  });

  it('takes in what differed from the book, and has the seal of the last entry for its seed', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 9));
    const tally = n(made, entering(count, 'D', 20));
    const drawn = made.do(recounting(count))?.changes[0];
    expect(drawn).toMatchObject({ drawn: [], differing: [made.device('T').id], seed: `seal of ${tally}` });
    expect(lineOf(made, count).state).toBe('to recount');
    expect(lineOf(made, count, 'D').state).toBe('counted');
  });

  it('is by someone else, and stands where it does not confirm', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 9));
    made.do(recounting(count));
    for (const by of ['li', 'LI'])
      expect(made.refused(entering(count, 'T', 9, {}, by)).code).toBe('needs-approval');
    expect(made.refused(posting(count)).code).toBe('count-not-ready');
    made.move({ device: 'T', change: -1 });
    made.do(entering(count, 'T', 8, { moment: 'now' }, 'wang'), 'wang');
    expect(lineOf(made, count)).toMatchObject({ state: 'counted', counted: 8, variance: -1 });
    made.do(entering(count, 'T', 9, { moment: 'now', how: 'replace' }, 'wang'), 'wang');
    expect(lineOf(made, count)).toMatchObject({ state: 'differs', counted: 9, variance: 0 });
  });

  it('is drawn again under its key only as it was', () => {
    const made = shop();
    const count = n(made, opening());
    for (const [code, units] of [
      ['T', 10],
      ['D', 20],
    ] as const)
      made.do(entering(count, code, units));
    const drawn = {
      key: text('k'),
      seed: '2026',
      rates: [{ place: 'main', rate: '50%' }],
      also: ['D'],
    };
    made.do(recounting(count, drawn));
    expect(made.do(recounting(count, drawn))).toBeNull();
    const others = [{ seed: '2027' }, { rates: [{ place: 'main', rate: '60%' }] }, { also: ['T'] }];
    for (const other of others)
      expect(made.refused(recounting(count, { ...drawn, ...other })).code).toBe('key-conflict');
  });

  it('may be left out', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 9));
    made.do(recounting(count));
    made.do(posting(count, { withoutRecount: true }), 'zhao');
    expect(made.onHand('T')).toBe(9);
  });
});

describe('posting', () => {
  it('is by someone who counted nothing, unless one person does it all', () => {
    const made = shop();
    const count = n(made, opening());
    made.do(entering(count, 'T', 9, { counter: text('wang') }));
    for (const by of ['li', 'wang']) expect(made.refused(posting(count, {}, by)).code).toBe('needs-approval');
    made.do(posting(count, { solo: true }, 'li'));
    expect(made.onHand('T')).toBe(9);
    expect(made.onHand('D')).toBe(20);
    expect(made.journal.list.at(-1)?.changes.at(-1)).toMatchObject({ do: 'count-close', solo: true });
  });

  it('has nothing to do where nothing is ready', () => {
    const made = shop();
    const count = n(made, opening());
    expect(made.do(posting(count), 'zhao')).toBeNull();
    expect(made.book.counts.withNumber(count)).toBeDefined();
  });

  it('is taken back with what was revised since, and done again', () => {
    const made = withOne(10);
    const count = n(made, opening());
    made.do(entering(count, 'T', 8));
    const posted = n(made, posting(count), 'zhao');
    made.do(moving({ device: 'T', change: -2 }, { beforeCount: count }));
    const back = n(made, undoing(posted));
    expect(made.onHand('T')).toBe(8);
    expect(lineOf(made, count)).toMatchObject({ state: 'counted', variance: 0 });
    expect(made.refused(undoing(back)).problem).toBe('post-undone');
    made.do(posting(count), 'zhao');
    expect(made.onHand('T')).toBe(8);
  });

  it('stays while a later count has counted the same', () => {
    const made = withOne(10);
    const first = n(made, opening());
    made.do(entering(first, 'T', 8));
    const posted = n(made, posting(first), 'zhao');
    const spot = n(made, spotting('T', 7));
    expect(made.refused(undoing(posted))).toMatchObject({ code: 'in-use', details: { entries: [spot] } });
  });

  it('is not opened again where another count is open', () => {
    const made = withOne(10);
    const first = n(made, opening());
    made.do(entering(first, 'T', 8));
    const posted = n(made, posting(first), 'zhao');
    made.do(opening());
    expect(made.refused(undoing(posted)).code).toBe('counting');
  });
});

describe('open counts', () => {
  it('share no place, and let no spot count in', () => {
    const made = shop();
    made.do(places('shop', 'shop/back'));
    const count = n(made, opening({ places: ['shop'] }));
    expect(made.refused(opening({ places: ['shop/back'] }))).toMatchObject({
      code: 'counting',
      details: { count },
    });
    expect(made.refused(opening()).code).toBe('counting');
    expect(made.refused(spotting('T', 1, 'shop/back')).code).toBe('counting');
    made.do(spotting('T', 9, 'main'));
    made.do(opening({ places: ['main'] }));
  });

  it('that are frozen let nothing of theirs move', () => {
    const made = shop();
    made.do(places('shop'));
    made.do(sending('T', 2, 'main', 'shop'));
    const sale = n(made, moving({ device: 'T', change: -1 }));
    const count = n(made, opening({ devices: ['T'], places: ['main'], freeze: true }));
    expect(made.refused(moving({ device: 'T', change: -1 }))).toMatchObject({
      code: 'counting',
      details: { count },
    });
    expect(made.refused(undoing(sale)).code).toBe('counting');
    expect(made.refused(sending('T', 1, 'shop', 'main')).code).toBe('counting');
    made.move({ device: 'D', change: -1 });
    made.do(moving({ device: 'T', change: -1 }, { place: 'shop' }));
    made.do(freezing(count, 'thaw'));
    made.move({ device: 'T', change: -1 });
    made.do(freezing(count, 'freeze', 'main'));
    expect(made.do(freezing(count, 'freeze', 'main'))).toBeNull();
    made.do(entering(count, 'T', 5, { moment: 'now' }));
    made.do(posting(count), 'zhao');
    made.move({ device: 'T', change: -1 });
    expect(made.onHand('T')).toBe(5);
  });

  it('keep their places and what they have counted in the book', () => {
    const made = withOne(0);
    made.do(places('shop'));
    const count = n(made, opening());
    made.do(entering(count, 'T', 0, { place: 'main' }));
    expect(made.refused((book, journal, at) => decideRemove(book, journal, 'T', at)).code).toBe('in-use');
    expect(
      made.refused((book, journal, at) => decideRemovePlace(book, journal, { place: 'shop' }, at)).code,
    ).toBe('in-use');
    expect(made.refused(undoing(count)).code).toBe('in-use');
    made.do(undoing(n(made, cancellingCount(count))));
    expect(made.book.counts.withNumber(count)).toBeDefined();
  });
});

describe('what is said later of the time before a count', () => {
  it('moves nothing, and is told', () => {
    const made = withOne(10);
    const bogus = n(made, moving({ device: 'T', change: -3 }));
    const spot = n(made, spotting('T', 10));
    const { answer } = decideUndo(made.book, made.journal, { entry: bogus, by: 'li' }, made.at);
    expect(answer.countedSince).toEqual([
      { code: 'T', place: 'main', count: spot, today: { change: 3, reason: 'return', of: bogus } },
    ]);
    expect(answer.effects).toEqual([]);
    const corrected = made.do(
      (book, journal, at) => decideCorrect(book, journal, { entry: bogus, quantity: q(1) }, at).entry,
    );
    expect(corrected?.changes).toMatchObject([{ change: 2 }, { change: -2, count: spot }]);
    expect(
      made.do(
        (book, journal, at) => decideCorrect(book, journal, { entry: bogus, quantity: q(1) }, at).entry,
      ),
    ).toBeNull();
    expect(made.onHand('T')).toBe(10);
  });

  it('is refused as a slip where that count has counted none of it', () => {
    const made = shop();
    const count = n(made, opening());
    expect(made.refused(moving({ device: 'T', change: -1 }, { beforeCount: count })).code).toBe('invalid');
    made.do(entering(count, 'T', 10));
    made.do(cancellingCount(count));
    expect(made.refused(moving({ device: 'T', change: -1 }, { beforeCount: count })).code).toBe('invalid');
    expect(made.refused(moving({ device: 'T', change: -1 }, { beforeCount: 99 })).code).toBe('invalid');
  });

  it('needs no stock where it was gone by then', () => {
    const made = withOne(2);
    const spot = n(made, spotting('T', 0));
    made.do(moving({ device: 'T', change: -2 }, { beforeCount: spot }));
    expect(made.onHand('T')).toBe(0);
    expect(lineOf(made, spot).variance).toBe(0);
  });
});
