import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from '../../src/cli/ask/search/pinyin.ts';
import { codeOrderKey, compareKeys, nameOrderKey } from '../../src/inventory/values/order.ts';

const ordered = (texts: readonly string[], keyOf: (text: string) => string): readonly string[] =>
  texts
    .map((text) => ({ text, key: keyOf(text) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ text }) => text);

describe('codes', () => {
  it.each([
    [['TV-1', 'TV-2', 'TV-10', 'TV-100']],
    [['A', 'A-1', 'a-2', 'A-10', 'B']],
    [['TV-1', 'TV-001', 'TV-01', 'TV-2', 'TV-02']],
    [['1', '2', '10', '10A', 'A1', 'A1-2', 'A1-10', 'A2', 'A10']],
    [['V1.2', 'V1.9', 'V1.10', 'V2.0']],
    [['X0', 'X00', 'X1', 'X9007199254740993', 'X9007199254740994', 'X10000000000000000000000']],
    [['CH-32L', 'CH-32LD', 'CH-42P', 'CH-100']],
    [['TV+1', 'TV-1', 'TV1', 'TV_1', 'TVA']],
    [['电视-2', '电视-10']],
  ])('are ordered as people count: %j', (codes) => {
    expect(ordered([...codes].reverse(), codeOrderKey)).toEqual(codes);
  });

  it('have an order that is total, and the same wherever one starts', () => {
    const code = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', '-', '.', '电', 'é'), maxLength: 8 });
    fc.assert(
      fc.property(fc.uniqueArray(code, { maxLength: 20 }), (codes) => {
        expect(new Set(codes.map(codeOrderKey)).size).toBe(codes.length);
        expect(ordered(codes, codeOrderKey)).toEqual(ordered([...codes].reverse(), codeOrderKey));
      }),
    );
  });

  it('compare their numbers by size, however long they are', () => {
    const number = fc.bigInt({ min: 0n, max: 10n ** 60n });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareKeys(codeOrderKey(`X-${a}Y`), codeOrderKey(`X-${b}Y`)))).toBe(
          a < b ? -1 : a > b ? 1 : 0,
        );
      }),
    );
  });
});

describe('names and brands', () => {
  const key = (name: string) => nameOrderKey(name, readingOf);

  it.each([
    [
      [
        '步步高',
        '长虹',
        '重庆',
        '创维',
        '海尔',
        '海信',
        '康佳',
        '乐华',
        '厦华',
        '夏普',
        '先锋',
        '小米',
        '新科',
      ],
    ],
    [['Apple', '长虹', 'Changhua', 'Dell', '海信', 'Sony', '索尼']],
    [['重庆 42 英寸', '重型 32 英寸']],
    [['常红', '長虹', '重慶', '創維', '飛利浦', '廈華', '厦新']],
    [['Eclair', 'Séries', 'SERIES 2', 'series 10', 'Sharp']],
    [['长虹 9 英寸', '长虹 32 英寸', '长虹 100 英寸']],
    [['', 'A']],
  ])('are ordered by the pinyin of their words among Latin letters: %j', (names) => {
    expect(ordered([...names].reverse(), key)).toEqual(names);
  });

  it('that only sound alike are kept apart', () => {
    expect(ordered(['长虹', '常红', '长虹', '常红'], key)).toEqual(['常红', '常红', '长虹', '长虹']);
  });
});
