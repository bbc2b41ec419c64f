import type { Choice } from '../../inventory/devices/attribute.ts';
import { type Parsed, parsed, wrong } from '../../inventory/refusal.ts';
import { codeKey } from '../../inventory/values/code.ts';
import { parseQuantity, type Quantity } from '../../inventory/values/quantity.ts';
import { visible } from '../../inventory/values/text.ts';

/** What a session of scanning does with each code. */
export const scanDirections = [
  { value: 'in', term: { en: 'in', zh: '入库' } },
  { value: 'out', term: { en: 'out', zh: '出库' } },
  { value: 'transfer', term: { en: 'transfer', zh: '调拨' } },
  { value: 'order', term: { en: 'order', zh: '订货' } },
  { value: 'receive', term: { en: 'receive', zh: '收货' } },
  { value: 'count', term: { en: 'count', zh: '盘点' } },
] as const satisfies readonly Choice[];
export type ScanDirection = (typeof scanDirections)[number]['value'];

/** The most characters in a line: a quantity and a code. */
export const longestScan = 200;

/** What may be a code, and how many of it. */
export interface Scanned {
  readonly code: string;
  readonly quantity: Quantity;
}

/** A movement. Of two words, only the book can say which one is the code. */
export type MovementScan =
  | ({ readonly take: 'movement' } & Scanned)
  | { readonly take: 'either'; readonly words: readonly [string, string] };

/** What one line asks for. */
export type Scan =
  | { readonly take: 'back' }
  | { readonly take: 'place'; readonly path: string }
  | MovementScan;

const takesBack = new Set(['undo', '撤销']);

/** What scanners can be set to add: control characters around the code, its symbology before it, the `*` of Code 39. */
const around = /^\p{Cc}+|(?<!\p{Cc})\p{Cc}+$/gu;
const symbology = /^\][A-Za-z][0-9A-Za-z](?=.)/;
const code39 = /^\*([^\s*]+)\*$/;
/** The dashes that word processors make. */
const otherDashes = /[\u2010-\u2015\u2212]/g;

/** Removes from a line what no code contains. */
export const plainLine = (text: string): string =>
  visible(text.replace(around, ''))
    .trim()
    .replace(symbology, '')
    .normalize('NFKC')
    .replaceAll('×', '*')
    .replace(otherDashes, '-')
    .replace(code39, '$1');

/**
 * Parses a line that a scanner or a person types: `CODE`, `CODE*3`, `3 CODE`, `CODE 3` or, from devices that collect scans,
 * `CODE,3`; `undo` takes back the last scan, and `@shop-1`, the label of a place, switches to that place. `quantityOf` parses
 * the quantity.
 */
export function parseScan(text: string, quantityOf = parseQuantity): Parsed<Scan> {
  if (text.length > longestScan) return wrong('scan-too-long', { most: longestScan });
  const line = plainLine(text);
  if (takesBack.has(codeKey(line))) return parsed({ take: 'back' });
  if (line.startsWith('@')) return parsed({ take: 'place', path: line.slice(1) });
  const [, code, amount] = /^([^\s*]+)\s*\*\s*(\S+)$/.exec(line) ?? [];
  if (code !== undefined && amount !== undefined) return movement(code, amount, quantityOf);
  const two = /^([^\s,;*]+)\s*[,;]\s*([^\s,;*]+)$/.exec(line) ?? /^([^\s*]+)\s+([^\s*]+)$/.exec(line);
  const [, one, other] = two ?? [];
  if (one !== undefined && other !== undefined) return parsed({ take: 'either', words: [one, other] });
  return /^[^\s*]+$/.test(line)
    ? movement(line, '1', quantityOf)
    : wrong('scan-line', { value: text.trim() });
}

function movement(
  code: string,
  amount: string,
  quantityOf: typeof parseQuantity,
): Parsed<MovementScan & Scanned> {
  const quantity = quantityOf(amount);
  return quantity.ok ? parsed({ take: 'movement', code, quantity: quantity.value }) : quantity;
}

/** Parses two words of which one is a code; `isCode` says whether a word is in the book. */
export function scanOfWords(
  [one, other]: readonly [string, string],
  isCode: (word: string) => boolean,
  quantityOf = parseQuantity,
): Parsed<Scanned> {
  const value = `${one} ${other}`;
  const [first, second] = [isCode(one), isCode(other)];
  if (first && second) return wrong('scan-two-codes', { value, codes: [one, other] });
  if (first) return movement(one, other, quantityOf);
  if (second || quantityOf(one).ok) return movement(other, one, quantityOf);
  return quantityOf(other).ok ? movement(one, other, quantityOf) : wrong('scan-line', { value });
}
