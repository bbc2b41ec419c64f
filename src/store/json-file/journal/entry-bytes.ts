import type { Entry } from '../../../inventory/book/change.ts';
import { readEntry } from '../../journal/entry-line.ts';

/**
 * An entry's line can hold a hundred thousand changes. The needed ones are found among its bytes: between the
 * quotes of a JSON text every quote is escaped, so these stand nowhere but where a line's parts begin and end.
 */
const changesBegin = Buffer.from('"changes":[');
const changeBegins = '{"do":"';
const nextChangeText = `,${changeBegins}`;
const nextChange = Buffer.from(nextChangeText);
const changesEnd = Buffer.from('],"sum":"');
const idBegins = ',"id":';
const keyBegins = ',"key":"';
const placeChangeBegins = '{"do":"place';
const ofBegins = ',"of":';
const countBegins = ',"count":';
const partyBegins = ',"party":"';
const serialsBegin = ',"serials":[';
const codeBegins = ',"code":"';
/** Changes that say what a device is, or that it is gone. */
const isIdentity = /^\{"do":"(?:add|edit|remove)"/;
/** Changes that give a device a code; of what they hold, its own code comes first. */
const givesCode = /^\{"do":"(?:add|edit)"/;
/** As many digits as an exact number has. */
const maxDigits = 16;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** How many bytes at the beginning of a line come before its changes; -1 if more than the given bytes. */
export function headLength(line: Buffer): number {
  const found = line.indexOf(changesBegin);
  return found === -1 ? -1 : found + changesBegin.length;
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

/** The entry with only that change; undefined if the bytes are not a change. */
export const entryWith = (head: Buffer, change: Buffer): Entry | undefined =>
  readEntry(Buffer.concat([head, change, Buffer.from(']}')]));

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

/** The changes in some bytes of a line, one after the other; the last one is whole. */
export function* changesIn(bytes: Buffer, from: number): Generator<ChangeSeen> {
  // One character a byte: places in the text are those in the bytes.
  const text = bytes.toString('latin1');
  let keyAt = text.indexOf(keyBegins, from);
  let ofAt = text.indexOf(ofBegins, from);
  let countAt = text.indexOf(countBegins, from);
  let partyAt = text.indexOf(partyBegins, from);
  let serialsAt = text.indexOf(serialsBegin, from);
  for (let at = text.indexOf(changeBegins, from); at !== -1; ) {
    const next = text.indexOf(nextChangeText, at);
    const end = next === -1 ? text.length : next;
    if (keyAt !== -1 && keyAt < at) keyAt = text.indexOf(keyBegins, at);
    const key = keyAt === -1 || keyAt >= end ? undefined : textAt(bytes, keyAt + keyBegins.length - 1);
    if (ofAt !== -1 && ofAt < at) ofAt = text.indexOf(ofBegins, at);
    const of = ofAt === -1 || ofAt >= end ? undefined : numberAt(text, ofAt + ofBegins.length);
    if (countAt !== -1 && countAt < at) countAt = text.indexOf(countBegins, at);
    const count = countAt === -1 || countAt >= end ? undefined : numberAt(text, countAt + countBegins.length);
    if (partyAt !== -1 && partyAt < at) partyAt = text.indexOf(partyBegins, at);
    const party =
      partyAt === -1 || partyAt >= end ? undefined : textAt(bytes, partyAt + partyBegins.length - 1);
    if (serialsAt !== -1 && serialsAt < at) serialsAt = text.indexOf(serialsBegin, at);
    const serials =
      serialsAt === -1 || serialsAt >= end ? [] : textsAt(bytes, serialsAt + serialsBegin.length);
    const subject = text.indexOf('"', at + changeBegins.length) + 1;
    const id = text.startsWith(idBegins, subject) ? numberAt(text, subject + idBegins.length) : undefined;
    const codeAt = givesCode.test(text.slice(at, at + 16)) ? text.indexOf(codeBegins, at) : -1;
    const code = codeAt === -1 || codeAt >= end ? undefined : textAt(bytes, codeAt + codeBegins.length - 1);
    const isOfPlace = text.startsWith(placeChangeBegins, at);
    yield {
      at,
      isIdentity: isIdentity.test(text.slice(at, at + 16)),
      ...{ isOfPlace, id, code, key, of, count, party, serials },
    };
    at = next === -1 ? -1 : next + 1;
  }
}

const numberAt = (text: string, at: number): number => Number.parseInt(text.slice(at, at + maxDigits), 10);

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
