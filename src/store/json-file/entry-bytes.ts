import type { Entry } from '../../inventory/change.ts';
import { readEntry } from './entry-line.ts';

/**
 * An entry's line can hold a hundred thousand changes. What is needed of them is found among its bytes: between the
 * quotes of a JSON text every quote is escaped, so these stand nowhere but where a line's parts begin and end.
 */
const changesBegin = Buffer.from('"changes":[');
const changeBegins = Buffer.from('{"do":"');
const nextChange = Buffer.from(',{"do":"');
const changesEnd = Buffer.from('],"sum":"');
const keyBegins = Buffer.from(',"key":"');

/** How many bytes at the beginning of a line say what is not about a change; -1 where that is more than there is. */
export function headLength(line: Buffer): number {
  const found = line.indexOf(changesBegin);
  return found === -1 ? -1 : found + changesBegin.length;
}

/** How many bytes a change has that begins some bytes; -1 where it goes on after them. */
export function changeLength(bytes: Buffer): number {
  const next = bytes.indexOf(nextChange);
  const end = bytes.subarray(0, next === -1 ? undefined : next).indexOf(changesEnd);
  return end === -1 ? next : end;
}

/** The entry with that one change only; undefined where the bytes are none. */
export const entryWith = (head: Buffer, change: Buffer): Entry | undefined =>
  readEntry(Buffer.concat([head, change, Buffer.from(']}')]));

/** Where the changes of a line begin, one after the other. */
export function* changeOffsets(line: Buffer, head: number): Generator<number> {
  for (let at = line.indexOf(changeBegins, head); at !== -1; ) {
    yield at;
    const next = line.indexOf(nextChange, at);
    at = next === -1 ? -1 : next + 1;
  }
}

/** The id of the device that a change is of, from its bytes: `{"do":"move","id":17,`. */
export function idOfChange(line: Buffer, at: number): number {
  return Number(/^\{"do":"[a-z]+","id":(\d+)/.exec(line.toString('latin1', at, at + 48))?.[1]);
}

/** The idempotency key of a change that ends before `end`; undefined where it has none. */
export function keyOfChange(line: Buffer, at: number, end: number): string | undefined {
  const found = line.subarray(at, end).indexOf(keyBegins);
  if (found === -1) return undefined;
  const text = line.toString('utf8', at + found + keyBegins.length - 1, end);
  return JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? '""');
}
