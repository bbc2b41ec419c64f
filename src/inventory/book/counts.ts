import { type Device, kindOf } from '../devices/device.ts';
import { folded } from '../values/text.ts';
import type { CountChange, CountScope } from './change.ts';
import type { PlaceId } from './place-kinds.ts';
import type { Places } from './places.ts';

/** A count that is neither posted nor cancelled. */
export interface OpenCount extends CountScope {
  /** The entry that opened it, which is its number. */
  readonly count: number;
  /** Whether its counters may post it. */
  readonly solo: boolean;
  /** Where nothing may move meanwhile. */
  readonly frozen: readonly PlaceId[];
  /** Where it is drawn who is counted again. */
  readonly drawn: readonly PlaceId[];
}

/** The counts of a book as its file holds them. */
export interface CountsJson {
  readonly open: readonly OpenCount[];
  readonly posted: number;
}

/** The counts of a book: a value, which changes make another one of. */
export class Counts {
  private constructor(
    /** In the order they were opened. */
    readonly open: readonly OpenCount[],
    /** The last entry that posted one; 0 before the first. What is older may have been counted since. */
    readonly posted: number,
  ) {}

  /** Those of a book in which nobody has counted. */
  static readonly none = new Counts([], 0);

  static of({ open, posted }: CountsJson): Counts {
    return new Counts(open, posted);
  }

  /** As a book file holds them; null where there is nothing to hold. */
  toJson(): CountsJson | null {
    const { open, posted } = this;
    return open.length === 0 && posted === 0 ? null : { open, posted };
  }

  withNumber(count: number): OpenCount | undefined {
    return this.open.find((one) => one.count === count);
  }

  /** The open count that some places are under. */
  under(places: Places, wanted: ReadonlySet<PlaceId>): OpenCount | undefined {
    return this.open.find((one) => [...placesOfCount(one, places)].some((place) => wanted.has(place)));
  }

  /** The count that keeps a device from moving at a place. */
  freezing(device: Device, place: PlaceId): OpenCount | undefined {
    if (this.open.length === 0) return undefined;
    return this.open.find((one) => one.frozen.includes(place) && isCounted(one, device));
  }

  /** The counts after a change in the entry of that number. What opened one may be lost in a repaired journal. */
  after(change: CountChange, entry: number): Counts {
    const { count } = change;
    const others = this.open.filter((one) => one.count !== count);
    switch (change.do) {
      case 'count-open': {
        const { places, devices, kind, brand, solo = false, frozen = [] } = change;
        const scope = {
          places,
          ...(devices === undefined ? {} : { devices }),
          ...(kind === undefined ? {} : { kind }),
          ...(brand === undefined ? {} : { brand }),
        };
        const opened = { count, ...scope, solo, frozen, drawn: change.drawn ?? [] };
        return new Counts(
          [...others, opened].sort((a, b) => a.count - b.count),
          this.posted,
        );
      }
      case 'count-close':
        return new Counts(others, change.as === 'posted' ? entry : this.posted);
      case 'frozen':
        return this.#with(count, () => ({ frozen: change.after }));
      case 'draw':
        return this.#with(count, ({ drawn }) => ({ drawn: [...drawn, change.place] }));
    }
  }

  #with(count: number, changed: (one: OpenCount) => Partial<OpenCount>): Counts {
    return new Counts(
      this.open.map((one) => (one.count === count ? { ...one, ...changed(one) } : one)),
      this.posted,
    );
  }

  /** The counts once an entry has posted lines. */
  withPosted(entry: number): Counts {
    return this.posted === entry ? this : new Counts(this.open, entry);
  }
}

/** The places of a count, with all below them. */
export function placesOfCount({ places: roots }: CountScope, places: Places): ReadonlySet<PlaceId> {
  const found = new Set<PlaceId>();
  for (const root of roots)
    if (places.place(root) !== undefined) for (const id of places.within(root)) found.add(id);
  return found;
}

/** Whether a count is of a device. */
export const isCounted = ({ devices, kind, brand }: CountScope, device: Device): boolean =>
  (devices === undefined || devices.includes(device.id)) &&
  (kind === undefined || kindOf(device).id === kind) &&
  (brand === undefined || (device.brand !== null && folded(device.brand) === folded(brand)));
