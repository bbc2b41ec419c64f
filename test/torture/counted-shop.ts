import type { Book } from '../../src/inventory/book/book.ts';
import type { NewEntry } from '../../src/inventory/book/change.ts';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { firstPlace, type PlaceId } from '../../src/inventory/book/place-kinds.ts';
import { quantityAt } from '../../src/inventory/book/stock.ts';
import { decideTransfer } from '../../src/inventory/decide/movements/transfer.ts';
import { decideAddPlaces } from '../../src/inventory/decide/places/add-places.ts';
import { CountLines } from '../../src/inventory/look/counts.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import {
  cancellingCount,
  entering,
  moving,
  opening,
  q,
  type Step,
  spotting,
  undoing,
} from '../inventory/decide/count-shop.ts';
import { PlainShop, television } from '../inventory/decide/plain-shop.ts';

export type Where = 'main' | 'shop';
const idOf = { main: firstPlace, shop: 2 } as const;
/** What posts a count. */
export type Post = (book: Book, journal: Journal, at: string, count: number) => NewEntry | null;

/** An event on the shelves, with its own moment. */
interface Happened {
  readonly where: Where;
  readonly units: number;
  readonly moment: number;
}

/** A shop with real shelves beside its book. */
export class RealShop {
  readonly made = new PlainShop();
  readonly shelf = { main: 12, shop: 0 };
  /** Sold, and written on paper only. */
  readonly slips: Happened[] = [];
  /** Entries of what never happened. */
  readonly bogus: number[] = [];
  /** Gone, and nobody knows. */
  readonly losses: Happened[] = [];
  /** When the shelves were counted, by count, then place. */
  readonly seen = new Map<string, number>();
  #moment = 0;
  readonly #post: Post;
  /** When that really happened which an entry says. */
  readonly #moments = new Map<number, number>();
  readonly #sheet = new Map<
    Where,
    { readonly count: number; readonly units: number; readonly moment: number }
  >();
  count: number | null = null;

  constructor(post: Post) {
    this.#post = post;
    this.made.add('tv', { ...television, code: 'T', quantity: '12' });
    this.attempt((book, journal, at) => decideAddPlaces(book, journal, { paths: ['shop'] }, at).entry);
  }

  attempt(step: Step): number | null {
    try {
      return this.made.do(step)?.n ?? null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return null;
    }
  }

  #happens(where: Where, units: number): Happened {
    this.shelf[where] -= units;
    return { where, units, moment: ++this.#moment };
  }

  sell(where: Where, units: number): void {
    if (this.shelf[where] < units) return;
    const sold = this.attempt(moving({ device: 'T', change: -units }, { place: where }));
    if (sold !== null) this.#moments.set(sold, this.#happens(where, units).moment);
  }

  sellOnPaper(where: Where, units: number): void {
    if (this.shelf[where] >= units) this.slips.push(this.#happens(where, units));
  }

  lose(where: Where, units: number): void {
    if (this.shelf[where] >= units) this.losses.push(this.#happens(where, units));
  }

  carry(from: Where, to: Where, units: number): void {
    if (from === to || this.shelf[from] < units) return;
    const carried = this.attempt(
      (book, journal, at) =>
        decideTransfer(book, journal, { device: 'T', quantity: q(units), from, to, inTransit: false }, at)
          .entry,
    );
    if (carried === null) return;
    this.#happens(from, units);
    this.#moments.set(carried, this.#happens(to, -units).moment);
  }

  /** Books what never happened. */
  mistake(where: Where, change: number): void {
    const entry = this.attempt(moving({ device: 'T', change }, { place: where }));
    if (entry !== null) this.bogus.push(entry);
  }

  undoMistake(): boolean {
    const entry = this.bogus.at(0);
    if (entry === undefined || this.attempt(undoing(entry)) === null) return false;
    this.bogus.shift();
    return true;
  }

  /** The first count that found the shelf without what was sold on paper. */
  #countAfter({ where, moment }: Happened): number | undefined {
    const { book, journal, list } = { ...this.#past() };
    return list.find((count) => {
      const line = CountLines.all(book, journal, count).line(this.id, idOf[where]);
      const isOpen = book.counts.withNumber(count) !== undefined;
      return (
        (line.postedBy !== null || (isOpen && line.counted !== null)) && this.#seen(count, where) > moment
      );
    });
  }

  #past() {
    const { book, journal } = this.made;
    const list = [...new Set([...this.seen.keys()].map((key) => Number(key.split(' ')[0])))];
    return { book, journal, list };
  }

  #seen(count: number, where: Where): number {
    return this.seen.get(`${count} ${where}`) ?? 0;
  }

  get id(): number {
    return this.made.device('T').id;
  }

  bookSlip(): boolean {
    const slip = this.slips.at(0);
    if (slip === undefined) return false;
    const beforeCount = this.#countAfter(slip);
    const { where: place, units } = slip;
    const step = moving(
      { device: 'T', change: -units },
      { place, ...(beforeCount === undefined ? {} : { beforeCount }) },
    );
    const booked = this.attempt(step);
    if (booked === null) return false;
    this.#moments.set(booked, slip.moment);
    this.slips.shift();
    return true;
  }

  open(): void {
    this.count = this.count ?? this.attempt(opening());
  }

  tally(where: Where): void {
    const { count } = this;
    if (count === null) return;
    const done = this.attempt(
      entering(count, 'T', this.shelf[where], { place: where, how: 'replace', moment: 'now' }),
    );
    if (done !== null) this.seen.set(`${count} ${where}`, ++this.#moment);
  }

  /** Writes the quantities on a sheet, to be typed later. */
  write(where: Where): void {
    if (this.count === null) return;
    this.#sheet.set(where, {
      count: this.count,
      units: this.shelf[where],
      moment: ++this.#moment,
    });
  }

  /** Types the sheet; for what moved meanwhile, says before or after which entry it was counted. */
  type(where: Where): void {
    const line = this.#sheet.get(where);
    const { count } = this;
    if (line === undefined || count === null || line.count !== count) return;
    // Nobody types a sheet once the place was counted again.
    if (line.moment < this.#seen(count, where)) return;
    const { book, journal } = this.made;
    const movers = CountLines.all(book, journal, count)
      .movers(this.id, idOf[where])
      .map(({ origin }) => ({ origin, moment: this.#moments.get(origin) }))
      .filter(({ moment }) => moment !== undefined);
    const wasBefore = movers.map(({ moment = 0 }) => moment < line.moment);
    const firstAfter = wasBefore.indexOf(false);
    // A late entry hides among later ones; only another count can settle the quantity.
    if (firstAfter >= 0 && wasBefore.lastIndexOf(true) > firstAfter) return;
    const last = movers[wasBefore.lastIndexOf(true)];
    const next = movers[firstAfter];
    const moment =
      last !== undefined ? { after: last.origin } : next !== undefined ? { before: next.origin } : 'now';
    const done = this.attempt(
      entering(count, 'T', line.units, {
        place: where,
        how: 'replace',
        moment,
      }),
    );
    if (done !== null) this.seen.set(`${count} ${where}`, line.moment);
  }

  /** Counts and books one place at once. */
  spot(where: Where): void {
    const count = this.count === null ? this.attempt(spotting('T', this.shelf[where], where)) : null;
    if (count !== null) this.seen.set(`${count} ${where}`, ++this.#moment);
  }

  post(): boolean {
    const { count } = this;
    if (count === null) return true;
    const posted = this.attempt((book, journal, at) => this.#post(book, journal, at, count));
    if (posted !== null) this.count = null;
    return posted !== null;
  }

  cancel(): void {
    if (this.count !== null && this.attempt(cancellingCount(this.count)) !== null) this.count = null;
  }

  undoPost(): void {
    const posted = this.made.journal.list.findLast(({ command }) => command === 'count-post');
    const [first] = posted?.changes ?? [];
    if (posted === undefined || first === undefined || !('count' in first) || this.count !== null) return;
    if (this.attempt(undoing(posted.n)) !== null) this.count = first.count ?? null;
  }

  /** All that people still know of is booked; what nobody knows of is counted. */
  settle(): void {
    for (let left = true; left; ) {
      left = this.undoMistake() || this.bookSlip();
    }
    for (const where of ['main', 'shop'] as const) {
      if (!this.losses.some((loss) => loss.where === where)) continue;
      this.open();
      this.tally(where);
    }
    if (this.count !== null && !this.post()) this.cancel();
    for (let left = true; left; ) left = this.undoMistake() || this.bookSlip();
  }

  get isSettled(): boolean {
    return this.bogus.length + this.slips.length === 0 && this.count === null;
  }

  /** What the book has that is not on the shelf, by place. */
  get differences(): readonly number[] {
    const { levels } = this.made.book.stock(this.id);
    return (['main', 'shop'] as const).map(
      (where) => quantityAt(levels, { place: idOf[where] as PlaceId, of: null }) - this.shelf[where],
    );
  }
}
