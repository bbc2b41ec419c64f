import { isChangedBySpreadsheets } from '../../../exchange/write/changed-by-spreadsheets.ts';
import { type LedgerRow, ledgerTransactions } from '../../../exchange/write/ledger.ts';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { byteOrderMark, type Cell, type Column, csvLines } from '../../../exchange/write/write-csv.ts';
import { type JsonObject, jsonArray, jsonLines } from '../../../exchange/write/write-json.ts';
import { markdownTable } from '../../../exchange/write/write-markdown.ts';
import type { Book } from '../../../inventory/book/book.ts';
import { deviceJson } from '../../../inventory/book/device-json.ts';
import { firstPlace, isOnHand, type PlaceId } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { deviceColumns, placeColumns, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import type { Choice } from '../../../inventory/devices/attribute.ts';
import { costField } from '../../../inventory/devices/device-record.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { type DeviceOrder, selectDevices } from '../../../inventory/look/listing.ts';
import { type Json, refuse } from '../../../inventory/refusal.ts';
import type { RecordedRow, Store } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { Progress } from '../../host/progress.ts';
import { choiceArgument } from '../../options.ts';
import { historyFields, localDate } from '../../render/history-rows.ts';
import { printable } from '../../render/printable.ts';
import { cellsOf, printAll } from '../../render/rows.ts';
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
    const store = await session.store();
    if (subject === 'places' && format === 'ledger')
      refuse('usage-conflict', { one: 'export places', other: '--format ledger' });
    const table = await tables[subject](session, store);
    if (place === null) {
      if (format === 'xlsx') session.host.printBytes(await xlsx(table));
      else
        session.host.interruptible(() =>
          printAll(session, textPieces(table, format), format === 'json' || format === 'jsonl'),
        );
      return 0;
    }
    const progress = new Progress(session, 'writing');
    let written = 0;
    const changed = new Set<string>();
    const count = (row?: JsonObject) => {
      progress.at(++written, table.size);
      const code = row?.['code'];
      if (format === 'csv' && typeof code === 'string' && isChangedBySpreadsheets(code)) changed.add(code);
    };
    const shown = {
      ...table,
      rows: counted(table.rows, count),
      ledger: () => counted(table.ledger(), () => count()),
    };
    await writeOutput(
      place,
      format === 'xlsx' ? [await xlsx(shown)] : marked(textPieces(shown, format), format, place),
    );
    progress.end();
    session.host.note(words[session.language].exported(written, printable(place.path)));
    if (changed.size > 0) noteChanged(session, changed);
    reportWritten(session, () => ({ file: place.path, rows: written }));
    return 0;
  },
});

/** A spreadsheet knows the encoding of a CSV file only by a mark at its beginning; a stream may have begun already. */
function* marked(pieces: Iterable<string>, format: Format, { isStream }: OutputPlace): Generator<string> {
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
  readonly rows: Iterable<JsonObject>;
  /** How many rows there are, if that is known before they are read. */
  readonly size?: number;
  ledger(): Iterable<LedgerRow>;
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

async function placeTable(_: Session, store: Store): Promise<ExportTable> {
  const { places } = (await store.read()).book;
  // The first place comes first: an import into a new book names that book's only place by its first row.
  const inOrder = places.all.toSorted((a, b) => Number(b.id === firstPlace) - Number(a.id === firstPlace));
  return {
    columns: placeColumns.map(({ key }) => ({ key, text: true })),
    rows: inOrder.map(({ path, kind, recount, note }) => ({ place: path, kind, recount, note })),
    size: inOrder.length,
    ledger: () => [],
  };
}

async function deviceTable(session: Session, store: Store): Promise<ExportTable> {
  const { book, journal } = await store.read();
  const order: DeviceOrder = 'code';
  const all = { inStock: false, low: false, words: [], order, descending: false };
  const devices = session.host.interruptible(() => selectDevices(book, all));
  const lying = new Lying(book, journal, devices);
  if (lying.isOnTheWay) session.host.note(words[session.language].onTheWay);
  const keys = deviceColumns(book.kinds).flatMap(({ key }) => [key, ...lying.keysAfter(key)]);
  const rows = devices.map((device) =>
    exportFields({ ...deviceJson(device, book), ...lying.fieldsOf(device) }, keys),
  );
  return {
    columns: keys.map((key) => ({ key, text: !numeric.has(placeOfKey(key)?.column ?? key) })),
    rows,
    size: rows.length,
    *ledger() {
      for (const { id, code } of devices) {
        const date = localDate(book.stock(id).changedAt);
        for (const { place, quantity } of book.levels(id))
          if (isOnHand(place))
            yield {
              entry: book.entry,
              date,
              type: 'stock-in',
              reason: 'opening',
              code,
              change: quantity,
              place: accountOf(place, book.places),
              isTransferred: false,
              ref: null,
            };
      }
    },
  };
}

/** A device in the columns that import reads: what it lacks is blank. */
function exportFields(json: { readonly [key: string]: Json }, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, json[key === costField ? 'lastCost' : key] ?? null]));
}

async function historyTable(_: Session, store: Store): Promise<ExportTable> {
  const rows = await store.history({});
  const { book } = await store.read();
  return {
    columns: historyFields(book.places.isPlaced),
    rows: jsonRows(rows),
    ledger: () => ledgerRows(rows, book),
  };
}

const tables = { devices: deviceTable, history: historyTable, places: placeTable } as const;

/** The rows as they are read: there may be too many to keep. */
function* jsonRows(rows: Iterable<RecordedRow>): Generator<JsonObject> {
  for (const { row } of rows) yield { ...row };
}

/** All movements of a device are listed under its current or last code. */
function* ledgerRows(rows: Iterable<RecordedRow>, book: Book): Generator<LedgerRow> {
  const codes = new Map<number, string>();
  for (const { device, row } of rows) if (device !== null && row.code !== null) codes.set(device, row.code);
  for (const { id, code } of book.devices()) codes.set(id, code);
  for (const { device, place, row } of rows) {
    const { entry, at, type, reason, change, ref } = row;
    if (device === null || change === null || place === null || !isOnHand(place)) continue;
    yield {
      entry,
      date: localDate(at),
      type,
      reason,
      code: codes.get(device) ?? `#${device}`,
      change,
      place: accountOf(place, book.places),
      isTransferred: reason === null,
      ref,
    };
  }
}

/** The accounts of a place below that of its device; none in a book with one place. */
const accountOf = (place: PlaceId, places: Places): readonly string[] =>
  places.isPlaced ? places.pathOf(place).split('/') : [];

/** The rows, with a call after each one that is taken. */
function* counted<Row>(rows: Iterable<Row>, count: (row: Row) => void): Generator<Row> {
  for (const row of rows) {
    yield row;
    count(row);
  }
}

const cellsIn = ({ columns, rows }: ExportTable) => cellsOf(rows, columns);

/** Markdown is read by people. */
function* printableCells(table: ExportTable): Generator<readonly Cell[]> {
  for (const cells of cellsIn(table))
    yield cells.map((one) => (one === null ? null : printable(String(one))));
}

function textPieces(table: ExportTable, format: Exclude<Format, 'xlsx'>): Iterable<string> {
  switch (format) {
    case 'csv':
      return csvLines(table.columns, cellsIn(table));
    case 'json':
      return jsonArray(table.rows);
    case 'jsonl':
      return jsonLines(table.rows);
    case 'md':
      return markdownTable(table.columns, printableCells(table));
    case 'ledger':
      return ledgerTransactions(table.ledger());
  }
}

async function xlsx(table: ExportTable): Promise<Uint8Array> {
  const { xlsxFile } = await import('../../../exchange/write/write-xlsx.ts');
  return xlsxFile(table.columns, cellsIn(table));
}
