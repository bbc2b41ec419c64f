import type { Book } from '../../book/book.ts';
import type { Entry } from '../../book/change.ts';
import type { OpenCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { pathOrderKey } from '../../book/places.ts';
import { quantityAt } from '../../book/stock.ts';
import { type CountLine, CountLines } from '../../look/counts.ts';
import { refuse } from '../../refusal.ts';
import { codeOrderKey, compareKeys } from '../../values/order.ts';
import { folded } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { differentTerms, type EntryTerms, openCount, termsIn } from './find-count.ts';

/** What is to be booked of a count. */
export interface Posting extends EntryTerms {
  readonly count: number;
  /** Only the lines that are ready; the count stays open. */
  readonly ready: boolean;
  /** Lines that were drawn to be counted again are booked at their first count. */
  readonly withoutRecount: boolean;
  /** By who counted. */
  readonly solo: boolean;
}

/** Books what was counted in one entry: each variance, and a row for each line that agreed. */
export function decidePost(
  book: Book,
  journal: Journal,
  posting: Posting,
  at: string,
  by: string,
): EntryOutcome {
  const answer = alreadyRecorded(journal, posting.key, 'count-post', (entry) => difference(posting, entry));
  if (answer !== null) return { entry: null, answer };
  const open = openCount(book, journal, posting.count);
  const { count } = open;
  const lines = CountLines.all(book, journal, count);
  const solo = open.solo || posting.solo;
  if (!solo && [...lines.people].some((name) => folded(name) === folded(by)))
    refuse('post-by-counter', { count, by });
  const counted = inOrder(book, [...lines.counted()]);
  const waits = ({ state }: CountLine) =>
    state === 'conflict' || (state === 'to recount' && !posting.withoutRecount);
  const waiting = counted.filter(waits);
  if (waiting.length > 0 && !posting.ready) {
    const refused = named(book, waiting);
    refuse('count-not-ready', { count, lines: refused }, { count, lines: refused });
  }
  const ready = counted.filter((line) => line.postedBy === null && !waits(line));
  const isLast = !posting.ready && counted.length > 0;
  if (ready.length === 0 && !isLast) return { entry: null, answer: null };
  const draft = new Draft(book, at);
  for (const line of ready) postLine(draft, count, line, posting);
  if (isLast) draft.count(closing(open, 'posted', posting, solo));
  return { entry: { command: 'count-post', changes: draft.finish() }, answer: null };
}

/** What of a posting that is recorded is not as it is asked for again. */
function difference({ count, ready, ...terms }: Posting, { changes }: Entry): string | undefined {
  const [first] = changes;
  if (first === undefined || !('count' in first) || first.count !== count) return 'count';
  if (ready === changes.some((change) => change.do === 'count-close')) return 'ready';
  return differentTerms(terms, first);
}

/** Books one line: its variance, or that it agreed. */
export function postLine(draft: Draft, count: number, line: CountLine, terms: EntryTerms): void {
  const { book } = draft;
  const { id, place, counted, variance, first, recount } = line;
  const device = book.device(id);
  const figure = recount ?? first;
  if (device === undefined || counted === null || variance === null || figure === null)
    throw new Error(`nothing was counted of device ${id}`);
  const seen = { count, counted, book: counted - variance, after: figure.after, ...termsIn(terms) };
  if (variance !== 0) {
    draft.move(device, variance, { reason: 'count', place, ...seen });
    return;
  }
  const { code, name } = device;
  const balance = book.onHand(id);
  draft.agree({
    do: 'counted',
    id,
    code,
    name,
    ...(place === firstPlace ? {} : { place }),
    balance,
    ...(book.places.isPlaced ? { at: quantityAt(book.stock(id).levels, { place, of: null }) } : {}),
    ...seen,
  });
}

/** The end of a count, from which an undo opens it again as it was. */
export const closing = (
  { count, solo: wasSolo, places, devices, kind, brand, drawn }: OpenCount,
  as: 'posted' | 'cancelled',
  terms: EntryTerms,
  solo = wasSolo,
) =>
  ({
    do: 'count-close',
    count,
    as,
    places,
    ...(devices === undefined ? {} : { devices }),
    ...(kind === undefined ? {} : { kind }),
    ...(brand === undefined ? {} : { brand }),
    ...(drawn.length === 0 ? {} : { drawn }),
    ...(solo ? { solo: true as const } : {}),
    ...termsIn(terms),
  }) as const;

/** Lines by their places, then by their codes. */
export function inOrder(book: Book, lines: readonly CountLine[]): readonly CountLine[] {
  const keyed = lines.map((line) => ({
    line,
    place: pathOrderKey(book.places.pathOf(line.place)),
    code: codeOrderKey(book.codeOf(line.id)),
  }));
  keyed.sort((a, b) => compareKeys(a.place, b.place) || compareKeys(a.code, b.code));
  return keyed.map(({ line }) => line);
}

const named = (book: Book, lines: readonly CountLine[]) =>
  lines.map(({ id, place, state }) => ({ place: book.places.pathOf(place), code: book.codeOf(id), state }));
