import { type Parsed, parsed, wrong } from '../refusal.ts';

/** Which end of what was typed is meant: a day, a minute and a second have a beginning and an end. */
export type TimeEdge = 'start' | 'end';

const dayMs = 86_400_000;

/** As tables, reports and files print a time, and as people type one. */
const pattern =
  /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{4})\/(\d{1,2})\/(\d{1,2}))(?:(?:T| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?))?)?$/i;

/** How many days before today a word means. */
const dayWords: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['今天', 0],
  ['yesterday', 1],
  ['昨天', 1],
]);

/**
 * A time as milliseconds since 1970: ISO 8601, `2026/11/26`, `today` or `yesterday`. Without an offset it is local time.
 * A day, minute or second means its first or its last millisecond (the contract, "Values").
 */
export function parseTime(text: string, edge: TimeEdge, now: number): Parsed<number> {
  const typed = text.normalize('NFKC').trim();
  const daysAgo = dayWords.get(typed.toLowerCase());
  if (daysAgo !== undefined) return parsed(edgeOfLocalDay(now, daysAgo, edge));
  const match = pattern.exec(typed);
  if (match === null) return wrong('not-a-time', { value: text });
  const [
    ,
    dashYear,
    dashMonth,
    dashDay,
    slashYear,
    slashMonth,
    slashDay,
    hour,
    minute,
    second,
    fraction,
    zone,
  ] = match;
  const part = (digits: string | undefined) => Number(digits ?? 0);
  const start = wallTime([
    part(dashYear ?? slashYear),
    part(dashMonth ?? slashMonth),
    part(dashDay ?? slashDay),
    part(hour),
    part(minute),
    part(second),
  ]);
  if (start === null) return wrong('not-a-time', { value: text });
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const wall =
    start + (edge === 'start' || fraction !== undefined ? milliseconds : lengthOf(hour, second) - 1);
  if (zone === undefined) return parsed(localInstant(wall, edge));
  const offset = offsetMinutes(zone);
  return offset === null ? wrong('not-a-time', { value: text }) : parsed(wall - offset * 60_000);
}

/** How many days after today a word means. */
const dayWordsToCome: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['今天', 0],
  ['tomorrow', 1],
  ['明天', 1],
]);

/** A local day as `2026-12-01`: typed so or as `2026/12/1`, or as `today` or `tomorrow`. */
export function parseDay(text: string, now: number): Parsed<string> {
  const typed = text.normalize('NFKC').trim();
  const days = dayWordsToCome.get(typed.toLowerCase());
  const [, ...parts] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(typed) ?? [];
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  const wall =
    days === undefined ? wallTime([year, month, day, 0, 0, 0]) : now + offsetMsAt(now) + days * dayMs;
  if (wall === null || (days === undefined && parts.length === 0)) return wrong('not-a-day', { value: text });
  return parsed(new Date(wall).toISOString().slice(0, 10));
}

/** How long the day, minute or second is that was typed. */
const lengthOf = (hour: string | undefined, second: string | undefined): number =>
  hour === undefined ? dayMs : second === undefined ? 60_000 : 1000;

type WallFields = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

/** What a clock on the wall shows, in milliseconds as if it were UTC; null for a day or an hour that does not exist. */
function wallTime([year, month, day, hour, minute, second]: WallFields): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const exists =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return exists ? date.getTime() : null;
}

const offsetMsAt = (time: number): number => -new Date(time).getTimezoneOffset() * 60_000;

/**
 * When a local clock shows a time. Where it was put back and shows it twice, the first of both is the beginning and the
 * second the end; where it was put forward past it, it counts as if it had not been.
 */
function localInstant(wall: number, edge: TimeEdge): number {
  const [before, after] = [wall - offsetMsAt(wall - dayMs), wall - offsetMsAt(wall + dayMs)];
  const shown = [before, after].filter((time) => time + offsetMsAt(time) === wall);
  if (shown.length === 0) return before;
  return edge === 'start' ? Math.min(...shown) : Math.max(...shown);
}

/** The first or last millisecond of a local day. */
function edgeOfLocalDay(now: number, daysAgo: number, edge: TimeEdge): number {
  const wall = now + offsetMsAt(now);
  const start = wall - (((wall % dayMs) + dayMs) % dayMs) - daysAgo * dayMs;
  return localInstant(edge === 'start' ? start : start + dayMs - 1, edge);
}

function offsetMinutes(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
