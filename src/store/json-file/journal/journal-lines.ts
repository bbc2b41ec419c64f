import { numberOfLine } from '../../journal/entry-line.ts';
import { type Line, longestLine } from '../../journal/line.ts';
import { sealLength } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';
import { lastChange } from './entry-bytes.ts';

const newline = 0x0a;
const openingBrace = 0x7b;
const blockLength = 1 << 20;
/** So few bytes are read as they are. */
const halvedDownTo = 1 << 16;
/** The beginning of a line, which says its number. */
const beginningBytes = 32;

/** A stretch of a journal: whole lines, each with its line break, but for a last one that may lack it. */
interface Block {
  readonly start: number;
  readonly bytes: Buffer;
}

/** Bytes of a stretch, and whether none follow: at its end, or where the file is shorter than it was. */
function readUpTo(files: FileSystem, file: Descriptor, position: number, length: number, end: number) {
  const wanted = Math.min(length, end - position);
  const bytes = readAt(files, file, position, wanted);
  return { bytes, atEnd: bytes.length < wanted || position + wanted >= end };
}

/** The stretch of a journal from `start` to `end` in blocks of whole lines, each about a megabyte. */
function* blocks(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
): Generator<Block | NoEntry> {
  let position = start;
  let length = blockLength;
  while (position < end) {
    const { bytes, atEnd } = readUpTo(files, file, position, length, end);
    const cut = atEnd ? bytes.length : bytes.lastIndexOf(newline) + 1;
    if (cut === 0 && !atEnd) {
      if (mayBeEntry(bytes)) {
        // A line longer than the block: a large import.
        length = Math.min(length * 4, longestLine + 1);
        continue;
      }
      const line = noEntry(files, file, position, end);
      yield { line };
      position = line.end;
      length = blockLength;
      continue;
    }
    if (cut === 0) return;
    yield { start: position, bytes: bytes.subarray(0, cut) };
    position += cut;
    length = blockLength;
  }
}

/**
 * Whether what begins so may be the line of an entry, which no more of it than the longest text is read to find out. The
 * zeros that a crash leaves behind, perhaps gigabytes, are not lines.
 */
const mayBeEntry = (beginning: Buffer): boolean =>
  beginning[0] === openingBrace && beginning.length <= longestLine && !beginning.includes(0);

/** A long line that is no entry: of its bytes only its beginning, and what would be its seal, are read. */
interface NoEntry {
  readonly line: Line;
}

function noEntry(files: FileSystem, file: Descriptor, start: number, end: number): Line {
  const next = nextLineStart(files, file, start, end);
  const whole = readAt(files, file, next - 1, 1)[0] === newline;
  const seal = whole ? readAt(files, file, next - 1 - sealLength, sealLength) : Buffer.alloc(0);
  const bytes = Buffer.concat([readAt(files, file, start, halvedDownTo), seal]);
  return { start, end: next, bytes, whole };
}

/** The lines of a stretch of a journal that is in memory. */
export function* linesOf({ start, bytes }: Block): Generator<Line> {
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(newline, from);
    const whole = found !== -1;
    const to = whole ? found : bytes.length;
    const end = whole ? to + 1 : to;
    yield { start: start + from, end: start + end, bytes: bytes.subarray(from, to), whole };
    from = end;
  }
}

/** The lines between two positions, in order. */
export function* lines(files: FileSystem, file: Descriptor, start: number, end: number): Generator<Line> {
  for (const block of blocks(files, file, start, end)) {
    if ('line' in block) yield block.line;
    else yield* linesOf(block);
  }
}

/** Where an entry begins, and nowhere else: between the quotes of a JSON text every quote is escaped. */
const entryBegins = Buffer.from('{"n":');

/** Where the first entry begins that can be seen between two positions; undefined if none can. */
export function nextEntryBegins(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
): number | undefined {
  for (let from = start; from < end; from += blockLength) {
    const length = Math.min(blockLength + entryBegins.length, end - from);
    const found = readAt(files, file, from, length).indexOf(entryBegins);
    if (found !== -1) return from + found;
  }
  return undefined;
}

/** A line whose end has been lost holds several entries: each of them, the byte between two left out. */
export function* entriesRunTogether(line: Line): Generator<Line> {
  const { start, bytes, end, whole } = line;
  let from = 0;
  for (;;) {
    const next = bytes.indexOf(entryBegins, from + 1);
    if (next === -1) break;
    const closed = bytes.subarray(0, next).lastIndexOf('}') + 1;
    const to = next - closed <= 1 ? closed : next;
    yield { start: start + from, end: start + next, bytes: bytes.subarray(from, to), whole: true };
    from = next;
  }
  yield { start: start + from, end, bytes: bytes.subarray(from), whole };
}

/** A line, or where it is long a part of it that ends between two changes. */
export interface LinePart {
  /** Where the line begins. */
  readonly line: number;
  readonly start: number;
  readonly bytes: Buffer;
  /** Whether it ends the line, whose line break is left out. */
  readonly isLast: boolean;
}

/** The lines between two positions, a large import in parts of about a megabyte; not what stands after the last line break. */
export function* lineParts(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
): Generator<LinePart> {
  let line = start;
  let length = blockLength;
  for (let position = start; position < end; ) {
    const { bytes, atEnd } = readUpTo(files, file, position, length, end);
    let from = 0;
    for (let to = bytes.indexOf(newline); to !== -1; to = bytes.indexOf(newline, from)) {
      yield { line, start: position + from, bytes: bytes.subarray(from, to), isLast: true };
      from = to + 1;
      line = position + from;
    }
    const cut = from > 0 || atEnd ? from : lastChange(bytes);
    if (cut > from) yield { line, start: position, bytes: bytes.subarray(0, cut), isLast: false };
    if (atEnd) return;
    // A change longer than the block is read again with more.
    length = cut > 0 ? blockLength : length * 4;
    position += Math.max(cut, 0);
  }
}

/** Only the lines that hold one of the needles, found without looking at the others one by one. */
export function* linesWith(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
  needles: readonly string[],
): Generator<Line> {
  const wanted = needles.map((needle) => Buffer.from(needle));
  for (const block of blocks(files, file, start, end)) {
    if ('line' in block) continue;
    const [needle] = wanted;
    if (wanted.length === 1 && needle !== undefined) yield* linesAround(block, needle);
    else
      for (const line of linesOf(block)) if (wanted.some((bytes) => line.bytes.includes(bytes))) yield line;
  }
}

function* linesAround({ start, bytes }: Block, needle: Buffer): Generator<Line> {
  for (let from = 0; ; ) {
    const found = bytes.indexOf(needle, from);
    if (found === -1) return;
    const lineStart = bytes.lastIndexOf(newline, found) + 1;
    const lineBreak = bytes.indexOf(newline, found);
    const to = lineBreak === -1 ? bytes.length : lineBreak;
    from = lineBreak === -1 ? bytes.length : lineBreak + 1;
    yield {
      start: start + lineStart,
      end: start + from,
      bytes: bytes.subarray(lineStart, to),
      whole: lineBreak !== -1,
    };
  }
}

/** The line of entry n between two positions where lines start, by halving: numbers rise by one from line to line. */
export function lineNumbered(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
  n: number,
): Line | undefined {
  let [from, to] = [start, end];
  while (to - from > halvedDownTo) {
    const middle = Math.floor((from + to) / 2);
    const lineStart = nextLineStart(files, file, middle, to);
    const number = lineStart < to ? numberOfLine(readAt(files, file, lineStart, beginningBytes)) : n + 1;
    if (number <= n) from = lineStart;
    else to = middle;
  }
  for (const line of lines(files, file, from, end)) if (numberOfLine(line.bytes) >= n) return line;
  return undefined;
}

/**
 * The number of the entry whose line ends at a position; NaN if it is not an entry, and undefined if the line is too long to look
 * for its beginning.
 */
export function numberEndingAt(files: FileSystem, file: Descriptor, end: number): number | undefined {
  for (const length of [beginningBytes * 128, blockLength]) {
    const from = Math.max(end - length, 0);
    const bytes = readAt(files, file, from, end - from);
    const lineBreak = bytes.lastIndexOf(newline, bytes.length - 2);
    if (lineBreak !== -1) return numberOfLine(bytes.subarray(lineBreak + 1));
  }
  return undefined;
}

/** Where the first line begins after a position; `end` where none does. */
function nextLineStart(files: FileSystem, file: Descriptor, position: number, end: number): number {
  for (let from = position; from < end; from += halvedDownTo) {
    const found = readAt(files, file, from, Math.min(halvedDownTo, end - from)).indexOf(newline);
    if (found !== -1) return from + found + 1;
  }
  return end;
}

/** The lines between two positions, the last first; both are where a line starts. */
export function* linesBackwards(
  files: FileSystem,
  file: Descriptor,
  start: number,
  end: number,
): Generator<Line> {
  let length = 1 << 16;
  for (let to = end; to > start; ) {
    const from = Math.max(start, to - length);
    const bytes = readAt(files, file, from, to - from);
    const firstBreak = from === start ? -1 : bytes.indexOf(newline);
    const cut = firstBreak + 1;
    if (from > start && (firstBreak === -1 || cut >= bytes.length)) {
      length *= 4;
      continue;
    }
    yield* [...linesOf({ start: from + cut, bytes: bytes.subarray(cut) })].reverse();
    to = from + cut;
  }
}
