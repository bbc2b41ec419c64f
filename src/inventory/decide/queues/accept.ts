import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { writeOff } from '../../book/place-kinds.ts';
import type { QueuedLine } from '../../look/queued.ts';
import { refuse } from '../../refusal.ts';
import { formatMoney, type Money } from '../../values/money.ts';
import { folded } from '../../values/text.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { decideStep, placeFor, refuseOption, type Step, termsFor } from './step.ts';

/** What is accepted of what was inspected, or of what was set aside to be written off. */
export interface Acceptance extends Step {
  /** Of inspected goods: what one cost; what was said before if it is not typed. */
  readonly cost?: Money | undefined;
}

/** Inspected goods come in; what was set aside is written off, by somebody else than set it aside. */
export function decideAccept(
  book: Book,
  journal: Journal,
  acceptance: Acceptance,
  at: string,
  by: string,
): EntryOutcome {
  const { entry, place, cost } = acceptance;
  const typedCost = cost === undefined ? null : formatMoney(cost, book.currency);
  return decideStep(
    book,
    journal,
    acceptance,
    {
      command: 'accept',
      check(line) {
        if (line.queue !== writeOff) return;
        if (place !== undefined) refuseOption('--place', acceptance, line);
        if (cost !== undefined) refuseOption('--cost', acceptance, line);
        refuseSamePerson(line, entry, by);
      },
      take(draft, line, quantity) {
        const { device, queue, to, intended } = line;
        const terms = termsFor(acceptance, line, quantity);
        const there = { ...terms, place: queue, of: entry };
        if (queue === writeOff)
          return void draft.move(device, -quantity, { ...there, reason: intended ?? 'damage' });
        const unitCost = typedCost ?? line.cost;
        draft.move(device, -quantity, there);
        draft.move(device, quantity, {
          reason: 'purchase',
          ...terms,
          ...(unitCost === null ? {} : { cost: unitCost }),
          place: placeFor(book, journal, acceptance, to),
        });
      },
      differs(moves, lines) {
        const costOf = (id: number) =>
          typedCost ?? lines.find(({ device }) => device.id === id)?.cost ?? undefined;
        return moves.some(({ id, change, cost: was }) => change > 0 && was !== costOf(id))
          ? 'cost'
          : undefined;
      },
    },
    at,
  );
}

/** Two people sign for what is written off. */
function refuseSamePerson({ people }: QueuedLine, entry: number, by: string): void {
  if ([...people].some((name) => folded(name) === folded(by))) refuse('accept-by-same', { entry, by });
}
