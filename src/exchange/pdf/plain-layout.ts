import type { Font, Glyph, GlyphPosition, GlyphRun } from 'fontkit';

/** Characters that look the same whatever stands beside them: Latin, Chinese, and the marks and symbols of both. */
const standAlone =
  /^[ -~\xa0-\xff\u2010-\u203a\u20a0-\u20bf\u2190-\u2193\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]*$/;

/** One character as it is laid out. */
interface Laid {
  readonly glyphs: readonly Glyph[];
  readonly positions: readonly GlyphPosition[];
}

/**
 * Has a font lay out texts of such characters one by one, each only once: the rules of a large font for what stands beside
 * each other take most of the time of a long table, and change nothing in it but the room between a few letters.
 */
export function laidOutPlainly(font: Font): Font {
  const layout = font.layout.bind(font);
  const known = new Map<string, Laid>();
  const laid = (character: string): Laid => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const { glyphs, positions } = layout(character);
    const now = { glyphs, positions: positions.map((position) => ({ ...position })) };
    known.set(character, now);
    return now;
  };
  const plain = (text: string): Pick<GlyphRun, 'glyphs' | 'positions' | 'advanceWidth'> => {
    const all = Array.from(text, laid);
    // Whoever is given positions may change them.
    const positions = all.flatMap((one) => one.positions.map((position) => ({ ...position })));
    return {
      glyphs: all.flatMap(({ glyphs }) => glyphs),
      positions,
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
      },
    };
  };
  return Object.assign(font, {
    layout: (text: string, ...rest: []) => (standAlone.test(text) ? plain(text) : layout(text, ...rest)),
  });
}
