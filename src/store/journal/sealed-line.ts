import { createHash, type Hash } from 'node:crypto';

/**
 * A line that carries its own checksum: a JSON object whose last key, `sum`, covers the exact bytes before it, chained
 * to the sum of the line before. No canonical JSON is needed to check it, and `jq` reads it.
 */
const sumLength = 32;
const opening = ',"sum":"';
const closing = '"}';
/** How many bytes seal a line. */
export const sealLength = opening.length + sumLength + closing.length;

/** What the first line is chained to. */
export const noSum = '';

/** The most bytes that are hashed at once: OpenSSL takes 2 GiB at most. */
const maxAtOnce = 1 << 30;

/** 128 bits of SHA-256 over the sum before and the bytes. */
export function sumOf(previous: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(previous);
  for (let at = 0; at < bytes.length; at += maxAtOnce) hash.update(bytes.subarray(at, at + maxAtOnce));
  return hash.digest('hex').slice(0, sumLength);
}

/** The bytes of a sealed line, without its line break, and its sum. */
export function seal(json: string, previous: string): { readonly bytes: Buffer; readonly sum: string } {
  return sealBody(Buffer.from(json.slice(0, -1)), previous);
}

/** The same of what unsealed() gives. */
export function sealBody(body: Buffer, previous: string): { readonly bytes: Buffer; readonly sum: string } {
  const { sum, ending } = endingOf(body, previous);
  return { bytes: Buffer.concat([body, ending]), sum };
}

/**
 * A sealed line with its line break, of a JSON object without its closing brace that comes in pieces, so that a long
 * one need never be in memory as a whole; gives its sum at the end.
 */
export function* sealedLine(pieces: Iterable<Buffer>, previous: string): Generator<Buffer, string> {
  let hash: Hash | undefined;
  let held: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    if (held.length > 0) {
      hash ??= createHash('sha256').update(previous);
      hash.update(held);
      yield held;
    }
    held = piece;
  }
  const sum = hash?.update(held).digest('hex').slice(0, sumLength) ?? sumOf(previous, held);
  yield Buffer.concat([held, Buffer.from(`${opening}${sum}${closing}\n`)]);
  return sum;
}

/** Seals the bytes of a JSON object without its closing brace: returns the bytes to append. */
export function endingOf(body: Buffer, previous: string): { readonly sum: string; readonly ending: Buffer } {
  const sum = sumOf(previous, body);
  return { sum, ending: Buffer.from(`${opening}${sum}${closing}`) };
}

/** The same line with its line break. */
export function withLineBreak({ bytes, sum }: { readonly bytes: Buffer; readonly sum: string }): {
  readonly bytes: Buffer;
  readonly sum: string;
} {
  return { bytes: Buffer.concat([bytes, Buffer.from('\n')]), sum };
}

/** What a sealed line's seal covers. */
export const unsealed = (line: Buffer): Buffer => line.subarray(0, line.length - sealLength);

/** Whether some JSON is what a sum looks like. */
export const isSum = (json: unknown): json is string =>
  typeof json === 'string' && json.length === sumLength && /^[0-9a-f]+$/.test(json);

/** The sum that a line says it has; null where it is no sealed line. */
export function statedSum(line: Buffer): string | null {
  if (line.length <= sealLength) return null;
  const text = line.toString('latin1', line.length - sealLength);
  const sum = text.slice(opening.length, -closing.length);
  return text.startsWith(opening) && text.endsWith(closing) && /^[0-9a-f]+$/.test(sum) ? sum : null;
}

/** The sum of a line that is whole and follows the one with the sum `previous`; null for any other. */
export function verifiedSum(line: Buffer, previous: string): string | null {
  const stated = statedSum(line);
  if (stated === null) return null;
  return sumOf(previous, unsealed(line)) === stated ? stated : null;
}
