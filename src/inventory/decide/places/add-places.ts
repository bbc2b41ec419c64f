import type { Book } from '../../book/book.ts';
import type { PlaceAdded } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { type PlaceKind, queueNamed } from '../../book/place-kinds.ts';
import { type Places, parentPath, parsePlace } from '../../book/places.ts';
import { orRefuse, refuse } from '../../refusal.ts';
import { folded, type Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';

/** The places to make. */
export interface NewPlaces {
  /** As typed; the parent of each must exist, or be among them. */
  readonly paths: readonly string[];
  /** That of the place above, if none is given; `stock` at the top. */
  readonly kind?: PlaceKind | undefined;
  readonly recount?: string | undefined;
  readonly note?: Line | undefined;
  readonly ref?: Line | undefined;
  readonly key?: Line | undefined;
}

/** Makes places, all of them or none. */
export function decideAddPlaces(book: Book, journal: Journal, wanted: NewPlaces, at: string): EntryOutcome {
  const paths = wanted.paths.map((typed) => orRefuse(parsePlace(typed)));
  const twice = paths.find(
    (path, index) => paths.findIndex((other) => folded(other) === folded(path)) < index,
  );
  if (twice !== undefined) refuse('place-twice', { value: twice });
  const answer = alreadyRecorded(journal, wanted.key, 'place-add', ({ changes }) =>
    difference(
      wanted,
      paths.map((path) => book.places.kept(path)),
      changes as readonly PlaceAdded[],
    ),
  );
  if (answer !== null) return { entry: null, answer };
  const draft = new Draft(book, at);
  for (const typed of paths.toSorted((a, b) => a.split('/').length - b.split('/').length)) {
    const path = freePath(book.places, typed);
    draft.place({
      do: 'place',
      place: book.places.nextId,
      path,
      kind: wanted.kind ?? kindAbove(book.places, path),
      ...(wanted.recount === undefined ? {} : { recount: wanted.recount }),
      ...(wanted.note === undefined ? {} : { note: wanted.note }),
      ...(wanted.ref === undefined ? {} : { ref: wanted.ref }),
      ...(wanted.key === undefined ? {} : { key: wanted.key }),
    });
  }
  return { entry: { command: 'place-add', changes: draft.finish() }, answer: null };
}

/**
 * The path that a place would be known by, as the place above it is written. Refuses one that is taken, and one whose place
 * above is not there; `own` may have it already.
 */
export function freePath(places: Places, typed: string, own?: number): string {
  const [top = ''] = typed.split('/');
  if (queueNamed(top) !== undefined) refuse('place-of-queue', { place: top });
  const holder = places.idOf(typed);
  if (holder !== undefined && holder !== own) refuse('place-exists', { place: places.pathOf(holder) });
  const above = parentPath(typed);
  if (above === undefined) return places.kept(typed);
  const parent = places.idOf(above);
  if (parent === undefined) return refuse('no-place-above', { value: typed, above });
  return `${places.pathOf(parent)}${typed.slice(above.length)}`;
}

function kindAbove(places: Places, path: string): PlaceKind {
  const above = parentPath(path);
  const parent = above === undefined ? undefined : places.idOf(above);
  return (parent === undefined ? undefined : places.place(parent)?.kind) ?? 'stock';
}

/** What of places that were made is not as it is asked for again. */
function difference(
  { kind, recount, note, ref }: NewPlaces,
  paths: readonly string[],
  made: readonly PlaceAdded[],
): string | undefined {
  const names = (list: readonly string[]) => list.map(folded).sort().join('\n');
  if (names(paths) !== names(made.map(({ path }) => path))) return 'place';
  for (const one of made) {
    if (kind !== undefined && one.kind !== kind) return 'kind';
    if (one.recount !== recount) return 'recount';
    if (one.note !== note) return 'note';
    if (one.ref !== ref) return 'ref';
  }
  return undefined;
}
