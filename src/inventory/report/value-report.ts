import type { PlaceId } from '../book/place-kinds.ts';
import { inPathOrder } from '../book/places.ts';
import type { ListRow } from '../look/list-row.ts';
import type { Listing } from '../look/listing.ts';
import { share, times } from '../look/valuation/amount.ts';
import { piecesByPlace, valueByPlace } from '../look/valuation/by-place.ts';
import type { Valuation, Worth } from '../look/valuation/valuation.ts';
import { type Currency, type Money, valueOfStock } from '../values/money.ts';
import { type Group, type Grouping, grouped, isInScope, type ReportScope } from './grouping.ts';

/** How stock is valued: at the last purchase cost, or by moving average. */
export const valueMethods = [
  { value: 'last', term: { en: 'last cost', zh: '最后进价' } },
  { value: 'average', term: { en: 'moving average', zh: '移动加权平均' } },
] as const;
export type ValueMethod = (typeof valueMethods)[number]['value'];

/** How many decimals an average is shown with, in the currency's whole units. */
export const averageDecimals = 4;

/** What some pieces amount to; what has no known cost is left out. */
export interface Valued {
  readonly quantity: number;
  /** At the last cost, and by moving average; null where no cost is known. */
  readonly atLast: bigint | null;
  readonly atAverage: bigint | null;
}

/** A device, or what of it lies at a place, and what that is worth. */
export interface ValueRow extends Valued {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly brand: string | null;
  readonly lastCost: Money | null;
  /** The entry that set it, if that is known. */
  readonly lastCostEntry: number | null;
  /** What a piece is worth, scaled by `averageDecimals`, for the eye; null where no cost is known. */
  readonly average: bigint | null;
}

/** What some rows amount to. */
export interface ValueTotals {
  readonly devices: number;
  readonly units: bigint;
  readonly atLast: bigint;
  readonly atAverage: bigint;
}

/** What lies at a place. */
export interface PlaceValue extends ValueTotals {
  readonly place: string;
}

/** What the stock is worth. */
export interface ValueReport {
  readonly currency: Currency;
  /** The last entry that it takes into account. */
  readonly entry: number;
  readonly by: Grouping;
  readonly groups: readonly (Group<ValueRow> & { readonly totals: ValueTotals })[];
  readonly totals: ValueTotals;
  /** Where it lies, what is on the road and what is set aside too; empty where there is but one place. */
  readonly places: readonly PlaceValue[];
  /** The codes of the devices that have pieces, but no known cost by either way: they are in no total. */
  readonly withoutCost: { readonly [method in ValueMethod]: readonly string[] };
}

/** What a report of values is made from. */
export interface ValueSources {
  /** Every device, wherever it lies. */
  readonly listing: Listing;
  /** Replayed up to the entry that the listing stands at. */
  readonly valuation: Valuation;
  readonly scope: ReportScope;
  /** The places that it is about; everywhere if undefined. */
  readonly within?: ReadonlySet<PlaceId> | undefined;
}

/** A device with what of it lies where. */
interface ValuedDevice {
  readonly row: ValueRow;
  readonly lying: ReadonlyMap<PlaceId, Valued>;
}

/** The report of what a listing is worth. Throws where the valuation has not as many pieces as the listing. */
export function valueReport({ listing, valuation, scope, within }: ValueSources): ValueReport {
  const { currency, entry, places } = listing;
  const devices = listing.rows
    .filter((row) => isInScope(row, scope))
    .map((row) => valuedDevice(row, valuation.worthOf(row.id), listing, within));
  const rows = devices.map(({ row }) => row);
  const lying = placesOf(devices).map(({ place, rows: there }) => ({
    place: places.pathOf(place),
    rows: there,
  }));
  const groups =
    scope.by === 'place'
      ? inPathOrder(lying).map(({ place: key, rows: there }) => ({ key, rows: there }))
      : grouped(rows, (row) => (scope.by === 'brand' ? row.brand : row.kind), scope.by);
  const codesWithout = (isUnknown: (row: ValueRow) => boolean) =>
    rows.filter(isUnknown).map(({ code }) => code);
  return {
    currency,
    entry,
    by: scope.by,
    groups: groups.map((group) => ({ ...group, totals: totalsOf(group.rows) })),
    totals: totalsOf(rows),
    places: places.isPlaced
      ? inPathOrder(lying).map(({ place, rows: there }) => ({ place, ...totalsOf(there) }))
      : [],
    withoutCost: {
      last: codesWithout(({ atLast }) => atLast === null),
      average: codesWithout(({ atAverage }) => atAverage === null),
    },
  };
}

function valuedDevice(
  { id, code, name, kind, brand, quantity, lastCost, levels }: ListRow,
  worth: Worth,
  { places, currency }: Listing,
  within: ReadonlySet<PlaceId> | undefined,
): ValuedDevice {
  if (worth.quantity !== quantity)
    throw new Error(`${code}: its movements come to ${worth.quantity}, the book says ${quantity}`);
  const pieces = piecesByPlace(levels, places);
  const values = worth.unknown > 0 ? null : valueByPlace(worth.value, pieces);
  const lying = new Map<PlaceId, Valued>();
  for (const [place, there] of pieces) {
    if (within?.has(place) === false) continue;
    const atLast = lastCost === null ? null : valueOfStock(lastCost, there);
    lying.set(place, { quantity: there, atLast, atAverage: values?.get(place) ?? null });
  }
  const lastCostEntry = lastCost !== null && worth.lastCost === lastCost ? worth.lastCostEntry : null;
  const device = { id, code, name, kind, brand, lastCost, lastCostEntry };
  return { row: { ...device, ...sumOf(lying.values()), average: averageOf(worth, currency) }, lying };
}

function sumOf(parts: Iterable<Valued>): Valued {
  let sum: Valued = { quantity: 0, atLast: 0n, atAverage: 0n };
  for (const { quantity, atLast, atAverage } of parts)
    sum = {
      quantity: sum.quantity + quantity,
      atLast: sum.atLast === null || atLast === null ? null : sum.atLast + atLast,
      atAverage: sum.atAverage === null || atAverage === null ? null : sum.atAverage + atAverage,
    };
  return sum;
}

function averageOf({ quantity, value, unknown }: Worth, { fractionDigits }: Currency): bigint | null {
  if (quantity === 0 || unknown > 0) return null;
  return BigInt(share(times(value, 10 ** (averageDecimals - fractionDigits)), 1, quantity));
}

/** The places where something lies, each with a row for what lies there of a device. */
function placesOf(
  devices: readonly ValuedDevice[],
): readonly { readonly place: PlaceId; readonly rows: readonly ValueRow[] }[] {
  const places = new Map<PlaceId, ValueRow[]>();
  for (const { row, lying } of devices)
    for (const [place, there] of lying) {
      const rows = places.get(place);
      if (rows === undefined) places.set(place, [{ ...row, ...there }]);
      else rows.push({ ...row, ...there });
    }
  return Array.from(places, ([place, rows]) => ({ place, rows }));
}

function totalsOf(rows: readonly ValueRow[]): ValueTotals {
  let [units, atLast, atAverage] = [0n, 0n, 0n];
  for (const row of rows) {
    units += BigInt(row.quantity);
    atLast += row.atLast ?? 0n;
    atAverage += row.atAverage ?? 0n;
  }
  return { devices: rows.length, units, atLast, atAverage };
}
