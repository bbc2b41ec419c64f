import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { inspection, ordered, transit } from '../../book/place-kinds.ts';
import type { QueuedLine } from '../../look/queued.ts';
import { refuse } from '../../refusal.ts';
import { formatMoney, type Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { decideStep, placeFor, refuseOption, type Step, type StepRules, termsFor } from './step.ts';

/** What is received of an order or a shipment. */
export interface Receipt extends Step {
  /** Of a shipment: how many of the quantity never arrived. */
  readonly missing?: Quantity | undefined;
  /** Of an order: how many of the quantity came damaged, and go back at once. */
  readonly damaged?: Quantity | undefined;
  /** Of an order: whether it waits until it is inspected. */
  readonly inspect?: boolean | undefined;
  /** Of an order: whether more may come than is left of it. */
  readonly over?: boolean | undefined;
  /** Of an order: what one cost; what the order says if it is not typed. */
  readonly cost?: Money | undefined;
}

/** What an order or a shipment has outstanding comes in, wholly or in part. */
export function decideReceive(book: Book, journal: Journal, receipt: Receipt, at: string): EntryOutcome {
  const { inspect = false, over = false, missing = 0, damaged = 0, cost } = receipt;
  const typedCost = cost === undefined ? null : formatMoney(cost, book.currency);
  const placeOf = ({ to }: QueuedLine) => placeFor(book, journal, receipt, to);
  const rules: StepRules = {
    command: 'receive',
    usualQuantity: missing + damaged === 0 ? undefined : missing + damaged,
    allowsMore: ({ queue }) => over && queue === ordered,
    check(line, quantity) {
      if (line.queue === ordered && missing > 0) refuseOption('--missing', receipt, line);
      if (line.queue === transit) {
        if (inspect) refuseOption('--inspect', receipt, line);
        if (over) refuseOption('--over', receipt, line);
        if (damaged > 0) refuseOption('--damaged', receipt, line);
        if (cost !== undefined) refuseOption('--cost', receipt, line);
      }
      if (missing > quantity) refuse('part-above-quantity', { option: '--missing', part: missing, quantity });
      if (damaged > quantity) refuse('part-above-quantity', { option: '--damaged', part: damaged, quantity });
    },
    take(draft, line, quantity) {
      if (line.queue === transit) takeShipped(draft, line, quantity);
      else takeOrdered(draft, line, quantity);
    },
    differs(moves, lines) {
      const come = moves.filter(({ change }) => change > 0);
      const sum = (reason: string) =>
        moves.reduce((units, move) => units + (move.reason === reason ? -move.change : 0), 0);
      if (sum('lost') !== missing) return 'missing';
      if (sum('damaged') !== damaged) return 'damaged';
      if (come.some(({ place = 0 }) => (place === inspection) !== inspect)) return 'inspect';
      const costOf = (id: number) =>
        typedCost ?? lines.find(({ device }) => device.id === id)?.cost ?? undefined;
      return come.some(({ id, cost: was }) => was !== costOf(id)) ? 'cost' : undefined;
    },
  };

  function takeShipped(draft: Draft, line: QueuedLine, quantity: number): void {
    const { device } = line;
    const terms = termsFor(receipt, line, quantity);
    const road = { place: transit, of: receipt.entry };
    const arrived = quantity - missing;
    if (arrived > 0) draft.transfer(device, arrived, road, { place: placeOf(line), of: null }, terms);
    if (missing > 0) draft.move(device, -missing, { reason: 'lost', ...road, ...terms });
  }

  function takeOrdered(draft: Draft, line: QueuedLine, quantity: number): void {
    const { device, left } = line;
    const terms = termsFor(receipt, line, quantity);
    const order = { place: ordered, of: receipt.entry, ...terms };
    // What comes beyond the order has nothing to leave there.
    const outstanding = Math.min(quantity, left);
    const refused = Math.min(damaged, outstanding);
    const come = quantity - damaged;
    const unitCost = typedCost ?? line.cost;
    const rest = { ...terms, ...(unitCost === null ? {} : { cost: unitCost }) };
    if (outstanding > refused) draft.move(device, refused - outstanding, order);
    if (refused > 0) draft.move(device, -refused, { reason: 'damaged', ...order });
    if (come === 0) return;
    const place = placeOf(line);
    if (inspect) draft.move(device, come, { ...rest, place: inspection, of: book.entry + 1, to: place });
    else draft.move(device, come, { reason: 'purchase', ...rest, place });
  }

  return decideStep(book, journal, receipt, rules, at);
}
