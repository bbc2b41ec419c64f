import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestScan, parseScan, scanOfWords } from '../../src/cli/menu/scan-line.ts';
import { parsed } from '../../src/inventory/refusal.ts';
import { parseCode } from '../../src/inventory/values/code.ts';
import { maxPerMovement } from '../../src/inventory/values/quantity.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('scan lines');

function check(line: string): void {
  const scan = parseScan(line);
  if (line.length > longestScan) expect(scan.ok).toBe(false);
  if (!scan.ok || scan.value.take === 'back' || scan.value.take === 'place') return;
  const { value } = scan;
  for (const known of value.take === 'either' ? value.words : ['']) {
    const scanned =
      value.take === 'either' ? scanOfWords(value.words, (word) => word === known) : parsed(value);
    if (!scanned.ok) continue;
    const { code, quantity } = scanned.value;
    expect(quantity).toBeGreaterThanOrEqual(1);
    expect(quantity).toBeLessThanOrEqual(maxPerMovement);
    expect(code).not.toMatch(/[\s*]/);
    if (known !== '') expect(code).toBe(known);
  }
}

describe('any line', () => {
  it('is a scan, takes one back, or is refused', patience, async () => {
    await campaign.holdsForEach(nastyTexts, check);
    await campaign.holds(500, anyText, check);
    await campaign.holds(
      1500,
      textOf(
        'TV-1',
        '3',
        '*',
        '×',
        ' ',
        'undo',
        '撤销',
        '０',
        '\t',
        '*3',
        ']E0',
        '\u0002',
        '\u0003',
        ',',
        '–',
      ),
      check,
    );
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
      const isOnlyCode = code !== String(quantity);
      expect(parseScan(`${code}*${quantity}`)).toMatchObject({ ok: true, value: { code, quantity } });
      expect(parseScan(code)).toMatchObject({ ok: true, value: { code, quantity: 1 } });
      for (const line of [` ${quantity} ${code} `, `${code}\t${quantity}`, `${code},${quantity}`]) {
        const scan = parseScan(line);
        if (!scan.ok || scan.value.take !== 'either') throw new Error(line);
        const scanned = scanOfWords(scan.value.words, (word) => word === code);
        if (isOnlyCode) expect(scanned).toMatchObject({ ok: true, value: { code, quantity } });
        else expect(scanned.ok).toBe(false);
      }
    });
  });
});
