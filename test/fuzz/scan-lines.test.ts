import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestScan, parseScan } from '../../src/cli/menu/scan-line.ts';
import { parseCode } from '../../src/inventory/values/code.ts';
import { maxPerMovement } from '../../src/inventory/values/quantity.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('scan lines');

function check(line: string): void {
  const scan = parseScan(line);
  if (line.length > longestScan) expect(scan.ok).toBe(false);
  if (!scan.ok || scan.value.take === 'back') return;
  expect(scan.value.quantity).toBeGreaterThanOrEqual(1);
  expect(scan.value.quantity).toBeLessThanOrEqual(maxPerMovement);
  expect(scan.value.code).not.toMatch(/[\s*]/);
}

describe('any line', () => {
  it('is a scan, takes one back, or is refused', patience, async () => {
    await campaign.holdsForEach(nastyTexts, check);
    await campaign.holds(500, anyText, check);
    await campaign.holds(1500, textOf('TV-1', '3', '*', '×', ' ', 'undo', '撤销', '０', '\t', '*3'), check);
  });
});

describe('any code and quantity', () => {
  it('is what its line says, in each of its forms', patience, async () => {
    const scans = fc.record({
      code: fc.string({ minLength: 1, maxLength: 12 }).filter((text) => {
        const code = parseCode(text);
        return code.ok && code.value === text && text.toLowerCase() !== 'undo';
      }),
      quantity: fc.integer({ min: 1, max: maxPerMovement }),
    });
    await campaign.holds(500, scans, ({ code, quantity }) => {
      const wanted = { ok: true, value: { take: 'movement', code, quantity } };
      expect(parseScan(`${code}*${quantity}`)).toEqual(wanted);
      expect(parseScan(` ${quantity} ${code} `)).toEqual(wanted);
      expect(parseScan(code)).toEqual({ ok: true, value: { take: 'movement', code, quantity: 1 } });
    });
  });
});
