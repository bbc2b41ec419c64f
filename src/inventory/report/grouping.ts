import type { Choice } from '../devices/attribute.ts';
import { kinds } from '../devices/kinds.ts';
import type { Selection } from '../look/listing.ts';
import { compareKeys, nameOrderKey, type Reading, sortedByCode } from '../values/order.ts';
import { folded } from '../values/text.ts';

/** What the devices of a report are grouped by. */
export const groupings = [
  { value: 'kind', term: { en: 'kind', zh: '类别' } },
  { value: 'brand', term: { en: 'brand', zh: '品牌' } },
  { value: 'place', term: { en: 'place', zh: '地点' } },
] as const satisfies readonly Choice[];
export type Grouping = (typeof groupings)[number]['value'];
/** What a device itself is grouped by. */
export type DeviceGrouping = Exclude<Grouping, 'place'>;

/** Which devices a report is about, and how they are grouped. */
export interface ReportScope {
  readonly kind?: string | undefined;
  readonly brand?: string | undefined;
  readonly by: Grouping;
  /** How Chinese brands are pronounced, where they are what devices are grouped by. */
  readonly reading?: Reading | undefined;
}

/** Rows that belong together. */
export interface Group<Row> {
  /** The name of the kind, the brand, or the path of the place; null for devices without, or gone. */
  readonly key: string | null;
  readonly rows: readonly Row[];
}

/** The devices that a report is about, as a store is asked for them: in the order that its groups and rows have. */
export const selectionOf = (
  { kind, brand, by, reading }: ReportScope,
  { low = false }: Pick<Partial<Selection>, 'low'> = {},
): Selection => ({
  kind,
  brand,
  inStock: false,
  low,
  words: [],
  order: by === 'brand' ? 'brand' : 'code',
  descending: false,
  reading,
});

/** Whether a report is about a device. */
export function isInScope(row: { readonly kind: string; readonly brand: string | null }, scope: ReportScope) {
  const { kind, brand } = scope;
  const isOfBrand = brand === undefined || (row.brand !== null && folded(row.brand) === folded(brand.trim()));
  return isOfBrand && (kind === undefined || row.kind === kind);
}

/** Rows in the order that groups and rows have; for rows that are not all of one book. */
export function inReportOrder<Row extends { readonly code: string; readonly brand: string | null }>(
  rows: Iterable<Row>,
  { by, reading }: ReportScope,
): readonly Row[] {
  const byCode = sortedByCode(rows);
  if (by !== 'brand') return byCode;
  const keyed = byCode.map((row) => ({ row, key: nameOrderKey(row.brand ?? '', reading) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ row }) => row);
}

/** Groups rows: kinds in their order, brands in the order they come, what has neither last. */
export function grouped<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
  by: Grouping,
): readonly Group<Row>[] {
  const groups = new Map<string | null, { key: string | null; rows: Row[] }>();
  if (by === 'kind') for (const { id } of kinds) groups.set(folded(id), { key: id, rows: [] });
  for (const row of rows) {
    const key = keyOf(row);
    const same = key === null ? null : folded(key);
    const group = groups.get(same) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(same, group);
  }
  return [...groups.values()]
    .filter(({ rows: of }) => of.length > 0)
    .sort((a, b) => Number(a.key === null) - Number(b.key === null));
}
