import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type LedgerRow, ledgerTransactions } from '../../src/exchange/write/ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'stockbook-ledger-'));

afterAll(() => rmSync(folder, { recursive: true }));

const movement: LedgerRow = {
  entry: 1,
  date: '2026-11-23',
  type: 'stock-in',
  reason: 'purchase',
  code: 'TV-1',
  change: 5,
  place: [],
  isTransferred: false,
  isMemo: false,
  ref: null,
};

/** What the program says is under `Stock:`, by account. */
function balances(program: string, rows: Iterable<LedgerRow>): Map<string, number> {
  const path = join(folder, 'stock.ledger');
  writeFileSync(path, [...ledgerTransactions(rows)].join(''));
  const output = execFileSync(program, ['-f', path, 'balance', '--flat', '^Stock:'], { encoding: 'utf8' });
  const lines = output.matchAll(/^\s*(-?\d+) (?:"[^"]+"|\S+) {2}Stock:(\S+)$/gmu);
  return new Map(Array.from(lines, ([, quantity, code]) => [code ?? '', Number(quantity)]));
}

const oddCodes = [
  '12345',
  '007',
  '1/2',
  '-A',
  '+1',
  '...',
  '长虹-1',
  'P',
  'a.b',
  '2026-01-01',
  '_',
  '-',
  '/',
  '+',
  'A+',
  'USD',
  'EUR1',
  '1.5',
  '+1.5',
  '3e5',
  '---',
  '//',
  'Stock',
  'комбо',
  'ตู้1',
  '٣',
  'Ω',
  'é',
  'x'.repeat(64),
  '长'.repeat(64),
  'include',
  'end',
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOQRSTUVWXYZ0123456789',
];

const hostileTexts = [
  '; a comment',
  'x  ; note: tag',
  '2026-01-01',
  '(x)',
  '[y]',
  '* !',
  '| note',
  'a\n2026-01-01 forged\n    Stock:TV-1    99 "TV-1"',
  ':tag:',
  '@ 5 {6}',
  '"quoted"',
  '= 3',
  '\u2028line',
  'a\tb',
  '%',
  '#',
  '单号 7',
];

describe('a ledger journal', () => {
  it('has a transaction for the rows of one entry', () => {
    const rows = [
      { ...movement, entry: 7, ref: 'PO-1' },
      { ...movement, entry: 7, ref: 'PO-1', code: 'DVD-1', change: 2 },
      { ...movement, entry: 8, type: 'stock-out', reason: 'sale', change: -2 },
      { ...movement, entry: 9, type: 'undo', reason: null, change: 2 },
    ];
    expect([...ledgerTransactions(rows)].join('')).toBe(`2026-11-23 * (#7) stock-in purchase PO-1
    Stock:TV-1    5 "TV-1"
    Received:purchase    -5 "TV-1"
    Stock:DVD-1    2 "DVD-1"
    Received:purchase    -2 "DVD-1"

2026-11-23 * (#8) stock-out sale
    Stock:TV-1    -2 "TV-1"
    Issued:sale    2 "TV-1"

2026-11-23 * (#9) undo
    Stock:TV-1    2 "TV-1"
    Undone    -2 "TV-1"
`);
  });

  for (const program of ['ledger', 'hledger']) {
    const isMissing = spawnSync(program, ['--version']).error !== undefined;

    describe.skipIf(isMissing)(`read by ${program}`, () => {
      it('balances to what is on hand, whatever the codes', () => {
        const rows = oddCodes.flatMap((code, index) => [
          { ...movement, entry: 2 * index + 1, code, change: index + 10 },
          { ...movement, entry: 2 * index + 2, code, change: -1, type: 'stock-out', reason: 'sale' },
        ]);
        expect(balances(program, rows)).toEqual(new Map(oddCodes.map((code, index) => [code, index + 9])));
      });

      it('lets no text out of its line', () => {
        const rows = hostileTexts.flatMap((text, index) => [
          { ...movement, entry: 2 * index + 1, ref: text, change: 1 },
          { ...movement, entry: 2 * index + 2, reason: text, change: 1 },
        ]);
        expect(balances(program, rows)).toEqual(new Map([['TV-1', rows.length]]));
      });

      it('keeps the largest quantities', () => {
        const rows = [{ ...movement, change: Number.MAX_SAFE_INTEGER }];
        expect(balances(program, rows)).toEqual(new Map([['TV-1', Number.MAX_SAFE_INTEGER]]));
      });

      it('balances to what is on hand, whatever the codes and texts are made of', () => {
        const code = fc.string({ unit: fc.constantFrom(...'-_./+09aZ长ж'), minLength: 1, maxLength: 8 });
        const row = fc.record({
          code,
          ref: fc.string({ unit: 'grapheme' }),
          change: fc.integer({ min: 1, max: 9 }),
        });
        fc.assert(
          fc.property(fc.array(row, { minLength: 40, maxLength: 80 }), (rows) => {
            const sums = new Map<string, number>();
            for (const { code, change } of rows) sums.set(code, (sums.get(code) ?? 0) + change);
            const found = balances(
              program,
              rows.map((row, index) => ({ ...movement, ...row, entry: index + 1 })),
            );
            expect([...found].sort()).toEqual([...sums].sort());
          }),
          { numRuns: 15 },
        );
      });
    });
  }
});
