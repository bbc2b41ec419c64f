import { queues } from '../../../inventory/book/place-kinds.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import type { PendingItem } from '../../../inventory/look/pending.ts';
import {
  codeAndName,
  headedSheet,
  left,
  type ReportColumn,
  type ReportContext,
  right,
  tableOf,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart, SheetTable } from '../../render/report/sheet.ts';
import { placeNamed } from '../../words/places.ts';

/** A device on a sheet. */
export interface BlankLine {
  readonly code: string;
  readonly name: string;
  readonly spec: string;
  /** What the book has; null on a sheet that does not say. */
  readonly book: number | null;
}

/** What is to be counted at one place. */
export interface BlankPlace {
  readonly path: string;
  readonly lines: readonly BlankLine[];
}

/** Lines for what is found beside what the sheet lists. */
const linesForFinds = 5;

/** The sheets that are counted on: nothing on them says what the book has, unless that is asked for. */
export function blankSheet(
  context: ReportContext,
  count: number,
  places: readonly BlankPlace[],
  isRecount: boolean,
  apart: readonly PendingItem[],
): Sheet {
  const { texts, language } = context;
  const said = texts.count;
  const named = (path: string) => placeNamed(path, language);
  const columns = columnsOf(context, places);
  const parts: SheetPart[] = places.map(({ path, lines }) => tableAt(context, columns, named(path), lines));
  if (places.length === 0)
    parts.push(tableOf(columns, [], null, { caption: said.caption, empty: said.empty }));
  const standing = apart.map(({ queue, entry, left: units, code }) =>
    said.apartLine(termOf(queues, queue, language), entry, units, code),
  );
  const [open, between] = language === 'zh' ? ['', '、'] : [' ', ', '];
  parts.push({ is: 'note', text: `${said.apart}${open}${[...standing, said.othersGoods].join(between)}` });
  const title = said.sheetTitle(count, places.map(({ path }) => named(path)).join(', '), isRecount);
  return headedSheet(
    context,
    { title, signatures: said.sheetSignatures },
    [[said.count, `#${count}`]],
    parts,
  );
}

function tableAt(
  { texts }: ReportContext,
  columns: readonly ReportColumn<BlankLine, never>[],
  caption: string,
  lines: readonly BlankLine[],
): SheetTable {
  const finds = Array.from({ length: linesForFinds }, () => ({ code: '', name: '', spec: '', book: null }));
  const groups = [
    { heading: null, rows: lines, totals: null },
    { heading: texts.count.finds, rows: finds, totals: null },
  ];
  return tableOf(columns, groups, null, { caption, empty: texts.count.empty });
}

function columnsOf(
  context: ReportContext,
  places: readonly BlankPlace[],
): readonly ReportColumn<BlankLine, never>[] {
  const said = context.texts.count;
  const tellsBook = places.some(({ lines }) => lines.some(({ book }) => book !== null));
  return [
    ...codeAndName<BlankLine, never>(context, () => ''),
    { ...left(said.spec, 1, 8), cell: ({ spec }) => spec },
    ...(tellsBook
      ? [{ ...right(said.book, 0), cell: ({ book }: BlankLine) => (book === null ? '' : String(book)) }]
      : []),
    { ...right(said.counted, 0), blank: 'always', cell: () => '' },
  ];
}
