import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { ordered, transit } from '../../book/place-kinds.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { decideStep, placeFor, refuseOption, type Step, termsFor } from './step.ts';

/** What is left goes back: an order ends short, a shipment returns, a sale comes back. */
export function decideCancel(book: Book, journal: Journal, step: Step, at: string): EntryOutcome {
  return decideStep(
    book,
    journal,
    step,
    {
      command: 'cancel',
      check(line) {
        if (line.queue === ordered && step.place !== undefined) refuseOption('--place', step, line);
      },
      take(draft, line, quantity) {
        const { device, queue, from } = line;
        const terms = termsFor(step, line, quantity);
        const there = { place: queue, of: step.entry };
        if (queue === ordered) return void draft.move(device, -quantity, { ...terms, ...there });
        const place = placeFor(book, journal, step, from);
        if (queue === transit)
          return void draft.transfer(device, quantity, there, { place, of: null }, terms);
        draft.move(device, -quantity, { ...terms, ...there });
        // It is the sale that comes back, at the cost it left with.
        draft.move(device, quantity, { reason: 'return', ...terms, place, of: step.entry });
      },
    },
    at,
  );
}
