import type { PlaceId } from '../book/place-kinds.ts';
import type { Quantities, TimedRow } from './timeline.ts';

/** What goes to a place from another one, or comes from there, as a reason. */
export const transferReason = { value: 'transfer', term: { en: 'transfer', zh: '调拨' } } as const;

/**
 * A timeline as it is at some places: only what was there, with what lay there after each movement; `opening` is what lay there
 * before. What goes from one of them to another is left out, since nothing came in or went out.
 */
export function timelineAt(
  timeline: readonly TimedRow[],
  within: ReadonlySet<PlaceId>,
  opening: Quantities,
): readonly TimedRow[] {
  const balances = new Map(opening);
  const inside = insideTransfers(timeline, within);
  return timeline.flatMap((timed) => {
    const { device, place, row } = timed;
    const before = balances.get(device) ?? 0;
    if (row.change === null) return [{ ...timed, row: { ...row, balance: before } }];
    if (place === null || !within.has(place)) return [];
    const balance = before + row.change;
    balances.set(device, balance);
    if (row.reason === null && inside.has(`${row.entry} ${device}`)) return [];
    // At a queue, everything comes from somewhere and goes on.
    const isMemo = row.type === 'memo';
    const type = isMemo ? 'transfer' : row.type;
    const reason = (isMemo ? null : row.reason) ?? transferReason.value;
    return [{ ...timed, row: { ...row, type, balance, reason } }];
  });
}

/** The entries and devices whose transfers begin and end at the same places. */
function insideTransfers(timeline: readonly TimedRow[], within: ReadonlySet<PlaceId>): ReadonlySet<string> {
  const sums = new Map<string, number>();
  for (const { device, place, row } of timeline) {
    if (row.change === null || row.reason !== null || place === null || !within.has(place)) continue;
    const key = `${row.entry} ${device}`;
    sums.set(key, (sums.get(key) ?? 0) + row.change);
  }
  return new Set([...sums].filter(([, sum]) => sum === 0).map(([key]) => key));
}
