import { placeKinds } from '../../book/place-kinds.ts';
import type { Attribute, Choice, Term } from '../../devices/attribute.ts';
import { brandAttribute, minimumAttribute } from '../../devices/device.ts';
import { costField } from '../../devices/device-record.ts';
import type { Kinds } from '../../devices/kinds.ts';
import { folded, visible } from '../../values/text.ts';
import { lastCostField, quantityField, sellableField, valueField } from '../devices/fields.ts';

/** What the cells of a column hold, which decides how those of a spreadsheet are read. */
export type CellUse = 'identifier' | 'text' | 'remark' | 'number' | 'date';

/** A column that an import reads: its English header is its key, its Chinese one in `term`. */
export interface Column {
  readonly key: string;
  readonly term: Term;
  readonly cells: CellUse;
  /** Whether its numbers are measured, so that they may well have three decimals. */
  readonly isMeasured?: boolean;
  /** Whether there may be one for each place, such as `quantity@shop-1`. */
  readonly byPlace?: true;
  /** Whether a cell holds several values with commas between them, which JSON may write as an array. */
  readonly isList?: true;
  /** Whether one cell may count for several rows, as one that is merged does. */
  readonly isShared?: boolean;
  /** The values that it is limited to, if it is. */
  readonly choices?: readonly Choice[] | undefined;
  /** Whether it only may be there, as a list has it: its values follow from other columns. */
  readonly follows?: true;
}

/** The columns of a device import, in the order that an export writes them (the contract, "Import"). */
export function deviceColumns(kinds: Kinds): readonly Column[] {
  const quantity: Column = { ...numbers(quantityField, 'quantity', '入库数量'), byPlace: true };
  return [
    { ...choices('kind', 'kind', '类别'), choices: kinds.choices },
    ...kinds.attributes.flatMap((attribute) =>
      attribute === minimumAttribute ? [quantity, ofAttribute(attribute)] : [ofAttribute(attribute)],
    ),
    numbers(costField, 'cost', '进价'),
    ...kinds.componentSlots.map(({ key, term }) => ({ key, term, cells: 'identifier' as const })),
    ...kinds.componentSlots.map(({ price }) => ofAttribute(price)),
  ];
}

function ofAttribute(attribute: Attribute<unknown>): Column {
  const { key, term, rule } = attribute;
  if (rule.is === 'code') return { key, term, cells: 'identifier' };
  if (rule.is === 'text') return { key, term, cells: 'text', isShared: attribute === brandAttribute };
  if (rule.is === 'choice') return { key, term, cells: 'text', isShared: true, choices: rule.choices };
  const byPlace = attribute === minimumAttribute ? ({ byPlace: true } as const) : {};
  return { key, term, cells: 'number', isMeasured: rule.is === 'measure', ...byPlace };
}

const numbers = (key: string, en: string, zh: string): Column => ({ key, term: { en, zh }, cells: 'number' });
const choices = (key: string, en: string, zh: string): Column => ({
  key,
  term: { en, zh },
  cells: 'text',
  isShared: true,
});
const identifiers = (key: string, en: string, zh: string): Column => ({
  key,
  term: { en, zh },
  cells: 'identifier',
});

const followingColumns: readonly Column[] = [
  { ...numbers(lastCostField, 'last cost', '最后进价'), follows: true },
  { ...numbers(valueField, 'value', '金额'), follows: true },
  { ...numbers(sellableField, 'sellable', '可售'), follows: true },
  { key: 'addedAt', term: { en: 'added', zh: '登记时间' }, cells: 'remark', follows: true },
  { key: 'changedAt', term: { en: 'changed', zh: '变动时间' }, cells: 'remark', follows: true },
];

/** Every column that a device import knows: those of an export, and those that only lists have. */
export const knownDeviceColumns = (kinds: Kinds): readonly Column[] => [
  ...deviceColumns(kinds),
  ...followingColumns,
];

/** The columns of a movement import (the contract, "Import"). */
export const movementColumns: readonly Column[] = [
  identifiers('code', 'code', '入库编号'),
  choices('type', 'type', '出入库'),
  numbers('quantity', 'quantity', '数量'),
  choices('reason', 'reason', '原因'),
  numbers('cost', 'cost', '进价'),
  { ...identifiers('ref', 'ref', '单号'), isShared: true },
  { key: 'note', term: { en: 'note', zh: '备注' }, cells: 'remark', isShared: true },
  identifiers('key', 'key', '幂等键'),
  numbers('expect', 'expect', '应存'),
  { ...identifiers('place', 'place', '地点'), isShared: true },
  { ...identifiers('to', 'to', '调入地点'), isShared: true },
  { key: 'party', term: { en: 'party', zh: '往来单位' }, cells: 'text', isShared: true },
  { ...identifiers('serials', 'serials', '序列号'), isList: true },
  numbers('of', 'of', '原流水号'),
  { ...numbers('beforeCount', 'before count', '盘前'), isShared: true },
  { key: 'due', term: { en: 'due', zh: '到货日' }, cells: 'date', isShared: true },
];

/** The columns of a file of places. */
export const placeColumns: readonly Column[] = [
  identifiers('place', 'place', '地点'),
  { ...choices('kind', 'kind', '性质'), choices: placeKinds },
  { key: 'recount', term: { en: 'recount', zh: '复盘率' }, cells: 'text' },
  { key: 'note', term: { en: 'note', zh: '备注' }, cells: 'remark' },
];

/** The columns of a sheet on which was counted. */
export const tallyColumns: readonly Column[] = [
  identifiers('code', 'code', '入库编号'),
  { ...identifiers('place', 'place', '地点'), isShared: true },
  numbers('counted', 'counted', '实盘'),
  numbers('before', 'before', '盘前流水号'),
  { ...identifiers('counter', 'counter', '盘点人'), isShared: true },
  { key: 'note', term: { en: 'note', zh: '备注' }, cells: 'remark' },
];

/** The columns that a file of each sort must have. */
export const requiredColumns = {
  tallies: ['code', 'counted'],
  places: ['place'],
  devices: ['code'],
  movements: ['code', 'type', 'quantity'],
} as const;

/** The column that a header means, in either language, without regard to case and to what stands around its name. */
export function columnOf(header: string, columns: readonly Column[]): Column | undefined {
  const ofPlace = columnAtPlace(header, columns);
  if (ofPlace !== undefined) return ofPlace;
  const typed = headerName(header);
  return columns.find(({ key, term }) => folded(key) === typed || folded(term.zh) === typed);
}

/** What stands between a column and the place that it is of: `quantity@shop-1`. */
const atPlace = '@';

/** The column of a device at one place. */
export const keyAtPlace = (key: string, path: string): string => `${key}${atPlace}${path}`;

/** The column and the path of the place that a key is of; undefined for a column of no place. */
export function placeOfKey(key: string): { readonly column: string; readonly path: string } | undefined {
  const at = key.indexOf(atPlace);
  return at === -1 ? undefined : { column: key.slice(0, at), path: key.slice(at + 1) };
}

function columnAtPlace(header: string, columns: readonly Column[]): Column | undefined {
  const at = placeOfKey(visible(header).normalize('NFKC'));
  const base =
    at === undefined
      ? undefined
      : columnOf(
          at.column,
          columns.filter(({ byPlace }) => byPlace === true),
        );
  if (at === undefined || base === undefined) return undefined;
  const { en, zh } = base.term;
  const path = at.path.trim();
  const term = { en: keyAtPlace(en, path), zh: keyAtPlace(zh, path) };
  return { key: keyAtPlace(base.key, path), term, cells: 'number' };
}

/** No header that means a column is longer. */
const maxHeaderCharacters = 200;

const opening = '([{【〔〈《';
const closing = ')]}】〕〉》';
const decoration = /[\s*:：_"'“”-]/u;

/**
 * The name in a header, without decoration: `*`, spaces, line breaks, and text in brackets, such as a
 * unit or （必填）.
 */
function headerName(header: string): string {
  if (header.length > maxHeaderCharacters) return header;
  let [name, depth] = ['', 0];
  for (const character of folded(visible(header))) {
    if (opening.includes(character)) depth += 1;
    else if (closing.includes(character)) depth = Math.max(depth - 1, 0);
    else if (depth === 0 && !decoration.test(character)) name += character;
  }
  return name;
}

/** What stands in brackets in a header. */
export const bracketed = (header: string): readonly string[] =>
  Array.from(
    folded(visible(header)).matchAll(/[([{【〔]([^()[\]{}【】〔〕]{1,20})[)\]}】〕]/gu),
    ([, inside = '']) => inside.trim(),
  );

/** What a column that says when something happened is called; movements have none (the contract, "Import"). */
const timeHeaders =
  /^(?:at|day|time|when|timestamp|datetime|[a-z]{0,20}date|[a-z]{0,20}dateandtime)$|(?:日期|时间|時間)$/u;

/** Whether a header is that of a column of dates or times. */
export const isTimeHeader = (header: string): boolean => timeHeaders.test(headerName(header));
