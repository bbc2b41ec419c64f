import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { decideStep, type Step, termsFor } from './step.ts';

/** What was sold leaves the house; it has not been on hand since the sale. */
export const decideDeliver = (
  book: Book,
  journal: Journal,
  step: Omit<Step, 'place'>,
  at: string,
): EntryOutcome =>
  decideStep(
    book,
    journal,
    step,
    {
      command: 'deliver',
      take: (draft, line, quantity) =>
        void draft.move(line.device, -quantity, {
          ...termsFor(step, line, quantity),
          place: line.queue,
          of: step.entry,
        }),
    },
    at,
  );
