import type { Choice } from '../devices/attribute.ts';
import type { DeviceRecord, Patch } from '../devices/device-record.ts';
import type { PlaceId, PlaceKind } from './place-kinds.ts';

/** Why stock came in; the first is meant where none is typed. */
export const stockInReasons = [
  { value: 'purchase', term: { en: 'purchase', zh: '采购' } },
  { value: 'return', term: { en: 'return', zh: '退货' } },
  { value: 'correction', term: { en: 'correction', zh: '更正' } },
  { value: 'other', term: { en: 'other', zh: '其他' } },
] as const satisfies readonly Choice[];

/** Why stock is set aside to be written off; the first is meant where none is typed. */
export const writeOffReasons = [
  { value: 'damage', term: { en: 'damage', zh: '报损' } },
  { value: 'lost', term: { en: 'lost', zh: '丢失' } },
  { value: 'scrap', term: { en: 'scrap', zh: '报废' } },
  { value: 'use', term: { en: 'use', zh: '领用' } },
] as const satisfies readonly Choice[];
export type WriteOffReason = (typeof writeOffReasons)[number]['value'];
const [damage, ...otherWriteOffs] = writeOffReasons;

/** Why stock went out; the first is meant where none is typed. */
export const stockOutReasons = [
  { value: 'sale', term: { en: 'sale', zh: '销售' } },
  damage,
  { value: 'supplier-return', term: { en: 'supplier return', zh: '退供应商' } },
  ...otherWriteOffs,
  { value: 'correction', term: { en: 'correction', zh: '更正' } },
  { value: 'other', term: { en: 'other', zh: '其他' } },
] as const satisfies readonly Choice[];

/** Why inspected goods go back to whoever delivered them; they never were on hand. */
export const rejectReasons = [
  { value: 'damaged', term: { en: 'damaged', zh: '破损' } },
  { value: 'wrong-item', term: { en: 'wrong item', zh: '错货' } },
  { value: 'quality', term: { en: 'quality', zh: '质量问题' } },
  { value: 'not-ordered', term: { en: 'not ordered', zh: '未订货' } },
  { value: 'other', term: { en: 'other', zh: '其他' } },
] as const satisfies readonly Choice[];
export type RejectReason = (typeof rejectReasons)[number]['value'];

/** What a device's first quantity is recorded as; never typed. */
export const openingReason = {
  value: 'opening',
  term: { en: 'opening', zh: '期初' },
} as const satisfies Choice;

/** What the difference between a count and the book is recorded as; never typed. */
export const countReason = {
  value: 'count',
  term: { en: 'count', zh: '盘点' },
} as const satisfies Choice;

export type Reason =
  | (typeof stockInReasons)[number]['value']
  | (typeof stockOutReasons)[number]['value']
  | RejectReason
  | typeof openingReason.value
  | typeof countReason.value;

/** Every reason a movement can have, once. */
export const allReasons: readonly Choice[] = [
  ...new Map(
    [...stockInReasons, ...stockOutReasons, ...rejectReasons, openingReason, countReason].map((reason) => [
      reason.value,
      reason,
    ]),
  ).values(),
];

/** The receipts whose cost becomes the last purchase cost. */
export const isPurchase = (reason: Reason): boolean => reason === 'purchase' || reason === 'opening';

/** What a receipt makes of the last purchase cost; undefined if nothing: goods that were free say nothing of a cost. */
export const purchaseCostOf = ({ reason, cost }: Pick<Moved, 'reason' | 'cost'>): string | undefined =>
  reason !== undefined && isPurchase(reason) && cost !== undefined && /[1-9]/.test(cost) ? cost : undefined;

/**
 * The two movements with which a correction of a cost, a reason, a reference or a party begins: one takes back what was moved,
 * the other moves it again with the right words: `in` for stock that had come in, `out` for stock that had gone out. Null where
 * these are other movements.
 */
export function restatedBy([one, other]: readonly Moved[]): {
  readonly in: Moved;
  readonly out: Moved;
} | null {
  const isPair =
    one !== undefined &&
    other !== undefined &&
    one.change > 0 &&
    one.id === other.id &&
    one.change === -other.change &&
    one.place === other.place &&
    ![one, other].some(({ count }) => count !== undefined);
  return isPair ? { in: one, out: other } : null;
}

interface OfDevice {
  /** The book's own number for the device. */
  readonly id: number;
}

export interface Added extends OfDevice {
  readonly do: 'add';
  readonly device: DeviceRecord;
  /** Only where a removal is taken back: when the device was first added. */
  readonly addedAt?: string;
}

export interface Edited extends OfDevice {
  readonly do: 'edit';
  /** Code, name and on-hand quantity as the edit leaves them. */
  readonly code: string;
  readonly name: string;
  readonly balance: number;
  readonly before: Patch;
  readonly after: Patch;
}

export interface Removed extends OfDevice {
  readonly do: 'remove';
  readonly device: DeviceRecord;
  readonly addedAt: string;
}

export interface Moved extends OfDevice {
  readonly do: 'move';
  readonly code: string;
  readonly name: string;
  /** Signed, never 0. */
  readonly change: number;
  /** On hand after it. */
  readonly balance: number;
  /** Why stock came or went; left out where it only goes from one place to another. */
  readonly reason?: Reason;
  /** What one unit cost, as a decimal; a purchase's becomes the device's last cost. */
  readonly cost?: string;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
  /** Where it takes place; the first place if left out. */
  readonly place?: PlaceId;
  /** The balance there afterwards; left out in a book with no other place. */
  readonly at?: number;
  /** The entry in a queue that the pieces belong to; outside of queues, the one whose pieces a return takes back. */
  readonly of?: number;
  /** Who it came from or went to, by name (往来单位). */
  readonly party?: string;
  /** Serial numbers of pieces that moved: a remark, not a part of the stock. */
  readonly serials?: readonly string[];
  /** Of what goes into a queue: where it came from, and where it is to go from there. A sale to be delivered goes to a queue. */
  readonly from?: PlaceId;
  readonly to?: PlaceId;
  /** Of an order: the local day by which it is to come, such as `2026-12-01`. */
  readonly due?: string;
  /** Of what is set aside to be written off: why it is to go out. */
  readonly intended?: WriteOffReason;
  /** Only where a receipt is taken back or put back: the last cost that then holds. */
  readonly lastCost?: string | null;
  /** The count that it belongs to: as its variance or, without `counted`, as a revision of that. */
  readonly count?: number;
  /** Of a variance: what was counted, what the book had at that moment, and the last entry before that moment. */
  readonly counted?: number;
  readonly book?: number;
  readonly after?: number;
  /** The count before which it happened, although it was recorded later. */
  readonly before?: number;
}

/** What a person counted of a device at a place. */
export interface Tallied extends OfDevice {
  readonly do: 'tally';
  readonly code: string;
  readonly name: string;
  readonly count: number;
  /** The first place if left out. */
  readonly place?: PlaceId;
  readonly counted: number;
  /** Whether it comes on top of what was counted before, or takes its place. */
  readonly how?: 'add' | 'replace';
  /** The last entry before the moment of counting; left out where that is the tally's own. */
  readonly after?: number;
  /** Who counted, if that is not the operator. */
  readonly counter?: string;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
}

/** A line of a count that agreed with the book. */
export interface Agreed extends OfDevice {
  readonly do: 'counted';
  readonly code: string;
  readonly name: string;
  readonly count: number;
  readonly place?: PlaceId;
  /** On hand, and at the place in a book that has others. */
  readonly balance: number;
  readonly at?: number;
  readonly counted: number;
  readonly book: number;
  readonly after: number;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
}

/** What can be changed of a place; `null` is what it lacks. */
export interface PlacePatch {
  readonly path?: string;
  readonly kind?: PlaceKind;
  readonly recount?: string | null;
  /** The place's own note. */
  readonly note?: string | null;
}

interface OfPlace {
  /** The book's own number for the place. */
  readonly place: PlaceId;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
}

export interface PlaceAdded extends OfPlace {
  readonly do: 'place';
  readonly path: string;
  readonly kind: PlaceKind;
  readonly recount?: string;
}

export interface PlaceEdited extends OfPlace {
  readonly do: 'place-edit';
  readonly before: PlacePatch;
  readonly after: PlacePatch;
}

export interface PlaceRemoved extends OfPlace {
  readonly do: 'place-remove';
  readonly path: string;
  readonly kind: PlaceKind;
  readonly recount?: string;
  /** The place's own note. */
  readonly about?: string;
}

/** What a count is of: devices at places, with all that is below these. */
export interface CountScope {
  readonly places: readonly PlaceId[];
  /** Only these devices, those of a kind, those of a brand; all of them if left out. */
  readonly devices?: readonly number[];
  readonly kind?: string;
  readonly brand?: string;
}

interface OfCount {
  /** The entry that opened it, which is its number. */
  readonly count: number;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
}

export interface CountOpened extends OfCount, CountScope {
  readonly do: 'count-open';
  readonly solo?: true;
  /** Only where it is opened again: where it had been drawn who is counted again. */
  readonly drawn?: readonly PlaceId[];
  /** Where nothing may move meanwhile. */
  readonly frozen?: readonly PlaceId[];
}

/** Who is counted again at one place: those of the sample, those that differed from the book, and those asked for. */
export interface Drawn extends OfCount {
  readonly do: 'draw';
  readonly place: PlaceId;
  readonly rate: string;
  readonly seed: string;
  /** Whether a person has chosen the seed. */
  readonly byHand?: true;
  /** Device ids. */
  readonly drawn: readonly number[];
  readonly differing: readonly number[];
  readonly also: readonly number[];
}

/** Where nothing may move any more, or may move again. */
export interface Frozen extends OfCount {
  readonly do: 'frozen';
  readonly before: readonly PlaceId[];
  readonly after: readonly PlaceId[];
}

export interface CountClosed extends OfCount, CountScope {
  readonly do: 'count-close';
  readonly as: 'posted' | 'cancelled';
  /** As it was opened, or as it was posted. */
  readonly solo?: true;
  readonly drawn?: readonly PlaceId[];
}

/** What can become of a device. */
export type DeviceChange = Added | Edited | Removed | Moved | Tallied | Agreed;

/** What can become of a place. */
export type PlaceChange = PlaceAdded | PlaceEdited | PlaceRemoved;

/** What can become of a count as a whole. */
export type CountChange = CountOpened | Drawn | Frozen | CountClosed;

/** What an entry can hold: a closed family, so that the compiler refuses a `switch` that forgets one. */
export type Change = DeviceChange | PlaceChange | CountChange;

/** What happens in a count: with its devices, and with the count as a whole. */
export type ChangeInCount = CountChange | Tallied | Agreed | Moved;

/** Whether a change is of a device. */
export const isOfDevice = (change: Change): change is DeviceChange => 'id' in change;

const placeChanges: ReadonlySet<string> = new Set<PlaceChange['do']>(['place', 'place-edit', 'place-remove']);

/** Whether a change is of a place; what is of neither a device nor a place is of a count. */
export const isOfPlace = (change: Change): change is PlaceChange => placeChanges.has(change.do);

export const isOfCount = (change: Change): change is CountChange => !isOfDevice(change) && !isOfPlace(change);

/** Whether a change is something that happened in a count. */
export const isInCount = (change: Change, count: number): change is ChangeInCount =>
  'count' in change && change.count === count;

/** The commands that make entries. */
export type EntryCommand =
  | 'add'
  | 'edit'
  | 'remove'
  | 'stock-in'
  | 'stock-out'
  | 'transfer'
  | 'order'
  | 'receive'
  | 'accept'
  | 'reject'
  | 'write-off'
  | 'deliver'
  | 'cancel'
  | 'place-add'
  | 'place-edit'
  | 'place-remove'
  | 'count-open'
  | 'count-enter'
  | 'count-rest'
  | 'count-recount'
  | 'count-freeze'
  | 'count-thaw'
  | 'count-post'
  | 'count-cancel'
  | 'count-spot'
  | 'undo'
  | 'correct'
  | 'import'
  | 'repair';

/** Changes that are too many to be kept as objects. */
export interface Packed {
  readonly length: number;
  /** The change at an index. */
  at(index: number): Change;
  /** The elements of a JSON array of them, in UTF-8, piece by piece. */
  pieces(): Iterable<Uint8Array>;
}

/** What a command decided on: all that an entry holds beside its number, time and operator. */
export interface NewEntry {
  readonly command: EntryCommand;
  readonly changes: readonly Change[];
  /** The changes before those, where there are too many to be kept as objects. */
  readonly packed?: Packed;
  /** The entry that this one takes back. */
  readonly undoes?: number;
  /** The entry whose quantity this one corrects. */
  readonly corrects?: number;
  /** The file that was imported. */
  readonly file?: { readonly name: string; readonly sha256: string };
}

/** One line of the journal: everything one command did. */
export interface Entry extends NewEntry {
  /** Numbers rise by exactly 1 and give the order; the clock never does. */
  readonly n: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly by: string;
}
