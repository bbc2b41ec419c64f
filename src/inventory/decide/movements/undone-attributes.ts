import type { LaterEdit } from '../../../problems.ts';
import {
  type Change,
  type DeviceChange,
  type Entry,
  isOfDevice,
  type Moved,
  purchaseCostOf,
  restatedBy,
} from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { costField, type Patch } from '../../devices/device-record.ts';

/** What an entry takes back or puts back in the end: an undo may undo an undo. */
function originalOf(journal: Journal, entry: Entry): Entry {
  const undone = entry.undoes === undefined ? undefined : journal.entry(entry.undoes);
  return undone === undefined ? entry : originalOf(journal, undone);
}

/**
 * What the attributes that an entry changes come to without it, by device: what the last entry that stands made of them,
 * and nothing if no edit sets it. `later` are the edits among those that came after it. The last cost counts as an
 * attribute; receipts set it too.
 */
export function attributesWithout(
  journal: Journal,
  entry: Entry,
  undone: ReadonlyMap<number, number>,
): { readonly values: ReadonlyMap<number, Patch>; readonly later: readonly LaterEdit[] } {
  const original = originalOf(journal, entry);
  const editedOf = new Map<number, Set<string>>();
  const keysOf = new Map<number, Set<string>>();
  for (const change of [...entry.changes, ...original.changes].filter(isOfDevice)) {
    const edited = change.do === 'edit' ? Object.keys(change.after) : [];
    if (edited.length > 0) addTo(editedOf, change.id, edited);
    if (setsLastCost(change)) addTo(keysOf, change.id, [costField]);
    if (edited.length > 0) addTo(keysOf, change.id, edited);
  }
  const values = new Map<number, Patch>();
  const later: LaterEdit[] = [];
  if (keysOf.size === 0) return { values, later };
  const made = new Standing(undone);
  for (const { entry: recorded, change } of journal.changesOf(new Set(keysOf.keys()))) {
    const patch = made.take(recorded, change, keysOf.get(change.id) ?? new Set());
    const attributes = Object.keys(patch).filter((key) => editedOf.get(change.id)?.has(key));
    if (change.do === 'edit' && recorded.n > original.n && attributes.length > 0)
      later.push({ entry: recorded.n, code: change.code, attributes });
  }
  for (const id of keysOf.keys()) values.set(id, made.valuesOf(id));
  return { values, later };
}

/** The last cost of a device once an entry has been corrected to that cost; undefined is none that counts. */
export function lastCostCorrected(
  journal: Journal,
  id: number,
  undone: ReadonlyMap<number, number>,
  corrected: { readonly entry: number; readonly cost: string | undefined },
): string | null {
  const made = new Standing(undone);
  for (const { entry, change } of journal.changesOf(new Set([id])))
    made.take(entry, change, new Set([costField]));
  made.restate(id, corrected.entry, corrected.cost);
  const cost = made.valuesOf(id)[costField];
  return typeof cost === 'string' ? cost : null;
}

/** What the entries that stand make of attributes, in their order; what an entry was corrected to counts in its place. */
class Standing {
  readonly #undone: ReadonlyMap<number, number>;
  /** By device and entry. */
  readonly #made = new Map<number, Map<number, Patch>>();
  /** The moves of the correction that is being taken. */
  #correction: { readonly n: number; readonly moves: Moved[] } = { n: 0, moves: [] };

  constructor(undone: ReadonlyMap<number, number>) {
    this.#undone = undone;
  }

  /** Takes the next change, the oldest first; returns what it makes of some attributes. */
  take(entry: Entry, change: DeviceChange, keys: ReadonlySet<string>): Patch {
    if (entry.undoes !== undefined || this.#undone.has(entry.n)) return {};
    if (entry.corrects !== undefined && change.do === 'move') {
      this.#correct(entry.n, entry.corrects, change, keys);
      return {};
    }
    const patch = madeBy(change, keys);
    if (Object.keys(patch).length > 0) this.#set(change.id, entry.n, patch);
    return patch;
  }

  #correct(n: number, corrects: number, move: Moved, keys: ReadonlySet<string>): void {
    if (this.#correction.n !== n) this.#correction = { n, moves: [] };
    const { moves } = this.#correction;
    moves.push(move);
    const restated = restatedBy(moves);
    if (moves.length === 2 && restated !== null && keys.has(costField))
      this.restate(move.id, corrects, purchaseCostOf(restated.in));
  }

  restate(id: number, entry: number, cost: string | undefined): void {
    if (cost !== undefined) this.#set(id, entry, { [costField]: cost });
    else {
      const { [costField]: _, ...rest } = this.#made.get(id)?.get(entry) ?? {};
      this.#made.get(id)?.set(entry, rest);
    }
  }

  #set(id: number, entry: number, patch: Patch): void {
    const made = this.#made.get(id) ?? new Map<number, Patch>();
    made.set(entry, { ...made.get(entry), ...patch });
    this.#made.set(id, made);
  }

  valuesOf(id: number): Patch {
    const made = [...(this.#made.get(id) ?? [])].sort(([a], [b]) => a - b);
    return Object.assign({}, ...made.map(([, patch]) => patch));
  }
}

function addTo(keysOf: Map<number, Set<string>>, id: number, keys: readonly string[]): void {
  keysOf.set(id, new Set([...(keysOf.get(id) ?? []), ...keys]));
}

/** What a change makes of some attributes. */
function madeBy(change: DeviceChange, keys: ReadonlySet<string>): Patch {
  switch (change.do) {
    case 'add':
      return Object.fromEntries(Array.from(keys, (key) => [key, change.device[key] ?? null]));
    case 'edit':
      return Object.fromEntries(Object.entries(change.after).filter(([key]) => keys.has(key)));
    case 'move':
      return purchaseCostOf(change) !== undefined && keys.has(costField)
        ? { [costField]: change.cost ?? null }
        : {};
    case 'remove':
    case 'tally':
    case 'counted':
      return {};
  }
}

export const setsLastCost = (change: Change): boolean =>
  change.do === 'move' && (change.lastCost !== undefined || purchaseCostOf(change) !== undefined);
