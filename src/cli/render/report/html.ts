import { type Drawing, drawChart, drawTrend, type Ink, type Shape } from './drawing.ts';
import { styleOf } from './html-style.ts';
import type { Page } from './page.ts';
import {
  cellText,
  isTrend,
  type Sheet,
  type SheetCell,
  type SheetChart,
  type SheetColumn,
  type SheetGroup,
  type SheetPart,
  type SheetTable,
} from './sheet.ts';

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML and SVG write it, within elements and attributes. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** A report as one HTML file that needs nothing else: no script, no network. */
export function* htmlOf(sheet: Sheet, page: Page): Generator<string> {
  const { title, language, facts, parts, signatures, colon } = sheet;
  yield `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="stockbook">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${styleOf(page, title, pageWords(sheet))}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
<dl>
${facts.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('\n')}
</dl>
</header>
`;
  const charts = parts.filter((part) => part.is === 'bars' || part.is === 'flows');
  for (const part of parts) yield* partHtml(part);
  if (charts.length > 0) {
    yield '<div class="charts">\n';
    for (const [index, chart] of charts.entries()) yield chartHtml(chart, `chart${index + 1}`);
    yield '</div>\n';
  }
  yield `<div class="sign">${signatures.map((who) => `<div>${escaped(who + colon)}</div>`).join('')}</div>
</main>
</body>
</html>
`;
}

/** The text around the two numbers in “page 1 of 3”. */
function pageWords({ page }: Sheet): readonly [string, string, string] {
  const [before = '', between = '', after = ''] = page(1, 2).split(/[12]/);
  return [before, between, after];
}

function* partHtml(part: SheetPart): Generator<string> {
  if (part.is === 'note') yield `<p class="note">${escaped(part.text)}</p>\n`;
  if (part.is === 'table') yield* tableHtml(part);
}

function* tableHtml({ caption, columns, groups, totals, empty }: SheetTable): Generator<string> {
  if (groups.length === 0) {
    yield `<section><h2>${escaped(caption)}</h2><p class="empty">${escaped(empty)}</p></section>\n`;
    return;
  }
  const heads = columns.map((column) => `<th scope="col"${classes(column)}>${escaped(column.heading)}</th>`);
  yield `<div class="scroll" role="region" aria-label="${escaped(caption)}" tabindex="0">\n<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${heads.join('')}</tr></thead>\n`;
  for (const group of groups) yield* groupHtml(group, columns);
  if (totals !== null) yield `<tbody>\n${totalsHtml(totals, columns, 't')}</tbody>\n`;
  yield '</table>\n</div>\n';
}

function* groupHtml(
  { heading, rows, subtotal }: SheetGroup,
  columns: readonly SheetColumn[],
): Generator<string> {
  yield '<tbody>\n';
  if (heading !== null)
    yield `<tr class="g"><th scope="rowgroup" colspan="${columns.length}">${escaped(heading)}</th></tr>\n`;
  for (const row of rows) {
    const cells = columns.map((column, index) => cellHtml(column, row[index] ?? '', index === 0));
    yield `<tr>${cells.join('')}</tr>\n`;
  }
  if (subtotal !== null) yield totalsHtml(subtotal, columns, 's');
  yield '</tbody>\n';
}

function cellHtml(column: SheetColumn, cell: SheetCell, heads: boolean): string {
  const label = ` data-label="${escaped(column.heading)}"`;
  const text = escaped(cellText(cell));
  if (heads && text !== '') return `<th scope="row"${classes(column)}${label}>${text}</th>`;
  const shown = isTrend(cell)
    ? svgOf(drawTrend(cell.line), 'trend', cell.text)
    : typeof cell === 'string'
      ? text
      : `<span class="${cell.tone}">${text}</span>`;
  return `<td${classes(column)}${label}>${shown}</td>`;
}

/** The words of totals span the empty cells of the columns before them. */
function totalsHtml(totals: readonly string[], columns: readonly SheetColumn[], kind: 's' | 't'): string {
  const words = totals.findIndex((text) => text !== '');
  const cells = columns.slice(words + 1).map((column, index) => {
    return `<td${classes(column)} data-label="${escaped(column.heading)}">${escaped(totals[words + 1 + index] ?? '')}</td>`;
  });
  return `<tr class="${kind}"><th scope="row" colspan="${words + 1}">${escaped(totals[words] ?? '')}</th>${cells.join('')}</tr>\n`;
}

function classes({ align, blank, shrinkTo }: SheetColumn): string {
  const names = [
    ...(align === 'right' ? ['n'] : []),
    ...(blank === undefined ? [] : ['blank', ...(blank === 'always' ? ['always'] : [])]),
    ...(shrinkTo === undefined ? [] : ['w']),
  ];
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

function chartHtml(chart: SheetChart, id: string): string {
  const svg = svgOf(drawChart(chart), 'chart', chart.title, { id, description: chart.description });
  return `<figure><figcaption>${escaped(chart.title)}</figcaption>${svg}</figure>\n`;
}

/** A drawing as inline SVG that says in words what it shows. */
function svgOf(
  { width, height, shapes }: Drawing,
  className: string,
  title: string,
  described?: { readonly id: string; readonly description: string },
): string {
  const labelled =
    described === undefined
      ? ` aria-label="${escaped(title)}"`
      : ` aria-labelledby="${described.id}-title ${described.id}-desc"`;
  const words =
    described === undefined
      ? `<title>${escaped(title)}</title>`
      : `<title id="${described.id}-title">${escaped(title)}</title><desc id="${described.id}-desc">${escaped(described.description)}</desc>`;
  return `<svg class="${className}" role="img"${labelled} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${words}${shapes.map(shapeSvg).join('')}</svg>`;
}

const fill = (ink: Ink): string => (ink === 'text' ? '' : ` class="f-${ink}"`);

function shapeSvg(shape: Shape): string {
  switch (shape.is) {
    case 'box': {
      const { x, y, width, height, ink } = shape;
      return `<rect${fill(ink)} x="${x}" y="${y}" width="${width}" height="${height}"/>`;
    }
    case 'line':
      return `<path class="l l-${shape.ink}" d="${shape.path}"/>`;
    case 'dot':
      return `<circle${fill(shape.ink)} cx="${shape.x}" cy="${shape.y}" r="1.9"/>`;
    case 'text': {
      const anchor = shape.anchor === 'end' ? ' text-anchor="end"' : '';
      return `<text${fill(shape.ink)} x="${shape.x}" y="${shape.y}"${anchor}>${escaped(shape.text)}</text>`;
    }
  }
}
