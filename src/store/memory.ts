import { getHeapStatistics } from 'node:v8';
import { refuse } from '../inventory/refusal.ts';

/** So many fit in whatever memory there is; V8 is not asked. */
const alwaysFit = 5000;
const megabyte = 1024 * 1024;
/** What V8 keeps for what is young, by its version; the rest is what `--max-old-space-size` sets. */
const v8 = Number.parseInt(process.versions.v8, 10);
const youngBytes = (v8 < 13 ? 48 : v8 === 13 ? 192 : 96) * megabyte;
/** The part of the rest that may be planned with. */
const planned = 0.9;
/** What the most demanding of all lists and reports takes for each of its rows. */
const bytesForAny = 3700;

/** What V8 would end the process for, with a trace of its own: more bytes than it may use. Null if there are fewer. */
function shortage(bytes: number, atLeast = bytes): { neededMb: number; limitMb: number } | null {
  const limit = getHeapStatistics().heap_size_limit - youngBytes;
  if (bytes <= limit * planned) return null;
  return {
    neededMb: Math.ceil(Math.max(bytes, atLeast) / planned / megabyte),
    limitMb: Math.floor(limit / megabyte),
  };
}

function shortageOfRows(rows: number, bytesEach: number): ReturnType<typeof shortage> {
  return rows <= alwaysFit ? null : shortage(rows * bytesEach, rows * bytesForAny);
}

/** Whether so many devices, or rows of something, can be in memory. */
export const fitInMemory = (rows: number, bytesEach: number): boolean =>
  shortageOfRows(rows, bytesEach) === null;

/** Refuses to have so many devices, or rows of something, in memory if there is too little of it. */
export function refuseUnlessFit(rows: number, bytesEach: number): void {
  const short = shortageOfRows(rows, bytesEach);
  if (short !== null) refuse('memory-short', { rows, ...short });
}

/** So short an entry is parsed in whatever memory there is. */
const shortEntry = megabyte;
/** What each byte of an entry takes while it is parsed: as a text, and as what that says. With what comes of it, it may be more. */
const bytesOfParsed = 3;
const bytesOfAllThatFollows = 8;

/** Refuses to parse an entry of so many bytes, such as a large import, if there is too little memory for it. */
export function refuseUnlessParsed(bytes: number): void {
  const short = bytes <= shortEntry ? null : shortage(bytes * bytesOfParsed, bytes * bytesOfAllThatFollows);
  if (short !== null) refuse('entry-beyond-memory', { entryMb: Math.ceil(bytes / megabyte), ...short });
}

/** How many rows are read before it is asked whether so many fit. */
const rowsBetween = 5000;
/** A row is in memory with all that is checked of it, and with what is recorded of it. */
const bytesOfRow = 3200;

/**
 * The rows of devices to import; refuses more of them than there is memory for, as soon as it is likely that there are more: then
 * they are counted. `progress` says how much of the file has been read.
 */
export const rowsThatFit = <Row>(
  rows: Iterable<Row>,
  progress: (rows: number) => { readonly done: number; readonly of: number },
): Iterable<Row> => ({
  *[Symbol.iterator]() {
    let count = 0;
    for (const row of rows) {
      count += 1;
      if (count === rowsBetween) {
        const { done, of } = progress(count);
        if (!fitInMemory((count * of) / Math.max(done, 1), bytesOfRow)) countThatFit(rows);
      }
      refuseBeyond(count);
      yield row;
    }
  },
});

function countThatFit(rows: Iterable<unknown>): void {
  let count = 0;
  for (const _ of rows) refuseBeyond(++count);
}

function refuseBeyond(count: number): void {
  const short = count % rowsBetween === 0 ? shortageOfRows(count, bytesOfRow) : null;
  if (short !== null) refuse('file-beyond-memory', { most: count - rowsBetween, limitMb: short.limitMb });
}
