import type { Book } from '../../book/book.ts';
import {
  type Entry,
  type Moved,
  type NewEntry,
  type Reason,
  stockInReasons,
  stockOutReasons,
} from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { parseChoice } from '../../devices/attribute.ts';
import type { Device } from '../../devices/device.ts';
import { standingCorrections, undoneEntries } from '../../look/history.ts';
import { type Parsed, parsed, refuse } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { type Currency, formatMoney, type Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { Draft } from './draft.ts';
import { findDevice } from './find-device.ts';

export type Direction = 'stock-in' | 'stock-out';

/** A movement to record; the device is named as typed. */
export interface Movement {
  readonly device: string;
  readonly direction: Direction;
  readonly quantity: Quantity;
  readonly reason: Reason;
  readonly cost?: Money | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
  /** What must be on hand at that moment. */
  readonly expect?: Quantity | undefined;
}

const reasonsOf = { 'stock-in': stockInReasons, 'stock-out': stockOutReasons } as const;

/** The reason that was typed, by value or label, or the usual one. */
export function parseReason(text: string | undefined, direction: Direction): Parsed<Reason> {
  const reasons = reasonsOf[direction];
  if (text === undefined) return parsed(reasons[0].value);
  return parseChoice<(typeof reasons)[number]>(text, reasons);
}

/** A movement that is already there under its key, and what has become of it. */
export interface AlreadyMoved {
  readonly already: Entry;
  readonly move: Moved;
  readonly undoneBy: number | null;
  /** The corrections that stand, by number. */
  readonly correctedBy: readonly number[];
}

/** What came of a movement: recorded now, or already there. */
export interface MoveOutcome {
  readonly entry: NewEntry | null;
  readonly answer: AlreadyMoved | null;
}

/** Decides on a movement; `check` may refuse it by throwing, once it is known to be new and its device is found. */
export function decideMove(
  book: Book,
  journal: Journal,
  movement: Movement,
  at: string,
  check: (device: Device) => void = () => undefined,
): MoveOutcome {
  const used = movement.key === undefined ? undefined : journal.keyed(movement.key);
  if (used !== undefined) {
    refuseKeyConflict(book, movement, used.move, { entry: used.entry.n, row: null });
    return { entry: null, answer: alreadyMoved(journal, used) };
  }
  const draft = new Draft(book, at);
  const device = findDevice(book, journal, movement.device);
  refuseUnexpected(book, device, movement);
  check(device);
  recordMove(draft, movement, device);
  return { entry: { command: movement.direction, changes: draft.finish() }, answer: null };
}

function alreadyMoved(
  journal: Journal,
  { entry: already, move }: { entry: Entry; move: Moved },
): AlreadyMoved {
  const undone = undoneEntries(journal.undos());
  const correctedBy = standingCorrections(journal, already.n, undone).map(({ n }) => n);
  return { already, move, undoneBy: undone.get(already.n) ?? null, correctedBy };
}

/** Checks one movement against the book as it stands and records it. */
export function recordMove(draft: Draft, movement: Movement, device: Device): void {
  const { currency } = draft.book;
  const { direction, quantity, reason, cost, ref, note, key } = movement;
  refuseUnexpected(draft.book, device, movement);
  draft.move(device, direction === 'stock-in' ? quantity : -quantity, {
    reason,
    ...(cost === undefined ? {} : { cost: formatMoney(cost, currency) }),
    ...(ref === undefined ? {} : { ref }),
    ...(note === undefined ? {} : { note }),
    ...(key === undefined ? {} : { key }),
  });
}

function refuseUnexpected(book: Book, { id, code }: Device, { expect: expected }: Movement): void {
  const onHand = book.onHand(id);
  if (expected === undefined || onHand === expected) return;
  refuse('unexpected-quantity', { code, onHand, expected });
}

/** The same key with other content is a conflict, never a second movement (the contract, "--key"). */
export function refuseKeyConflict(
  book: Book,
  movement: Movement,
  recorded: Moved,
  where: { readonly entry: number | null; readonly row: number | null },
): void {
  const differs = difference(book, movement, recorded);
  if (differs === undefined) return;
  const value = movement.key ?? '';
  refuse('key-conflict', { value, ...where, differs }, { key: value, ...where, differs });
}

function difference(book: Book, movement: Movement, recorded: Moved): string | undefined {
  const change = movement.direction === 'stock-in' ? movement.quantity : -movement.quantity;
  if (!namesDevice(book, movement.device, recorded)) return 'device';
  if (Math.sign(change) !== Math.sign(recorded.change)) return 'type';
  if (change !== recorded.change) return 'quantity';
  if (movement.reason !== recorded.reason) return 'reason';
  if (costText(movement.cost, book.currency) !== recorded.cost) return 'cost';
  if (movement.ref !== recorded.ref) return 'ref';
  if (movement.note !== recorded.note) return 'note';
  return undefined;
}

const costText = (cost: Money | undefined, currency: Currency): string | undefined =>
  cost === undefined ? undefined : formatMoney(cost, currency);

/** Whether what was typed means the device that was moved: as it was called then, or as it is called now. */
function namesDevice(book: Book, typed: string, recorded: Moved): boolean {
  if (
    codeKey(typed.trim().normalize('NFKC')) === codeKey(recorded.code) ||
    typed.trim().normalize('NFC') === recorded.name
  )
    return true;
  const now = book.withCode(typed) ?? book.withName(typed)[0];
  return now?.id === recorded.id;
}
