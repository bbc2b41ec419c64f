import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Parsed } from '../../src/inventory/refusal.ts';
import { orRefuse } from '../../src/inventory/refusal.ts';
import { codeKey, parseCode } from '../../src/inventory/values/code.ts';
import { parseMeasure } from '../../src/inventory/values/decimal.ts';
import {
  comboPrice,
  formatMoney,
  type Money,
  parseCurrency,
  parseMoney,
} from '../../src/inventory/values/money.ts';
import { parseOnHand, parseQuantity, parseSetQuantity } from '../../src/inventory/values/quantity.ts';
import { parseName } from '../../src/inventory/values/text.ts';
import { parseTime } from '../../src/inventory/values/time.ts';

const cny = orRefuse(parseCurrency('CNY'));
const jpy = orRefuse(parseCurrency('jpy'));

const read = <T>(result: Parsed<T>): T | string => (result.ok ? result.value : result.problem.key);

describe('a quantity', () => {
  it.each([
    ['1', 1],
    ['1000000000', 1_000_000_000],
    ['１２', 12],
    ['1,299', 1299],
    ['1，299', 1299],
    [' 7 ', 7],
    ['007', 7],
    ['12.00', 12],
    ['3.0', 3],
    ['1,299.000', 1299],
    ['\u200b7\ufeff', 7],
  ])('reads %j', (text, quantity) => {
    expect(read(parseQuantity(text))).toBe(quantity);
  });

  it.each([
    '',
    ' ',
    '0',
    '-5',
    '+5',
    '1,29',
    '12,99',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '٣',
    '1.',
    '1.01',
    '1.0.0',
    '1_000',
    '12abc',
    '1000000001',
    ',299',
    '9007199254740993',
  ])('refuses %j', (text) => {
    expect(parseQuantity(text).ok).toBe(false);
  });

  it('may be 0 where it is set, and larger where it is on hand', () => {
    expect(read(parseSetQuantity('0'))).toBe(0);
    expect(read(parseOnHand('9007199254740991'))).toBe(9007199254740991);
    expect(parseOnHand('9007199254740992').ok).toBe(false);
  });
});

describe('a price', () => {
  it.each([
    ['1299', '1299.00'],
    ['1,299.00', '1299.00'],
    ['￥1，299．5', '1299.50'],
    ['1299。5', '1299.50'],
    ['¥ 0.01', '0.01'],
    ['￥999,999,999.99', '999999999.99'],
    ['899.0000', '899.00'],
    ['1299元', '1299.00'],
    ['¥1,299.5 元', '1299.50'],
    ['1299 CNY', '1299.00'],
    ['1299cny', '1299.00'],
  ])('reads %j as %s', (text, price) => {
    expect(formatMoney(orRefuse(parseMoney(text, cny)), cny)).toBe(price);
  });

  it.each([
    '',
    '¥',
    '1.234',
    '1.',
    '.5',
    '-1',
    '1e3',
    '0x10',
    'NaN',
    '1,29',
    '1000000000',
    '999999999.991',
    '£5',
    '$0',
    '€1',
    '5€',
    '1299 USD',
    '1299 XYZ',
    '元',
    '12.9901元',
    '1 299',
  ])('refuses %j', (text) => {
    expect(parseMoney(text, cny).ok).toBe(false);
  });

  it.each(['$5', '5 €', '1299 USD', '1299円'])('in another currency, as %s is, says so', (text) => {
    expect(read(parseMoney(text, cny))).toBe('money-of-another');
  });

  it.each([
    ['USD', '$5.00'],
    ['HKD', '$5.00'],
    ['EUR', '€5.00'],
    ['EUR', '5.00 EUR'],
    ['GBP', '£5.00'],
  ])('in a book of %s may be typed as %s', (code, text) => {
    const currency = orRefuse(parseCurrency(code));
    expect(formatMoney(orRefuse(parseMoney(text, currency)), currency)).toBe('5.00');
  });

  it('in a book of yen takes its sign and its word, not those of yuan', () => {
    expect(read(parseMoney('¥1299', jpy))).toBe(1299);
    expect(read(parseMoney('1299円', jpy))).toBe(1299);
    expect(read(parseMoney('1299元', jpy))).toBe('money-of-another');
  });

  it('has the fraction digits of the currency', () => {
    expect(jpy.fractionDigits).toBe(0);
    expect(formatMoney(orRefuse(parseMoney('1,299', jpy)), jpy)).toBe('1299');
    expect(read(parseMoney('12.5', jpy))).toBe('too-many-decimals');
    expect(read(parseMoney('999999999', jpy))).toBe(999_999_999);
  });

  it('is the same after printing and reading it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (minor) => {
        const text = formatMoney(BigInt(minor), cny);
        expect(orRefuse(parseMoney(text, cny))).toBe(minor);
      }),
    );
  });

  it('of a combo is 80 % of the sum, rounded to the nearest minor unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.integer({ min: 0, max: 99_999_999_999 }),
        (tv, dvd) => {
          const exactTenths = BigInt(tv + dvd) * 8n;
          const price = BigInt(comboPrice(tv as Money, dvd as Money));
          const error = price * 10n - exactTenths;
          expect(error >= -5n && error <= 5n).toBe(true);
        },
      ),
    );
  });
});

describe('a measure', () => {
  it('is above 0, up to its limit, with its decimals', () => {
    expect(read(parseMeasure('10.25', 2, 500))).toBe(10.25);
    expect(read(parseMeasure('500', 2, 500))).toBe(500);
    for (const text of ['0', '0.00', '500.01', '1.234', '-1', ''])
      expect(parseMeasure(text, 2, 500).ok).toBe(false);
  });
});

describe('characters that nobody sees', () => {
  it.each(['N-1\u200b', '\ufeffN-1', 'N\u00ad-1', 'N-\u20601', '\u200eN-1\u200f', 'N\u200d-1'])(
    'are no part of a code: %j',
    (text) => {
      expect(read(parseCode(text))).toBe('N-1');
      expect(codeKey(text)).toBe('n-1');
    },
  );

  it.each([
    ['诺瓦\u200b电视', '诺瓦电视'],
    ['\ufeffNo\u00adva', 'Nova'],
    ['Nova\u200d 32', 'Nova 32'],
    ['👨\u200d👩\u200d👧 TV', '👨\u200d👩\u200d👧 TV'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
  ])('are no part of the name %j, but where they shape what is seen', (text, name) => {
    expect(read(parseName(text))).toBe(name);
  });
});

describe('a code', () => {
  it.each([
    ['TH42PZ80U', 'TH42PZ80U'],
    [' a-b_c./+ ', 'a-b_c./+'],
    ['长虹-1', '长虹-1'],
    ['ＴＶ１', 'TV1'],
    ['__proto__', '__proto__'],
    ['٣', '٣'],
  ])('reads %j as %s', (text, code) => {
    expect(read(parseCode(text))).toBe(code);
  });

  it.each([
    '',
    '  ',
    'a b',
    'a\tb',
    'a,b',
    'a*b',
    '"',
    "'",
    '=1',
    '#1',
    'a:b',
    '\u202eabc',
    '\u0301',
    'x'.repeat(65),
    '😀',
  ])('refuses %j', (text) => {
    expect(parseCode(text).ok).toBe(false);
  });

  it('is the same code in any case', () => {
    expect(codeKey('th42')).toBe(codeKey('TH42'));
    expect(codeKey('straße')).toBe(codeKey('STRASSE'));
    expect(codeKey('ß')).toBe(codeKey('ẞ'));
    expect(codeKey('ΟΔΟΣ')).toBe(codeKey('οδος'));
    expect(codeKey('TV-1')).not.toBe(codeKey('TV-2'));
  });
});

describe('a name', () => {
  it('is trimmed and composed, up to 200 characters', () => {
    expect(read(parseName('  Cafe\u0301 TV '))).toBe('Café TV');
    expect(parseName('名'.repeat(200)).ok).toBe(true);
    expect(parseName('😀'.repeat(200)).ok).toBe(true);
    expect(parseName('a'.repeat(201)).ok).toBe(false);
  });

  it.each([
    '',
    '   ',
    'a\nb',
    'a\u0000b',
    'a\u001b[31mb',
    'a\u202eb',
    'a\u2066b',
    'a\u2028b',
    'a\ud800b',
    'a\u0085b',
  ])('refuses %j', (text) => {
    expect(parseName(text).ok).toBe(false);
  });
});

describe('a time', () => {
  const zone = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = 'America/New_York';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  /** Monday noon in New York. */
  const now = Date.parse('2026-11-23T17:00:00Z');
  /** The first and last millisecond of what was typed, in UTC. */
  const ends = (text: string) =>
    (['start', 'end'] as const).map((edge) => {
      const time = read(parseTime(text, edge, now));
      return typeof time === 'number' ? new Date(time).toISOString() : time;
    });

  it.each([
    ['2026-11-23T02:00:00.000Z', '2026-11-23T02:00:00.000Z', '2026-11-23T02:00:00.000Z'],
    ['2026-11-23T02:00:00Z', '2026-11-23T02:00:00.000Z', '2026-11-23T02:00:00.999Z'],
    ['2026-11-23T10:00+08:00', '2026-11-23T02:00:00.000Z', '2026-11-23T02:00:59.999Z'],
    ['2026-11-23 10:00:05 +08:00', '2026-11-23T02:00:05.000Z', '2026-11-23T02:00:05.999Z'],
    ['2026-11-23T10:00', '2026-11-23T15:00:00.000Z', '2026-11-23T15:00:59.999Z'],
    ['2026-11-23 10:00:05', '2026-11-23T15:00:05.000Z', '2026-11-23T15:00:05.999Z'],
    ['2026/11/23 9:30', '2026-11-23T14:30:00.000Z', '2026-11-23T14:30:59.999Z'],
    ['2026-11-23', '2026-11-23T05:00:00.000Z', '2026-11-24T04:59:59.999Z'],
    ['2026/11/23', '2026-11-23T05:00:00.000Z', '2026-11-24T04:59:59.999Z'],
    ['2026/1/5', '2026-01-05T05:00:00.000Z', '2026-01-06T04:59:59.999Z'],
    ['２０２６－１１－２３　１０：００', '2026-11-23T15:00:00.000Z', '2026-11-23T15:00:59.999Z'],
    ['today', '2026-11-23T05:00:00.000Z', '2026-11-24T04:59:59.999Z'],
    ['今天', '2026-11-23T05:00:00.000Z', '2026-11-24T04:59:59.999Z'],
    [' Yesterday ', '2026-11-22T05:00:00.000Z', '2026-11-23T04:59:59.999Z'],
    ['昨天', '2026-11-22T05:00:00.000Z', '2026-11-23T04:59:59.999Z'],
  ])('means the beginning or the end of %j as a day, a minute or a second', (text, start, end) => {
    expect(ends(text)).toEqual([start, end]);
  });

  it('takes in all of a day on which clocks are put forward or back', () => {
    expect(ends('2026-03-08')).toEqual(['2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z']);
    expect(ends('2026-11-01')).toEqual(['2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z']);
  });

  it('takes in both hours of a time that the clock showed twice', () => {
    expect(ends('2026-11-01 01:30')).toEqual(['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:59.999Z']);
  });

  it.each([
    '',
    'tomorrow',
    '2026-11',
    '2026-1-5',
    '2026/11-23',
    '2026-11-23 10',
    '2026/02/30',
    '2026-02-30',
    '2026-13-01',
    '23/11/2026',
    '2026-11-23T25:00',
    '2026-11-23T10:00+99:00',
    '1e3',
  ])('refuses %j', (text) => {
    expect(parseTime(text, 'start', now).ok).toBe(false);
  });
});
