import { describe, expect, it } from 'vitest';
import { withCommas } from '../../src/cli/words/counting.ts';

describe('an amount in a sentence', () => {
  it.each([
    ['0.00', '0.00'],
    ['999.99', '999.99'],
    ['-100.00', '-100.00'],
    ['1000', '1,000'],
    ['-1770.00', '-1,770.00'],
    ['12345678901234567.890', '12,345,678,901,234,567.890'],
  ])('has commas between its thousands: %s', (amount, shown) => {
    expect(withCommas(amount)).toBe(shown);
  });
});
