import type { Book } from '../../book/book.ts';
import type { Agreed, Change, CountChange, Entry, Moved, Tallied } from '../../book/change.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { CountLines, postedLines } from '../../look/counts.ts';
import { undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Draft } from '../movements/draft.ts';
import { closingOf } from './find-count.ts';
import { refuseCounting } from './open.ts';
import { closing } from './post.ts';

/** Refuses to take back of a count what later steps of it stand on. */
export function refuseOfCount(book: Book, journal: Journal, { n: entry, undoes, changes }: Entry): void {
  const [first] = changes.filter((change) => 'count' in change && change.do !== 'move');
  if (first === undefined || !('count' in first)) return;
  const { count } = first;
  const isPosted = (change: Change) => 'counted' in change && change.do !== 'tally';
  if (undoes !== undefined && changes.some(isPosted))
    refuse('post-undone', { entry, count, entries: [undoes] });
  for (const change of changes) {
    if (change.do === 'draw') refuse('draw-kept', { entry, entries: [entry] });
    if (change.do === 'tally' && !changes.some((one) => one.do === 'count-close'))
      refuseTallyOfPosted(book, journal, entry, change);
    if (change.do === 'counted' || (change.do === 'move' && change.counted !== undefined))
      refuseCountedAgain(book, journal, entry, change);
    if (change.do === 'count-open' && !changes.some((one) => one.do === 'count-close'))
      refuseTallied(journal, entry, change.count);
  }
}

/** Refuses to take back what was counted once that has been booked, or its count has ended. */
function refuseTallyOfPosted(
  book: Book,
  journal: Journal,
  entry: number,
  { id, count, place = firstPlace }: Tallied,
): void {
  const line = CountLines.ofDevice(book, journal, count, id).line(id, place);
  const isOpen = book.counts.withNumber(count) !== undefined;
  const by = line.postedBy ?? (isOpen ? undefined : closingOf(journal, count)?.entry.n);
  if (by !== undefined) refuse('tally-posted', { entry, entries: [by] }, { entry, entries: [by] });
}

/** Refuses to take back a count where a later one has counted the same: that one goes first. */
function refuseCountedAgain(
  book: Book,
  journal: Journal,
  entry: number,
  { id, code, count, place = firstPlace }: Agreed | Moved,
): void {
  const later = postedLines(book, journal, id, place).filter(
    (line) => line.entry > entry && line.count !== count,
  );
  const entries = later.map((line) => line.entry);
  if (entries.length > 0) refuse('counted-since', { entry, code, entries }, { entry, code, entries });
}

/** Refuses to take back the opening of a count in which something was counted. */
function refuseTallied(journal: Journal, entry: number, count: number): void {
  const undone = undoneEntries(journal.undos());
  const entries = new Set<number>();
  for (const { entry: later, change } of journal.changesInCount(count))
    if (change.do === 'tally' && later.undoes === undefined && !undone.has(later.n)) entries.add(later.n);
  if (entries.size > 0)
    refuse('count-tallied', { entry, entries: [...entries] }, { entry, entries: [...entries] });
}

/** What becomes of a count when a change of it is taken back. */
export function takeBackCount(draft: Draft, change: CountChange): void {
  const { book } = draft;
  switch (change.do) {
    case 'count-open': {
      const open = book.counts.withNumber(change.count);
      return open === undefined ? undefined : draft.count(closing(open, 'cancelled', {}));
    }
    case 'count-close': {
      const { do: _, as: __, ref: ___, note: ____, key: _____, ...scope } = change;
      refuseCounting(book, placesOfCount(scope, book.places));
      return draft.count({ do: 'count-open', ...scope });
    }
    case 'frozen': {
      const { count, before, after } = change;
      return draft.count({ do: 'frozen', count, before: after, after: before });
    }
    case 'draw':
      return;
  }
}
