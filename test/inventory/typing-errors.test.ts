import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneErrorAway, typingErrors } from '../../src/inventory/values/typing-errors.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 6 });

describe('typing errors', () => {
  it.each([
    ['TV-1', 'TV-1', 0],
    ['TV-1', 'TV-2', 1],
    ['TV-1', 'TV1', 1],
    ['TV-1', 'TV--1', 1],
    ['TV-1', 'VT-1', 1],
    ['TV-1', 'VT-2', 2],
    ['', 'TV', 2],
  ])('from %s to %s are counted', (a, b, errors) => {
    expect(typingErrors(a, b)).toBe(errors);
    expect(typingErrors(b, a)).toBe(errors);
  });

  it('are one between two texts exactly where both ways of asking say so', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(isOneErrorAway(a, b)).toBe(typingErrors(a, b) === 1);
      }),
      { numRuns: 2000 },
    );
  });
});
