import type { Entry } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import { firstPlace } from '../book/place-kinds.ts';
import { originsOf } from './counts.ts';
import { undoneEntries } from './history.ts';

/** A line of a count whose variance is not what its figures come to. */
export interface BrokenLine {
  readonly entry: number;
  readonly count: number;
  readonly code: string;
}

interface Posted extends BrokenLine {
  readonly counted: number;
  readonly after: number;
  /** What the book had at the moment of counting, and what the count has changed. */
  book: number;
  change: number;
}

/**
 * The posted lines of all counts that break the rule: a variance, with its revisions, is what was counted less what the book
 * had at the moment of counting.
 */
export function brokenLines(
  journal: Pick<Journal, 'undos' | 'corrections'>,
  entries: () => Iterable<Entry>,
): readonly BrokenLine[] {
  const posted = postedIn(journal, entries());
  if (posted.size === 0) return [];
  const originOf = originsOf(journal);
  for (const { n, changes } of entries())
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const { place = firstPlace } = change;
      for (const line of posted.get(`${change.id} ${place}`) ?? []) {
        if (change.count === line.count) line.change += change.change;
        else if (change.before === line.count || originOf(n) <= line.after) line.book += change.change;
      }
    }
  return [...posted.values()].flat().filter(({ counted, book, change }) => change !== counted - book);
}

function postedIn(
  journal: Pick<Journal, 'undos'>,
  entries: Iterable<Entry>,
): ReadonlyMap<string, readonly Posted[]> {
  const undone = undoneEntries(journal.undos());
  const posted = new Map<string, Posted[]>();
  for (const { n, undoes, changes } of entries) {
    if (undoes !== undefined || undone.has(n)) continue;
    for (const change of changes) {
      if (change.do !== 'counted' && change.do !== 'move') continue;
      const { id, code, count, counted, after, place = firstPlace } = change;
      if (count === undefined || counted === undefined || after === undefined) continue;
      const line = { entry: n, count, code, counted, after, book: 0, change: 0 };
      const key = `${id} ${place}`;
      const known = posted.get(key);
      if (known === undefined) posted.set(key, [line]);
      else known.push(line);
    }
  }
  return posted;
}
