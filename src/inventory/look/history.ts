import type { Change, Entry } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import type { Choice } from '../devices/attribute.ts';
import type { Patch } from '../devices/device-record.ts';
import { costField, isObject } from '../devices/device-record.ts';
import type { Json } from '../refusal.ts';
import { folded } from '../values/text.ts';

/** The types of rows in a history (the contract, "Commands"). */
export const rowTypes = [
  { value: 'add', term: { en: 'added', zh: '登记' } },
  { value: 'edit', term: { en: 'edited', zh: '修改' } },
  { value: 'remove', term: { en: 'removed', zh: '移除' } },
  { value: 'stock-in', term: { en: 'stock-in', zh: '入库' } },
  { value: 'stock-out', term: { en: 'stock-out', zh: '出库' } },
  { value: 'undo', term: { en: 'undo', zh: '撤销' } },
] as const satisfies readonly Choice[];
export type RowType = (typeof rowTypes)[number]['value'];

/** One row of a history, fields in the order of the contract's JSON. Code and name are as they were then. */
export interface HistoryRow {
  readonly entry: number;
  readonly at: string;
  readonly by: string;
  readonly type: RowType;
  readonly code: string;
  readonly name: string;
  /** Signed units; null for a change of the catalogue. */
  readonly change: number | null;
  /** On hand after it. */
  readonly balance: number;
  readonly reason: string | null;
  readonly cost: string | null;
  readonly ref: string | null;
  /** The note that was typed; for an edit, what it changed. */
  readonly note: string | null;
  readonly key: string | null;
  /** The entry that this row takes back. */
  readonly undoes: number | null;
  /** The entry that took this row back, as long as that has not itself been undone. */
  readonly undoneBy: number | null;
  /** The entry whose quantity this row corrects; left out of all other rows. */
  readonly corrects?: number;
}

/** The columns of a history, in order, as files carry them. */
export const historyColumns = [
  'entry',
  'at',
  'by',
  'type',
  'code',
  'name',
  'change',
  'balance',
  'reason',
  'cost',
  'ref',
  'note',
  'key',
  'undoes',
  'undoneBy',
  'corrects',
] as const satisfies readonly (keyof HistoryRow)[];

/** A value of a record as text; what no attribute is, as JSON. */
const text = (json: Json | undefined): string =>
  typeof json === 'string' ? json : isObject(json) || Array.isArray(json) ? '{…}' : String(json);

function patchValue(json: Json | undefined): string {
  if (json === undefined || json === null) return '–';
  if (isObject(json)) return text(json['code'] ?? json['price'] ?? null);
  return text(json);
}

/** What an edit changed, in one line: `price 845.48 → 799.00; code A → B`. */
const editSummary = (before: Patch, after: Patch): string =>
  Object.keys(after)
    .map((key) => {
      const called = key === costField ? 'last cost' : key;
      return `${called} ${patchValue(before[key])} → ${patchValue(after[key])}`;
    })
    .join('; ');

function typeOf(entry: Entry, change: Change): RowType {
  if (entry.undoes !== undefined) return 'undo';
  if (change.do !== 'move') return change.do;
  return change.change > 0 ? 'stock-in' : 'stock-out';
}

function describe(change: Change): Pick<HistoryRow, 'code' | 'name' | 'change' | 'balance' | 'note'> {
  switch (change.do) {
    case 'add':
    case 'remove': {
      const { code, name } = change.device;
      return { code: text(code), name: text(name), change: null, balance: 0, note: null };
    }
    case 'edit': {
      const { code, name, balance } = change;
      return { code, name, change: null, balance, note: editSummary(change.before, change.after) };
    }
    case 'move': {
      const { code, name, balance } = change;
      return { code, name, change: change.change, balance, note: change.note ?? null };
    }
  }
}

/** The row that one change of an entry makes; `undoneBy` is the entry that took it back, if one did. */
export function historyRow(entry: Entry, change: Change, undoneBy: number | null): HistoryRow {
  const { code, name, change: units, balance, note } = describe(change);
  const move = change.do === 'move' ? change : null;
  return {
    entry: entry.n,
    at: entry.at,
    by: entry.by,
    type: typeOf(entry, change),
    code,
    name,
    change: units,
    balance,
    reason: move?.reason ?? null,
    cost: move?.cost ?? null,
    ref: move?.ref ?? null,
    note,
    key: move?.key ?? null,
    undoes: entry.undoes ?? null,
    undoneBy,
    ...(entry.corrects === undefined ? {} : { corrects: entry.corrects }),
  };
}

/**
 * Which entries are taken back, and by which: an undo that has itself been undone takes nothing back. `undos` are
 * the undoing entries in their order.
 */
export function undoneEntries(
  undos: readonly { readonly n: number; readonly undoes: number }[],
): Map<number, number> {
  const undoneBy = new Map<number, number>();
  for (const { n, undoes } of undos.toReversed()) {
    if (!undoneBy.has(n) && !undoneBy.has(undoes)) undoneBy.set(undoes, n);
  }
  return undoneBy;
}

/** Whether an operator can take an entry back without naming it. */
export const isToUndo = (entry: Entry, by: string, undone: ReadonlyMap<number, number>): boolean =>
  entry.by === by && entry.command !== 'repair' && entry.undoes === undefined && !undone.has(entry.n);

/** The corrections of an entry that have not been undone. */
export const standingCorrections = (
  journal: Journal,
  entry: number,
  undoneBy: ReadonlyMap<number, number>,
): readonly Entry[] =>
  journal.corrections().filter(({ n, corrects }) => corrects === entry && !undoneBy.has(n));

/** Which rows of a history are wanted; times in milliseconds since 1970, both ends included. */
export interface HistoryFilter {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly types?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly operator?: string | undefined;
  readonly ref?: string | undefined;
}

/** Names and references are compared as people read them: without regard to case and width. */
const isAlike = (text: string | null, wanted: string | undefined): boolean =>
  wanted === undefined || (text !== null && folded(text) === folded(wanted.trim()));

export function wanted(row: HistoryRow, filter: HistoryFilter): boolean {
  const at = Date.parse(row.at);
  return (
    (filter.since === undefined || at >= filter.since) &&
    (filter.until === undefined || at <= filter.until) &&
    (filter.types === undefined || filter.types.length === 0 || filter.types.includes(row.type)) &&
    (filter.reason === undefined || row.reason === filter.reason) &&
    isAlike(row.by, filter.operator) &&
    isAlike(row.ref, filter.ref)
  );
}
