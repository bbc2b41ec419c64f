/** An entry's number and when its clock said it was made, in milliseconds since 1970. */
export interface Timed {
  readonly n: number;
  readonly time: number;
}

/**
 * The last entry that was made by a time. Entries are in the order in which they happened, whatever their clocks said:
 * times that do not rise with the others, of a clock that was set wrong for a while, count for nothing. Of the
 * times, as many as possible are believed.
 */
export function lastMadeBy(entries: Iterable<Timed>, time: number): number {
  let last = 0;
  for (const entry of believed(entries)) if (entry.time <= time) last = entry.n;
  return last;
}

/** The longest run of entries whose times never fall (by patience sorting), the oldest first. */
function believed(entries: Iterable<Timed>): readonly Timed[] {
  interface Run {
    readonly entry: Timed;
    readonly before: Run | undefined;
  }
  /** For each length, the run of it that ends earliest. */
  const runs: Run[] = [];
  for (const entry of entries) {
    const at = firstLater(runs.length, (index) => (runs[index]?.entry.time ?? 0) > entry.time);
    runs[at] = { entry, before: runs[at - 1] };
  }
  const found: Timed[] = [];
  for (let run = runs.at(-1); run !== undefined; run = run.before) found.push(run.entry);
  return found.reverse();
}

/** The first index below `length` of which something holds that holds of all after it, or `length`. */
function firstLater(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
