import { isOnHand, type PlaceId } from '../book/place-kinds.ts';
import { inPathOrder } from '../book/places.ts';
import type { Listing } from '../look/listing.ts';
import {
  type MovementsGroup,
  type MovementsReport,
  type MovementsSources,
  movementsReport,
  sumOf,
} from './movements-report.ts';
import { timelineAt } from './place-view.ts';
import { quantitiesIn, rowsBetween, type Standing } from './timeline.ts';

/** What a report of movements place by place is made from: devices wherever they lie, and what moved at all places. */
export interface PlacedSources extends MovementsSources {
  readonly opening: Listing;
  readonly closing: Listing;
  /** The places that it is about; everywhere if undefined. */
  readonly within: ReadonlySet<PlaceId> | undefined;
}

/**
 * The report of a period in which each place is a group: what goes from one to another comes in there and goes out here, so
 * that each ties. The totals have it on both sides.
 */
export function movementsByPlace({ within, ...sources }: PlacedSources): MovementsReport {
  const { closing } = sources;
  const all = movementsReport(within === undefined ? sources : narrowed(sources, within));
  const groups = inPathOrder(
    Array.from(placesIn(sources), (id) => ({ id, place: closing.places.pathOf(id) })),
  ).flatMap(({ id, place }) =>
    within === undefined || within.has(id) ? [groupOf(place, narrowed(sources, new Set([id])))] : [],
  );
  return { ...all, by: 'place', groups, totals: sumOf(groups.map(({ totals }) => totals)) };
}

/** The places where something lay, lies or moved. */
function placesIn(
  sources: MovementsSources & Pick<PlacedSources, 'opening' | 'closing'>,
): ReadonlySet<PlaceId> {
  const places = new Set<PlaceId>();
  for (const { rows } of [sources.opening, sources.closing])
    for (const { levels } of rows) for (const { place } of levels) if (isOnHand(place)) places.add(place);
  for (const { place, row } of rowsBetween(sources))
    if (row.change !== null && place !== null && isOnHand(place)) places.add(place);
  return places;
}

function groupOf(key: string, sources: MovementsSources): MovementsGroup {
  const moved = new Set(rowsBetween(sources).map(({ device }) => device));
  const present = new Set(
    [...sources.opening.rows, ...sources.closing.rows].flatMap(({ id, quantity }) =>
      quantity > 0 ? [id] : [],
    ),
  );
  const only = ({ rows, ...rest }: Standing): Standing => ({
    ...rest,
    rows: rows.filter(({ id }) => moved.has(id) || present.has(id)),
  });
  const report = movementsReport({
    ...sources,
    opening: only(sources.opening),
    closing: only(sources.closing),
  });
  const { devices, gone, unmoved, totals } = report;
  return { key, rows: report.groups.flatMap(({ rows }) => rows), devices, gone, unmoved, totals };
}

/** The same at some places: what lies there, and what came there and left. */
function narrowed(
  {
    opening,
    closing,
    timeline,
    earlier = [],
    ...rest
  }: MovementsSources & Pick<PlacedSources, 'opening' | 'closing'>,
  within: ReadonlySet<PlaceId>,
): MovementsSources {
  const before = standingAt(opening, within);
  return {
    ...rest,
    opening: before,
    closing: standingAt(closing, within),
    timeline: timelineAt(timeline, within, quantitiesIn(before)),
    earlier: timelineAt(earlier, within, new Map()),
  };
}

const standingAt = ({ entry, rows }: Listing, within: ReadonlySet<PlaceId>): Standing => ({
  entry,
  rows: rows.map(({ id, code, name, kind, brand, levels }) => ({
    id,
    code,
    name,
    kind,
    brand,
    quantity: levels.reduce((sum, level) => (within.has(level.place) ? sum + level.quantity : sum), 0),
  })),
});
