import { createHash } from 'node:crypto';
import type { Fingerprint, ImportRow } from '../../../inventory/decide/imports/import.ts';
import { type Column, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import { directions } from '../../../inventory/decide/imports/row-types.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { narrow } from '../../../inventory/values/decimal.ts';
import { folded, visible } from '../../../inventory/values/text.ts';
import type { FileSubject } from './subjects.ts';

/** How many words of a column are kept with what they mean. */
const maxWords = 1000;

/** A column whose texts are digested. */
interface DigestedColumn {
  readonly column: Column;
  /** What stands before its text. */
  readonly opening: string;
  /** Where it is in a table; -1 where the rows are of none, or of one that lacks it. */
  readonly index: number;
  /** What words mean that are typed in it: each is worked out once. */
  readonly meanings: Map<string, string>;
}

/** The digest of what rows say, in the order of the columns: how a file writes them is no part of it. */
export class RowsDigest implements Fingerprint {
  readonly #hash = new TextHash();
  readonly #columns: readonly DigestedColumn[];
  readonly #ofTable: readonly DigestedColumn[];
  readonly #hasPlaces: boolean;

  /** `keys` are those of a table's columns, by their index. */
  constructor(subject: FileSubject, columns: readonly Column[], keys: readonly (string | null)[]) {
    this.#columns = columns.map((column) => ({
      column,
      opening: `${column.key}=`,
      index: keys.indexOf(column.key),
      meanings: new Map(),
    }));
    this.#ofTable = this.#columns.filter(({ index }) => index !== -1);
    this.#hasPlaces = keys.some((key) => key !== null && placeOfKey(key) !== undefined);
    this.#hash.add(`${subject}\n`);
  }

  add(row: ImportRow): void {
    if (row.texts === undefined || this.#hasPlaces) this.#addFields(row.fields);
    else for (const one of this.#ofTable) this.#addText(one, row.texts[one.index] ?? '');
    this.#hash.add('\n');
  }

  #addFields(fields: ImportRow['fields']): void {
    for (const one of this.#columns) this.#addText(one, fields.get(one.column.key) ?? '');
    for (const [key, text] of [...fields].filter(([one]) => placeOfKey(one) !== undefined).sort())
      this.#hash.add(`${key}=${plainNumber(text)}\t`);
  }

  #addText(column: DigestedColumn, text: string): void {
    if (text === '' || text.trim() === '') return;
    this.#hash.add(column.opening);
    this.#hash.add(meaningOf(text, column));
    this.#hash.add('\t');
  }

  sha256(): string {
    return this.#hash.sha256();
  }
}

/** The digest of a long text that comes in small pieces. */
class TextHash {
  readonly #hash = createHash('sha256');
  /** What comes next, in UTF-8. */
  readonly #bytes = Buffer.alloc(64 * 1024);
  #used = 0;

  add(text: string): void {
    if (this.#used + text.length * maxBytesPerUnit > this.#bytes.length) this.#flush();
    if (text.length * maxBytesPerUnit > this.#bytes.length) {
      this.#hash.update(text);
      return;
    }
    const bytes = this.#bytes;
    let used = this.#used;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f) {
        used += bytes.write(text.slice(at), used);
        break;
      }
      bytes[used++] = unit;
    }
    this.#used = used;
  }

  sha256(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
  }
}

/** The most bytes that UTF-8 takes for one unit of a text. */
const maxBytesPerUnit = 3;

/** A text without what says nothing: 899.00 is 899, 入库 is in. */
function meaningOf(text: string, { column, meanings }: DigestedColumn): string {
  if (column.cells === 'number') return plainNumber(text);
  if (column.key !== 'type' && column.choices === undefined) return meaningOfText(text, column);
  const known = meanings.get(text);
  if (known !== undefined) return known;
  const meaning = meaningOfWord(text, column);
  if (meanings.size < maxWords) meanings.set(text, meaning);
  return meaning;
}

function meaningOfWord(text: string, { choices }: Column): string {
  if (choices === undefined) return directions.get(folded(visible(text).trim())) ?? text;
  const choice = parseChoice(text, choices);
  return choice.ok ? choice.value : text;
}

const ascii = /^[\x20-\x7e]*$/;

function meaningOfText(text: string, { key }: Column): string {
  if (ascii.test(text)) return text.trim();
  return visible(text)
    .trim()
    .normalize(key === 'code' ? 'NFKC' : 'NFC');
}

const digits = /^\d+$/;

function plainNumber(text: string): string {
  if (digits.test(text)) return text;
  const plain = narrow(text).replace(/[^\d.]/g, '');
  const point = plain.indexOf('.');
  if (point === -1) return plain;
  let end = plain.length;
  while (plain[end - 1] === '0') end -= 1;
  return plain.slice(0, end === point + 1 ? point : end);
}
