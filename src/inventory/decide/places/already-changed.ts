import type { Book } from '../../book/book.ts';
import type { Entry, EntryCommand } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { undoneEntries } from '../../look/history.ts';
import type { AlreadyRecorded } from '../movements/already.ts';
import { refuseConflict } from '../movements/move.ts';

/** The change of places that was recorded under a key, if one was; one of something else is a conflict. */
export function alreadyChanged(
  book: Book,
  journal: Journal,
  key: string | undefined,
  command: EntryCommand,
  differs: (entry: Entry) => string | undefined,
): AlreadyRecorded | null {
  if (key === undefined) return null;
  const moved = journal.keyed(key);
  if (moved !== undefined) refuseConflict(key, { entry: moved.entry.n, row: null }, 'type');
  if (!book.places.isPlaced) return null;
  for (const { entry, change } of journal.placeChanges()) {
    if (change.key !== key) continue;
    const already = journal.entry(entry.n) ?? entry;
    const difference = already.command === command ? differs(already) : 'type';
    if (difference !== undefined) refuseConflict(key, { entry: entry.n, row: null }, difference);
    const undoneBy = undoneEntries(journal.undos()).get(entry.n) ?? null;
    return { already, undoneBy, correctedBy: [] };
  }
  return null;
}
