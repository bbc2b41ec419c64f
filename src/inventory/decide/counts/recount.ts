import type { Book } from '../../book/book.ts';
import type { Drawn, Entry } from '../../book/change.ts';
import { placesOfCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import { parentPath } from '../../book/places.ts';
import { type CountLine, CountLines } from '../../look/counts.ts';
import { refuse } from '../../refusal.ts';
import { parseScaled } from '../../values/decimal.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';
import { differentTerms, type EntryTerms, openCount, placeInCount, termsIn } from './find-count.ts';

/** Who is to be counted again; places and devices as typed. */
export interface Recount extends EntryTerms {
  readonly count: number;
  /** The part of a place's lines, such as `60%`, for places that do not have theirs. */
  readonly rates: readonly { readonly place: string; readonly rate: string }[];
  readonly also: readonly string[];
  /** Chosen by hand; the seal of the last entry if left out, which nobody knows while they still count. */
  readonly seed?: string | undefined;
}

/** The SHA-256 of a text in UTF-8, in hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** Draws who is counted again at each place where something has been counted and nothing was drawn yet. */
export function decideRecount(
  book: Book,
  journal: Journal,
  recount: Recount,
  at: string,
  sha256: Sha256,
): EntryOutcome {
  const answer = alreadyRecorded(journal, recount.key, 'count-recount', (entry) =>
    difference(book, journal, recount, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const open = openCount(book, journal, recount.count);
  const rates = new Map(
    recount.rates.map(({ place, rate }) => [placeInCount(book, journal, open, place), rate]),
  );
  const lines = CountLines.all(book, journal, recount.count);
  const counted = [...lines.counted()].filter(({ postedBy }) => postedBy === null);
  const also = new Set(
    recount.also.map((typed) => {
      const { id, code } = findDevice(book, journal, typed);
      return counted.some((line) => line.id === id)
        ? id
        : refuse('not-counted-yet', { code, count: open.count });
    }),
  );
  const draft = new Draft(book, at);
  const seed = recount.seed ?? journal.seal();
  const places = placesOfCount(open, book.places);
  for (const { id: place, path } of book.places.all) {
    const there = counted.filter((line) => line.place === place);
    if (!places.has(place) || there.length === 0 || open.drawn.includes(place)) continue;
    const rate = rates.get(place) ?? usualRate(book, place);
    const drawn = sample(book, there, path, rate, seed, sha256);
    const drawnChange: Drawn = {
      do: 'draw',
      count: open.count,
      place,
      rate,
      seed,
      ...(recount.seed === undefined ? {} : { byHand: true }),
      drawn,
      differing: there
        .filter(({ variance, state }) => variance !== 0 || state === 'conflict')
        .map(({ id }) => id),
      also: there.filter(({ id }) => also.has(id)).map(({ id }) => id),
      ...termsIn(recount),
    };
    draft.count(drawnChange);
  }
  const changes = draft.finish();
  return { entry: changes.length === 0 ? null : { command: 'count-recount', changes }, answer: null };
}

/** What of a draw that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { count, rates, also, seed, ...terms }: Recount,
  { changes }: Entry,
): string | undefined {
  const draws = changes.filter((change): change is Drawn => change.do === 'draw');
  const [first] = draws;
  if (first?.count !== count) return 'count';
  if (seed !== (first.byHand ? first.seed : undefined)) return 'seed';
  const typedRates = new Map(rates.map(({ place, rate }) => [placeToMove(book, journal, place), rate]));
  if (draws.some(({ place, rate }) => (typedRates.get(place) ?? rate) !== rate)) return 'rate';
  // What had been drawn before was left out.
  const asked = new Set(also.map((typed) => findDevice(book, journal, typed).id));
  if (draws.some((draw) => draw.also.some((id) => !asked.has(id)))) return 'device';
  return differentTerms(terms, first);
}

/** The rate of a place or, where it has none, of the place above it. */
function usualRate(book: Book, place: PlaceId): string {
  const found = book.places.place(place);
  if (found === undefined) return '0%';
  if (found.recount !== null) return found.recount;
  const above = parentPath(found.path);
  const parent = above === undefined ? undefined : book.places.idOf(above);
  return parent === undefined ? '0%' : usualRate(book, parent);
}

/** The lines with the smallest SHA-256 of seed, place and code: anyone can draw them again. */
function sample(
  book: Book,
  lines: readonly CountLine[],
  path: string,
  rate: string,
  seed: string,
  sha256: Sha256,
): readonly number[] {
  const hashed = lines.map(({ id }) => ({ id, hash: sha256(`${seed}\n${path}\n${book.codeOf(id)}`) }));
  hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return hashed.slice(0, sampleSize(rate, lines.length)).map(({ id }) => id);
}

const percentDigits = 2;

/** As many lines as a rate is of them, rounded up. */
function sampleSize(rate: string, lines: number): number {
  const scaled = parseScaled(rate.replace('%', ''), percentDigits, rate);
  const whole = 100n * 10n ** BigInt(percentDigits);
  return scaled.ok ? Number((scaled.value * BigInt(lines) + whole - 1n) / whole) : 0;
}
