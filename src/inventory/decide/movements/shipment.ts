import type { Book } from '../../book/book.ts';
import type { Entry, NewEntry } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId, transit } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { refuse } from '../../refusal.ts';
import { sortedByCode } from '../../values/order.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { placeToMove } from '../places/find-place.ts';
import { alreadyRecorded, movesIn } from './already.ts';
import { Draft } from './draft.ts';
import { findDevice } from './find-device.ts';
import { namesDevice } from './move.ts';
import { type EntryOutcome, termsOf } from './transfer.ts';
import { entryNumbered } from './undo.ts';

/** A step that ends what an entry has on the road, wholly or in part. */
export interface ShipmentStep {
  /** The entry that sent it. */
  readonly entry: number;
  /** Everything that has not arrived, if none is named. */
  readonly device?: string | undefined;
  /** All that is left of it, if none is given. */
  readonly quantity?: Quantity | undefined;
  /** How many of them never arrived. */
  readonly missing?: Quantity | undefined;
  /** Where they go; where the shipment says, if none is named. */
  readonly place?: string | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** What one device has on the road under one entry. */
export interface OnTheRoad {
  readonly device: Device;
  readonly left: number;
  readonly from: PlaceId;
  readonly to: PlaceId;
}

/** What has arrived, and what never will, leaves the road. */
export function decideReceive(book: Book, journal: Journal, step: ShipmentStep, at: string): EntryOutcome {
  return decideStep(book, journal, step, 'receive', at, (draft, { device, to }, quantity, missing) => {
    const place = step.place === undefined ? to : placeToMove(book, journal, step.place);
    const road = { place: transit, of: step.entry };
    const arrived = quantity - missing;
    if (arrived > 0) draft.transfer(device, arrived, road, { place, of: null }, termsOf(step));
    if (missing > 0) draft.move(device, -missing, { reason: 'lost', ...road, ...termsOf(step) });
  });
}

/** What has not arrived goes back to where it came from. */
export function decideCancel(book: Book, journal: Journal, step: ShipmentStep, at: string): EntryOutcome {
  return decideStep(book, journal, step, 'cancel', at, (draft, { device, from }, quantity) => {
    const place = step.place === undefined ? from : placeToMove(book, journal, step.place);
    draft.transfer(device, quantity, { place: transit, of: step.entry }, { place, of: null }, termsOf(step));
  });
}

function decideStep(
  book: Book,
  journal: Journal,
  step: ShipmentStep,
  command: 'receive' | 'cancel',
  at: string,
  take: (draft: Draft, line: OnTheRoad, quantity: number, missing: number) => void,
): EntryOutcome {
  journal.willNeed(() => ({
    entry: step.entry,
    devices: step.device === undefined ? [] : [step.device],
    keys: step.key === undefined ? [] : [step.key],
    undos: step.key !== undefined,
  }));
  const answer = alreadyRecorded(journal, step.key, command, (entry) =>
    difference(book, journal, step, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const draft = new Draft(book, at);
  for (const { line, quantity, missing } of linesOf(book, journal, step))
    take(draft, line, quantity, missing);
  const entry: NewEntry = { command, changes: draft.finish() };
  return { entry, answer: null };
}

/** What an entry has sent, with how much of it is still on the road, by code. Refuses an entry that sent nothing. */
export function onTheRoad(book: Book, journal: Journal, number: number): readonly OnTheRoad[] {
  const lines = new Map<number, OnTheRoad>();
  for (const { change } of journal.movesOf(number)) {
    const { id, place = firstPlace, from, to } = change;
    const device = book.device(id);
    if (place !== transit || device === undefined || from === undefined || to === undefined) continue;
    const left = quantityAt(book.stock(id).levels, { place, of: number });
    lines.set(id, { device, left, from, to });
  }
  if (lines.size === 0) {
    const { n: entry } = entryNumbered(journal, number, book.entry);
    refuse('not-a-shipment', { entry });
  }
  return sortedByCode(Array.from(lines.values(), (line) => ({ code: line.device.code, line }))).map(
    ({ line }) => line,
  );
}

interface StepLine {
  readonly line: OnTheRoad;
  readonly quantity: number;
  readonly missing: number;
}

function linesOf(book: Book, journal: Journal, step: ShipmentStep): readonly StepLine[] {
  const { entry, missing = 0 } = step;
  const sent = onTheRoad(book, journal, entry);
  const named = step.device === undefined ? sent : [sentOf(book, journal, step.device, entry, sent)];
  const lines = named.filter(({ left }) => left > 0);
  const [line, ...others] = lines;
  if (line === undefined) return refuse('settled', { entry });
  if (step.quantity === undefined && missing === 0)
    return lines.map((one) => ({ line: one, quantity: one.left, missing }));
  if (others.length > 0)
    return refuse('several-outstanding', { entry, codes: lines.map(({ device }) => device.code) });
  const { left, device } = line;
  const quantity = step.quantity ?? missing;
  if (quantity > left) refuse('over-received', { code: device.code, entry, left, asked: quantity });
  if (missing > quantity) refuse('missing-above-quantity', { missing, quantity });
  return [{ line, quantity, missing }];
}

function sentOf(
  book: Book,
  journal: Journal,
  typed: string,
  entry: number,
  sent: readonly OnTheRoad[],
): OnTheRoad {
  const { id, code } = findDevice(book, journal, typed);
  const codes = sent.map(({ device }) => device.code);
  return sent.find(({ device }) => device.id === id) ?? refuse('not-in-shipment', { code, entry, codes });
}

/** What of a step that is recorded is not as it is asked for again; what was left open then is not compared. */
function difference(
  book: Book,
  journal: Journal,
  { entry: number, device, quantity, missing, place, ref, note }: ShipmentStep,
  entry: Entry,
): string | undefined {
  const moves = movesIn(entry);
  const taken = moves.filter((move) => move.of === number && move.change < 0);
  const sum = (of: typeof moves) => of.reduce((units, { change }) => units + Math.abs(change), 0);
  const arrivedAt = moves.find(({ of, change }) => of === undefined && change > 0)?.place ?? firstPlace;
  if (taken.length === 0) return 'entry';
  if (device !== undefined && !taken.every((move) => namesDevice(book, device, move))) return 'device';
  if (quantity !== undefined && quantity !== sum(taken)) return 'quantity';
  if (sum(taken.filter(({ reason }) => reason === 'lost')) !== (missing ?? 0)) return 'missing';
  if (place !== undefined && placeToMove(book, journal, place) !== arrivedAt) return 'place';
  if (taken.some((move) => move.ref !== ref)) return 'ref';
  if (taken.some((move) => move.note !== note)) return 'note';
  return undefined;
}
