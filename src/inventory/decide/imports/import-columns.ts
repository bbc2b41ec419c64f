import type { Term } from '../../devices/attribute.ts';
import { minimumAttribute } from '../../devices/device.ts';
import { costField } from '../../devices/device-record.ts';
import type { Kinds } from '../../devices/kinds.ts';
import { folded } from '../../values/text.ts';
import { lastCostField, quantityField, valueField } from '../devices/fields.ts';

/** A column that an import reads: its English header is its key, its Chinese one in `term`. */
export interface Column {
  readonly key: string;
  readonly term: Term;
  /** Whether it only may be there, as a list has it: what is in it follows from other columns. */
  readonly follows?: true;
}

/** The columns of a device import, in the order that an export writes them (the contract, "Import"). */
export function deviceColumns(kinds: Kinds): readonly Column[] {
  const quantity = { key: quantityField, term: { en: 'quantity', zh: '入库数量' } };
  return [
    { key: 'kind', term: { en: 'kind', zh: '类别' } },
    ...kinds.attributes.flatMap((attribute) =>
      attribute === minimumAttribute ? [quantity, attribute] : [attribute],
    ),
    { key: costField, term: { en: 'cost', zh: '进价' } },
    ...kinds.componentSlots,
    ...kinds.componentSlots.map(({ price }) => price),
  ];
}

const followingColumns: readonly Column[] = [
  { key: lastCostField, term: { en: 'last cost', zh: '最后进价' }, follows: true },
  { key: valueField, term: { en: 'value', zh: '金额' }, follows: true },
  { key: 'addedAt', term: { en: 'added', zh: '登记时间' }, follows: true },
  { key: 'changedAt', term: { en: 'changed', zh: '变动时间' }, follows: true },
];

/** Every column that a device import knows: those of an export, and those that only lists have. */
export const knownDeviceColumns = (kinds: Kinds): readonly Column[] => [
  ...deviceColumns(kinds),
  ...followingColumns,
];

/** The columns of a movement import (the contract, "Import"). */
export const movementColumns: readonly Column[] = [
  { key: 'code', term: { en: 'code', zh: '入库编号' } },
  { key: 'type', term: { en: 'type', zh: '出入库' } },
  { key: 'quantity', term: { en: 'quantity', zh: '数量' } },
  { key: 'reason', term: { en: 'reason', zh: '原因' } },
  { key: 'cost', term: { en: 'cost', zh: '进价' } },
  { key: 'ref', term: { en: 'ref', zh: '单号' } },
  { key: 'note', term: { en: 'note', zh: '备注' } },
  { key: 'key', term: { en: 'key', zh: '幂等键' } },
  { key: 'expect', term: { en: 'expect', zh: '应存' } },
];

/** The columns that a file of each sort must have. */
export const requiredColumns = {
  devices: ['code'],
  movements: ['code', 'type', 'quantity'],
} as const;

/** The column that a header means, in either language, without regard to case. */
export function columnOf(header: string, columns: readonly Column[]): Column | undefined {
  const typed = folded(header.trim());
  return columns.find(({ key, term }) => folded(key) === typed || folded(term.zh) === typed);
}
