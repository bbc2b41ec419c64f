import type { Book } from '../book.ts';
import { type Change, type Decided, type Entry, isPurchase, type Moved } from '../change.ts';
import type { Device } from '../device.ts';
import { costField } from '../device-record.ts';
import { undoneEntries } from '../history.ts';
import type { Past } from '../past.ts';
import { refuse } from '../refusal.ts';
import { standingCorrections } from './correct.ts';
import { Draft } from './draft.ts';
import { difference } from './edit.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';

declare module '../refusal.ts' {
  interface ProblemParams {
    'no-such-entry': { value: string; last: number };
    'nothing-to-undo': Record<string, never>;
    'already-undone': { entry: number; by: number };
    'device-removed-since': { entry: number; code: string; by: number | null };
    'entry-corrected': { entry: number; by: readonly number[] };
  }
}

/**
 * Takes an entry back by appending the opposite of each of its changes; nothing is erased. Without a number it is
 * the last entry that is neither undone nor itself an undo (the contract, "undo").
 */
export function decideUndo(book: Book, past: Past, number: number | undefined, at: string): Decided {
  const undos = past.undos();
  const undoneBy = undoneEntries(undos);
  const entry = number === undefined ? lastToUndo(past, undoneBy) : entryNumbered(past, number, book.entry);
  refuseUndone(entry, undoneBy);
  refuseCorrected(past, entry, undoneBy);
  const stillUndone = undoneEntries([...undos, { n: book.entry + 1, undoes: entry.n }]);
  const lastCosts = lastCostsWithout(past, entry, stillUndone);
  const draft = new Draft(book, at);
  const changes = namingWhatIsInTheWay(book, past, entry, () => {
    for (const change of opposites(entry.changes)) takeBack(draft, past, entry, change, lastCosts);
    return draft.finish();
  });
  return { command: 'undo', undoes: entry.n, changes };
}

/** Refuses an entry that has been taken back already. */
export function refuseUndone({ n }: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const by = undoneBy.get(n);
  if (by !== undefined)
    refuse('already-undone', 'already-undone', { entry: n, by }, { entry: n, undoneBy: by });
}

/** What an entry alone would take back is not what it amounts to, where it has been corrected. */
function refuseCorrected(past: Past, { n }: Entry, undoneBy: ReadonlyMap<number, number>): void {
  const by = standingCorrections(past, n, undoneBy).map((correction) => correction.n);
  if (by.length > 0) refuse('in-use', 'entry-corrected', { entry: n, by }, { entry: n, correctedBy: by });
}

function lastToUndo(past: Past, undoneBy: ReadonlyMap<number, number>): Entry {
  for (const entry of past.backwards()) {
    if (entry.undoes === undefined && !undoneBy.has(entry.n)) return entry;
  }
  return refuse('not-found', 'nothing-to-undo', {});
}

/** The entry of that number, or the refusal that there is none. */
export const entryNumbered = (past: Past, number: number, last: number): Entry =>
  past.entry(number) ??
  refuse('not-found', 'no-such-entry', { value: String(number), last }, { entry: number, last });

/**
 * The changes in the order they are taken back: the last first; among movements alone what comes back in goes
 * first, so that no balance on the way is below 0 where the last one is not.
 */
function opposites(changes: readonly Change[]): readonly Change[] {
  const reversed = changes.toReversed();
  if (!reversed.every((change): change is Moved => change.do === 'move')) return reversed;
  return [...reversed.filter(({ change }) => change < 0), ...reversed.filter(({ change }) => change > 0)];
}

function takeBack(
  draft: Draft,
  past: Past,
  entry: Entry,
  change: Change,
  lastCosts: ReadonlyMap<number, string | null>,
): void {
  const device = (): Device => draft.book.device(change.id) ?? removedSince(past, entry, change);
  switch (change.do) {
    case 'add':
      return draft.remove(device());
    case 'remove':
      return draft.add({ do: 'add', id: change.id, device: change.device, addedAt: change.addedAt });
    case 'edit': {
      const lastCost = lastCosts.get(change.id);
      const wanted = lastCost === undefined ? change.before : { ...change.before, [costField]: lastCost };
      const { before, after } = difference(draft.book, device(), wanted);
      return draft.edit(device(), before, after);
    }
    case 'move': {
      const { reason, ref } = change;
      const lastCost = lastCosts.get(change.id);
      return draft.move(device(), -change.change, {
        reason,
        ...(ref === undefined ? {} : { ref }),
        ...(setsLastCost(change) && lastCost !== undefined ? { lastCost } : {}),
      });
    }
  }
}

/** Refuses what is about a device that has been removed since. */
export function removedSince(past: Past, entry: Entry, change: Change): never {
  const code = change.do === 'add' || change.do === 'remove' ? String(change.device['code']) : change.code;
  const removals = [...past.changesOf(new Set([change.id]))].filter((one) => one.change.do === 'remove');
  const by = removals.at(-1)?.entry.n ?? null;
  return refuse(
    'not-found',
    'device-removed-since',
    { entry: entry.n, code, by },
    { entry: entry.n, code, removedBy: by },
  );
}

const setsLastCost = (change: Change): boolean =>
  costOf(change) !== undefined || (change.do === 'move' && change.lastCost !== undefined);

/** What an entry takes back or puts back in the end: an undo may undo an undo. */
function originalOf(past: Past, entry: Entry): Entry {
  const undone = entry.undoes === undefined ? undefined : past.entry(entry.undoes);
  return undone === undefined ? entry : originalOf(past, undone);
}

/** The last purchase cost of each device for which the entry sets one, as it is without the entry. */
function lastCostsWithout(
  past: Past,
  entry: Entry,
  undone: ReadonlyMap<number, number>,
): ReadonlyMap<number, string | null> {
  const setting = [...entry.changes, ...originalOf(past, entry).changes].filter(setsLastCost);
  const ids = new Set(setting.map(({ id }) => id));
  const lastCosts = new Map<number, string | null>();
  if (ids.size === 0) return lastCosts;
  for (const id of ids) lastCosts.set(id, null);
  for (const { entry: recorded, change } of past.changesOf(ids)) {
    if (recorded.undoes !== undefined || undone.has(recorded.n)) continue;
    const cost = costOf(change);
    if (cost !== undefined) lastCosts.set(change.id, cost);
  }
  return lastCosts;
}

/** The last purchase cost that a change sets, if it sets one. */
function costOf(change: Change): string | null | undefined {
  switch (change.do) {
    case 'move':
      return isPurchase(change.reason) ? change.cost : undefined;
    case 'add':
      return costText(change.device[costField]);
    case 'edit':
      return costText(change.after[costField]);
    case 'remove':
      return undefined;
  }
}

const costText = (json: unknown): string | null | undefined =>
  typeof json === 'string' || json === null ? json : undefined;
