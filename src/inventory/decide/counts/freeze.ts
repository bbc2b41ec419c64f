import type { Book } from '../../book/book.ts';
import type { Entry } from '../../book/change.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';
import { differentTerms, type EntryTerms, openCount, placeInCount, termsIn } from './find-count.ts';

/** Where nothing may move any more, or may move again. */
export interface Freeze extends EntryTerms {
  readonly count: number;
  readonly do: 'freeze' | 'thaw';
  /** With all below it; all of the count if none is named. */
  readonly place?: string | undefined;
}

/** Keeps the devices of a count from moving at its places, or lets them move again; null where that is so already. */
export function decideFreeze(book: Book, journal: Journal, freeze: Freeze, at: string): EntryOutcome {
  const command = `count-${freeze.do}` as const;
  const answer = alreadyRecorded(journal, freeze.key, command, (entry) =>
    difference(book, journal, freeze, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const open = openCount(book, journal, freeze.count);
  const places = placesOfCount(open, book.places);
  const meant =
    freeze.place === undefined ? places : book.places.within(placeInCount(book, journal, open, freeze.place));
  const before = open.frozen;
  const after =
    freeze.do === 'freeze'
      ? [...new Set([...before, ...meant])]
      : before.filter((place) => !meant.has(place));
  if (after.length === before.length) return { entry: null, answer: null };
  const draft = new Draft(book, at);
  draft.count({ do: 'frozen', count: open.count, before, after, ...termsIn(freeze) });
  return { entry: { command, changes: draft.finish() }, answer: null };
}

/** What of it that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { count, place, ...terms }: Freeze,
  { changes: [first] }: Entry,
): string | undefined {
  if (first?.do !== 'frozen' || first.count !== count) return 'count';
  const { before, after } = first;
  const changed = [...before, ...after].filter((id) => before.includes(id) !== after.includes(id));
  if (place !== undefined) {
    const meant = book.places.within(placeToMove(book, journal, place));
    if (!changed.every((id) => meant.has(id))) return 'place';
  }
  return differentTerms(terms, first);
}
