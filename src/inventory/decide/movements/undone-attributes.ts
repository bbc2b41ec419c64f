import type { LaterEdit } from '../../../problems.ts';
import { type Change, type DeviceChange, type Entry, isOfDevice, purchaseCostOf } from '../../book/change.ts';
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
  for (const { entry: recorded, change } of journal.changesOf(new Set(keysOf.keys()))) {
    if (recorded.undoes !== undefined || undone.has(recorded.n)) continue;
    const made = madeBy(change, keysOf.get(change.id) ?? new Set());
    if (Object.keys(made).length === 0) continue;
    values.set(change.id, { ...values.get(change.id), ...made });
    const attributes = Object.keys(made).filter((key) => editedOf.get(change.id)?.has(key));
    if (change.do === 'edit' && recorded.n > original.n && attributes.length > 0)
      later.push({ entry: recorded.n, code: change.code, attributes });
  }
  return { values, later };
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
