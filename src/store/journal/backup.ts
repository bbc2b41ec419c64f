import { Book } from '../../inventory/book/book.ts';
import { isObject } from '../../inventory/devices/device-record.ts';
import type { Kinds } from '../../inventory/devices/kinds.ts';
import { refuse } from '../../inventory/refusal.ts';
import { applies } from './apply.ts';
import { type Link, nextInChain } from './chain.ts';
import { type Header, isHeader, verifiedHeader } from './header.ts';
import { parseJson } from './json.ts';
import { type Line, linesFrom } from './line.ts';
import { noSum, seal, verifiedSum, withLineBreak } from './sealed-line.ts';

/** What a store is restored from: a backup, or a journal that was copied by hand. */
export interface RestoreSource {
  /** As a person would name it. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How many bytes there are, if that is known. */
  readonly size?: number;
}

const marker = 'backup';

/** What the first line of a backup says of the journal that follows it, so that one that was cut short is known. */
interface Opening {
  readonly entries: number;
  /** The sum of the last entry. */
  readonly chain: string;
}

/** The first line of a backup, line break included; the lines of the journal follow it, byte for byte. */
export const openingLine = ({ n, sum }: Link, at: string, by: string): Buffer =>
  withLineBreak(seal(JSON.stringify({ stockbook: marker, entries: n, chain: sum, at, by }), noSum)).bytes;

/** Whether a first line is that of a backup, whole or not. */
const isOpening = (line: Buffer): boolean =>
  line.toString('latin1', 0, 32).startsWith(`{"stockbook":"${marker}"`);

/** What the first line of a backup says; undefined where it is not as it was written. */
function readOpening(line: Buffer): Opening | undefined {
  if (verifiedSum(line, noSum) === null) return undefined;
  const json: unknown = parseJson(line);
  if (!isObject(json) || json['stockbook'] !== marker) return undefined;
  const { entries, chain } = json;
  return typeof entries === 'number' && typeof chain === 'string' ? { entries, chain } : undefined;
}

/** Receives the progress of reading a backup. */
export interface BackupReader {
  /** Called after each line with how many bytes have been read, if it is known how many there are. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** Called where a copy of a journal ends in a line that is not whole. */
  torn(byte: number): void;
}

/** A journal with every entry verified. */
export interface VerifiedJournal {
  readonly header: Header;
  readonly book: Book;
  readonly last: Link;
}

/**
 * The lines of the journal in a backup, without their line breaks, each verified before it is given: no more than one is in
 * memory, and of a file that is not a backup no more is read. Refuses one that is cut short or changed, at the latest at its end.
 */
export async function* verifiedLines(
  { name, bytes, size }: RestoreSource,
  kinds: Kinds,
  { progress, torn }: BackupReader,
): AsyncGenerator<Buffer, VerifiedJournal> {
  const incoming = linesFrom(bytes);
  const first: Line | undefined = (await incoming.next()).value;
  if (first === undefined || !(isOpening(first.bytes) || isHeader(first.bytes)))
    return refuse('backup-unknown', { path: name });
  const opening = isOpening(first.bytes) ? (readOpening(first.bytes) ?? refuseFirstLine(name)) : null;
  const from = opening === null ? 0 : first.end;
  const head: Line | undefined = opening === null ? first : (await incoming.next()).value;
  const { header, sum } =
    (head?.whole ? verifiedHeader(head.bytes, name) : undefined) ?? refuseFirstLine(name);
  const book = Book.empty(header.currency, kinds);
  let last: Link = { n: 0, sum };
  let end = head?.end ?? 0;
  if (head !== undefined) yield head.bytes;
  for await (const line of incoming) {
    const next = line.whole ? nextInChain(line.bytes, last) : undefined;
    if (next === undefined || !applies(book, next.entry)) {
      if (opening === null) judgeCopy(name, last, line, torn);
      else judgeBackup(name, opening, last, end, line);
      return { header, book, last };
    }
    yield line.bytes;
    ({ link: last } = next);
    end = line.end;
    if (size !== undefined) progress?.(end - from, size);
  }
  if (opening !== null) judgeBackup(name, opening, last, end);
  return { header, book, last };
}

/** A journal was copied while a command was writing, or after one was interrupted, where its last line is not whole. */
function judgeCopy(name: string, { n }: Link, rest: Line, torn: BackupReader['torn']): void {
  if (rest.whole) refuseChanged(name, n + 1, rest.start);
  torn(rest.start);
}

function judgeBackup(name: string, { entries, chain }: Opening, last: Link, end: number, rest?: Line): void {
  const found = last.n;
  if (found < entries && !rest?.whole)
    refuse('backup-cut', { path: name, entries, found }, { entries, found });
  if (rest !== undefined || found !== entries || last.sum !== chain) refuseChanged(name, found + 1, end);
}

const refuseFirstLine = (path: string): never =>
  refuse('backup-opening-damaged', { path }, { entry: 0, byte: 0 });

const refuseChanged = (path: string, entry: number, byte: number): never =>
  refuse('backup-damaged', { path, entry, byte }, { entry, byte });
