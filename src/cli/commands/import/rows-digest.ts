import { createHash } from 'node:crypto';
import type { Fingerprint, ImportRow } from '../../../inventory/decide/imports/import.ts';
import { type Column, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import { directions } from '../../../inventory/decide/imports/import-movements.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { narrow } from '../../../inventory/values/decimal.ts';
import { folded, visible } from '../../../inventory/values/text.ts';
import type { FileSubject } from './subjects.ts';

/** How many characters are put together before they are digested. */
const pieceCharacters = 64 * 1024;

/** The digest of what rows say, in the order of the columns: how a file writes them is no part of it. */
export class RowsDigest implements Fingerprint {
  readonly #hash = createHash('sha256');
  readonly #columns: readonly Column[];
  #piece: string;

  constructor(subject: FileSubject, columns: readonly Column[]) {
    this.#columns = columns;
    this.#piece = `${subject}\n`;
  }

  add({ fields }: ImportRow): void {
    for (const column of this.#columns) {
      const text = fields.get(column.key);
      if (text !== undefined) this.#piece += `${column.key}=${meaningOf(text, column)}\t`;
    }
    for (const [key, text] of [...fields].filter(([one]) => placeOfKey(one) !== undefined).sort())
      this.#piece += `${key}=${plainNumber(text)}\t`;
    this.#piece += '\n';
    if (this.#piece.length >= pieceCharacters) this.#flush();
  }

  sha256(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#piece);
    this.#piece = '';
  }
}

/** A text without what says nothing: 899.00 is 899, 入库 is in. */
function meaningOf(text: string, { key, cells, choices }: Column): string {
  if (cells === 'number') return plainNumber(text);
  if (key === 'type') return directions.get(folded(visible(text).trim())) ?? text;
  if (choices !== undefined) {
    const choice = parseChoice(text, choices);
    return choice.ok ? choice.value : text;
  }
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
