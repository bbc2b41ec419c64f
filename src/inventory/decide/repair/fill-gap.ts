import type { Book } from '../../book/book.ts';
import { type DeviceChange, type Entry, isOfDevice, type NewEntry, type Tallied } from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import { InvariantBroken } from '../../book/invariants.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import {
  isTransferred,
  onHandChange,
  quantityAt,
  type Whereabouts,
  whereaboutsOf,
} from '../../book/stock.ts';
import type { DeviceRecord } from '../../devices/device-record.ts';
import { RecordBroken } from '../../devices/device-record.ts';
import { Refusal } from '../../refusal.ts';
import { Draft } from '../movements/draft.ts';
import { addMissingPlace } from './missing-place.ts';

/**
 * Reconstructs lost entries as far as the entries after them allow: each movement says what was
 * on hand before it, and `target` is a later book that knows the devices. Null where the entries cannot follow.
 */
export function decideFillGap(
  book: Book,
  after: readonly Entry[],
  target: Book | undefined,
  at: string,
): NewEntry | null {
  const draft = new Draft(book, at);
  try {
    for (const [id, before] of stockBefore(after)) fillBefore(draft, id, before, target);
    return { command: 'repair', changes: draft.finish() };
  } catch (error) {
    if (error instanceof Refusal || error instanceof RecordBroken || error instanceof InvariantBroken)
      return null;
    throw error;
  }
}

/** A device before some entries, as far as they show. */
interface Before {
  /** What was on hand; null where the device was not in the book. */
  readonly onHand: number | null;
  /** What it was, where that is said. */
  readonly record: DeviceRecord | undefined;
  /** Whether nothing lay anywhere. */
  readonly isEmpty: boolean;
  readonly levels: { readonly where: Whereabouts; readonly quantity: number }[];
}

/** The stock at each place before some entries, as far as they show, by device. */
function stockBefore(entries: readonly Entry[]): ReadonlyMap<number, Before> {
  const found = new Map<number, Before>();
  const known = new Set<string>();
  for (const { changes } of entries) {
    for (const change of changes.filter(isOfDevice)) {
      // A tally tells nothing of the book.
      if (change.do === 'tally') continue;
      const before = found.get(change.id) ?? beforeOf(change);
      found.set(change.id, before);
      if (change.do !== 'move' || before.onHand === null) continue;
      const where = whereaboutsOf(change);
      const key = `${change.id} ${where.place} ${where.of}`;
      if (known.has(key)) continue;
      known.add(key);
      before.levels.push({ where, quantity: (change.at ?? change.balance) - change.change });
    }
  }
  return found;
}

function beforeOf(change: Exclude<DeviceChange, Tallied>): Before {
  const levels: Before['levels'] = [];
  switch (change.do) {
    case 'add':
      return { onHand: null, record: undefined, isEmpty: true, levels };
    case 'remove':
      return { onHand: 0, record: change.device, isEmpty: true, levels };
    case 'edit':
    case 'counted':
      return { onHand: change.balance, record: undefined, isEmpty: false, levels };
    case 'move': {
      const moved = isTransferred(change) ? 0 : onHandChange(change);
      return { onHand: change.balance - moved, record: undefined, isEmpty: false, levels };
    }
  }
}

/** Brings a device to where the entries after the gap find it. */
function fillBefore(draft: Draft, id: number, before: Before, target: Book | undefined): void {
  const { book } = draft;
  if (before.onHand === null) return;
  const record = before.record ?? recordIn(target, id);
  if (book.device(id) === undefined && record !== undefined) draft.add({ do: 'add', id, device: record });
  if (book.device(id) === undefined) throw new InvariantBroken(`device ${id} is unknown`);
  for (const { where } of before.levels) addMissingPlace(draft, where.place, target);
  const known = before.isEmpty
    ? book.stock(id).levels.map((where) => ({ where, quantity: 0 }))
    : before.levels;
  for (const { where, quantity } of known) moveTo(draft, id, where, quantity);
  const missing = before.onHand - book.onHand(id);
  if (missing === 0) return;
  const isKnown = ({ place, of }: Whereabouts) =>
    known.some(({ where }) => where.place === place && where.of === of);
  const elsewhere = [...book.stock(id).levels, { place: firstPlace, of: null, quantity: 0 }].find(
    (level) => !isKnown(level) && level.quantity + missing >= 0,
  );
  if (elsewhere === undefined)
    throw new InvariantBroken(`the place of ${missing} of device ${id} is unknown`);
  moveTo(draft, id, elsewhere, elsewhere.quantity + missing);
}

function recordIn(target: Book | undefined, id: number): DeviceRecord | undefined {
  const device = target?.device(id);
  return target === undefined || device === undefined ? undefined : recordOf(device, target);
}

/** Has a quantity of a device lie somewhere. */
export function moveTo(draft: Draft, id: number, where: Whereabouts, quantity: number): void {
  const device = draft.book.device(id);
  if (device === undefined) throw new InvariantBroken(`there is no device ${id}`);
  const change = quantity - quantityAt(draft.book.stock(id).levels, where);
  const { place, of } = where;
  if (change !== 0)
    draft.move(device, change, {
      reason: 'correction',
      note: 'repair',
      place,
      ...(of === null ? {} : { of }),
    });
}
