import { codeKey } from '../../../inventory/values/code.ts';
import type { Access, Descriptor, FileSystem } from '../files/files.ts';
import { openOrCreate, orUndefined, readAt, readWhole, writeAll } from '../files/whole-file.ts';
import { changesIn, headLength } from '../journal/entry-bytes.ts';
import { type LinePart, lineParts } from '../journal/journal-lines.ts';
import { statedSum } from '../journal/sealed-line.ts';
import { endsWith, type Place } from '../state.ts';
import { checksumOf, hashOf, wordsOf } from './checksum.ts';

/**
 * The index of the journal tells where the entries are that concern a device, its code, an idempotency key, an imported file, or
 * that take back or correct another. It follows from the journal and grows behind it: for some more entries a part is
 * appended, of records and a foot that says which stretch of the journal they are of. One that is lost or damaged is
 * made anew; what it does not reach is read in the journal itself.
 */
const magic = 0x5b10c0de;
const indexFormat = 2;
/** What it is about, the line's offset (low, high), the change's offset in the line. */
const recordWords = 4;
const footWords = 16;
const footBytes = footWords * 4;
/** How much of a long journal a part is of, in bytes: its records are in memory at once. */
const bytesOfPart = 8 * 1024 * 1024;

/** What is looked for, as a number; others may share it, so what is found is only a candidate. */
export const postingKey = {
  device: (id: number): number => hashOf(`device ${id}`),
  /** By its key: those that give a device that code, or leave it at an edit. */
  code: (key: string): number => hashOf(`code ${key}`),
  key: (key: string): number => hashOf(`key ${key}`),
  file: (sha256: string): number => hashOf(`file ${sha256}`),
  undoing: hashOf('undoes'),
  correcting: hashOf('corrects'),
};

/** Where a line of the journal begins and, where it is about one change, where that begins in it; 0 is none. */
export interface Posting {
  readonly line: number;
  readonly within: number;
}

/** A part of the index: the records of a stretch of the journal. */
interface Part {
  readonly records: Uint32Array;
  readonly start: number;
  readonly end: Place;
}

const halves = (number: number): readonly [number, number] => [
  number % 2 ** 32,
  Math.floor(number / 2 ** 32),
];
const whole = (low = 0, high = 0): number => high * 2 ** 32 + low;
const bytesOf = (words: Uint32Array): Buffer => Buffer.from(words.buffer, words.byteOffset, words.byteLength);

function footOf({ records, start, end: { n, sum, offset } }: Part): Uint32Array {
  const foot = new Uint32Array(footWords);
  const sums = [0, 8, 16, 24].map((at) => Number.parseInt(sum.slice(at, at + 8), 16));
  foot.set([magic, indexFormat, records.length, n, ...halves(start), ...halves(offset), ...sums]);
  foot[footWords - 2] = checksumOf(bytesOf(records));
  foot[footWords - 1] = checksumOf(bytesOf(foot.subarray(0, -1)));
  return foot;
}

/** What a foot says, beside its records; undefined where it is none. */
function readFoot(foot: Uint32Array): (Omit<Part, 'records'> & { words: number; check: number }) | undefined {
  const [first, format, words = 0, n = 0] = foot;
  const isFoot = foot[footWords - 1] === checksumOf(bytesOf(foot.subarray(0, -1)));
  if (!isFoot || first !== magic || format !== indexFormat) return undefined;
  const sum = Array.from(foot.subarray(8, 12), (word) => word.toString(16).padStart(8, '0')).join('');
  const offset = whole(foot[6], foot[7]);
  return { words, start: whole(foot[4], foot[5]), end: { n, sum, offset }, check: foot[footWords - 2] ?? 0 };
}

/** An index as it was read; every part of it is as it was written. */
export class JournalIndex {
  readonly #parts: readonly Part[];

  private constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** The index of a journal whose first entry is there; undefined where there is none, or it is damaged. */
  static read(
    files: FileSystem,
    path: string,
    journal: Descriptor,
    firstEntry: number,
  ): JournalIndex | undefined {
    // A record takes fewer bytes than the change that it is about.
    const isAbsurd = (files.statusOf(path)?.size ?? 0) > files.status(journal).size + footBytes;
    const bytes = isAbsurd ? undefined : orUndefined(() => readWhole(files, path));
    if (bytes === undefined || bytes.length % 4 !== 0) return undefined;
    const words = wordsOf(bytes);
    const parts: Part[] = [];
    for (let to = words.length; to > 0; ) {
      const foot = to < footWords ? undefined : readFoot(words.slice(to - footWords, to));
      const from = to - footWords - (foot?.words ?? 0);
      if (foot === undefined || from < 0) return undefined;
      const records = words.subarray(from, to - footWords);
      if (checksumOf(bytesOf(records)) !== foot.check || !areWithin(records, foot)) return undefined;
      if (foot.end.offset !== (parts.at(-1)?.start ?? foot.end.offset)) return undefined;
      parts.push({ records, start: foot.start, end: foot.end });
      to = from;
    }
    const end = parts[0]?.end;
    if (end === undefined || parts.at(-1)?.start !== firstEntry) return undefined;
    if (end.offset > files.status(journal).size) return undefined;
    return endsWith(files, journal, end.sum, end.offset) ? new JournalIndex(parts.reverse()) : undefined;
  }

  /** Where the first entry begins that it does not know. */
  get end(): number {
    return this.#parts.at(-1)?.end.offset ?? 0;
  }

  /** What is about any of some subjects, in the order of the journal. */
  *postings(subjects: ReadonlySet<number>): Generator<Posting> {
    for (const { records } of this.#parts) {
      for (let at = 0; at < records.length; at += recordWords) {
        if (subjects.has(records[at] ?? 0))
          yield { line: whole(records[at + 1], records[at + 2]), within: records[at + 3] ?? 0 };
      }
    }
  }
}

/** Whether some records are whole, about the stretch that their foot says, and in its order. */
function areWithin(records: Uint32Array, { start, end }: Omit<Part, 'records'>): boolean {
  if (records.length % recordWords !== 0) return false;
  let last = start;
  for (let at = 0; at < records.length; at += recordWords) {
    const line = whole(records[at + 1], records[at + 2]);
    if (line < last || line + (records[at + 3] ?? 0) >= end.offset) return false;
    last = line;
  }
  return true;
}

/** Lets the index follow the journal up to a place. */
export function extendJournalIndex(
  files: FileSystem,
  path: string,
  journal: Descriptor,
  firstEntry: number,
  { offset: journalEnd }: Place,
  like: Access | undefined,
): void {
  const file = openOrCreate(files, path, like);
  try {
    const { size } = files.status(file);
    const foot = readFoot(wordsOf(readAt(files, file, Math.max(size - footBytes, 0), footBytes)));
    const isKnown = foot !== undefined && foot.end.offset <= journalEnd;
    const follows = isKnown && endsWith(files, journal, foot.end.sum, foot.end.offset);
    if (!follows) files.truncate(file, 0);
    let at = follows ? size : 0;
    let known: Place = follows ? foot.end : { n: 0, sum: '', offset: firstEntry };
    while (known.offset < journalEnd) {
      const part = partOf(lineParts(files, journal, known.offset, journalEnd), known);
      if (part.end.offset === known.offset) return;
      const bytes = Buffer.concat([bytesOf(part.records), bytesOf(footOf(part))]);
      writeAll(files, file, bytes, at);
      at += bytes.length;
      known = part.end;
    }
  } finally {
    files.close(file);
  }
}

/** The part that follows a place. */
function partOf(found: Iterable<LinePart>, known: Place): Part {
  const records = new Records();
  const start = known.offset;
  let end = known;
  for (const part of found) {
    recordPart(part, records);
    if (!part.isLast) continue;
    const offset = part.start + part.bytes.length + 1;
    end = { n: end.n + 1, sum: statedSum(part.bytes) ?? '', offset };
    if (offset - start >= bytesOfPart) break;
  }
  return { records: records.words(), start, end };
}

function recordPart({ line, start, bytes }: LinePart, records: Records): void {
  const head = start === line ? headLength(bytes) : 0;
  const beginning = bytes.toString('utf8', 0, head);
  if (beginning.includes(',"undoes":')) records.add(postingKey.undoing, line, 0);
  if (beginning.includes(',"corrects":')) records.add(postingKey.correcting, line, 0);
  const sha256 = /"sha256":"([^"]+)"/.exec(beginning)?.[1];
  if (sha256 !== undefined) records.add(postingKey.file(sha256), line, 0);
  for (const { at, id, code, key } of changesIn(bytes, head)) {
    const within = start - line + at;
    records.add(postingKey.device(id), line, within);
    if (code !== undefined) records.add(postingKey.code(codeKey(code)), line, within);
    if (key !== undefined) records.add(postingKey.key(key), line, within);
  }
}

/** Records in the making. */
class Records {
  #words = new Uint32Array(1024);
  #length = 0;

  add(about: number, line: number, within: number): void {
    if (this.#length === this.#words.length) {
      const more = new Uint32Array(this.#length * 2);
      more.set(this.#words);
      this.#words = more;
    }
    this.#words[this.#length] = about;
    this.#words[this.#length + 1] = line % 2 ** 32;
    this.#words[this.#length + 2] = Math.floor(line / 2 ** 32);
    this.#words[this.#length + 3] = within;
    this.#length += recordWords;
  }

  words(): Uint32Array {
    return this.#words.subarray(0, this.#length);
  }
}
