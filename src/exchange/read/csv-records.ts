import { refuse } from '../../inventory/refusal.ts';
import { maxRowCharacters, maxSheetRows } from '../../limits.ts';

/** One record of delimited text. */
export interface CsvRecord {
  readonly row: number;
  readonly values: readonly string[];
  /** Whether a quote in it is in the wrong place or not closed: it is taken to be its first line. */
  readonly isSpoilt: boolean;
}

/**
 * The records of delimited text, blank ones too, numbered from 1. A quote counts where a cell begins with it; anywhere
 * else it is a character like others, as in `32" LCD`.
 */
export function* csvRecords(
  pieces: Iterable<string>,
  delimiter: string,
): Generator<CsvRecord, undefined, undefined> {
  const cells = new CellScan(delimiter);
  let row = 0;
  let open = '';
  const numbered = (values: readonly string[], isSpoilt = false): CsvRecord => {
    row += 1;
    if (row > maxSheetRows) refuse('file-too-many-rows', { limit: maxSheetRows });
    return { row, values, isSpoilt };
  };
  for (const piece of withEnd(pieces)) {
    const isLast = piece === null;
    open += piece ?? '';
    let at = 0;
    for (let quote = 0; quote !== -1; ) {
      quote = open.indexOf('"', at);
      const plainEnd = quote === -1 ? endOfLines(open, at, isLast) : lineStart(open, at, quote);
      for (const line of linesOf(open.slice(at, plainEnd))) {
        if (line.length > maxRowCharacters) refuseTooLong(row + 1);
        yield numbered(line.split(delimiter));
      }
      at = plainEnd;
      if (quote === -1) break;
      const record = cells.record(open, at, isLast);
      if (record === null) break;
      if (record.end - at > maxRowCharacters) refuseTooLong(row + 1);
      yield numbered(record.values, record.isSpoilt);
      at = record.end;
    }
    open = open.slice(at);
    if (!isLast && open.length > maxRowCharacters) refuseTooLong(row + 1);
  }
}

function* withEnd(pieces: Iterable<string>): Generator<string | null> {
  yield* pieces;
  yield null;
}

const refuseTooLong = (row: number): never => refuse('file-row-too-long', { row, limit: maxRowCharacters });

/** The lines of a text whose last line may lack its end. */
function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Where the line begins that has a quote, looking no further back than `from`. */
function lineStart(text: string, from: number, quote: number): number {
  const before = text.slice(from, quote);
  return from + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
}

/** Where the last whole line ends. A CR at the very end may be half of a line end. */
function endOfLines(text: string, from: number, isLast: boolean): number {
  if (isLast) return text.length;
  return lineStart(text, from, text.endsWith('\r') ? text.length - 1 : text.length);
}

interface ScannedRecord {
  readonly values: readonly string[];
  readonly isSpoilt: boolean;
  /** Where the next record begins. */
  readonly end: number;
}

/** Takes a record apart that has quotes in it. */
class CellScan {
  readonly #delimiter: string;
  readonly #unquoted: RegExp;
  readonly #line = /[^\r\n]*/y;
  readonly #lineEnd = /\r\n|\r|\n/y;
  readonly #spaces = / */y;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#unquoted = new RegExp(`[^${delimiter}\\r\\n]*`, 'y');
  }

  /** The record that begins at a place; null where more of the text is needed to know its end. */
  record(text: string, start: number, isLast: boolean): ScannedRecord | null {
    const values: string[] = [];
    for (let at = start; ; ) {
      const opening = end(this.#spaces, text, at);
      const isQuoted = text[opening] === '"';
      const cell = isQuoted ? this.#quoted(text, opening) : end(this.#unquoted, text, at);
      if (cell === null) return isLast ? this.#spoilt(text, start, isLast) : null;
      values.push(isQuoted ? text.slice(opening + 1, cell - 1).replaceAll('""', '"') : text.slice(at, cell));
      const after = isQuoted ? end(this.#spaces, text, cell) : cell;
      // What comes next may close a quote, or be the other half of a line end.
      if (!isLast && after + 1 >= text.length) return null;
      if (text[after] !== this.#delimiter) {
        const next = end(this.#lineEnd, text, after);
        const isWhole = next > after || after === text.length;
        return isWhole ? { values, isSpoilt: false, end: next } : this.#spoilt(text, start, isLast);
      }
      at = after + 1;
    }
  }

  /** Where a quoted cell ends, after its closing quote; null where that has not come. */
  #quoted(text: string, opening: number): number | null {
    for (let from = opening + 1; ; ) {
      const quote = text.indexOf('"', from);
      if (quote === -1) return null;
      if (text[quote + 1] !== '"') return quote + 1;
      from = quote + 2;
    }
  }

  #spoilt(text: string, start: number, isLast: boolean): ScannedRecord | null {
    const lineEnd = end(this.#line, text, start);
    if (!isLast && lineEnd + 1 >= text.length) return null;
    return { values: [text.slice(start, lineEnd)], isSpoilt: true, end: end(this.#lineEnd, text, lineEnd) };
  }
}

/** Where a pattern ends that is looked for at one place only; that place if it is not there. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
