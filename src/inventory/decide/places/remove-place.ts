import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue } from '../../book/place-kinds.ts';
import type { Place } from '../../book/places.ts';
import { quantityAt } from '../../book/stock.ts';
import { refuse } from '../../refusal.ts';
import { folded, type Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { livingPlace } from './edit-place.ts';

/** The place to take out of the book, as typed. */
export interface PlaceRemoval {
  readonly place: string;
  readonly note?: Line | undefined;
  readonly ref?: Line | undefined;
  readonly key?: Line | undefined;
}

/** Takes a place out of the book: one that is empty and that nothing needs; its name may be used again. */
export function decideRemovePlace(
  book: Book,
  journal: Journal,
  removal: PlaceRemoval,
  at: string,
): EntryOutcome {
  const answer = alreadyRecorded(journal, removal.key, 'place-remove', ({ changes: [change] }) => {
    if (
      change?.do !== 'place-remove' ||
      folded(change.path) !== folded(book.places.kept(removal.place.trim()))
    )
      return 'place';
    return change.note === removal.note ? (change.ref === removal.ref ? undefined : 'ref') : 'note';
  });
  if (answer !== null) return { entry: null, answer };
  const draft = new Draft(book, at);
  removePlace(draft, journal, livingPlace(book, journal, removal.place), removal);
  return { entry: { command: 'place-remove', changes: draft.finish() }, answer: null };
}

/** Records that a place is gone. */
export function removePlace(
  draft: Draft,
  journal: Journal,
  place: Place,
  terms: Pick<PlaceRemoval, 'ref' | 'note' | 'key'> = {},
): void {
  const { id, path, kind, recount, note } = place;
  refuseNeeded(draft.book, journal, place);
  draft.place({
    do: 'place-remove',
    place: id,
    path,
    kind,
    ...(recount === null ? {} : { recount }),
    ...(note === null ? {} : { about: note }),
    ...(terms.ref === undefined ? {} : { ref: terms.ref }),
    ...(terms.note === undefined ? {} : { note: terms.note }),
    ...(terms.key === undefined ? {} : { key: terms.key }),
  });
}

function refuseNeeded(book: Book, journal: Journal, { id, path: place }: Place): void {
  if (id === firstPlace) refuse('place-first', { place });
  const open = book.counts.under(book.places, new Set([id]));
  if (open !== undefined) refuse('counting-place', { place, count: open.count });
  const below = book.places.below(id).map(({ path }) => path);
  if (below.length > 0) refuse('places-below', { place, below });
  let [devices, units] = [0, 0];
  const pending = new Set<number>();
  for (const { stock } of book.all()) {
    const there = quantityAt(stock.levels, { place: id, of: null });
    devices += there > 0 ? 1 : 0;
    units += there;
    for (const level of stock.levels) if (isQueue(level.place) && level.of !== null) pending.add(level.of);
  }
  const found = { place, devices, units };
  if (devices > 0) refuse('place-not-empty', { ...found, first: book.places.pathOf(firstPlace) }, found);
  const entries = [...pending].filter((n) =>
    [...journal.movesOf(n)].some(({ change: { from, to } }) => from === id || to === id),
  );
  if (entries.length > 0) refuse('place-pending', { place, entries: entries.sort((a, b) => a - b) });
}
