import { createHash } from 'node:crypto';
import type { Fingerprint, ImportRow } from '../../../inventory/decide/imports/import.ts';
import { type Column, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import { directions } from '../../../inventory/decide/imports/row-types.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { narrow } from '../../../inventory/values/decimal.ts';
import { folded, visible } from '../../../inventory/values/text.ts';
import type { FileSubject } from './subjects.ts';

/** How many characters are put together before they are digested. */
const pieceCharacters = 64 * 1024;

/** How many words are kept with what they mean. */
const maxWords = 1000;

/** The digest of what rows say, in the order of the columns: how a file writes them is no part of it. */
export class RowsDigest implements Fingerprint {
  readonly #hash = createHash('sha256');
  readonly #columns: readonly Column[];
  /** Where each of the columns is in a table, if that is what the rows are of. */
  readonly #places: readonly number[];
  readonly #hasPlaces: boolean;
  readonly #meanings = new Map<string, string>();
  #piece: string;

  /** `keys` are those of a table's columns, by their index. */
  constructor(subject: FileSubject, columns: readonly Column[], keys: readonly (string | null)[]) {
    this.#columns = columns;
    this.#places = columns.map(({ key }) => keys.indexOf(key));
    this.#hasPlaces = keys.some((key) => key !== null && placeOfKey(key) !== undefined);
    this.#piece = `${subject}\n`;
  }

  add(row: ImportRow): void {
    if (row.texts === undefined || this.#hasPlaces) this.#addFields(row.fields);
    else this.#addTexts(row.texts);
    this.#piece += '\n';
    if (this.#piece.length >= pieceCharacters) this.#flush();
  }

  #addFields(fields: ImportRow['fields']): void {
    for (const column of this.#columns) this.#addText(column, fields.get(column.key) ?? '');
    for (const [key, text] of [...fields].filter(([one]) => placeOfKey(one) !== undefined).sort())
      this.#piece += `${key}=${plainNumber(text)}\t`;
  }

  #addTexts(texts: readonly string[]): void {
    for (let at = 0; at < this.#columns.length; at++) {
      const [column, text] = [this.#columns[at], texts[this.#places[at] ?? -1]];
      if (column !== undefined && text !== undefined) this.#addText(column, text);
    }
  }

  #addText(column: Column, text: string): void {
    if (text !== '' && text.trim() !== '') this.#piece += `${column.key}=${this.#meaningOf(text, column)}\t`;
  }

  sha256(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#piece);
    this.#piece = '';
  }

  /** A text without what says nothing: 899.00 is 899, 入库 is in. */
  #meaningOf(text: string, column: Column): string {
    if (column.cells === 'number') return plainNumber(text);
    if (column.key !== 'type' && column.choices === undefined) return meaningOfText(text, column);
    // One of a few words: what each means is worked out once.
    const typed = `${column.key} ${text}`;
    const known = this.#meanings.get(typed);
    if (known !== undefined) return known;
    const meaning = meaningOfWord(text, column);
    if (this.#meanings.size < maxWords) this.#meanings.set(typed, meaning);
    return meaning;
  }
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
