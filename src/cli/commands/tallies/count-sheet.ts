import { byteOrderMark, type Column, csvLines } from '../../../exchange/write/write-csv.ts';
import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { quantityAt } from '../../../inventory/book/stock.ts';
import { openCount, placeInCount } from '../../../inventory/decide/counts/find-count.ts';
import { tallyColumns } from '../../../inventory/decide/imports/import-columns.ts';
import { nameAttribute } from '../../../inventory/devices/device.ts';
import {
  type CountSheet,
  countSheets,
  sheetsToRecount,
} from '../../../inventory/look/counting/count-sheets.ts';
import { CountLines } from '../../../inventory/look/counts.ts';
import { type ListRow, rowOf } from '../../../inventory/look/list-row.ts';
import { type PendingItem, pendingItems } from '../../../inventory/look/pending.ts';
import { pagesOf } from '../../../store/pages.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { choice, flag } from '../../options.ts';
import { shellWord } from '../../pasted.ts';
import { specOf } from '../../render/label-text.ts';
import { printable } from '../../render/printable.ts';
import { printableSheet } from '../../render/report/sheet.ts';
import { printAll } from '../../render/rows.ts';
import { blankSheet } from '../../reports/count/blank-sheet.ts';
import type { Session } from '../../session.ts';
import { loadReportTexts } from '../../words/report/texts.ts';
import { count, countMeant, placeOfCount } from '../counts/count-options.ts';
import { mayWrite, output, outputOf, reportWritten, writeOutput } from '../export/output-file.ts';
import { formatOption, outputFormat, refuseOnTerminal } from '../export/output-format.ts';
import { layoutOf, layoutOptions, putOut, refuseUnusedLayout, reportFormats } from '../report/report-file.ts';
import { reportContext } from '../report/report-of.ts';
import { words } from './count-sheet.words.ts';

const sheetFormats = [...reportFormats, 'csv', 'xlsx'] as const;

export const command = defineCommand({
  words,
  arguments: { count },
  options: {
    place: placeOfCount,
    pass: choice(
      '--pass <pass>',
      { en: '1 (default), or 2: only what is to be counted again', zh: '1（默认）或 2：只列待复盘的' },
      ['1', '2'],
    ),
    book: flag('--book', { en: 'with what the book has', zh: '印出账存' }),
    output,
    format: formatOption(sheetFormats),
    ...layoutOptions,
  },
  async run(session, typed) {
    const layout = layoutOf(session, typed);
    const place = await outputOf(session, typed.output, { reads: [typed.font] });
    const format = outputFormat(typed.format, place, sheetFormats, 'txt');
    const isTable = format === 'csv' || format === 'xlsx';
    refuseUnusedLayout(typed, format);
    refuseOnTerminal(session, place, format);
    const number = await countMeant(session, typed.count, 'count sheet');
    if (place !== null && !(await mayWrite(session, place))) return interrupted;
    const { sheets, apart } = await sheetsOf(session, number, typed.place, typed.pass === '2');
    if (!isTable) {
      const texts = await loadReportTexts(session.language);
      const context = await reportContext(session, texts, []);
      const places = sheets.map(({ place: id, path, rows }) => ({
        path,
        lines: rows.map((row) => ({
          code: row.code,
          name: row.name,
          spec: specOf(row, session.language),
          book: typed.book ? bookAt(row, id) : null,
        })),
      }));
      const sheet = printableSheet(blankSheet(context, number, places, typed.pass === '2', apart));
      await putOut(session, { sheet, format, layout, texts }, place);
      return 0;
    }
    const rows = sheets.flatMap(({ place: id, path, rows: devices }) =>
      devices.map((row) => [
        row.code,
        path,
        null,
        null,
        null,
        null,
        row.name,
        ...(typed.book ? [bookAt(row, id)] : []),
      ]),
    );
    const columns = columnsOf(typed.book, session);
    const { xlsxFile } = await import('../../../exchange/write/write-xlsx.ts');
    const pieces =
      format === 'csv'
        ? [...(place?.isStream === false ? [byteOrderMark] : []), ...csvLines(columns, rows)]
        : [await xlsxFile(columns, pagesOf(rows))];
    if (place === null) {
      printAll(session, pieces);
      return 0;
    }
    await writeOutput(place, pieces as Iterable<string>);
    const enter = session.messages.command(printable(`count enter ${number} ${shellWord(place.path)}`));
    session.note(words[session.language].written(printable(place.path), enter));
    reportWritten(session, () => ({ file: place.path, rows: rows.length }));
    return 0;
  },
});

/**
 * The columns that a filled sheet is read by, and those that show people which device is meant. People fill in the sheet, so in
 * Chinese the columns have Chinese names, which `count enter` reads, too.
 */
const columnsOf = (withBook: boolean, { language }: Session): readonly Column[] => {
  const beside = [nameAttribute, ...(withBook ? [bookColumn] : [])];
  return [...tallyColumns, ...beside].map(({ key, term }) => ({
    key: language === 'zh' ? term.zh : key,
    text: !figures.has(key),
  }));
};

const bookColumn = { key: 'book', term: { en: 'book', zh: '账存' } };

/** The columns of numbers. */
const figures: ReadonlySet<string> = new Set(['counted', 'before', bookColumn.key]);

const bookAt = ({ levels }: ListRow, place: PlaceId): number => quantityAt(levels, { place, of: null });

interface Sheets {
  readonly sheets: readonly (Pick<CountSheet, 'place' | 'path'> & { readonly rows: readonly ListRow[] })[];
  /** What stands there and is not to be counted. */
  readonly apart: readonly PendingItem[];
}

const standingApart: ReadonlySet<string> = new Set(['sold', 'inspection', 'write-off']);

/** What is to be counted, of all places or one; on the second pass only what is to be counted again. */
const sheetsOf = (
  session: Session,
  number: number,
  typedPlace: string | undefined,
  isRecount: boolean,
): Promise<Sheets> =>
  session.lookUp((book, journal) => {
    const open = openCount(book, journal, number);
    const only = typedPlace === undefined ? undefined : placeInCount(book, journal, open, typedPlace);
    const all = countSheets(book, journal, open, session.host.now).filter(
      ({ place }) => only === undefined || place === only,
    );
    const places = new Set(all.map(({ place }) => place));
    const apart = pendingItems(book, journal, { places }).filter(({ queue }) => standingApart.has(queue));
    const rowsIn = (sheets: readonly CountSheet[]): Sheets['sheets'] =>
      sheets.map(({ place, path, devices }) => ({
        ...{ place, path },
        rows: devices.map((device) => rowOf(device, book)),
      }));
    if (!isRecount) return { sheets: rowsIn(all), apart };
    const again = sheetsToRecount(book, CountLines.all(book, journal, number)).filter(
      ({ place }) => only === undefined || place === only,
    );
    return { sheets: rowsIn(again), apart };
  });
