import { type Parsed, parsed, wrong } from './refusal.ts';

declare module './refusal.ts' {
  interface ProblemParams {
    'not-a-time': { value: string };
  }
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Which end of a day a bare date means. */
export type DayEdge = 'start' | 'end';

/**
 * An ISO 8601 time as milliseconds since 1970. Without an offset it is local time; a bare date is that local day's
 * first or last millisecond (the contract, "Values").
 */
export function parseTime(text: string, edge: DayEdge): Parsed<number> {
  const match = iso.exec(text.trim());
  if (match === null) return wrong('not-a-time', { value: text });
  const part = (index: number) => Number(match[index] ?? 0);
  const bareDate = match[4] === undefined;
  const fields: [number, number, number, number, number, number, number] =
    bareDate && edge === 'end'
      ? [part(1), part(2) - 1, part(3), 23, 59, 59, 999]
      : [
          part(1),
          part(2) - 1,
          part(3),
          part(4),
          part(5),
          part(6),
          Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000),
        ];
  const utc = new Date(0);
  utc.setUTCFullYear(fields[0], fields[1], fields[2]);
  utc.setUTCHours(fields[3], fields[4], fields[5], fields[6]);
  const rolledOver =
    utc.getUTCMonth() !== fields[1] ||
    utc.getUTCDate() !== fields[2] ||
    utc.getUTCHours() !== fields[3] ||
    utc.getUTCMinutes() !== fields[4] ||
    utc.getUTCSeconds() !== fields[5];
  if (rolledOver) return wrong('not-a-time', { value: text });
  const zone = match[8];
  if (zone === undefined) {
    const local = new Date(0);
    local.setFullYear(fields[0], fields[1], fields[2]);
    local.setHours(fields[3], fields[4], fields[5], fields[6]);
    return parsed(local.getTime());
  }
  const offset = offsetMinutes(zone);
  return offset === null ? wrong('not-a-time', { value: text }) : parsed(utc.getTime() - offset * 60_000);
}

function offsetMinutes(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
