import type { DrawnLabel, PlacedBarcode, TextLine } from './layout.ts';
import { escapedXml, millimetres } from './markup.ts';
import type { PlacedLabel } from './pages.ts';
import { plainFonts } from './plain-type.ts';
import type { Sheet } from './sheet.ts';

/** What a file of labels says of itself. */
export interface About {
  readonly title: string;
  /** Of its texts, as HTML names languages. */
  readonly language: string;
}

/** One SVG, exact in millimetres; several sheets are stacked. */
export function* svgFile(
  pages: Iterable<readonly PlacedLabel[]>,
  sheet: Sheet,
  sheets: number,
  { title, language }: About,
): Generator<string> {
  const { width, height } = sheet.page;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${openSvg({ width, height: height * sheets }, language)}`;
  yield `<title>${escapedXml(title)}</title>\n`;
  yield `<rect width="100%" height="100%" fill="#fff"/>\n`;
  let index = 0;
  for (const page of pages) {
    yield `<g transform="translate(0 ${millimetres(height * index++)})">\n${drawnPage(page)}</g>\n`;
  }
  yield '</svg>\n';
}

/** The beginning of an SVG element of that size, in whose units a millimetre is 1. */
export const openSvg = ({ width, height }: Sheet['page'], language: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${millimetres(width)}mm" height="${millimetres(height)}mm" ` +
  `viewBox="0 0 ${millimetres(width)} ${millimetres(height)}" xml:lang="${language}" font-family="${plainFonts}">\n`;

/** The labels of a page, to stand within an SVG element. */
export const drawnPage = (page: readonly PlacedLabel[]): string =>
  page
    .map(
      ({ x, y, label }) =>
        `<g transform="translate(${millimetres(x)} ${millimetres(y)})">${drawn(label)}</g>\n`,
    )
    .join('');

const drawn = ({ lines, barcode }: DrawnLabel): string => bars(barcode) + lines.map(text).join('');

function bars({ barcode: { wide, high, dark }, x, y, width, height }: PlacedBarcode): string {
  const [across, down] = [width / wide, height / (high ?? 1)];
  const path = dark.map((points) => `M${points.map(([x, y]) => `${x} ${y}`).join('L')}z`).join('');
  return (
    `<path transform="translate(${millimetres(x)} ${millimetres(y)}) scale(${across} ${down})" ` +
    `fill-rule="evenodd" d="${path}"/>`
  );
}

/** Whatever font it is shown in, the text is as wide as it was laid out. */
function text({ text, x, baseline, sizeMm, widthMm, anchor, bold }: TextLine): string {
  if (text === '') return '';
  return (
    `<text x="${millimetres(x)}" y="${millimetres(baseline)}" font-size="${millimetres(sizeMm)}"` +
    `${anchor === 'start' ? '' : ' text-anchor="end"'}${bold ? ' font-weight="bold"' : ''} ` +
    `textLength="${millimetres(widthMm)}" lengthAdjust="spacingAndGlyphs">${escapedXml(text)}</text>`
  );
}
