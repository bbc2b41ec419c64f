import type { Entry } from '../../../inventory/book/change.ts';
import { readEntry } from '../../journal/entry-line.ts';
import { refuseUnlessParsed } from '../../memory.ts';

/**
 * An entry's line can hold a hundred thousand changes. The needed ones are found among its bytes: between the
 * quotes of a JSON text every quote is escaped, so these stand nowhere but where a line's parts begin and end.
 */
const changesBegin = Buffer.from('"changes":[');
const changeBegins = '{"do":"';
const changeOpens = '{"do":';
const nextChange = Buffer.from(`,${changeBegins}`);
const changesEnd = Buffer.from('],"sum":"');
const idBegins = ',"id":';
const placeChangeBegins = '{"do":"place';
const codeBegins = ',"code":"';
/** What most changes are: they say nothing of what a device or a place is. */
const move = 'move"';
/** Changes that say what a device is, or that it is gone. */
const isIdentity = /^\{"do":"(?:add|edit|remove)"/;
/** Changes that give a device a code; of what they hold, its own code comes first. */
const givesCode = /^\{"do":"(?:add|edit)"/;
/** As many digits as an exact number has. */
const maxDigits = 16;
const none: readonly string[] = [];
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** How many bytes at the beginning of a line come before its changes; -1 if more than the given bytes. */
export function headLength(line: Buffer): number {
  const found = line.indexOf(changesBegin);
  return found === -1 ? -1 : found + changesBegin.length;
}

/** The entry on a line; refuses a large import that there is no memory for. */
export function wholeEntry(line: Buffer): Entry | undefined {
  refuseUnlessParsed(line.length);
  return readEntry(line);
}

/** The entry of a line without its changes. */
export const headOf = (line: Buffer): Entry | undefined =>
  entryWith(line.subarray(0, Math.max(headLength(line), 0)), Buffer.alloc(0));

/** The length of the change at the beginning of some bytes; -1 if it continues after them. */
export function changeLength(bytes: Buffer): number {
  const next = bytes.indexOf(nextChange);
  const end = bytes.subarray(0, next === -1 ? undefined : next).indexOf(changesEnd);
  return end === -1 ? next : end;
}

/** Where the last change begins in some bytes that begin before it; -1 where none does. */
export const lastChange = (bytes: Buffer): number => {
  const found = bytes.lastIndexOf(nextChange);
  return found === -1 ? -1 : found + 1;
};

/** The changes in a part of a line that begins with one: those up to the end of all, or up to the comma before the next. */
export const changesOf = (part: Buffer, isLast: boolean): Buffer =>
  part.subarray(0, isLast ? Math.max(part.lastIndexOf(changesEnd), 0) : part.length - 1);

/** The entry with only these changes; undefined if the bytes are not changes. */
export const entryWith = (head: Buffer, changes: Buffer): Entry | undefined =>
  readEntry(Buffer.concat([head, changes, Buffer.from(']}')]));

/**
 * What can be read of a change from some bytes of a line: where it begins in them, whether it says what a device or a place is, its
 * device if it is about one, the code it gives, its idempotency key, the entry that what it moves belongs to, its count, its party,
 * its serial numbers.
 */
export interface ChangeSeen {
  readonly at: number;
  readonly isIdentity: boolean;
  readonly isOfPlace: boolean;
  readonly id: number | undefined;
  readonly code: string | undefined;
  readonly key: string | undefined;
  readonly of: number | undefined;
  readonly count: number | undefined;
  readonly party: string | undefined;
  readonly serials: readonly string[];
}

/** The fields that few changes have, all looked for at once. */
const rareField = /,"(key|of|count|party|serials)":/g;
type RareField = 'key' | 'of' | 'count' | 'party' | 'serials';

/** Where in a text the values of rare fields begin. */
type FieldPlaces = { [field in RareField]?: number };
const noFields: FieldPlaces = {};

/** The rare fields of one change after the other. */
class RareFields {
  readonly #text: string;
  #next: RegExpExecArray | null;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#next = this.#after(from);
  }

  /** Those up to the end of a change, each where it is first. */
  upTo(end: number): FieldPlaces {
    if (this.#next === null || this.#next.index >= end) return noFields;
    const places: FieldPlaces = {};
    for (; this.#next !== null && this.#next.index < end; ) {
      const { index, 0: begins, 1: field } = this.#next;
      places[field as RareField] ??= index + begins.length;
      this.#next = this.#after(index + begins.length);
    }
    return places;
  }

  #after(place: number): RegExpExecArray | null {
    rareField.lastIndex = place;
    return rareField.exec(this.#text);
  }
}

/** The changes in some bytes of a line, one after the other; the last one is whole. */
export function* changesIn(bytes: Buffer, from: number): Generator<ChangeSeen> {
  // One character a byte: places in the text are those in the bytes.
  const text = bytes.toString('latin1');
  const fields = new RareFields(text, from);
  for (let at = text.indexOf(changeBegins, from); at !== -1; ) {
    // A text of six characters is found by its first one, a longer one by tables that take as long as all else here.
    const next = text.indexOf(changeOpens, at + 1);
    const end = next === -1 ? text.length : next - 1;
    const { key, of, count, party, serials } = fields.upTo(end);
    const subject = text.indexOf('"', at + changeBegins.length) + 1;
    const isMove = text.startsWith(move, at + changeBegins.length);
    const codeAt = !isMove && givesCode.test(text.slice(at, at + 16)) ? text.indexOf(codeBegins, at) : -1;
    yield {
      at,
      isIdentity: !isMove && isIdentity.test(text.slice(at, at + 16)),
      isOfPlace: !isMove && text.startsWith(placeChangeBegins, at),
      id: text.startsWith(idBegins, subject) ? numberAt(text, subject + idBegins.length) : undefined,
      code: codeAt === -1 || codeAt >= end ? undefined : textAt(bytes, codeAt + codeBegins.length - 1),
      key: key === undefined ? undefined : textAt(bytes, key),
      of: of === undefined ? undefined : numberAt(text, of),
      count: count === undefined ? undefined : numberAt(text, count),
      party: party === undefined ? undefined : textAt(bytes, party),
      serials: serials === undefined ? none : textsAt(bytes, serials + 1),
    };
    at = next;
  }
}

/** The number at a place; NaN where there is none. */
function numberAt(text: string, at: number): number {
  let number = Number.NaN;
  for (let place = at; place < at + maxDigits; place++) {
    const digit = text.charCodeAt(place) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    number = (place === at ? 0 : number * 10) + digit;
  }
  return number;
}

/** The texts of a JSON array, from the first on. */
function textsAt(bytes: Buffer, first: number): readonly string[] {
  const texts: string[] = [];
  for (let at = first; bytes[at] === quote; ) {
    const end = endOfText(bytes, at);
    texts.push(JSON.parse(bytes.toString('utf8', at, end)));
    at = bytes[end] === comma ? end + 1 : end;
  }
  return texts;
}

/** The JSON text that begins with a quote at a place. */
const textAt = (bytes: Buffer, at: number): string =>
  JSON.parse(bytes.toString('utf8', at, endOfText(bytes, at)));

/** Where the JSON text ends that begins with a quote at a place. */
function endOfText(bytes: Buffer, at: number): number {
  let end = at + 1;
  for (; end < bytes.length && bytes[end] !== quote; end++) if (bytes[end] === backslash) end++;
  return end + 1;
}
