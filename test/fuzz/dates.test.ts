import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/inventory/values/time.ts';
import { Campaign, patience } from './campaign.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const campaign = new Campaign('dates');

const odd = [
  '0000-01-01',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-29',
  '2024-02-29T24:00',
  '2026-11-23T09:30+14:00',
  '2026-11-23T09:30-15:00',
  '2026-11-23T09:30:60Z',
  '2026-11-23T09:30:00.1234567890Z',
  '-002026-11-23',
  '2026-W48-1',
  '20261123',
  '1795000000000',
  '２０２６-11-23',
];

function check(text: string): void {
  for (const edge of ['start', 'end'] as const) {
    const time = parseTime(text, edge, 0);
    if (!time.ok) continue;
    expect(Number.isSafeInteger(time.value)).toBe(true);
    const printed = new Date(time.value).toISOString();
    // Times before the year 0 or after 9999 print with a sign.
    if (/^\d{4}-/.test(printed)) expect(parseTime(printed, edge, 0)).toEqual(time);
  }
}

describe('any text', () => {
  it('is a time that prints and parses as itself, or is refused', patience, async () => {
    await campaign.holdsForEach([...nastyTexts, ...odd], check);
    await campaign.holds(500, anyText, check);
    await campaign.holds(
      1500,
      textOf('2026', '-', '11', '23', '02', '29', 'T', ':', '09', '60', '.', '5', 'Z', '+08', ' '),
      check,
    );
  });
});

describe('any time of the years 0 to 9999', () => {
  it('is what it prints', patience, async () => {
    const times = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    await campaign.holds(500, times, (time) => {
      expect(parseTime(time.toISOString(), 'start', 0)).toEqual({ ok: true, value: time.getTime() });
    });
  });
});
