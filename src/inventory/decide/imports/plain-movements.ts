import type { Book } from '../../book/book.ts';
import type { Moved, Reason } from '../../book/change.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { maxOnHand } from '../../values/quantity.ts';
import { maxReferenceCharacters } from '../../values/text.ts';
import type { Draft } from '../movements/draft.ts';
import { parseReason } from '../movements/movement.ts';
import type { ImportFile } from './import.ts';
import { parseRowType } from './row-types.ts';

/** The columns that a plain row may fill; in all others it is blank. */
const plainColumns = ['code', 'type', 'quantity', 'reason', 'ref'] as const;
type PlainColumn = (typeof plainColumns)[number];

/** More digits may be more than one movement can name. */
const maxDigits = 9;

/** What both numbers take at most, and the names of fields. */
const maxOtherBytes = 100;

const encoder = new TextEncoder();

/** A reference that is recorded as it stands, and that JSON writes as it is: words of ASCII with one space between them. */
const plainReference = /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/;

/** A type and a reason that plain rows have. */
interface Words {
  readonly direction: 1 | -1;
  readonly reason: Reason;
  /** What stands behind the balance in the JSON of a change. */
  readonly json: Uint8Array;
}

/** A device that plain rows move, with how much there is of it while they do. */
export interface PlainDevice {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** What stands before the quantity in the JSON of a change. */
  readonly json: Uint8Array;
  /** Its last movement here: the signed change, why, and what it left. */
  change: number;
  reason: Reason;
  balance: number;
  /** Since when the balance is known here: the book may have another one since. */
  since: number;
}

/**
 * Takes the rows of a file that need no rule: a device by its code exactly as in the book, in or out, a quantity, and perhaps a
 * reason and a plain reference. Such a row goes straight from its texts to the JSON of its change; the new quantities are kept
 * here until `settle` applies them to the book. Any other row, and any book with places or an open count, is left to the rules.
 */
export class PlainMovements {
  readonly #draft: Draft;
  readonly #at: string;
  readonly #columns: { readonly [column in PlainColumn]: number };
  /** Where the columns are that plain rows leave blank. */
  readonly #others: readonly number[];
  readonly #words = new Map<string, Map<string, Words | null>>();
  readonly #devices = new Map<string, PlainDevice>();
  /** The devices whose quantities have not been applied to the book yet. */
  readonly #ahead: PlainDevice[] = [];
  /** How many times quantities have been applied to the book. */
  #settled = 1;
  #isPossible: boolean | undefined;

  private constructor(draft: Draft, at: string, columns: readonly (string | null)[]) {
    this.#draft = draft;
    this.#at = at;
    const [code = -1, type = -1, quantity = -1, reason = -1, ref = -1] = plainColumns.map((column) =>
      columns.indexOf(column),
    );
    this.#columns = { code, type, quantity, reason, ref };
    const isPlain = (key: string) => plainColumns.some((column) => column === key);
    this.#others = columns.flatMap((key, index) => (key === null || isPlain(key) ? [] : [index]));
  }

  /** Undefined where no row can be plain: those of a file that is no table, or that are at another than the first place. */
  static of(draft: Draft, at: string, { columns }: ImportFile, place: PlaceId): PlainMovements | undefined {
    return columns === undefined || place !== firstPlace ? undefined : new PlainMovements(draft, at, columns);
  }

  /** Records the movement of a plain row and returns its device; null for any other row, of which nothing is recorded. */
  take(texts: readonly string[]): PlainDevice | null {
    this.#isPossible ??= isPlainBook(this.#draft.book);
    if (!this.#isPossible) return null;
    const { code, type, quantity, reason, ref } = this.#columns;
    for (const index of this.#others) if ((texts[index] ?? '') !== '') return null;
    const units = plainQuantity(texts[quantity] ?? '');
    const reference = texts[ref] ?? '';
    if (units === 0 || (reference !== '' && !isPlainReference(reference))) return null;
    const words = this.#wordsOf(texts[type] ?? '', texts[reason] ?? '');
    const device = words === null ? null : this.#device(texts[code] ?? '');
    if (words === null || device === null) return null;
    const change = words.direction * units;
    const balance = device.balance + change;
    if (balance < 0 || balance > maxOnHand) return null;
    this.#pack(device, change, balance, words, reference);
    if (device.change === 0) this.#ahead.push(device);
    device.change = change;
    device.reason = words.reason;
    device.balance = balance;
    return device;
  }

  /** The change as JSON, in the order of the fields of any other one. */
  #pack({ json }: PlainDevice, change: number, balance: number, words: Words, reference: string): void {
    const packed = this.#draft.pack();
    packed.begin(json.length + words.json.length + reference.length + maxOtherBytes);
    packed.putBytes(json);
    packed.putNumber(change);
    packed.putAscii(',"balance":');
    packed.putNumber(balance);
    packed.putBytes(words.json);
    if (reference !== '') {
      packed.putAscii(',"ref":"');
      packed.putAscii(reference);
      packed.putAscii('"');
    }
    packed.putAscii('}');
  }

  /** Applies the quantities kept here to the book. Other rows may change it next, so each quantity is read from it again after that. */
  settle(): void {
    this.#settled++;
    this.#isPossible = undefined;
    for (const device of this.#ahead.splice(0)) {
      const { id, code, name, change, balance, reason } = device;
      const moved: Moved = { do: 'move', id, code, name, change, balance, reason };
      this.#draft.book.leave(moved, this.#at);
      device.change = 0;
    }
  }

  #wordsOf(type: string, reason: string): Words | null {
    const known = this.#words.get(type)?.get(reason);
    if (known !== undefined) return known;
    const words = wordsOf(type, reason);
    if (words === null) return null;
    const ofType = this.#words.get(type);
    if (ofType === undefined) this.#words.set(type, new Map([[reason, words]]));
    else ofType.set(reason, words);
    return words;
  }

  /** A device by its code as it is in the book, with the quantity as it is now; null where it is not that plain. */
  #device(typed: string): PlainDevice | null {
    const known = this.#devices.get(typed);
    if (known?.since === this.#settled) return known;
    const { book } = this.#draft;
    const device = known ?? newDevice(book, typed);
    if (device === null) return null;
    const [level, ...others] = book.stock(device.id).levels;
    if (others.length > 0 || (level !== undefined && level.place !== firstPlace)) return null;
    device.balance = level?.quantity ?? 0;
    device.since = this.#settled;
    if (known === undefined) this.#devices.set(device.code, device);
    return device;
  }
}

/** Whether a movement in this book is at its only place, where anything may be sold and nothing is being counted. */
const isPlainBook = ({ places, counts }: Book): boolean =>
  !places.isPlaced && places.isSellable(firstPlace) && counts.open.length === 0;

/** A quantity of a few digits; 0 for any other text. */
function plainQuantity(text: string): number {
  if (text.length > maxDigits) return 0;
  let units = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return 0;
    units = units * 10 + digit;
  }
  return units;
}

const isPlainReference = (text: string): boolean =>
  text.length <= maxReferenceCharacters && plainReference.test(text);

function wordsOf(typedType: string, typedReason: string): Words | null {
  const type = parseRowType(typedType);
  if (!type.ok || (type.value !== 'stock-in' && type.value !== 'stock-out')) return null;
  const reason = parseReason(typedReason === '' ? undefined : typedReason, type.value);
  if (!reason.ok) return null;
  return {
    direction: type.value === 'stock-in' ? 1 : -1,
    reason: reason.value,
    json: encoder.encode(`,"reason":${JSON.stringify(reason.value)}`),
  };
}

function newDevice(book: Book, typed: string): PlainDevice | null {
  const device = book.withCode(typed);
  if (device?.code !== typed) return null;
  const { id, code, name } = device;
  const json = encoder.encode(`${JSON.stringify({ do: 'move', id, code, name }).slice(0, -1)},"change":`);
  return { id, code, name, json, change: 0, reason: 'other', balance: 0, since: 0 };
}
