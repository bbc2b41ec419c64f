/** An entry's number and when its clock said it was made, in milliseconds since 1970. */
export interface Timed {
  readonly n: number;
  readonly time: number;
}

/** From when entries count, as in the book as it stood at a time. */
export interface EntryTimes {
  /** In milliseconds since 1970; `at` is when the entry says that it was made. */
  of(entry: number, at: string): number;
  /** The last entry that counts from before the time that was asked for; 0 if there is none. */
  readonly lastBefore: number;
}

/** The times of all entries, by the clock that says `now`. */
export function entryTimes(entries: readonly Timed[], now: number, since: number): EntryTimes {
  const counted = countedFrom(
    entries.map(({ time }) => time),
    now,
  );
  const times = new Map(entries.map(({ n }, index): [number, number] => [n, counted[index] ?? 0]));
  return {
    of: (entry, at) => times.get(entry) ?? Date.parse(at),
    lastBefore: entries[firstLater(counted.length, (index) => (counted[index] ?? 0) >= since) - 1]?.n ?? 0,
  };
}

/** The last entry that was made by a time, by the clock that says `now`; 0 if there is none. */
export function lastMadeBy(entries: readonly Timed[], time: number, now: number): number {
  const counted = countedFrom(
    entries.map((entry) => entry.time),
    now,
  );
  return entries[firstLater(counted.length, (index) => (counted[index] ?? 0) > time) - 1]?.n ?? 0;
}

/**
 * For each entry, the time it takes effect. Order is the journal's. The longest rising run of times is trusted; an entry
 * outside it takes the time of the next trusted entry, the last ones that of the last trusted one. Future times come from
 * a clock that was ahead; if most times are in the future, it is `now` that is wrong.
 */
export function countedFrom(times: readonly number[], now: number): readonly number[] {
  const come = times.reduce((count, time) => count + (time <= now ? 1 : 0), 0);
  const believed = longestRun(times, come * 2 >= times.length ? now : Number.POSITIVE_INFINITY);
  const counted = new Array<number>(times.length);
  let from = times[believed.at(-1) ?? -1] ?? 0;
  for (let index = times.length - 1; index >= 0; index--) {
    if (believed.at(-1) === index) {
      believed.pop();
      from = times[index] ?? from;
    }
    counted[index] = from;
  }
  return counted;
}

/** The longest run of times up to `latest` that never fall (by patience sorting): their indexes. */
function longestRun(times: readonly number[], latest: number): number[] {
  interface Run {
    readonly index: number;
    readonly before: Run | undefined;
  }
  /** For each length, the run of it that ends earliest. */
  const runs: Run[] = [];
  for (const [index, time] of times.entries()) {
    if (time > latest) continue;
    const at = firstLater(runs.length, (length) => (times[runs[length]?.index ?? -1] ?? 0) > time);
    runs[at] = { index, before: runs[at - 1] };
  }
  const found: number[] = [];
  for (let run = runs.at(-1); run !== undefined; run = run.before) found.push(run.index);
  return found.reverse();
}

/** The first index below `length` for which a condition holds, if it holds for all after it too; else `length`. */
function firstLater(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
