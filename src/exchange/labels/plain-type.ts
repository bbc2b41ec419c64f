import truncatedWidth from 'fast-string-truncated-width';

/** Advance widths of Helvetica for ASCII from the space on, in thousandths of its size; Arial and Liberation Sans share them. */
const advances = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Of other characters than ASCII and its accented letters, by how many cells of a terminal they take. */
const advanceByCells = [0, 0.65, 1] as const;

/** The width of a text where the font is only known to be a plain sans serif: what it is, in Arial with Chinese beside it. */
export function plainWidth(text: string, sizeMm: number): number {
  let width = 0;
  for (const character of text.normalize('NFD')) width += advanceOf(character);
  return width * sizeMm;
}

function advanceOf(character: string): number {
  const ascii = advances[character.charCodeAt(0) - 0x20];
  if (ascii !== undefined) return ascii / 1000;
  if (character === '…') return 1;
  return advanceByCells[truncatedWidth(character).width] ?? 1;
}

/** The fonts it stands for, as CSS names them. */
export const plainFonts =
  "Arial, 'Liberation Sans', Helvetica, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Zen Hei', sans-serif";
