import type { Book } from '../../book/book.ts';
import type { RejectReason } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { inspection } from '../../book/place-kinds.ts';
import { refuse } from '../../refusal.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { decideStep, placeFor, refuseOption, type Step, termsFor } from './step.ts';

/** What is rejected of what was inspected, or of what was set aside to be written off. */
export interface Rejection extends Step {
  /** Why inspected goods go back: they need one, and nothing else has one. */
  readonly reason?: RejectReason | undefined;
}

/** Inspected goods go back to where they came from, never having been on hand; what was set aside returns to its place. */
export function decideReject(book: Book, journal: Journal, rejection: Rejection, at: string): EntryOutcome {
  const { entry, place, reason } = rejection;
  return decideStep(
    book,
    journal,
    rejection,
    {
      command: 'reject',
      check(line) {
        if (line.queue !== inspection) {
          if (reason !== undefined) refuseOption('--reason', rejection, line);
          return;
        }
        if (place !== undefined) refuseOption('--place', rejection, line);
        if (reason === undefined)
          refuse('usage-missing', { missing: ['--reason'], command: 'reject' }, { missing: ['--reason'] });
      },
      take(draft, line, quantity) {
        const { device, queue, from } = line;
        const terms = termsFor(rejection, line, quantity);
        const there = { place: queue, of: entry };
        if (reason !== undefined) return void draft.move(device, -quantity, { reason, ...terms, ...there });
        const back = { place: placeFor(book, journal, rejection, from), of: null };
        draft.transfer(device, quantity, there, back, terms);
      },
      differs: (moves) => (moves.some((move) => move.reason !== reason) ? 'reason' : undefined),
    },
    at,
  );
}
