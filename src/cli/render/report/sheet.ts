import { printable } from '../printable.ts';
import type { Column } from '../table.ts';

/** A column of a sheet. */
export interface SheetColumn extends Column {
  /** To be filled in by hand: on paper only or, where the sheet is for nothing else, always. */
  readonly blank?: 'printed' | 'always';
  /** Tells one row from all others: never cut. */
  readonly isKey?: boolean;
}

/** How a quantity went, drawn small; the text says it in words. */
export interface Trend {
  readonly text: string;
  readonly line: readonly number[];
}

export type SheetCell = string | { readonly text: string; readonly tone: 'low' } | Trend;

export const isTrend = (cell: SheetCell | undefined): cell is Trend =>
  typeof cell === 'object' && 'line' in cell;

export const cellText = (cell: SheetCell | undefined): string =>
  typeof cell === 'string' ? cell : (cell?.text ?? '');

/** Rows under a heading of their own, with what they amount to. */
export interface SheetGroup {
  readonly heading: string | null;
  readonly rows: readonly (readonly SheetCell[])[];
  readonly subtotal: readonly string[] | null;
}

export interface SheetTable {
  readonly is: 'table';
  readonly caption: string;
  readonly columns: readonly SheetColumn[];
  readonly groups: readonly SheetGroup[];
  readonly totals: readonly string[] | null;
  /** The text shown if there are no rows. */
  readonly empty: string;
}

/** Amounts side by side. */
export interface SheetBars {
  readonly is: 'bars';
  readonly title: string;
  readonly description: string;
  readonly bars: readonly { readonly label: string; readonly size: number; readonly text: string }[];
}

/** What came in and went out, part by part. */
export interface SheetFlows {
  readonly is: 'flows';
  readonly title: string;
  readonly description: string;
  readonly in: string;
  readonly out: string;
  readonly flows: readonly { readonly label: string; readonly in: number; readonly out: number }[];
}

export type SheetChart = SheetBars | SheetFlows;

export interface SheetNote {
  readonly is: 'note';
  readonly text: string;
}

export type SheetPart = SheetTable | SheetChart | SheetNote;

/** A report in words, as every format shows it. */
export interface Sheet {
  readonly title: string;
  /** As HTML and PDF name languages. */
  readonly language: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly parts: readonly SheetPart[];
  /** Who signs: a line each. */
  readonly signatures: readonly string[];
  readonly colon: string;
  readonly page: (page: number, pages: number) => string;
  readonly columnsLeftOut: (headings: readonly string[]) => string;
}

/** How many rows the tables of a sheet have. */
export function rowsOf({ parts }: Sheet): number {
  const groups = parts.flatMap((part) => (part.is === 'table' ? part.groups : []));
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** A sheet whose texts, which people typed, hide nothing and turn nothing around. */
export function printableSheet(sheet: Sheet): Sheet {
  return {
    ...sheet,
    facts: sheet.facts.map(([label, value]) => [label, printable(value)]),
    parts: sheet.parts.map(printablePart),
  };
}

function printablePart(part: SheetPart): SheetPart {
  switch (part.is) {
    case 'table':
      return { ...part, groups: part.groups.map(printableGroup) };
    case 'bars':
      return { ...part, bars: part.bars.map((bar) => ({ ...bar, label: printable(bar.label) })) };
    case 'flows':
    case 'note':
      return part;
  }
}

const printableGroup = ({ heading, rows, subtotal }: SheetGroup): SheetGroup => ({
  heading: heading === null ? null : printable(heading),
  rows: rows.map((row) => row.map(printableCell)),
  subtotal: subtotal?.map(printable) ?? null,
});

const printableCell = (cell: SheetCell): SheetCell =>
  typeof cell === 'string' ? printable(cell) : { ...cell, text: printable(cell.text) };

/** Every text of a sheet: fonts are chosen by them. */
export function* textsOf(sheet: Sheet): Generator<string> {
  yield sheet.title + sheet.colon + sheet.page(1, 1);
  for (const [label, value] of sheet.facts) yield label + value;
  yield* sheet.signatures;
  for (const part of sheet.parts) {
    if (part.is === 'note') yield part.text;
    else if (part.is === 'table') yield* tableTexts(part);
    else yield part.title;
    if (part.is === 'bars') for (const { label, text } of part.bars) yield label + text;
    if (part.is === 'flows') yield part.in + part.out;
  }
}

function* tableTexts({ caption, columns, groups, totals, empty }: SheetTable): Generator<string> {
  yield caption + empty;
  for (const { heading } of columns) yield heading;
  for (const { heading, rows, subtotal } of groups) {
    yield heading ?? '';
    for (const row of rows) for (const cell of row) if (!isTrend(cell)) yield cellText(cell);
    yield* subtotal ?? [];
  }
  yield* totals ?? [];
}
