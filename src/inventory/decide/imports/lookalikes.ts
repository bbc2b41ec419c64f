import type { Lookalike } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import { codeKey } from '../../values/code.ts';
import { folded } from '../../values/text.ts';
import { isOneErrorAway } from '../../values/typing-errors.ts';

/** A row that adds a device. */
export interface AddedCode {
  readonly row: number;
  readonly code: string;
  readonly name: string;
}

/** How many added codes are compared for typing errors, and how many findings are reported. */
const maxCompared = 5000;
/** Shorter codes are often one character apart. */
const minTyped = 4;
const maxFound = 50;

/** Cyrillic, Greek and Chinese characters that look like those beside them. */
const likeLatin = new Map(
  [...['АAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSЗ3', 'ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX', '一-ー-〇0丨1'].join('')].flatMap(
    (character, at, all) => (at % 2 === 0 ? [[character, all[at + 1] ?? ''] as const] : []),
  ),
);

/** Dates as spreadsheets write them: what a code such as 3-12 or MAR12 becomes in one. */
const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const dateLike = new RegExp(
  String.raw`^(?:\d{1,2}-(?:${months})(?:-\d{2,4})?|(?:${months})-\d{2}|\d{1,2}月\d{1,2}日|\d{4}([-/])\d{1,2}\1\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})$`,
  'i',
);

const ascii = /^[\x21-\x7e]*$/;

const latinOf = (code: string): string =>
  ascii.test(code)
    ? code.toUpperCase()
    : Array.from(code.toUpperCase(), (character) => likeLatin.get(character) ?? character).join('');

/** What codes that look alike have in common: letters by their shape, 0 and O, 1 and I; no zeros before a number. */
function shapeOf(code: string): string {
  const shape = latinOf(code).replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^\d+$/.test(shape) ? shape.replace(/^0+(?=\d)/, '') : shape;
}

/**
 * The codes that a file adds and that look like another one of the file or the book (the contract, "Import"); in an
 * update, those too that look like a typing error in a code which is in the book, but not in the file.
 */
export function lookalikes(
  book: Book,
  added: readonly AddedCode[],
  rowOfCode: ReadonlyMap<string, number>,
  isUpdate: boolean,
): readonly Lookalike[] {
  if (added.length === 0) return [];
  const found = new Map<number, Lookalike>();
  const find = (one: AddedCode, like: string, likeRow: number | null, why: Lookalike['why']): void => {
    if (found.size < maxFound && !found.has(one.row) && codeKey(one.code) !== codeKey(like))
      found.set(one.row, { row: one.row, code: one.code, like, likeRow, why });
  };
  for (const { row, code } of added)
    if (found.size < maxFound && dateLike.test(code))
      found.set(row, { row, code, like: code, likeRow: null, why: 'date' });
  const byShape = new Map<string, AddedCode>();
  for (const one of added) {
    const shape = shapeOf(one.code);
    const before = byShape.get(shape);
    if (before === undefined) byShape.set(shape, one);
    else find(one, before.code, before.row, difference(one.code, before.code));
  }
  const likelyTypos = isUpdate ? new Typos(added.slice(0, maxCompared)) : null;
  for (const code of book.codes()) {
    const row = rowOfCode.get(codeKey(code)) ?? null;
    const alike = byShape.get(shapeOf(code));
    if (alike !== undefined) find(alike, code, row, difference(alike.code, code));
    if (row !== null || likelyTypos === null) continue;
    for (const one of likelyTypos.of(code, book)) find(one, code, null, 'typing');
  }
  return [...found.values()].sort((one, other) => one.row - other.row);
}

function difference(code: string, like: string): Lookalike['why'] {
  if (/^\d+$/.test(code) && /^\d+$/.test(like)) return 'zeros';
  return latinOf(code) === latinOf(like) ? 'scripts' : 'shapes';
}

/** Finds the added codes that may be a typing error in another one. */
class Typos {
  /** Indexed by the code, and by the code without each one of its characters. */
  readonly #byRest = new Map<string, AddedCode[]>();

  constructor(added: readonly AddedCode[]) {
    for (const one of added)
      for (const rest of restsOf(codeKey(one.code))) {
        const same = this.#byRest.get(rest);
        if (same === undefined) this.#byRest.set(rest, [one]);
        else if (same.length < maxFound) same.push(one);
      }
  }

  of(code: string, book: Book): readonly AddedCode[] {
    const key = codeKey(code);
    const near = new Set(restsOf(key).flatMap((rest) => this.#byRest.get(rest) ?? []));
    return [...near].filter((one) => {
      const other = codeKey(one.code);
      if (Math.min(other.length, key.length) < minTyped || !isOneErrorAway(other, key)) return false;
      // Codes that only differ in a digit are often numbers in a row.
      const isNumbering = other.replace(/\d/g, '#') === key.replace(/\d/g, '#');
      return !isNumbering || folded(one.name) === folded(book.withCode(code)?.name ?? '');
    });
  }
}

const restsOf = (key: string): readonly string[] => [
  key,
  ...Array.from(key, (_, at) => key.slice(0, at) + key.slice(at + 1)),
];
