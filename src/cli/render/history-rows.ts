import { allReasons } from '../../inventory/book/change.ts';
import { termOf } from '../../inventory/devices/attribute.ts';
import type { Noted, RecordedRow } from '../../inventory/look/history.ts';
import {
  type HistoryRow,
  historyColumns,
  isTraced,
  placedColumns,
  rowTypes,
  tracedColumns,
} from '../../inventory/look/history.ts';
import { serialsText } from '../../inventory/values/serials.ts';
import { countNotes } from '../words/counts.ts';
import type { Messages, Wording } from '../words/messages.ts';
import { placeNamed } from '../words/places.ts';
import { attributeLine } from './effects.ts';
import { localTime, localTimeWithOffset } from './local-time.ts';
import type { RowsToPrint } from './rows.ts';
import { type Cell, left, right, type ShownColumn } from './table.ts';

const textColumns: ReadonlySet<string> = new Set([
  'by',
  'code',
  'name',
  'reason',
  'ref',
  'note',
  'key',
  'type',
  'place',
  'party',
  'serials',
]);

/** What the rows of a history are as files and JSON; rows of a book with one place have less to say. */
export const historyFields = (isPlaced: boolean, isTraced: boolean): RowsToPrint<HistoryRow>['columns'] =>
  [...historyColumns, ...(isPlaced ? placedColumns : isTraced ? tracedColumns : [])].map((key) => ({
    key,
    text: textColumns.has(key),
  }));

/** A row whose note says what an edit changed, or what was counted, by the names that people know. */
export const rowInWords = (
  wording: Wording,
  { row, noted }: Pick<RecordedRow, 'row' | 'noted'>,
): HistoryRow =>
  noted === null ? row : { ...row, note: wording.messages.clauses(noteInWords(wording, noted)) };

function noteInWords(wording: Wording, noted: Noted): readonly string[] {
  const { language } = wording;
  const said = countNotes[language];
  switch (noted.do) {
    case 'edit': {
      const { before, after } = noted;
      const changed = Object.entries(after).map(([key, to]) => ({ key, from: before[key] ?? null, to }));
      return changed.map((one) => attributeLine(wording, one));
    }
    case 'tally': {
      const { note = '' } = noted;
      return [said.tallied(noted), ...(note === '' ? [] : [note])];
    }
    case 'count': {
      const { steps, note = '' } = noted;
      const done = steps.map((step) =>
        said.step({ ...step, places: step.places.map((path) => placeNamed(path, language)) }),
      );
      return [...done, ...(note === '' ? [] : [note])];
    }
  }
}

/** The context of a history that is shown. */
export interface HistoryShown {
  /** It is that of one device, whose code and name need not be repeated if there is no room. */
  readonly isOfOneDevice: boolean;
  /** Its times are read elsewhere than on this machine. */
  readonly withOffset?: boolean;
}

/** What every row says goes before all that differs. */
const inCommon = 100;

/** A history: a row a movement or change. Columns without anything in them are left out. */
export function historyRows(
  rows: readonly HistoryRow[],
  { messages, language }: Wording,
  { isOfOneDevice, withOffset = false }: HistoryShown,
): RowsToPrint<HistoryRow> {
  const { headings, fields } = messages;
  const label = (key: string) => fields[key] ?? key;
  const codeColumn = left<HistoryRow>(label('code'), 1, ({ code }) => code ?? '');
  const nameColumn = left<HistoryRow>(label('name'), 11, ({ name }) => name ?? '', 12);
  const timeColumn = left<HistoryRow>(headings.at, 2, ({ at }) =>
    withOffset ? localTimeWithOffset(at) : localTime(at),
  );
  const all: readonly ShownColumn<HistoryRow>[] = [
    right(headings.entry, 0, ({ entry }) => `#${entry}`),
    timeColumn,
    left(headings.by, 7, ({ by }) => by, 8),
    left(headings.what, 5, ({ type }) => termOf(rowTypes, type, language)),
    codeColumn,
    nameColumn,
    right(headings.change, 0, changeCell),
    left(headings.place, 1, ({ place }) => (place ? placeNamed(place, language) : '')),
    right(headings.there, 2, ({ placeBalance }) => String(placeBalance ?? '')),
    right(headings.balance, 0, ({ balance }) => (balance === null ? '' : String(balance))),
    left(label('reason'), 3, ({ reason }) => termOf(allReasons, reason ?? '', language)),
    right(label('cost'), 9, ({ cost }) => cost ?? ''),
    left(label('ref'), 6, ({ ref }) => ref ?? '', 8),
    left(label('party'), 5, ({ party }) => party ?? '', 8),
    left(label('serials'), 8, ({ serials }) => serialsText(serials ?? []), 12),
    left(label('note'), 8, ({ note }) => note ?? '', 12),
    left(headings.undone, 4, (row) => undoneText(row, messages)),
  ];
  const columns = all.filter(
    ({ priority, cell }) => priority === 0 || rows.length === 0 || rows.some((row) => cell(row) !== ''),
  );
  // Rows of one second are asked for their time as much as others.
  const isCommon = (column: (typeof columns)[number]) =>
    column !== timeColumn &&
    (rows.length > 1 || (isOfOneDevice && (column === codeColumn || column === nameColumn))) &&
    rows.every((row) => column.cell(row) === column.cell(rows[0] ?? row));
  const shown = columns.map((column) =>
    column.priority > 0 && isCommon(column) ? { ...column, priority: column.priority + inCommon } : column,
  );
  return {
    rows,
    columns: historyFields(
      rows.some(({ place }) => place !== undefined),
      rows.some(isTraced),
    ),
    json: (row) => ({ ...row }),
    shown,
  };
}

/** Signed units, by their direction; nothing for a change of the catalogue. */
export function changeCell({ change }: Pick<HistoryRow, 'change'>): Cell {
  if (change === null) return '';
  if (change === 0) return '0';
  return change > 0 ? { text: `+${change}`, tone: 'in' } : { text: String(change), tone: 'out' };
}

function undoneText({ undoes, undoneBy, corrects }: HistoryRow, messages: Messages): string {
  return messages.list(
    [
      corrects === undefined ? '' : messages.corrects(corrects),
      undoes === null ? '' : messages.undoes(undoes),
      undoneBy === null ? '' : messages.undoneBy(undoneBy),
    ].filter(Boolean),
  );
}
