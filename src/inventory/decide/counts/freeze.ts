import type { Book } from '../../book/book.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { type EntryTerms, openCount, placeInCount, termsIn } from './find-count.ts';

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
  const answer = alreadyRecorded(journal, freeze.key, command, ({ changes: [first] }) =>
    first?.do === 'frozen' && first.count === freeze.count ? undefined : 'count',
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
