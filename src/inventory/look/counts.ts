import type { Book } from '../book/book.ts';
import type { Agreed, Entry, Moved, Tallied } from '../book/change.ts';
import type { Journal } from '../book/journal.ts';
import { firstPlace, type PlaceId } from '../book/place-kinds.ts';
import { quantityAt } from '../book/stock.ts';
import type { Choice } from '../devices/attribute.ts';
import { undoneEntries } from './history.ts';

/** One figure of a line: what was counted, by whom, and the last entry before the moment of counting. */
export interface Counting {
  readonly counted: number;
  readonly after: number;
  /** Who counted, each once. */
  readonly by: readonly string[];
  /** The last entry that it comes from. */
  readonly entry: number;
}

/** The states of a line. */
export const lineStates = [
  { value: 'uncounted', term: { en: 'uncounted', zh: '未盘' } },
  { value: 'counted', term: { en: 'counted', zh: '已盘' } },
  { value: 'to recount', term: { en: 'to recount', zh: '待复盘' } },
  { value: 'differs', term: { en: 'differs', zh: '复盘不符' } },
  { value: 'conflict', term: { en: 'conflict', zh: '有矛盾' } },
  { value: 'posted', term: { en: 'posted', zh: '已过账' } },
] as const satisfies readonly Choice[];
export type LineState = (typeof lineStates)[number]['value'];

/** One device at one place in a count. */
export interface CountLine {
  readonly id: number;
  readonly place: PlaceId;
  readonly state: LineState;
  readonly first: Counting | null;
  /** Whether it was drawn to be counted again. */
  readonly isDrawn: boolean;
  readonly recount: Counting | null;
  /** The figure that stands; null while it is uncounted. */
  readonly counted: number | null;
  /** What the book had at the moment of counting, with all that is known by now. */
  readonly book: number | null;
  readonly variance: number | null;
  /** The entry that posted it. */
  readonly postedBy: number | null;
}

/** An entry that moved a device at a place while it was counted, with its corrections. */
export interface Mover {
  /** The number of the entry that says when it happened. */
  readonly origin: number;
  readonly entry: Entry;
  readonly change: number;
}

/** A movement of one device at one place after a count was opened. */
interface LaterMove {
  readonly entry: Entry;
  readonly change: Moved;
  /** The entry that it takes back or corrects, in the end; its own if it does neither. */
  readonly origin: number;
}

interface Tally {
  readonly entry: Pick<Entry, 'n' | 'by'>;
  readonly change: Tallied;
}

/** What has happened to one line. */
interface LineEvents {
  readonly tallies: Tally[];
  readonly moves: LaterMove[];
  posted: { readonly entry: Entry; readonly change: Agreed | Moved } | null;
}

const keyOf = (id: number, place: PlaceId): string => `${id} ${place}`;

/** Which entry an entry takes back or corrects, in the end: what it says happened when that one did. */
export function originsOf(journal: {
  undos(): ReturnType<Journal['undos']>;
  corrections(): readonly Pick<Entry, 'n' | 'corrects'>[];
}): (n: number) => number {
  const about = new Map<number, number>();
  for (const { n, undoes } of journal.undos()) about.set(n, undoes);
  for (const { n, corrects } of journal.corrections()) if (corrects !== undefined) about.set(n, corrects);
  const originOf = (n: number): number => {
    const other = about.get(n);
    return other === undefined ? n : originOf(other);
  };
  return originOf;
}

/**
 * The lines of a count, as the journal tells them. A variance is what was counted less what the book had at that moment; the
 * moment is a place among the entries, and no clock. What takes an earlier entry back or corrects it, and a late slip, happened
 * before that moment although it was recorded after it.
 */
export class CountLines {
  readonly #book: Book;
  readonly #count: number;
  readonly #events = new Map<string, LineEvents>();
  readonly #drawn = new Map<PlaceId, { readonly entry: number; readonly ids: ReadonlySet<number> }>();

  private constructor(book: Book, count: number) {
    this.#book = book;
    this.#count = count;
  }

  /** All lines of a count in which something was counted. */
  static all(book: Book, journal: Journal, count: number): CountLines {
    const lines = new CountLines(book, count);
    // A spot count posts in the entry that opens it.
    lines.#read(journal, [...journal.changesInCount(count)], journal.movesAfter(count - 1));
    return lines;
  }

  /** The lines of one device in a count. */
  static ofDevice(book: Book, journal: Journal, count: number, id: number): CountLines {
    const lines = new CountLines(book, count);
    const changes = [...journal.changesOf(new Set([id]))].filter(({ entry }) => entry.n >= count);
    const isDrawn = (book.counts.withNumber(count)?.drawn ?? []).length > 0;
    lines.#read(
      journal,
      [...(isDrawn ? journal.countChanges() : []), ...changes],
      changes.flatMap(({ entry, change }) => (change.do === 'move' ? [{ entry, change }] : [])),
    );
    return lines;
  }

  #read(
    journal: Journal,
    changes: Iterable<{ readonly entry: Entry; readonly change: Entry['changes'][number] }>,
    moves: Iterable<{ readonly entry: Entry; readonly change: Moved }>,
  ): void {
    const undone = undoneEntries(journal.undos());
    const isStanding = ({ n, undoes }: Entry) => undoes === undefined && !undone.has(n);
    for (const { entry, change } of changes) {
      if (!('count' in change) || change.count !== this.#count || !isStanding(entry)) continue;
      if (change.do === 'tally') this.#of(change).tallies.push({ entry, change });
      else if (change.do === 'counted') this.#of(change).posted = { entry, change };
      else if (change.do === 'move' && change.counted !== undefined)
        this.#of(change).posted = { entry, change };
      else if (change.do === 'draw') {
        const ids = new Set([...change.drawn, ...change.differing, ...change.also]);
        this.#drawn.set(change.place, { entry: entry.n, ids });
      }
    }
    const originOf = originsOf(journal);
    for (const { entry, change } of moves) {
      const { id, place = firstPlace } = change;
      const events = this.#events.get(keyOf(id, place));
      const move = { entry, change, origin: originOf(entry.n) };
      if (events !== undefined) events.moves.push(move);
      else this.#events.set(keyOf(id, place), { tallies: [], moves: [move], posted: null });
    }
  }

  #of({ id, place = firstPlace }: Tallied | Agreed | Moved): LineEvents {
    const known = this.#events.get(keyOf(id, place));
    if (known !== undefined) return known;
    const events: LineEvents = { tallies: [], moves: [], posted: null };
    this.#events.set(keyOf(id, place), events);
    return events;
  }

  /** Takes in what is counted in the entry that is being made. */
  add(change: Tallied, entry: Pick<Entry, 'n' | 'by'>): void {
    this.#of(change).tallies.push({ entry, change });
  }

  /** The lines that have been counted, in no order. */
  *counted(): Generator<CountLine> {
    for (const [key, { tallies }] of this.#events) {
      if (tallies.length === 0) continue;
      const [id = 0, place = firstPlace] = key.split(' ').map(Number);
      if (this.#book.device(id) !== undefined) yield this.line(id, place);
    }
  }

  /** Everyone who has counted something, or typed it. */
  get people(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { tallies } of this.#events.values())
      for (const { entry, change } of tallies) {
        names.add(entry.by);
        if (change.counter !== undefined) names.add(change.counter);
      }
    return names;
  }

  /** Whether something has been counted. */
  get hasCounted(): boolean {
    return [...this.#events.values()].some(({ tallies }) => tallies.length > 0);
  }

  /** The entry that drew a place. */
  drawnBy(place: PlaceId): number | undefined {
    return this.#drawn.get(place)?.entry;
  }

  line(id: number, place: PlaceId): CountLine {
    const events = this.#events.get(keyOf(id, place));
    const draw = this.#drawn.get(place);
    const isDrawn = draw?.ids.has(id) === true;
    const { first, recount, isTorn } = this.#figures(events, isDrawn ? draw.entry : undefined);
    const standing = recount ?? first;
    const postedBy = events?.posted?.entry.n ?? null;
    if (standing === null) {
      const figures = { counted: null, book: null, variance: null };
      return { id, place, state: 'uncounted', first, isDrawn, recount, ...figures, postedBy };
    }
    const { counted } = standing;
    const book = this.bookAt(id, place, standing.after);
    const variance = postedBy === null ? counted - book : this.#ownChange(events);
    const there = quantityAt(this.#book.stock(id).levels, { place, of: null });
    const state = ((): LineState => {
      if (postedBy !== null) return 'posted';
      if (isTorn || there + variance < 0) return 'conflict';
      if (isDrawn && recount === null) return 'to recount';
      return first !== null && recount !== null && !this.#confirms(id, place, first, recount)
        ? 'differs'
        : 'counted';
    })();
    return {
      id,
      place,
      state,
      first,
      isDrawn,
      recount,
      counted,
      book: counted - variance,
      variance,
      postedBy,
    };
  }

  /** Whether a recount came to what the first count and the movements between them come to. */
  #confirms(id: number, place: PlaceId, first: Counting, recount: Counting): boolean {
    const moved = this.bookAt(id, place, recount.after) - this.bookAt(id, place, first.after);
    return recount.counted === first.counted + moved;
  }

  /** Whether a recount stands that did not confirm the first count. */
  hasDiffered({ id, place, first, recount }: CountLine): boolean {
    return first !== null && recount !== null && !this.#confirms(id, place, first, recount);
  }

  /** What was counted first and, after a draw, again; torn where the device moved between two tallies of one figure. */
  #figures(
    events: LineEvents | undefined,
    drawnBy: number | undefined,
  ): { readonly first: Counting | null; readonly recount: Counting | null; readonly isTorn: boolean } {
    let [first, recount, isTorn]: [Counting | null, Counting | null, boolean] = [null, null, false];
    for (const { entry, change } of events?.tallies ?? []) {
      const isAgain = drawnBy !== undefined && entry.n > drawnBy;
      const before: Counting | null = isAgain ? recount : first;
      const { how, counted, after = entry.n, counter = entry.by } = change;
      const isMore = how === 'add' && before !== null;
      const figure: Counting = {
        counted: isMore ? before.counted + counted : counted,
        after,
        by: isMore ? [...new Set([...before.by, counter])] : [counter],
        entry: entry.n,
      };
      isTorn = isMore && (isTorn || this.#movesBetween(events, before.after, after));
      if (isAgain) recount = figure;
      else first = figure;
    }
    return { first, recount, isTorn };
  }

  #movesBetween(events: LineEvents | undefined, one: number, other: number): boolean {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    return this.#movers(events).some(({ origin, change }) => change !== 0 && origin > from && origin <= to);
  }

  /** What moved a device at a place since the count was opened, each with its corrections, the oldest first. */
  movers(id: number, place: PlaceId): readonly Mover[] {
    return this.#movers(this.#events.get(keyOf(id, place)));
  }

  #movers(events: LineEvents | undefined): readonly Mover[] {
    const found = new Map<number, { origin: number; entry: Entry; change: number }>();
    for (const { entry, change, origin } of events?.moves ?? []) {
      if (origin <= this.#count || this.#isOwn(change) || change.before === this.#count) continue;
      const known = found.get(origin);
      if (known === undefined) found.set(origin, { origin, entry, change: change.change });
      else known.change += change.change;
    }
    return [...found.values()];
  }

  /** Late slips and what took earlier entries back, recorded after what was counted of a line. */
  explaining(id: number, place: PlaceId): readonly number[] {
    const events = this.#events.get(keyOf(id, place));
    const { first, recount } = this.line(id, place);
    const standing = recount ?? first;
    if (events === undefined || standing === null) return [];
    const found = events.moves.filter(
      ({ entry, change, origin }) =>
        entry.n > standing.entry && !this.#isOwn(change) && this.#isBefore(change, origin, standing.after),
    );
    return [...new Set(found.map(({ entry }) => entry.n))];
  }

  /** A variance of this count, or a revision of it. */
  #isOwn(change: Moved): boolean {
    return change.count === this.#count;
  }

  #isBefore(change: Moved, origin: number, moment: number): boolean {
    return change.before === this.#count || (!this.#isOwn(change) && origin <= moment);
  }

  #ownChange(events: LineEvents | undefined): number {
    let sum = 0;
    for (const { change } of events?.moves ?? []) if (this.#isOwn(change)) sum += change.change;
    return sum;
  }

  /** What revisions of this count have added to a line since it was posted. */
  revised(id: number, place: PlaceId): number {
    let sum = 0;
    for (const { change } of this.#events.get(keyOf(id, place))?.moves ?? [])
      if (this.#isOwn(change) && change.counted === undefined) sum += change.change;
    return sum;
  }

  /** What the book had of a device at a place at a moment after the count was opened. */
  bookAt(id: number, place: PlaceId, moment: number): number {
    let book = quantityAt(this.#book.stock(id).levels, { place, of: null });
    for (const { change, origin } of this.#events.get(keyOf(id, place))?.moves ?? [])
      if (!this.#isBefore(change, origin, moment)) book -= change.change;
    return book;
  }
}

/** A line of a count that is posted, and stands. */
export interface PostedLine {
  readonly count: number;
  /** The entry that posted it. */
  readonly entry: number;
  readonly at: string;
  readonly place: PlaceId;
  readonly counted: number;
  /** The last entry before the moment of counting. */
  readonly after: number;
}

/** The posted counts of a device, the oldest first. */
function* allPostedLines(book: Book, journal: Journal, id: number): Generator<PostedLine> {
  if (book.counts.posted === 0) return;
  const undone = undoneEntries(journal.undos());
  for (const { entry, change } of journal.changesOf(new Set([id]))) {
    if (change.do !== 'move' && change.do !== 'counted') continue;
    const { count, counted, after, place = firstPlace } = change;
    if (count === undefined || counted === undefined || after === undefined) continue;
    if (entry.undoes === undefined && !undone.has(entry.n))
      yield { count, entry: entry.n, at: entry.at, place, counted, after };
  }
}

/** The posted counts of a device at a place, the oldest first. */
export const postedLines = (
  book: Book,
  journal: Journal,
  id: number,
  place: PlaceId,
): readonly PostedLine[] => [...allPostedLines(book, journal, id)].filter((line) => line.place === place);

/** The last posted count of a device at each place. */
export const lastPosted = (book: Book, journal: Journal, id: number): ReadonlyMap<PlaceId, PostedLine> =>
  new Map(Array.from(allPostedLines(book, journal, id), (line) => [line.place, line]));

/** The first posted count that counted a device at a place after an entry: what is said of that entry later, it knows. */
export const countedSince = (
  book: Book,
  journal: Journal,
  id: number,
  place: PlaceId,
  entry: number,
): PostedLine | undefined =>
  entry > book.counts.posted
    ? undefined
    : postedLines(book, journal, id, place).find(({ after }) => after >= entry);
