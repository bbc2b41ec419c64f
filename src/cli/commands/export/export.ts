import { isChangedBySpreadsheets } from '../../../exchange/write/changed-by-spreadsheets.ts';
import { inPages } from '../../../exchange/write/in-pages.ts';
import { type LedgerRow, ledgerTransactions } from '../../../exchange/write/ledger.ts';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { byteOrderMark, type Cell, type Column, csvLines } from '../../../exchange/write/write-csv.ts';
import { type JsonObject, jsonArray, jsonLines } from '../../../exchange/write/write-json.ts';
import { markdownTable } from '../../../exchange/write/write-markdown.ts';
import { firstPlace, isOnHand, type PlaceId } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { deviceColumns, placeColumns, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import type { Choice } from '../../../inventory/devices/attribute.ts';
import { costField } from '../../../inventory/devices/device-record.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { allByCode } from '../../../inventory/look/listing.ts';
import { type Json, refuse } from '../../../inventory/refusal.ts';
import { pagesOf } from '../../../store/pages.ts';
import type { Store } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { Progress } from '../../host/progress.ts';
import { choiceArgument } from '../../options.ts';
import { historyFields } from '../../render/history-rows.ts';
import { localDate } from '../../render/local-time.ts';
import { printable } from '../../render/printable.ts';
import { cellsOf, printComing } from '../../render/rows.ts';
import type { Session } from '../../session.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { words } from './export.words.ts';
import { Lying } from './lying-columns.ts';
import {
  askForFile,
  mayWrite,
  outputOf,
  output as outputOption,
  reportWritten,
  writeOutput,
} from './output-file.ts';
import { formatOption, outputFormat, refuseOnTerminal } from './output-format.ts';

const subjects = [
  { value: 'devices', term: { en: 'devices', zh: '设备' } },
  { value: 'history', term: { en: 'history', zh: '历史' } },
  { value: 'places', term: { en: 'places', zh: '地点' } },
] as const satisfies readonly Choice[];
const formats = ['csv', 'json', 'jsonl', 'xlsx', 'md', 'ledger'] as const;
type Format = (typeof formats)[number];

export const command = defineCommand({
  words,
  arguments: {
    what: choiceArgument(
      '[what]',
      { en: 'devices, history or places', zh: 'devices 设备、history 历史或 places 地点' },
      subjects,
    ),
  },
  options: { format: formatOption(formats), output: outputOption },
  async run(session, typed) {
    const subject = await chosenWord(session, typed.what, {
      command: 'export',
      label: words[session.language].question,
      choices: subjects,
    });
    const output =
      typed.output ??
      (typed.what === undefined ? await askForFile(session, words[session.language].outputFile) : undefined);
    const place = await outputOf(session, output);
    const format = formatOf(session, typed.format, place);
    refuseOnTerminal(session, place, format);
    if (place !== null && !(await mayWrite(session, place))) return interrupted;
    if (subject === 'places' && format === 'ledger')
      refuse('usage-conflict', { one: 'export places', other: '--format ledger' });
    const table = await tables[subject](session);
    if (place === null) {
      if (format === 'xlsx') session.host.printBytes(await xlsx(table));
      else await printComing(session, textPieces(table, format), format === 'json' || format === 'jsonl');
      return 0;
    }
    const progress = new Progress(session, 'writing');
    let written = 0;
    const changed = new Set<string>();
    const counted = <Row extends { readonly code?: Json }>(row: Row): Row => {
      progress.at(++written, table.size);
      const { code } = row;
      if (format === 'csv' && typeof code === 'string' && isChangedBySpreadsheets(code)) changed.add(code);
      return row;
    };
    const shown = {
      ...table,
      rows: inEach(table.rows, (row) => [counted(row)]),
      ledger: () => inEach(table.ledger(), (row) => [counted(row)]),
    };
    await writeOutput(
      place,
      format === 'xlsx' ? [await xlsx(shown)] : marked(textPieces(shown, format), format, place),
    );
    progress.end();
    session.note(words[session.language].exported(written, printable(place.path)));
    if (changed.size > 0) noteChanged(session, changed);
    reportWritten(session, () => ({ file: place.path, rows: written }));
    return 0;
  },
});

/** A spreadsheet knows the encoding of a CSV file only by a mark at its beginning; a stream may have begun already. */
async function* marked(
  pieces: AsyncIterable<string>,
  format: Format,
  { isStream }: OutputPlace,
): AsyncGenerator<string> {
  if (format === 'csv' && !isStream) yield byteOrderMark;
  yield* pieces;
}

/** How many codes that a spreadsheet would change are named. */
const maxNamed = 5;

function noteChanged({ host, language }: Session, changed: ReadonlySet<string>): void {
  const named = [...changed].slice(0, maxNamed).map(printable);
  host.note(words[language].changedCodes(named, changed.size - named.length));
}

/** --json prints JSON, unless a file is written: then it describes the file. */
function formatOf(session: Session, typed: Format | undefined, place: OutputPlace | null): Format {
  const isJson = session.json && place === null;
  const format = outputFormat(typed, place, formats, isJson ? 'json' : 'csv');
  if (isJson && format !== 'json') refuse('usage-conflict', { one: '--json', other: `--format ${format}` });
  return format;
}

/** The exported rows, once for all formats. */
interface ExportTable {
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly JsonObject[]>;
  /** How many rows there are, if that is known before they are read. */
  readonly size?: number;
  ledger(): AsyncIterable<readonly LedgerRow[]>;
}

/** The columns of a device that hold numbers. */
const numeric: ReadonlySet<string> = new Set([
  ...kinds.attributes
    .filter(({ rule }) => ['measure', 'money', 'quantity'].includes(rule.is))
    .map(({ key }) => key),
  'quantity',
  costField,
  ...kinds.componentSlots.map(({ price }) => price.key),
]);

async function placeTable(session: Session): Promise<ExportTable> {
  const places = await session.lookUp((book) => book.places);
  // The first place comes first: an import into a new book names that book's only place by its first row.
  const inOrder = places.all.toSorted((a, b) => Number(b.id === firstPlace) - Number(a.id === firstPlace));
  return {
    columns: placeColumns.map(({ key }) => ({ key, text: true })),
    rows: inEach(pagesOf(inOrder), ({ path, kind, recount, note }) => [{ place: path, kind, recount, note }]),
    size: inOrder.length,
    ledger: () => pagesOf<LedgerRow>([]),
  };
}

async function deviceTable(session: Session): Promise<ExportTable> {
  const listing = await session.list(allByCode);
  const { entry, places, rows } = listing;
  const lying = await session.lookUp((_, journal) => new Lying(listing, journal));
  if (lying.isOnTheWay) session.note(words[session.language].onTheWay(session.messages.command));
  const keys = deviceColumns(kinds).flatMap(({ key }) => [key, ...lying.keysAfter(key)]);
  return {
    columns: keys.map((key) => ({ key, text: !numeric.has(placeOfKey(key)?.column ?? key) })),
    rows: inEach(pagesOf(rows), ({ id, json }) => [exportFields({ ...json, ...lying.fieldsOf(id) }, keys)]),
    size: rows.length,
    ledger: () =>
      inEach(pagesOf(rows), ({ code, changedAt, levels }) => {
        const opening = { entry, date: localDate(changedAt), type: 'stock-in', reason: 'opening', code };
        return levels
          .filter(({ place }) => isOnHand(place))
          .map(({ place, quantity: change }) => {
            const account = accountOf(place, places);
            return { ...opening, change, place: account, isTransferred: false, isMemo: false, ref: null };
          });
      }),
  };
}

/** A device in the columns that import reads: what it lacks is blank. */
function exportFields(json: { readonly [key: string]: Json }, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, json[key === costField ? 'lastCost' : key] ?? null]));
}

/** The rows as they are read: there may be too many to keep. */
async function historyTable(session: Session): Promise<ExportTable> {
  const store = await session.store();
  const isPlaced = await session.lookUp(({ places }) => places.isPlaced);
  return {
    columns: historyFields(
      isPlaced,
      !isPlaced && (await hasRows(store.history({ filter: { isTraced: true } }))),
    ),
    rows: inEach(store.history({}), ({ row }) => [{ ...row }]),
    ledger: () => ledgerRows(session, store),
  };
}

async function hasRows(pages: AsyncIterable<readonly unknown[]>): Promise<boolean> {
  for await (const page of pages) if (page.length > 0) return true;
  return false;
}

const tables = { devices: deviceTable, history: historyTable, places: placeTable } as const;

/** All movements of a device are listed under its current or last code. */
async function* ledgerRows(session: Session, store: Store): AsyncGenerator<readonly LedgerRow[]> {
  const codes = new Map<number, string>();
  for await (const page of store.history({}))
    for (const { device, row } of page) if (device !== null && row.code !== null) codes.set(device, row.code);
  const { rows, places } = await session.list(allByCode);
  for (const { id, code } of rows) codes.set(id, code);
  yield* inEach(store.history({}), ({ device, place, row }) => {
    const { entry, at, type, reason, change, ref } = row;
    if (device === null || change === null || place === null) return [];
    const code = codes.get(device) ?? `#${device}`;
    const account = accountOf(place, places);
    const isMemo = !isOnHand(place);
    const isTransferred = reason === null;
    const what = { entry, date: localDate(at), type, reason, ref };
    return [{ ...what, code, change, place: account, isTransferred, isMemo }];
  });
}

/** The accounts of a place below that of its device; none in a book with one place. */
const accountOf = (place: PlaceId, places: Places): readonly string[] =>
  places.isPlaced ? places.pathOf(place).split('/') : [];

/** What each row of some pages makes. */
async function* inEach<Row, Made>(
  pages: AsyncIterable<readonly Row[]>,
  make: (row: Row) => readonly Made[],
): AsyncGenerator<readonly Made[]> {
  for await (const page of pages) yield page.flatMap(make);
}

/** Markdown is read by people. */
const printableCell = (cell: Cell): Cell => (cell === null ? null : printable(String(cell)));

function textPieces(
  { columns, rows, ledger }: ExportTable,
  format: Exclude<Format, 'xlsx'>,
): AsyncIterable<string> {
  switch (format) {
    case 'csv':
      return inPages(rows, (of) => csvLines(columns, cellsOf(of, columns)));
    case 'json':
      return inPages(rows, jsonArray);
    case 'jsonl':
      return inPages(rows, jsonLines);
    case 'md':
      return inPages(rows, (of) => markdownTable(columns, inPrint(cellsOf(of, columns))));
    case 'ledger':
      return inPages(ledger(), ledgerTransactions);
  }
}

function* inPrint(rows: Iterable<readonly Cell[]>): Generator<readonly Cell[]> {
  for (const cells of rows) yield cells.map(printableCell);
}

async function xlsx({ columns, rows }: ExportTable): Promise<Uint8Array> {
  const { xlsxFile } = await import('../../../exchange/write/write-xlsx.ts');
  return xlsxFile(
    columns,
    inEach(rows, (row) => [...cellsOf([row], columns)]),
  );
}
