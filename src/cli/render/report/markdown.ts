import { type MarkdownCell, markdownTable, markdownText } from '../../../exchange/write/write-markdown.ts';
import { sparkline } from '../blocks.ts';
import { cellText, isTrend, type Sheet, type SheetCell, type SheetPart, type SheetTable } from './sheet.ts';

/** A report as Markdown. */
export function* markdownOf(sheet: Sheet): Generator<string> {
  const { title, facts, parts, signatures, colon } = sheet;
  yield `# ${markdownText(title)}\n\n`;
  yield* markdownTable(
    [
      { key: '', text: true },
      { key: '', text: true },
    ],
    facts,
  );
  for (const part of parts) {
    yield '\n';
    yield* partMarkdown(part);
  }
  yield `\n${signatures.map((who) => `${who}${colon}\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_`).join(' ')}\n`;
}

function* partMarkdown(part: SheetPart): Generator<string> {
  switch (part.is) {
    case 'table':
      return yield* tableMarkdown(part);
    case 'note':
      return yield `${markdownText(part.text)}\n`;
    case 'bars':
      yield `## ${markdownText(part.title)}\n\n`;
      return yield* markdownTable(
        [
          { key: '', text: true },
          { key: '', text: false },
        ],
        part.bars.map(({ label, text }) => [label, text]),
      );
    case 'flows': {
      yield `## ${markdownText(part.title)}\n\n`;
      const moved = part.flows.filter((flow) => flow.in > 0 || flow.out > 0);
      return yield* markdownTable(
        [
          { key: '', text: true },
          { key: part.in, text: false },
          { key: part.out, text: false },
        ],
        moved.map((flow) => [flow.label, flow.in, flow.out]),
      );
    }
  }
}

function* tableMarkdown({ caption, columns, groups, totals, empty }: SheetTable): Generator<string> {
  yield `## ${markdownText(caption)}\n\n`;
  if (groups.length === 0) return yield `${markdownText(empty)}\n`;
  const shown = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ blank }) => blank !== 'printed');
  const rowOf = (cells: readonly SheetCell[]) => shown.map(({ index }) => textOf(cells[index]));
  const rows: (readonly MarkdownCell[])[] = [];
  for (const { heading, rows: of, subtotal } of groups) {
    if (heading !== null) rows.push([strong(heading)]);
    for (const row of of) rows.push(rowOf(row));
    if (subtotal !== null) rows.push(rowOf(subtotal).map(strong));
  }
  if (totals !== null) rows.push(rowOf(totals).map(strong));
  yield* markdownTable(
    shown.map(({ heading, align }) => ({ key: heading, text: align === 'left' })),
    rows,
  );
}

const strong = (text: string): MarkdownCell => ({ strong: text });

const textOf = (cell: SheetCell | undefined): string =>
  isTrend(cell) ? sparkline(cell.line) : cellText(cell);
