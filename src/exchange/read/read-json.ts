import type { Column } from '../../inventory/decide/imports/import-columns.ts';
import { refuse } from '../../inventory/refusal.ts';
import { maxColumns, maxRowCharacters } from '../../limits.ts';
import { type Dialect, plainNumber, unchanged } from './cell-text.ts';
import {
  type BadCell,
  ColumnNames,
  checkedText,
  invalid,
  rowOrRefusal,
  type SourceRow,
  type Wanted,
} from './cells.ts';

type ParseJson = (text: string) => unknown;

/** A number as the file writes it, so that 12.50 stays 12.50. */
class NumberText {
  constructor(readonly text: string) {}
}

/** How objects are read. */
export interface JsonOptions {
  readonly dialect: Dialect;
  readonly wanted?: Wanted | undefined;
}

/** Reads an array of flat objects, numbered from 1. */
export async function* readJsonArray(
  pieces: Iterable<string>,
  options: JsonOptions,
): AsyncGenerator<SourceRow> {
  const parse = await parser();
  for (const { row, text } of elements(pieces))
    yield rowOrRefusal(row, () => rowOf(text, row, parse, options));
}

/** Reads one flat object a line, numbered by line; blank lines are left out. */
export async function* readJsonLines(
  pieces: Iterable<string>,
  options: JsonOptions,
): AsyncGenerator<SourceRow> {
  const parse = await parser();
  for (const { row, text } of lines(pieces)) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    yield rowOrRefusal(row, () => {
      if (!trimmed.startsWith('{')) notAnObject(trimmed, row);
      return rowOf(trimmed, row, parse, options);
    });
  }
}

async function parser(): Promise<ParseJson> {
  const { parse } = await import('lossless-json');
  return (text) => parse(text, undefined, { parseNumber: (number) => new NumberText(number) });
}

interface NumberedText {
  readonly row: number;
  readonly text: string;
}

function* lines(pieces: Iterable<string>): Generator<NumberedText> {
  let row = 1;
  let begun = '';
  for (const piece of pieces) {
    const text = begun + piece;
    // A CR at the very end may be the first half of a CRLF.
    const ended = text.split(/\r\n|\n|\r(?!$)/);
    begun = ended.pop() ?? '';
    for (const line of ended) {
      yield { row, text: bounded(line, row) };
      row += 1;
    }
    bounded(begun, row);
  }
  yield { row, text: begun };
}

/** Splits the text of an array into its elements, one of them in memory at a time. */
function* elements(pieces: Iterable<string>): Generator<NumberedText> {
  const text = new Unread(pieces);
  if (text.next() !== '[') malformed(1);
  for (let row = 1; ; row += 1) {
    const start = text.peek();
    if (start === ']' && row === 1) {
      text.next();
      break;
    }
    if (start !== '{') notAnObject(start, row);
    yield { row, text: text.takeObject(row) };
    const after = text.next();
    if (after === ']') break;
    if (after !== ',') malformed(row);
  }
  if (text.next() !== '') malformed(1);
}

/** Text that arrives in pieces, read from its beginning. */
class Unread {
  readonly #pieces: Iterator<string>;
  #text = '';
  #at = 0;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next character that is not white space, or '' at the end. */
  peek(): string {
    for (;;) {
      const space = /[^ \t\r\n]/g;
      space.lastIndex = this.#at;
      const found = space.exec(this.#text);
      if (found !== null) {
        this.#at = found.index;
        return found[0];
      }
      // White space says nothing, and may be endless.
      this.#text = '';
      this.#at = 0;
      if (!this.#more()) return '';
    }
  }

  /** Like {@link peek}, and reads on. */
  next(): string {
    const character = this.peek();
    this.#at += character.length;
    return character;
  }

  /** The text of the object that begins here, to the brace that closes it. */
  takeObject(row: number): string {
    this.#drop();
    const scan = new ObjectScan();
    for (;;) {
      const end = scan.advance(this.#text);
      if (end >= 0) {
        this.#at = end;
        return bounded(this.#text.slice(0, end), row);
      }
      bounded(this.#text, row);
      if (!this.#more()) malformed(row);
    }
  }

  #drop(): void {
    this.#text = this.#text.slice(this.#at);
    this.#at = 0;
  }

  #more(): boolean {
    const next = this.#pieces.next();
    if (next.done === true) return false;
    this.#text += next.value;
    return true;
  }
}

/** Finds where an object ends, and counts the keys that it writes itself. */
class ObjectScan {
  keys = 0;
  deepest = 0;
  #at = 0;
  #depth = 0;
  #quoted = false;

  /** The index after the closing brace, or -1 while it has not come. */
  advance(text: string): number {
    const outside = /["{}[\]:]/g;
    const inside = /["\\]/g;
    while (this.#at < text.length) {
      const pattern = this.#quoted ? inside : outside;
      pattern.lastIndex = this.#at;
      const found = pattern.exec(text);
      if (found === null) {
        this.#at = text.length;
        return -1;
      }
      if (found[0] === '\\' && found.index + 1 >= text.length) {
        this.#at = found.index;
        return -1;
      }
      this.#at = found.index + (found[0] === '\\' ? 2 : 1);
      this.#see(found[0]);
      if (this.#depth === 0) return this.#at;
    }
    return -1;
  }

  #see(character: string): void {
    if (character === '"') this.#quoted = !this.#quoted;
    else if (character === '{' || character === '[') this.#depth += 1;
    else if (character === '}' || character === ']') this.#depth -= 1;
    else if (character === ':' && this.#depth === 1) this.keys += 1;
    this.deepest = Math.max(this.deepest, this.#depth);
  }
}

function rowOf(text: string, row: number, parse: ParseJson, options: JsonOptions): SourceRow {
  const scan = new ObjectScan();
  // A deep nesting would exhaust the parser's stack; whatever it says, it is not a flat object.
  if (scan.advance(text) !== text.length || scan.deepest > 100) malformed(row);
  const entries = Object.entries(parsedObject(text, row, parse));
  if (entries.length > maxColumns) refuse('file-too-many-columns', { row, limit: maxColumns });
  // The parser lets a key pass that is there twice with equal values.
  if (entries.length !== scan.keys) keyTwice(text, row);
  const names = new ColumnNames(row);
  const cells = new Map<string, string>();
  const badCells: BadCell[] = [];
  for (const [column, value] of entries) {
    names.add(checkedText(column, row, column.slice(0, 100)));
    const wanted = options.wanted?.columnOf(column);
    const text =
      wanted?.isList && Array.isArray(value) ? listText(value, row, column) : cellText(value, row, column);
    if (text === null) continue;
    cells.set(column, text);
    try {
      cells.set(column, meaning(text, value instanceof NumberText, wanted, options));
    } catch (error) {
      badCells.push({ column, value: text.slice(0, 100), refusal: invalid(error) });
    }
  }
  return { row, cells, ...(badCells.length === 0 ? {} : { badCells }) };
}

function parsedObject(text: string, row: number, parse: ParseJson): object {
  let twice: string | null = null;
  try {
    const value = parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    twice = /^Duplicate key '(.*)' encountered/s.exec(error.message)?.[1] ?? null;
  }
  if (twice !== null) refuse('file-json-key-twice', { row, column: twice });
  return malformed(row);
}

/** Names the key of a flat object that is there twice. */
function keyTwice(text: string, row: number): never {
  const seen = new Set<string>();
  for (const column of keysIn(text)) {
    if (seen.has(column)) refuse('file-json-key-twice', { row, column });
    seen.add(column);
  }
  return malformed(row);
}

/** The keys of a flat object, as they are written. */
function* keysIn(text: string): Generator<string> {
  const colon = /\s*:/y;
  for (let at = text.indexOf('"'); at !== -1; ) {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    colon.lastIndex = end + 1;
    if (colon.test(text)) yield text.slice(at + 1, end);
    at = text.indexOf('"', end + 1);
  }
}

/** What a text or a number means in its column. */
function meaning(
  text: string,
  isNumber: boolean,
  column: Column | undefined,
  { dialect }: JsonOptions,
): string {
  if (column?.cells === 'identifier') return unchanged(text, isNumber ? { unclear: [] } : dialect);
  return column?.cells === 'number' && !isNumber ? plainNumber(text, column, dialect) : text;
}

function cellText(value: unknown, row: number, column: string): string | null {
  if (value === null) return null;
  if (value instanceof NumberText) return checkedText(value.text, row, column);
  if (typeof value === 'string') return value === '' ? null : checkedText(value, row, column);
  const shown = typeof value === 'boolean' ? String(value) : Array.isArray(value) ? '[…]' : '{…}';
  return refuse('file-json-value', { row, column, value: shown });
}

/** The values of an array in one text, as other files have them. */
const listText = (values: readonly unknown[], row: number, column: string): string | null =>
  values.map((value) => cellText(value, row, column) ?? '').join(',') || null;

function bounded(text: string, row: number): string {
  if (text.length <= maxRowCharacters) return text;
  return refuse('file-row-too-long', { row, limit: maxRowCharacters });
}

const malformed = (row: number): never => refuse('file-json-malformed', { row });

/** Something else than an object where one belongs: another value, or no JSON at all. */
function notAnObject(start: string, row: number): never {
  if (/^["\d[tfn-]/.test(start)) refuse('file-json-not-object', { row });
  return malformed(row);
}
