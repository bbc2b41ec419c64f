import type { Book } from '../../book/book.ts';
import type { Entry, Tallied } from '../../book/change.ts';
import { isInCount } from '../../book/change.ts';
import type { OpenCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import type { Device } from '../../devices/device.ts';
import { type CountLine, CountLines } from '../../look/counts.ts';
import { movementType } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Quantity } from '../../values/quantity.ts';
import { maxOnHand } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice } from '../movements/move.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import {
  differentTerms,
  type EntryTerms,
  openCount,
  placeInCount,
  refuseUncounted,
  termsIn,
} from './find-count.ts';

/** When something was counted: just now, or before or after an entry that moved it. */
export type Moment = 'now' | { readonly before: number } | { readonly after: number };

/** What was counted, and how it stands to what was counted before. */
export interface Figure extends EntryTerms {
  readonly quantity: Quantity;
  readonly moment?: Moment | undefined;
  readonly how?: 'add' | 'replace' | undefined;
  /** Who counted; the operator if nobody is named. */
  readonly counter?: Line | undefined;
}

/** One tally to record; device and place as typed. */
export interface NewTally extends Figure {
  readonly count: number;
  readonly device: string;
  readonly place?: string | undefined;
}

/** Records what was counted of one device; nothing in it says what the book has. */
export function decideEnter(
  book: Book,
  journal: Journal,
  tally: NewTally,
  at: string,
  by: string,
): EntryOutcome {
  const { count, key } = tally;
  journal.willNeed(() => ({ devices: [tally.device], keys: key === undefined ? [] : [key], undos: true }));
  const answer = alreadyRecorded(journal, key, 'count-enter', (entry) => difference(book, tally, entry));
  if (answer !== null) return { entry: null, answer };
  const open = openCount(book, journal, count);
  const place = placeInCount(book, journal, open, tally.place);
  const device = findDevice(book, journal, tally.device);
  const draft = new Draft(book, at);
  const lines = CountLines.ofDevice(book, journal, count, device.id);
  recordTally(draft, open, lines, { device, place }, tally, by);
  return { entry: { command: 'count-enter', changes: draft.finish() }, answer: null };
}

/** A device at a place. */
export interface Shelf {
  readonly device: Device;
  readonly place: PlaceId;
}

/** Checks one tally against what the count knows of its line, and records it. */
export function recordTally(
  draft: Draft,
  open: OpenCount,
  lines: CountLines,
  { device, place }: Shelf,
  figure: Figure,
  by: string,
): void {
  const { book } = draft;
  const { count } = open;
  refuseUncounted(book, open, device, place);
  const line = lines.line(device.id, place);
  const { quantity, counter } = figure;
  refuseForeign(book, open, device, line, counter ?? by);
  const how = howOf(book, device, line, figure);
  const standing = line.isDrawn ? line.recount : line.first;
  if (how === 'add' && (standing?.counted ?? 0) + quantity > maxOnHand)
    refuse('too-many-on-hand', {
      code: device.code,
      onHand: standing?.counted ?? 0,
      asked: quantity,
      most: maxOnHand,
    });
  const after = momentOf(book, open, lines, { device, place }, figure.moment);
  const { id, code, name } = device;
  draft.tally({
    do: 'tally',
    id,
    code,
    name,
    count,
    ...(place === firstPlace ? {} : { place }),
    counted: quantity,
    ...(how === undefined ? {} : { how }),
    ...(after === undefined ? {} : { after }),
    ...(counter === undefined || counter === by ? {} : { counter }),
    ...termsIn(figure),
  });
}

/** Refuses what is posted, and a recount by who counted first. */
function refuseForeign(
  book: Book,
  { count }: OpenCount,
  { code }: Device,
  line: CountLine,
  counter: string,
): void {
  const place = book.places.pathOf(line.place);
  if (line.postedBy !== null) refuse('line-posted', { code, place, count, tally: line.postedBy });
  if (line.isDrawn && line.first?.by.includes(counter))
    refuse('recount-by-counter', { count, code, place, counter });
}

/**
 * How a tally stands to those before it. The first one after a draw is the recount, and the next one of a conflict takes the
 * place of what was counted; else a second one has to say what it is.
 */
function howOf(
  book: Book,
  { code }: Device,
  { place, isDrawn, first, recount, state }: CountLine,
  { how }: Figure,
): Tallied['how'] {
  const standing = isDrawn ? recount : first;
  if (standing === null) return undefined;
  if (state === 'conflict') return 'replace';
  const { counted, entry: tally } = standing;
  return how ?? refuse('already-counted', { code, place: book.places.pathOf(place), counted, tally });
}

/** The last entry before the moment of counting; undefined for the tally's own. Asked only if the device moved there. */
function momentOf(
  book: Book,
  { count }: OpenCount,
  lines: CountLines,
  { device, place }: Shelf,
  moment: Moment | undefined,
): number | undefined {
  if (moment === 'now') return undefined;
  const { code } = device;
  const path = book.places.pathOf(place);
  const movers = lines.movers(device.id, place);
  if (moment === undefined) {
    const moved = movers
      .filter(({ change }) => change !== 0)
      .map(({ entry, change }) => ({
        entry: entry.n,
        at: entry.at,
        by: entry.by,
        ...movementType(entry, device.id),
        change,
      }));
    if (moved.length > 0)
      refuse('when-counted', { count, code, place: path, moved }, { code, place: path, moved });
    return undefined;
  }
  const entry = 'before' in moment ? moment.before : moment.after;
  const mover = movers.find(({ origin, entry: { n } }) => origin === entry || n === entry);
  if (mover === undefined) return refuse('not-moved-since', { code, place: path, count, entry });
  return 'before' in moment ? mover.origin - 1 : mover.origin;
}

/** What of a tally that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  { count, device, quantity, counter, ...terms }: NewTally,
  entry: Entry,
): string | undefined {
  const [tally, ...others] = entry.changes;
  if (tally?.do !== 'tally' || others.length > 0) return 'type';
  if (!isInCount(tally, count)) return 'count';
  if (!namesDevice(book, device, tally)) return 'device';
  if (tally.counted !== quantity) return 'quantity';
  if ((counter ?? entry.by) !== (tally.counter ?? entry.by)) return 'counter';
  return differentTerms(terms, tally);
}
