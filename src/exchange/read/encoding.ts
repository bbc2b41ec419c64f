import { refuse } from '../../inventory/refusal.ts';
import { type FileBytes, firstBytes, slices } from './bytes.ts';

export type Encoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'gb18030'
  | 'big5'
  | 'shift_jis'
  | 'euc-kr'
  | 'windows-1252';

/** The names that `--encoding` takes, in any case, and what each is read as. */
export const namedEncodings: ReadonlyMap<string, Encoding | 'utf-16'> = new Map<string, Encoding | 'utf-16'>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['gbk', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['cp936', 'gb18030'],
  ['big5', 'big5'],
  ['shift_jis', 'shift_jis'],
  ['euc-kr', 'euc-kr'],
  ['windows-1252', 'windows-1252'],
]);

export interface DetectedEncoding {
  readonly encoding: Encoding;
  /** Whether nothing in the file says so: it only decodes without an error. */
  readonly guessed: boolean;
}

/**
 * The encoding of a file: as named, else by its byte order mark, by the zeros in UTF-16, as strict UTF-8, as strict
 * GB18030. Throws where the bytes are not of it to the last one.
 */
export function detectEncoding(file: FileBytes, named?: string): DetectedEncoding {
  if (named !== undefined) return { encoding: checked(file, namedEncoding(file, named)), guessed: false };
  const marked = encodingByMark(file);
  if (marked !== null) return { encoding: checked(file, marked), guessed: false };
  const wide = encodingByZeros(file);
  if (wide !== null && decodes(file, wide)) return { encoding: wide, guessed: true };
  if (decodes(file, 'utf-8')) return { encoding: 'utf-8', guessed: false };
  if (decodes(file, 'gb18030')) return { encoding: 'gb18030', guessed: true };
  return refuse('file-encoding-undetected', { name: file.name });
}

/**
 * The text of a file, piece by piece, without its byte order mark and the end marks (Ctrl-Z) of old programs. A NUL is
 * refused. Calls `progress` with the number of bytes that the pieces so far have come from.
 */
export function* textPieces(
  file: FileBytes,
  encoding: Encoding,
  progress: (bytes: number) => void = () => undefined,
): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let first = true;
  let bytes = 0;
  let heldMarks = 0;
  for (const slice of slices(file)) {
    bytes += slice.length;
    progress(bytes);
    const decoded: string = decoder.decode(slice, { stream: true });
    if (decoded === '') continue;
    const unmarked: string = first && decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
    first = false;
    const end = endWithoutMarks(unmarked);
    const piece = end === 0 ? '' : endMark.repeat(heldMarks) + unmarked.slice(0, end);
    heldMarks = (end === 0 ? heldMarks : 0) + unmarked.length - end;
    if (piece === '') continue;
    if (piece.includes('\0')) refuse('file-nul', { row: lineWithNul(file, encoding) });
    yield piece;
  }
}

/** The line with the first NUL. */
function lineWithNul(file: FileBytes, encoding: Encoding): number {
  const decoder = new TextDecoder(encoding);
  const lines = new LineCounter();
  for (const slice of slices(file)) {
    const text: string = decoder.decode(slice, { stream: true });
    const nul = text.indexOf('\0');
    if (nul >= 0) return lines.after(text.slice(0, nul));
    lines.after(text);
  }
  return lines.after('');
}

const endMark = '\u001a';

/** Where a text ends without the end marks at its end. */
function endWithoutMarks(text: string): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === endMark) end -= 1;
  return end;
}

/** The number of the line that a text has come to; CRLF, LF and a lone CR each end one. */
class LineCounter {
  #line = 1;
  #afterReturn = false;

  after(text: string): number {
    for (const [end] of text.matchAll(/\r\n|\r|\n/g)) {
      if (!(this.#afterReturn && end === '\n')) this.#line += 1;
      this.#afterReturn = false;
    }
    if (text !== '') this.#afterReturn = text.endsWith('\r');
    return this.#line;
  }
}

/** The encoding of a name, typed with `-`, `_` or neither, and by the other names of some. */
function encodingNamed(typed: string): Encoding | 'utf-16' | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');
  const name = plain(typed.trim());
  const other = otherNames.get(name) ?? name;
  for (const [known, encoding] of namedEncodings) if (plain(known) === plain(other)) return encoding;
  return undefined;
}

/** What programs and people call some encodings beside their names. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['cp950', 'big5'],
  ['sjis', 'shift_jis'],
  ['cp932', 'shift_jis'],
  ['windows31j', 'shift_jis'],
  ['cp949', 'euc-kr'],
  ['cp1252', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['iso88591', 'windows-1252'],
]);

function namedEncoding(file: FileBytes, named: string): Encoding {
  const encoding = encodingNamed(named);
  if (encoding === undefined) return refuse('file-encoding-unknown-name', { value: named });
  const marked = encodingByMark(file);
  if (encoding === 'utf-16') {
    return marked === 'utf-16le' || marked === 'utf-16be' ? marked : (encodingByZeros(file) ?? 'utf-16le');
  }
  if (marked !== null && marked !== encoding) {
    return refuse('file-encoding-mismatch', { encoding: named, line: 1 });
  }
  return encoding;
}

function encodingByMark(file: FileBytes): Encoding | null {
  const [first, second, third] = firstBytes(file, 3);
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

const separators = new Set(Array.from(',;\t\r\n', (separator) => separator.charCodeAt(0)));

/**
 * In UTF-16 a separator or line end has a zero beside it, always on the same side. A few other characters hold such a
 * byte too, as 上 (U+4E0A) does.
 */
function encodingByZeros(file: FileBytes): 'utf-16le' | 'utf-16be' | null {
  const start = firstBytes(file, 4096);
  let little = 0;
  let big = 0;
  let none = 0;
  for (let at = 0; at + 1 < start.length; at += 2) {
    const first = start[at] ?? 0;
    const second = start[at + 1] ?? 0;
    if (second === 0 && separators.has(first)) little += 1;
    else if (first === 0 && separators.has(second)) big += 1;
    else if (separators.has(first) || separators.has(second)) none += 1;
  }
  if (little > big + none) return 'utf-16le';
  return big > little + none ? 'utf-16be' : null;
}

function decodes(file: FileBytes, encoding: Encoding): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (const slice of slices(file)) decoder.decode(slice, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function checked(file: FileBytes, encoding: Encoding): Encoding {
  if (decodes(file, encoding)) return encoding;
  return refuse('file-encoding-mismatch', { encoding, line: lineThatFails(file, encoding) });
}

/** The line with the first byte that is not of an encoding. */
function lineThatFails(file: FileBytes, encoding: Encoding): number {
  const lines = new LineCounter();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const trial = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  try {
    for (const slice of slices(file)) {
      const fits = succeeds(() => trial.decode(slice, { stream: true }));
      const steps = fits ? [slice] : Array.from(slice, (byte) => Uint8Array.of(byte));
      for (const step of steps) line = lines.after(decoder.decode(step, { stream: true }));
    }
    decoder.decode();
    return line;
  } catch {
    return line;
  }
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
