import type { Book } from '../../book/book.ts';
import type { Entry, Moved, NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { onHandChange } from '../../book/stock.ts';
import { type Effect, effectsOf } from '../../look/effects.ts';
import { standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { Draft } from './draft.ts';
import { namingWhatIsInTheWay } from './in-the-way.ts';
import { entryNumbered, refuseUndone, removedSince } from './undo.ts';

/** What an entry should have been. */
export interface Correction {
  readonly entry: number;
  /** Units, in the direction of the entry; 0 where nothing should have moved. */
  readonly quantity: Quantity;
  readonly note?: Line | undefined;
}

/** What came of a correction; nothing is recorded where the entry amounts to that already. */
export interface CorrectOutcome {
  readonly entry: NewEntry | null;
  readonly answer: {
    /** The movement that is corrected, in its entry. */
    readonly entry: Entry;
    readonly move: Moved;
    /** What it amounted to before, with every earlier correction: signed units. */
    readonly amounted: number;
    /** What becomes of its device. */
    readonly effects: readonly Effect[];
  };
}

/** Appends the difference between what an entry should have been and what it amounts to now; it stays as it is. */
export function decideCorrect(
  book: Book,
  journal: Journal,
  { entry: number, quantity, note }: Correction,
  at: string,
): CorrectOutcome {
  journal.willNeed(() => ({ entry: number, undos: true }));
  const entry = entryNumbered(journal, number, book.entry);
  const move = correctable(entry);
  const undoneBy = undoneEntries(journal.undos());
  refuseUndone(entry, undoneBy);
  const amounted = standingCorrections(journal, entry.n, undoneBy)
    .flatMap(({ changes }) => changes)
    .reduce(
      (sum, change) => sum + (change.do === 'move' ? onHandChange(change, book.places) : 0),
      onHandChange(move, book.places),
    );
  const difference = Math.sign(move.change) * quantity - amounted;
  const answer = { entry, move, amounted, effects: [] };
  if (difference === 0) return { entry: null, answer };
  const device = book.device(move.id) ?? removedSince(journal, entry, move);
  const draft = new Draft(book, at);
  const effects = effectsOf(book, [move.id], () =>
    namingWhatIsInTheWay(book, journal, entry, () =>
      draft.move(device, difference, { reason: 'correction', ...(note === undefined ? {} : { note }) }),
    ),
  );
  return {
    entry: { command: 'correct', corrects: entry.n, changes: draft.finish() },
    answer: { ...answer, effects },
  };
}

/** The one movement of an entry that can be corrected. */
function correctable({ n: entry, undoes, corrects, changes }: Entry): Moved {
  if (undoes !== undefined) refuse('correct-undo', { entry, undoes });
  if (corrects !== undefined) refuse('correct-correction', { entry, corrects });
  const moves = changes.filter((change) => change.do === 'move');
  const [move] = moves;
  if (move === undefined) return refuse('correct-no-movement', { entry });
  if (moves.length > 1) refuse('correct-many', { entry, movements: moves.length });
  return move;
}
