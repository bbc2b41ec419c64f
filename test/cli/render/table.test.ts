import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { loadPaint } from '../../../src/cli/render/paint.ts';
import { printable } from '../../../src/cli/render/printable.ts';
import { type Column, renderTable } from '../../../src/cli/render/table.ts';
import { cutTo } from '../../../src/exchange/text/cut.ts';
import { widthOf } from '../../../src/exchange/text/width.ts';

const paint = await loadPaint(0);

const columns: readonly Column[] = [
  { heading: 'code', align: 'left', priority: 0, shrinkTo: 12 },
  { heading: '品名', align: 'left', priority: 0, shrinkTo: 16 },
  { heading: 'kind', align: 'left', priority: 5 },
  { heading: 'on hand', align: 'right', priority: 0 },
  { heading: 'value', align: 'right', priority: 3 },
];

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: fc.constantFrom('长', '虹', '电', '视', 'a', '1', ' ', '，', '😀', 'é'), maxLength: 40 }),
);
const rows = fc.array(fc.tuple(text, text, text, text, text), { maxLength: 8 });
const lines = (table: string): string[] => table.replace(/\n$/, '').split('\n');

describe('a table', () => {
  it('has lines of one width, whatever is in it', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const { text: table, leftOut } = renderTable(columns, cells, {
          width: null,
          paint,
          footer: ['', '合计'],
        });
        expect(leftOut).toEqual([]);
        expect(new Set(lines(table).map(widthOf)).size).toBe(1);
      }),
    );
  });

  it('never is wider than the terminal, and says what it left out', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 200 }), (cells, width) => {
        const { text: table, leftOut } = renderTable(columns, cells, { width, paint });
        const widths = new Set(lines(table).map(widthOf));
        expect(widths.size).toBe(1);
        expect(Math.max(...widths)).toBeLessThanOrEqual(width);
        for (const heading of leftOut) expect(lines(table)[0]).not.toContain(heading);
      }),
    );
  });

  it('leaves the least important columns out first, and keeps code, name and quantity', () => {
    const cells = [['TV-0001', '长虹 42 英寸等离子电视', 'TV/DVD combo', '12', '39588.00']];
    const { text: table, leftOut } = renderTable(columns, cells, { width: 36, paint });
    expect(leftOut).toEqual(['kind', 'value']);
    expect(table).toContain('TV-0001');
    expect(table).toContain('12');
  });

  it('counts Chinese and emoji as wide as a second library does', () => {
    for (const word of ['长虹 42 英寸等离子', 'a，b', '😀', 'é', '한국어', 'ＡＢ', '…─'])
      expect(widthOf(word)).toBe(stringWidth(word));
    expect(cutTo('，长长', 5)).toBe('，长…');
    expect(cutTo('长虹等离子', 5)).toBe('长虹…');
    expect(cutTo('长虹等离子', 6)).toBe('长虹…');
  });
});

describe('text for a terminal', () => {
  it('shows what cannot be seen, and leaves the rest alone', () => {
    expect(printable('a\u001b[31mb')).toBe('a\\u{1b}[31mb');
    expect(printable('a\u202eb\u200bc\u2028d\u0000')).toBe('a\\u{202e}b\\u{200b}c\\u{2028}d\\u{0}');
    for (const fine of ['plain', '长虹 “42”', '👨‍👩‍👧', 'क्‍ष', 'café']) expect(printable(fine)).toBe(fine);
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (wild) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(printable(wild)),
      ),
    );
  });
});
