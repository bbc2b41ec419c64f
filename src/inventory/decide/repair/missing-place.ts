import type { Book } from '../../book/book.ts';
import { InvariantBroken } from '../../book/invariants.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import { parentPath } from '../../book/places.ts';
import type { Draft } from '../movements/draft.ts';

/** Makes a place again that another book knows, with those above it. Throws InvariantBroken where it does not. */
export function addMissingPlace(draft: Draft, id: PlaceId, target: Book | undefined): void {
  if (draft.book.places.has(id)) return;
  const known = target?.places.place(id);
  if (target === undefined || known === undefined) throw new InvariantBroken(`place ${id} is unknown`);
  const { path, kind, recount, note } = known;
  const above = parentPath(path);
  const parent = above === undefined ? undefined : target.places.idOf(above);
  if (parent !== undefined) addMissingPlace(draft, parent, target);
  draft.place({
    do: 'place',
    place: id,
    path,
    kind,
    ...(recount === null ? {} : { recount }),
    ...(note === null ? {} : { note }),
  });
}
