import { constants } from 'node:buffer';

const newline = 0x0a;
const openingBrace = 0x7b;
/** No line may be longer than the longest text there can be: it could not be read again. */
export const longestLine = constants.MAX_STRING_LENGTH;

/** One line without its line break; `end` is where the next one starts. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
  /** False for what stands after the last line break. */
  readonly whole: boolean;
}

/**
 * The lines of bytes that come one after the other. One that is too long to be an entry, or does not begin as one, is the
 * last: it is cut where that is seen.
 */
export async function* linesFrom(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, undefined> {
  let start = 0;
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const bytes = Buffer.concat([...held, chunk.subarray(from, at)]);
      const end = start + bytes.length + 1;
      yield { start, end, bytes, whole: true };
      [start, held, length, from] = [end, [], 0, at + 1];
    }
    const rest = chunk.subarray(from);
    if (rest.length > 0) held.push(rest);
    length += rest.length;
    if (length > 0 && (held[0]?.[0] !== openingBrace || length > longestLine)) break;
  }
  if (length > 0) yield { start, end: start + length, bytes: Buffer.concat(held.slice(0, 1)), whole: false };
}
