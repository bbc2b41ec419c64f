import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printed } from '../../../src/exchange/labels/fit-text.ts';
import { plainWidth } from '../../../src/exchange/labels/plain-type.ts';
import { cutTo } from '../../../src/exchange/text/cut.ts';
import { widthOf } from '../../../src/exchange/text/width.ts';
import { wrap } from '../../../src/exchange/text/wrap.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('长', '虹', '电', '视', 'a', 'W', ' ', '，', '（', '“', '😀', 'é') }),
);
const width = fc.double({ min: 5, max: 70, noNaN: true });
const size = fc.double({ min: 2, max: 5, noNaN: true });

const measureIn = (size: number) => (some: string) => plainWidth(some, size);

describe('a text that has so much room', () => {
  it('is as it was where it fits, else cut between characters and marked', () => {
    fc.assert(
      fc.property(text, width, size, (text, width, size) => {
        const shown = cutTo(text, width, measureIn(size));
        if (plainWidth(text, size) <= width) expect(shown).toBe(text);
        else {
          expect(plainWidth(shown, size)).toBeLessThanOrEqual(width);
          expect(shown.endsWith('…')).toBe(true);
          const kept = shown.slice(0, -1);
          expect(text.startsWith(kept)).toBe(true);
          const ends = Array.from(new Intl.Segmenter().segment(text), ({ index }) => index);
          expect(text.slice(kept.length).trimStart() === '' || ends.some((end) => end >= kept.length)).toBe(
            true,
          );
        }
      }),
    );
  });

  it('keeps to its lines and their width, and loses nothing before the mark', () => {
    fc.assert(
      fc.property(text, width, size, fc.integer({ min: 1, max: 4 }), (text, width, size, most) => {
        const lines = wrap(printed(text), width, { measure: measureIn(size), maxLines: most });
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines)
          if (Array.from(new Intl.Segmenter().segment(line)).length > 1)
            expect(plainWidth(line, size)).toBeLessThanOrEqual(width);
        const whole = printed(text).replaceAll(' ', '');
        const shown = lines.join('').replaceAll(' ', '');
        if (shown !== whole) expect(whole.startsWith(shown.replace(/…$/, ''))).toBe(true);
      }),
    );
  });

  it('breaks between words, and never before a mark that ends one', () => {
    const lines = (text: string, width: number) => wrap(text, width, { measure: measureIn(4), maxLines: 9 });
    expect(lines('Hanxing 22 LCD with DVD', 25)).toEqual(['Hanxing 22', 'LCD with', 'DVD']);
    expect(lines('长虹，电视', 13)).toEqual(['长虹，', '电视']);
    expect(lines('电视（液晶）', 17)).toEqual(['电视', '（液晶）']);
    expect(lines('长（😀长', 9)).toEqual(['长', '（😀', '长']);
    expect(lines('Donaudampfschifffahrt', 20).join('')).toBe('Donaudampfschifffahrt');
  });

  it('in a terminal takes the cells of its characters', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
    expect(wrap('what is left of it', 9)).toEqual(['what is', 'left of', 'it']);
    expect(wrap('set aside (#8, 1 × T1)', 12)).toEqual(['set aside', '(#8, 1 × T1)']);
    expect(wrap('say --before #51, or 5 % of it – so', 10)).toEqual([
      'say',
      '--before',
      '#51, or',
      '5 % of',
      'it – so',
    ]);
    expect(wrap('长虹电视', 3)).toEqual(['长', '虹', '电', '视']);
  });
});
