import type { Suspicion } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Entry, Moved } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, inspection, ordered } from '../../book/place-kinds.ts';
import { queuedUnder } from '../../look/queued.ts';
import { refuse } from '../../refusal.ts';
import type { Code } from '../../values/code.ts';
import { formatMoney, type Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import { serialsText } from '../../values/serials.ts';
import type { Line } from '../../values/text.ts';
import { alreadyRecorded, movesIn } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice, refuseMoreSerials, refuseUnexpected } from '../movements/move.ts';
import { checkForSlips, unwatched, type Watch } from '../movements/slips.ts';
import { type EntryOutcome, termsOf } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';

/** Goods that are to come in: ordered, or delivered and to be inspected. Device and place as typed. */
export interface Incoming {
  readonly device: string;
  readonly quantity: Quantity;
  /** What one costs. */
  readonly cost?: Money | undefined;
  readonly party?: Line | undefined;
  /** The local day by which it is to come, `2026-12-01`. */
  readonly due?: string | undefined;
  /** Where it goes once it is here, or accepted; the first place if none is named. */
  readonly to?: string | undefined;
  /** The entry that it adds to; one of its own if none is given. */
  readonly of?: number | undefined;
  /** What must lie there. */
  readonly expect?: Quantity | undefined;
  /** Serial numbers of pieces that came, at most one for each. */
  readonly serials?: readonly Code[] | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** What came of it, with what makes it look like a slip, if that is only noted. */
interface IncomingOutcome extends EntryOutcome {
  readonly suspicions: readonly Suspicion[];
}

/** Goods are on order: nothing changes on hand until they are received. */
export const decideOrder = (
  book: Book,
  journal: Journal,
  order: Incoming,
  at: string,
  watch: Watch = unwatched,
): IncomingOutcome => decideIncoming(book, journal, order, 'order', at, watch);

/** A delivery without an order waits until it is accepted. */
export const decideInspect = (
  book: Book,
  journal: Journal,
  delivery: Incoming,
  at: string,
  watch: Watch = unwatched,
): IncomingOutcome => decideIncoming(book, journal, delivery, 'stock-in', at, watch);

function decideIncoming(
  book: Book,
  journal: Journal,
  incoming: Incoming,
  command: 'order' | 'stock-in',
  at: string,
  watch: Watch,
): IncomingOutcome {
  const { device: typed, quantity, key, of, expect } = incoming;
  journal.willNeed(() => ({
    devices: [typed],
    ...(key === undefined ? {} : { keys: [key], undos: true }),
    recent: watch.guards.size > 0,
  }));
  const answer = alreadyRecorded(journal, key, command, (entry) =>
    difference(book, journal, incoming, command, entry),
  );
  if (answer !== null) return { entry: null, answer, suspicions: [] };
  refuseMoreSerials(incoming);
  const device = findDevice(book, journal, typed);
  const to = placeToMove(book, journal, incoming.to);
  refuseUnexpected(book, device, to, expect);
  const movement = { ...incoming, direction: 'stock-in', reason: 'purchase' } as const;
  const suspicions = checkForSlips(book, journal, device, movement, to, at, watch);
  const draft = new Draft(book, at);
  const terms = incomingTerms(book, incoming);
  if (of !== undefined) refuseOtherTerms(book, journal, device.id, of, { ...terms, to });
  const place = queueOf(command);
  draft.move(device, quantity, { ...terms, place, of: of ?? book.entry + 1, to });
  return { entry: { command, changes: draft.finish() }, answer: null, suspicions };
}

const queueOf = (command: 'order' | 'stock-in') => (command === 'order' ? ordered : inspection);

type Terms = Pick<Moved, 'ref' | 'note' | 'key' | 'party' | 'serials' | 'cost' | 'due'>;

const incomingTerms = ({ currency }: Book, { cost, due, party, serials, ...rest }: Incoming): Terms => ({
  ...termsOf(rest),
  ...(party === undefined ? {} : { party }),
  ...(cost === undefined ? {} : { cost: formatMoney(cost, currency) }),
  ...(due === undefined ? {} : { due }),
  ...(serials === undefined ? {} : { serials }),
});

/** What a device has under one number comes from one party, at one cost, and goes to one place. */
function refuseOtherTerms(
  book: Book,
  journal: Journal,
  id: number,
  entry: number,
  { cost, party, to }: Terms & Pick<Moved, 'to'>,
): void {
  const known = queuedUnder(book, journal, entry).find(({ device }) => device.id === id);
  if (known === undefined) return;
  if (known.cost !== (cost ?? null) || known.party !== (party ?? null) || known.to !== to)
    refuse('two-ways', { code: known.device.code, entry });
}

/** What of goods that are recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  incoming: Incoming,
  command: 'order' | 'stock-in',
  entry: Entry,
): string | undefined {
  const [move] = movesIn(entry);
  if (move?.place !== queueOf(command)) return 'type';
  const { ref, note, party, serials = [], cost, due } = incomingTerms(book, incoming);
  if (!namesDevice(book, incoming.device, move)) return 'device';
  if (incoming.quantity !== move.change) return 'quantity';
  if (placeToMove(book, journal, incoming.to) !== (move.to ?? firstPlace)) return 'to';
  if (cost !== move.cost) return 'cost';
  if (party !== move.party) return 'party';
  if (serialsText(serials) !== serialsText(move.serials ?? [])) return 'serials';
  if (due !== move.due) return 'due';
  if (ref !== move.ref) return 'ref';
  return note === move.note ? undefined : 'note';
}
