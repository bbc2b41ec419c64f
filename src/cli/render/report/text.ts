import { cutTo } from '../../../exchange/text/cut.ts';
import { padTo, widthOf } from '../../../exchange/text/width.ts';
import { barOf, plainInk } from '../blocks.ts';
import { gap } from '../table.ts';
import type { Sheet, SheetBars, SheetFlows, SheetPart } from './sheet.ts';
import { type Line, textLines } from './text-lines.ts';
import { tableLines } from './text-table.ts';

/** How a report is laid out as text. */
export interface TextLayout {
  /** Terminal cells, or characters of a line printer. */
  readonly columns: number;
  /** Lines on a page; null for one page without end, as on a screen. */
  readonly lines: number | null;
}

/** Eleven inches at six lines an inch, less what printers leave free. */
export const linesPerPage = 60;

/** A report as text for line printers: page heads, and a form feed between pages. */
export function textOf(sheet: Sheet, { columns, lines }: TextLayout): string {
  const body = [...linesOf(sheet, columns)];
  if (lines === null) return `${[sheet.title, '', ...body.map(({ text }) => text)].join('\n')}\n`;
  const pages = paged(body, lines - 2);
  return pages
    .map((page, index) => {
      const number = sheet.page(index + 1, pages.length);
      const head = padTo(sheet.title, columns - widthOf(number), 'left') + number;
      return `${[head, '', ...page].join('\n')}\n`;
    })
    .join('\f');
}

/** Lines in pages, the heads of a table repeated on each page that continues it. */
function paged(body: readonly Line[], lines: number): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let page: string[] = [];
  body.forEach(({ text, heads = [], keep = 0 }, index) => {
    const needed = 1 + Math.min(keep, body.length - 1 - index);
    if (page.length + needed > lines) {
      pages.push(page);
      page = [...heads];
    }
    if (page.length > 0 || text !== '') page.push(text);
  });
  return [...pages, page];
}

function* linesOf(sheet: Sheet, width: number): Generator<Line> {
  const { facts, parts, signatures, colon, columnsLeftOut } = sheet;
  for (const [label, value] of facts) yield* textLines(label + colon + value, width);
  for (const part of parts) {
    yield { text: '' };
    yield* partLines(part, width, columnsLeftOut);
  }
  yield { text: '' };
  yield { text: '' };
  const each = Math.floor((width - gap.length * (signatures.length - 1)) / signatures.length);
  const signing = signatures.map((who) => {
    const label = who + colon;
    return label + '_'.repeat(Math.max(each - widthOf(label), 4));
  });
  yield { text: signing.join(gap) };
}

function partLines(part: SheetPart, width: number, leftOut: Sheet['columnsLeftOut']): Iterable<Line> {
  switch (part.is) {
    case 'table':
      return tableLines(part, width, leftOut);
    case 'bars':
      return barLines(part, width);
    case 'flows':
      return flowLines(part, width);
    case 'note':
      return textLines(part.text, width);
  }
}

function* barLines({ title, bars }: SheetBars, width: number): Generator<Line> {
  yield { text: title, keep: 2 };
  const labels = Math.min(Math.max(...bars.map(({ label }) => widthOf(label)), 0), Math.floor(width / 3));
  const texts = Math.max(...bars.map(({ text }) => text.length), 0);
  const most = Math.max(...bars.map(({ size }) => size), 0);
  const room = width - labels - texts - 2 * gap.length;
  for (const { label, size, text } of bars) {
    const name = padTo(cutTo(label, labels), labels, 'left');
    yield {
      text: [name, padTo(text, texts, 'right'), barOf(size, most, room, plainInk)].join(gap).trimEnd(),
    };
  }
}

function* flowLines({ title, flows, in: inWord, out: outWord }: SheetFlows, width: number): Generator<Line> {
  yield { text: title, keep: 2 };
  const most = Math.max(...flows.flatMap((flow) => [flow.in, flow.out]), 0);
  const numbers = String(most).length + 1;
  const labels = Math.max(...flows.map(({ label }) => label.length), 0);
  const room = Math.floor((width - labels - 2 * (numbers + 1) - 3 * gap.length) / 2);
  const side = (units: number, sign: string) =>
    padTo(units === 0 ? '' : `${sign}${units}`, numbers, 'right') +
    ` ${padTo(barOf(units, most, room, plainInk), room, 'left')}`;
  const head = `${' '.repeat(labels)}${gap}${padTo(inWord, numbers + 1 + room, 'left')}${gap}${outWord}`;
  yield { text: head, keep: 1 };
  for (const flow of flows) {
    if (flow.in === 0 && flow.out === 0) continue;
    yield { text: [flow.label, side(flow.in, '+'), side(flow.out, '-')].join(gap).trimEnd() };
  }
}
