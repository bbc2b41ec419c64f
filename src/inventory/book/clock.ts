/** An entry's number and when its clock said it was made, in milliseconds since 1970. */
export interface Timed {
  readonly n: number;
  readonly time: number;
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
