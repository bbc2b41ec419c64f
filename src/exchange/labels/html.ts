import { escapedXml, millimetres } from './markup.ts';
import type { PlacedLabel } from './pages.ts';
import type { Sheet } from './sheet.ts';
import { type About, drawnPage, openSvg } from './svg.ts';

/** A page that stands alone: each sheet prints on a page of its own, exact in millimetres, and without a script. */
export function* htmlFile(
  pages: Iterable<readonly PlacedLabel[]>,
  sheet: Sheet,
  { title, language, hint }: About & { readonly hint: string },
): Generator<string> {
  yield `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escapedXml(title)}</title>
<style>
${styles(sheet)}
</style>
</head>
<body>
<p>${escapedXml(hint)}</p>
`;
  const outlines = pageOutlines(sheet);
  for (const page of pages) {
    yield `${openSvg(sheet.page, language)}${outlines}${drawnPage(page)}</svg>\n`;
  }
  yield '</body>\n</html>\n';
}

/** On paper nothing but the labels; on a screen the sheet and where it is cut, too. */
const styles = ({ page: { width, height } }: Sheet): string => `@page {
  size: ${millimetres(width)}mm ${millimetres(height)}mm;
  margin: 0;
}
body {
  margin: 0;
}
svg {
  display: block;
  break-after: page;
  break-inside: avoid;
}
svg:last-of-type {
  break-after: auto;
}
@media print {
  p,
  .outline {
    display: none;
  }
}
@media screen {
  body {
    background: #ddd;
    font-family: sans-serif;
    text-align: center;
  }
  svg {
    margin: 0 auto 8mm;
    background: #fff;
  }
}`;

function pageOutlines({ columns, rows, origin, pitch, label }: Sheet): string {
  const one = (column: number, row: number): string =>
    `<rect x="${millimetres(origin.width + column * pitch.width)}" y="${millimetres(origin.height + row * pitch.height)}" ` +
    `width="${millimetres(label.width)}" height="${millimetres(label.height)}"/>`;
  const all = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => one(column, row)).join(''),
  );
  return `<g class="outline" fill="none" stroke="#ccc" stroke-width="0.2">${all.join('')}</g>\n`;
}
