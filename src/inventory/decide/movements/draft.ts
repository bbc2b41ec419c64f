import type { Book } from '../../book/book.ts';
import {
  type Added,
  type Agreed,
  type Change,
  type CountChange,
  type Edited,
  isOfDevice,
  type Moved,
  type PlaceChange,
  type Removed,
  type Tallied,
} from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import { PackedChanges } from '../../book/packed-changes.ts';
import { firstPlace, isQueue, type PlaceId } from '../../book/place-kinds.ts';
import {
  isTransferred,
  onHandChange,
  quantityAt,
  type Whereabouts,
  whereaboutsOf,
} from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import type { Patch } from '../../devices/device-record.ts';
import { refuse } from '../../refusal.ts';
import { maxOnHand } from '../../values/quantity.ts';
import { refuseShort } from './short.ts';

/** What a movement says beside its device and how much moves. */
export type MoveTerms = Pick<
  Moved,
  | 'reason'
  | 'cost'
  | 'ref'
  | 'note'
  | 'key'
  | 'lastCost'
  | 'place'
  | 'of'
  | 'party'
  | 'serials'
  | 'from'
  | 'to'
  | 'due'
  | 'intended'
  | 'count'
  | 'counted'
  | 'book'
  | 'after'
  | 'before'
>;

/**
 * Changes in the making: each is checked against the book as those before it left it, applied to it, and kept. The
 * book belongs to this one decision; where it ends in a refusal, the book is thrown away.
 */
export class Draft {
  readonly changes: Change[] = [];
  /** Those before them, where they have been packed. */
  packed: PackedChanges | undefined;
  readonly #at: string;
  /** Signed units that have come back from what an entry moved, by entry and device. */
  readonly #returned = new Map<string, number>();
  readonly #removed: Device[] = [];

  constructor(
    readonly book: Book,
    at: string,
  ) {
    this.#at = at;
  }

  #record(change: Change): void {
    this.book.apply(change, this.#at);
    this.changes.push(change);
  }

  add(change: Added): void {
    this.#refuseTakenCode(change.device['code'], null);
    this.#record(change);
  }

  edit(device: Device, before: Patch, after: Patch): void {
    const code = typeof after['code'] === 'string' ? after['code'] : device.code;
    const name = typeof after['name'] === 'string' ? after['name'] : device.name;
    this.#refuseTakenCode(code, device.id);
    const edited: Edited = {
      do: 'edit',
      id: device.id,
      code,
      name,
      balance: this.book.onHand(device.id),
      before,
      after,
    };
    this.#record(edited);
  }

  remove(device: Device): void {
    const { levels, addedAt } = this.book.stock(device.id);
    const onHand = this.book.onHand(device.id);
    const entries = levels.flatMap(({ of }) => of ?? []);
    if (levels.length > 0 && onHand === 0) refuse('still-pending', { code: device.code, entries });
    if (levels.length > 0) refuse('not-empty', { code: device.code, onHand });
    const removed: Removed = {
      do: 'remove',
      id: device.id,
      device: recordOf(device, this.book),
      addedAt,
    };
    this.#removed.push(device);
    this.#record(removed);
  }

  /** Moves stock, at the first place unless another is named: `change` is signed. Returns the movement. */
  move(device: Device, change: number, { place = firstPlace, of, from, to, ...rest }: MoveTerms): Moved {
    const { id, code, name } = device;
    const { isPlaced } = this.book.places;
    const where = {
      ...(place === firstPlace ? {} : { place }),
      ...(of === undefined ? {} : { of }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    const move = { change, ...rest, ...where };
    this.#refuseFrozen(device, place, move);
    const there = quantityAt(this.book.stock(id).levels, whereaboutsOf(move));
    if (there + change < 0) refuseShort(this.book, device, whereaboutsOf(move), -change);
    refuseTooMany(device, there, change);
    const onHand = this.book.onHand(id);
    const balance = onHand + (isTransferred(move) ? 0 : onHandChange(move));
    refuseTooMany(device, onHand, balance - onHand);
    const at = isPlaced || place !== firstPlace ? { at: there + change } : {};
    const moved: Moved = { do: 'move', id, code, name, change, balance, ...rest, ...where, ...at };
    this.#record(moved);
    if (of !== undefined && !isQueue(place)) {
      const returned = `${of} ${id}`;
      this.#returned.set(returned, (this.#returned.get(returned) ?? 0) + change);
    }
    return moved;
  }

  /** How many pieces of a device these changes bring back from what an entry moved. */
  returnedOf(entry: number, { id }: Device): number {
    return Math.abs(this.#returned.get(`${entry} ${id}`) ?? 0);
  }

  /** What is being counted may stay as it is meanwhile; only the count itself is booked. */
  #refuseFrozen(device: Device, place: PlaceId, { count, counted }: MoveTerms): void {
    const frozen = this.book.counts.freezing(device, place);
    if (frozen === undefined || (counted !== undefined && count === frozen.count)) return;
    refuse('frozen', {
      code: device.code,
      place: this.book.places.pathOf(place),
      count: frozen.count,
    });
  }

  /**
   * Moves stock that a posted count has found moved already: what is there stays as it is, and the count's variance is
   * revised. Without such a count it is a movement like any other.
   */
  moveCounted(device: Device, change: number, terms: MoveTerms, count: number | undefined): Moved {
    if (count === undefined) return this.move(device, change, terms);
    const { place = firstPlace } = terms;
    const revise = () => this.move(device, -change, { reason: 'count', place, count });
    const there = quantityAt(this.book.stock(device.id).levels, { place, of: null });
    if (there + change >= 0) {
      const moved = this.move(device, change, terms);
      revise();
      return moved;
    }
    revise();
    return this.move(device, change, terms);
  }

  /** Records what becomes of a count as a whole. */
  count(change: CountChange): void {
    this.#record(change);
  }

  /** Records what was counted. */
  tally(change: Tallied): void {
    this.#record(change);
  }

  /** Records that a line of a count agreed. */
  agree(change: Agreed): void {
    this.#record(change);
  }

  /** Moves stock from one place to another: both rows or, where that is refused, none. */
  transfer(
    device: Device,
    quantity: number,
    from: Whereabouts,
    to: Whereabouts,
    { heading, ...terms }: Pick<Moved, 'ref' | 'note' | 'key'> & { readonly heading?: PlaceId } = {},
  ): void {
    const at = ({ place, of }: Whereabouts) => ({ ...terms, place, ...(of === null ? {} : { of }) });
    this.move(device, -quantity, at(from));
    this.move(device, quantity, {
      ...at(to),
      ...(heading === undefined ? {} : { from: from.place, to: heading }),
    });
  }

  /** Records what becomes of a place, once it has been decided that it may. */
  place(change: PlaceChange): void {
    this.#record(change);
  }

  /** Packs the changes so far, where they are movements of devices that stay; others may follow there. */
  pack(): PackedChanges {
    this.packed ??= new PackedChanges();
    if (this.changes.length > 0) for (const change of this.changes.splice(0)) this.packed.add(change);
    return this.packed;
  }

  /** How many changes there are. */
  get size(): number {
    return this.changes.length + (this.packed?.length ?? 0);
  }

  /** The change at an index. */
  change(index: number): Change | undefined {
    const packed = this.packed?.length ?? 0;
    return index < packed ? this.packed?.at(index) : this.changes[index - packed];
  }

  /** The changes, once what must hold where an entry ends has been checked. */
  finish(): readonly Change[] {
    for (const device of this.#removed) this.#refuseInUse(device);
    const ids = new Set(this.changes.filter(isOfDevice).map(({ id }) => id));
    for (const id of ids) this.#refuseLostComponents(this.book.device(id));
    return this.changes;
  }

  #refuseInUse({ id, code }: Device): void {
    if (this.book.device(id) !== undefined) return;
    const by = this.book.pricedFrom(id).map((user) => user.code);
    if (by.length > 0) refuse('in-use', { code, by }, { code, usedBy: by });
  }

  /** What an undo brings back may have been priced from a device that is gone. */
  #refuseLostComponents(device: Device | undefined): void {
    for (const component of device?.components.values() ?? []) {
      if (!('device' in component) || this.book.device(component.device) !== undefined) continue;
      const code = device?.code ?? '';
      refuse('component-gone', { code });
    }
  }

  #refuseTakenCode(code: unknown, own: number | null): void {
    const holder = this.book.withCode(String(code));
    if (holder === undefined || holder.id === own) return;
    refuse('duplicate-code', { code: holder.code, name: holder.name }, { code: holder.code });
  }
}

/** Refuses a movement that would leave more than the limit. */
function refuseTooMany({ code }: Device, onHand: number, change: number): void {
  if (onHand + change <= maxOnHand) return;
  refuse(
    'too-many-on-hand',
    { code, onHand, asked: change, most: maxOnHand },
    { code, onHand, asked: change },
  );
}
