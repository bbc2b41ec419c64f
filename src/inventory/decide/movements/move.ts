import type { Suspicion } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Entry, EntryCommand, Moved, NewEntry } from '../../book/change.ts';
import type { Needs } from '../../book/facts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId, sold } from '../../book/place-kinds.ts';
import type { Places } from '../../book/places.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { CountLines } from '../../look/counts.ts';
import { standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { type Currency, formatMoney, type Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import { serialsText } from '../../values/serials.ts';
import { placeToMove } from '../places/find-place.ts';
import { Draft, type MoveTerms } from './draft.ts';
import { findDevice } from './find-device.ts';
import { changeOf, type Movement } from './movement.ts';
import { type GoneAlready, PiecesGone } from './pieces-gone.ts';
import { refuseWrongReturn } from './returned.ts';
import { refuseShort } from './short.ts';
import { checkForSlips, unwatched, type Watch } from './slips.ts';

/** A movement that is already there under its key, and what has become of it. */
export interface AlreadyMoved {
  readonly entry: Entry;
  readonly undoneBy: number | null;
  /** The corrections that stand, by number. */
  readonly correctedBy: readonly number[];
}

/** The quantity on hand of a device now. */
export interface StockNow {
  /** Null if the device is gone. */
  readonly onHand: number | null;
  /** Its reorder level, if the stock is at or below it. */
  readonly lowAt: number | null;
}

/** What came of a movement: recorded now, or already there. */
export interface MoveOutcome {
  readonly entry: NewEntry | null;
  readonly answer: MoveAnswer;
  /** Whether it would come to the same with any quantity on hand that is enough for it. */
  readonly anyEnough?: boolean;
}

export interface MoveAnswer {
  readonly move: Moved;
  /** What its key has found; null for a movement that is new. */
  readonly already: AlreadyMoved | null;
  readonly now: StockNow;
  /** The places as they are now. */
  readonly places: Places;
  /** The count that had counted it before it moved, if that is still open. */
  readonly counted: { readonly count: number; readonly at: string } | null;
  /** What a late slip has made of the variance of a posted count. */
  readonly revised: { readonly count: number; readonly was: number; readonly now: number } | null;
  /** Its pieces that had gone out before and have not come back. */
  readonly goneAlready: readonly GoneAlready[];
  /** What makes it look like a slip, if that is only noted. */
  readonly suspicions: readonly Suspicion[];
}

/** What deciding on a movement is going to ask. */
export const needsOf = (
  { device, key, of, serials, direction }: Omit<Movement, 'cost'>,
  { guards }: Watch,
): Needs => ({
  devices: [device],
  ...(key === undefined ? {} : { keys: [key], undos: true }),
  ...(of === undefined ? {} : { returnsOf: [of], undos: true }),
  ...(direction === 'stock-out' ? { serials } : {}),
  recent: guards.size > 0,
});

/** The commands whose keys are those of single movements. */
export const plainCommands: ReadonlySet<EntryCommand> = new Set(['stock-in', 'stock-out', 'import']);

/** Decides on a movement. What looks like a slip is refused or noted, as the watch has it. */
export function decideMove(
  book: Book,
  journal: Journal,
  movement: Movement,
  at: string,
  watch: Watch = unwatched,
): MoveOutcome {
  const { key } = movement;
  journal.willNeed(() => needsOf(movement, watch));
  const used = key === undefined ? undefined : journal.keyed(key);
  if (used !== undefined) {
    const { move } = used;
    if (!plainCommands.has(used.entry.command))
      refuseConflict(move.key ?? '', { entry: used.entry.n, row: null }, 'type');
    refuseKeyConflict(book, journal, movement, move, { entry: used.entry.n, row: null });
    // A sale to be delivered is shown with the goods that wait.
    const entry = movement.toDeliver === true ? (journal.entry(used.entry.n) ?? used.entry) : used.entry;
    const already = alreadyMoved(journal, entry);
    return {
      entry: null,
      answer: {
        move,
        already,
        now: stockNow(book, move.id),
        places: book.places,
        counted: null,
        revised: null,
        goneAlready: [],
        suspicions: [],
      },
    };
  }
  refuseKeyOfOther(journal, movement.key);
  const draft = new Draft(book, at);
  const device = findDevice(book, journal, movement.device);
  const place = placeToMove(book, journal, movement.place);
  refuseUnexpected(book, device, place, movement.expect);
  const suspicions = checkForSlips(book, journal, device, movement, place, at, watch);
  const goneAlready = goneAlreadyOf(journal, movement, device);
  const counted = countedMeanwhile(book, journal, movement, device, place);
  const revised = revisionBy(book, journal, movement, device, place);
  const move = recordMove(draft, journal, movement, device, place);
  return {
    entry: { command: movement.direction, changes: draft.finish() },
    answer: {
      move,
      already: null,
      now: stockNow(book, move.id),
      places: book.places,
      counted,
      revised,
      goneAlready,
      suspicions,
    },
    anyEnough: movement.expect === undefined && watch.refused === 'none',
  };
}

/** What a late slip makes of the variance of a count that is posted; an open one keeps its figures to itself. */
function revisionBy(
  book: Book,
  journal: Journal,
  movement: Movement,
  { id }: Device,
  place: PlaceId,
): MoveAnswer['revised'] {
  const { beforeCount: count } = movement;
  if (count === undefined) return null;
  const { postedBy, variance: was } = CountLines.ofDevice(book, journal, count, id).line(id, place);
  return postedBy === null || was === null ? null : { count, was, now: was - changeOf(movement) };
}

/** The open count that has counted a device from where it now goes out. */
function countedMeanwhile(
  book: Book,
  journal: Journal,
  { direction, beforeCount }: Movement,
  { id }: Device,
  place: PlaceId,
): MoveAnswer['counted'] {
  const open = book.counts.under(book.places, new Set([place]));
  if (open === undefined || direction !== 'stock-out' || beforeCount !== undefined) return null;
  const { count } = open;
  const { first, recount } = CountLines.ofDevice(book, journal, count, id).line(id, place);
  const tally = (recount ?? first)?.entry;
  const entry = tally === undefined ? undefined : journal.entry(tally);
  return entry === undefined ? null : { count, at: entry.at };
}

/** The pieces that go out although they are gone. */
const goneAlreadyOf = (
  journal: Journal,
  { direction, serials = [] }: Movement,
  { id }: Device,
): MoveAnswer['goneAlready'] =>
  direction === 'stock-out' ? new PiecesGone(journal, serials).among(id, serials) : [];

function stockNow(book: Book, id: number): StockNow {
  const device = book.device(id);
  if (device === undefined) return { onHand: null, lowAt: null };
  return { onHand: book.onHand(id), lowAt: book.isLow(device) ? device.minimum : null };
}

function alreadyMoved(journal: Journal, entry: Entry): AlreadyMoved {
  const undone = undoneEntries(journal.undos());
  const correctedBy = standingCorrections(journal, entry.n, undone).map(({ n }) => n);
  return { entry, undoneBy: undone.get(entry.n) ?? null, correctedBy };
}

/** Checks one movement against the book as it stands and records it. */
export function recordMove(
  draft: Draft,
  journal: Journal,
  movement: Movement,
  device: Device,
  place: PlaceId,
): Moved {
  const { book } = draft;
  refuseMoreSerials(movement);
  refuseWrongReturn(draft, journal, movement, device);
  const { direction, quantity, reason, cost, party, serials, toDeliver = false } = movement;
  const { ref, note, key, of } = movement;
  refuseUnexpected(book, device, place, movement.expect);
  const before = countBefore(book, journal, movement, device, place);
  if (direction === 'stock-out') {
    if (reason === 'sale' && !book.places.isSellable(place))
      refuse('not-sellable', { code: device.code, place: book.places.pathOf(place) });
    const where = { place, of: null };
    if (before?.isPosted !== true && quantityAt(book.stock(device.id).levels, where) < quantity)
      refuseShort(book, device, where, quantity, journal);
  }
  const terms = {
    reason,
    place,
    ...(cost === undefined ? {} : { cost: formatMoney(cost, book.currency) }),
    ...(ref === undefined ? {} : { ref }),
    ...(note === undefined ? {} : { note }),
    ...(key === undefined ? {} : { key }),
    ...(party === undefined ? {} : { party }),
    ...(serials === undefined ? {} : { serials }),
    ...(of === undefined ? {} : { of }),
    ...(before === null ? {} : { before: before.count }),
  };
  const revised = before?.isPosted === true ? before.count : undefined;
  const headed = toDeliver ? { ...terms, to: sold } : terms;
  const moved = draft.moveCounted(device, changeOf(movement), headed, revised);
  if (toDeliver) draft.move(device, quantity, waitingTerms(terms, book.entry + 1));
  return moved;
}

/** A serial number is that of one piece. */
export function refuseMoreSerials({ serials = [], quantity }: Pick<Movement, 'serials' | 'quantity'>): void {
  if (serials.length > quantity) refuse('more-serials', { serials: serials.length, quantity });
}

/** What a sale that is to be delivered says of the goods that wait; its key is that of the sale. */
const waitingTerms = ({ party, serials, ref, note, place }: MoveTerms, of: number): MoveTerms => ({
  ...(party === undefined ? {} : { party }),
  ...(serials === undefined ? {} : { serials }),
  ...(ref === undefined ? {} : { ref }),
  ...(note === undefined ? {} : { note }),
  place: sold,
  of,
  from: place ?? firstPlace,
});

/** The count before which a late slip happened; one that has not counted the device there cannot be it. */
function countBefore(
  book: Book,
  journal: Journal,
  { beforeCount: count }: Movement,
  { id, code }: Device,
  place: PlaceId,
): { readonly count: number; readonly isPosted: boolean } | null {
  if (count === undefined) return null;
  const { first, recount, postedBy } = CountLines.ofDevice(book, journal, count, id).line(id, place);
  const isPosted = postedBy !== null;
  const isCounted = isPosted || (book.counts.withNumber(count) !== undefined && (recount ?? first) !== null);
  if (!isCounted) refuse('not-counted-in', { code, place: book.places.pathOf(place), count });
  return { count, isPosted };
}

/** Refuses another quantity than is expected at exactly that place. */
export function refuseUnexpected(
  book: Book,
  { id, code }: Device,
  place: PlaceId,
  expected: Quantity | undefined,
): void {
  const onHand = quantityAt(book.stock(id).levels, { place, of: null });
  if (expected === undefined || onHand === expected) return;
  if (!book.places.isPlaced) refuse('unexpected-quantity', { code, onHand, expected });
  refuse('unexpected-quantity-at', { code, place: book.places.pathOf(place), onHand, expected });
}

/** Refuses a key that was recorded with something else than a movement. */
export function refuseKeyOfOther(journal: Journal, key: string | undefined): void {
  const used = key === undefined ? undefined : journal.entryKeyed(key);
  if (key !== undefined && used !== undefined) refuseConflict(key, { entry: used.n, row: null }, 'type');
}

/** Refuses a key that was used for something else. */
export function refuseConflict(
  key: string,
  where: { readonly entry: number | null; readonly row: number | null },
  differs: string,
): never {
  return refuse('key-conflict', { value: key, ...where, differs }, { key, ...where, differs });
}

/** The same key with other content is a conflict, never a second movement (the contract, "--key"). */
export function refuseKeyConflict(
  book: Book,
  journal: Journal,
  movement: Movement,
  recorded: Moved,
  where: { readonly entry: number | null; readonly row: number | null },
  place = placeToMove(book, journal, movement.place),
): void {
  const differs = difference(book, movement, place, recorded);
  if (differs !== undefined) refuseConflict(movement.key ?? '', where, differs);
}

function difference(book: Book, movement: Movement, place: PlaceId, recorded: Moved): string | undefined {
  const change = changeOf(movement);
  if (!namesDevice(book, movement.device, recorded)) return 'device';
  if (recorded.reason === undefined || Math.sign(change) !== Math.sign(recorded.change)) return 'type';
  if (change !== recorded.change) return 'quantity';
  if (place !== (recorded.place ?? firstPlace)) return 'place';
  if (movement.beforeCount !== recorded.before) return 'before-count';
  if (movement.reason !== recorded.reason) return 'reason';
  if (movement.of !== recorded.of) return 'of';
  if (costText(movement.cost, book.currency) !== recorded.cost) return 'cost';
  if ((movement.toDeliver === true) !== (recorded.to === sold)) return 'to-deliver';
  if (movement.ref !== recorded.ref) return 'ref';
  if (movement.note !== recorded.note) return 'note';
  if (movement.party !== recorded.party) return 'party';
  if (serialsText(movement.serials ?? []) !== serialsText(recorded.serials ?? [])) return 'serials';
  return undefined;
}

const costText = (cost: Money | undefined, currency: Currency): string | undefined =>
  cost === undefined ? undefined : formatMoney(cost, currency);

/** Whether what was typed means the device that was moved: as it was called then, or as it is called now. */
export function namesDevice(
  book: Book,
  typed: string,
  recorded: Pick<Moved, 'id' | 'code' | 'name'>,
): boolean {
  if (
    codeKey(typed.trim().normalize('NFKC')) === codeKey(recorded.code) ||
    typed.trim().normalize('NFC') === recorded.name
  )
    return true;
  const now = book.withCode(typed) ?? book.withName(typed)[0];
  return now?.id === recorded.id;
}
