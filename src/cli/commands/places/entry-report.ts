import type { Entry, EntryCommand } from '../../../inventory/book/change.ts';
import type { Places } from '../../../inventory/book/places.ts';
import type { AlreadyRecorded } from '../../../inventory/decide/movements/already.ts';
import type { EntryOutcome } from '../../../inventory/decide/movements/transfer.ts';
import { rowsOf } from '../../../inventory/look/history.ts';
import type { Committed, Decide } from '../../../store/store.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { words } from './entry-report.words.ts';

/** What a command with an entry of its own came to: recorded now, or already there under its key. */
export interface EntryAnswer {
  readonly already: AlreadyRecorded | null;
  readonly places: Places;
}

/** Has a decision answer with the places as they are after it. */
export const answering =
  (decide: (...args: Parameters<Decide<unknown>>) => EntryOutcome): Decide<EntryAnswer> =>
  (book, journal, at) => {
    const { entry, answer } = decide(book, journal, at);
    return { entry, answer: { already: answer, places: book.places } };
  };

/** Prints an entry with all of its rows; `lines` says it in words. */
export function reportEntry(
  session: Session,
  command: EntryCommand,
  { entry: recorded, answer: { already, places } }: Committed<EntryAnswer>,
  lines: (entry: Entry, places: Places) => readonly string[],
  key?: string,
): void {
  const said = words[session.language];
  const entry = already?.already ?? recorded;
  if (already !== null && !session.json)
    session.note(said.alreadyDone(already.already.n, printable(key ?? '')));
  if (entry === null && !session.json) session.note(said.nothingToDo);
  session.report(
    () => entryJson(entry, command, places, already),
    () =>
      entry === null
        ? []
        : [
            ...lines(entry, places),
            ...(already === null ? [] : said.since(already.undoneBy, already.correctedBy)),
          ],
  );
}

/** An entry as JSON: with a row for each side, none where no stock moved. */
export function entryJson(
  entry: Entry | null,
  command: EntryCommand,
  places: Places,
  already: AlreadyRecorded | null = null,
) {
  const undoneBy = already?.undoneBy ?? null;
  const corrected = already?.correctedBy ?? [];
  return {
    entry: entry?.n ?? null,
    at: entry?.at ?? null,
    by: entry?.by ?? null,
    type: command,
    undoes: null,
    undoneBy,
    ...(corrected.length === 0 ? {} : { correctedBy: corrected }),
    rows: entry === null ? [] : rowsOf(entry, undoneBy, places).filter(({ change }) => change !== null),
  };
}
