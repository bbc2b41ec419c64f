import type { Book } from '../../book/book.ts';
import type { Entry, Tallied } from '../../book/change.ts';
import { isInCount } from '../../book/change.ts';
import type { OpenCount } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import type { Device } from '../../devices/device.ts';
import { type CountLine, CountLines, originsOf } from '../../look/counts.ts';
import { movementType } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import type { Quantity } from '../../values/quantity.ts';
import { maxOnHand } from '../../values/quantity.ts';
import { folded, type Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice } from '../movements/move.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';
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
  /** Whether it goes on with the last figure, as scans of one session do: then it adds to a line in conflict, too. */
  readonly isContinued?: boolean | undefined;
  /** Who counted; the operator if nobody is named. */
  readonly counter?: Line | undefined;
}

/** One tally to record; device and place as typed. */
export interface NewTally extends Figure {
  readonly count: number;
  readonly device: string;
  readonly place?: string | undefined;
}

/** What came of a tally. */
export interface TallyOutcome extends EntryOutcome {
  /** What is to be counted again because of it. */
  readonly inConflict: readonly Shelf[];
}

/** Records what was counted of one device; nothing in it says what the book has. */
export function decideEnter(
  book: Book,
  journal: Journal,
  tally: NewTally,
  at: string,
  by: string,
): TallyOutcome {
  const { count, key } = tally;
  journal.willNeed(() => ({ devices: [tally.device], keys: key === undefined ? [] : [key], undos: true }));
  const answer = alreadyRecorded(journal, key, 'count-enter', (entry) =>
    difference(book, journal, tally, entry),
  );
  if (answer !== null) return { entry: null, answer, inConflict: [] };
  const open = openCount(book, journal, count);
  const place = placeInCount(book, journal, open, tally.place);
  const device = findDevice(book, journal, tally.device);
  const draft = new Draft(book, at);
  const lines = CountLines.ofDevice(book, journal, count, device.id);
  const { state } = recordTally(draft, open, lines, { device, place }, tally, by);
  return {
    entry: { command: 'count-enter', changes: draft.finish() },
    answer: null,
    inConflict: state === 'conflict' ? [{ device, place }] : [],
  };
}

/** A device at a place. */
export interface Shelf {
  readonly device: Device;
  readonly place: PlaceId;
}

/** Checks one tally against what the count knows of its line, and records it. Returns the line as it is after that. */
export function recordTally(
  draft: Draft,
  open: OpenCount,
  lines: CountLines,
  { device, place }: Shelf,
  figure: Figure,
  by: string,
): CountLine {
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
  const tally: Tallied = {
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
  };
  draft.tally(tally);
  lines.add(tally, { n: book.entry + 1, by });
  return lines.line(id, place);
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
  if (line.isDrawn && line.first?.by.some((name) => folded(name) === folded(counter)))
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
  { how, isContinued = false, quantity }: Figure,
): Tallied['how'] {
  const standing = isDrawn ? recount : first;
  if (standing === null) return undefined;
  if (state === 'conflict' && !(isContinued && quantity > 0)) return 'replace';
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
  journal: Journal,
  { quantity, ref, note, ...wanted }: NewTally,
  { by, changes }: Entry,
): string | undefined {
  const [tally, ...others] = changes;
  if (tally?.do !== 'tally' || others.length > 0) return 'type';
  if (tally.counted !== quantity) return 'quantity';
  return tallyDifference(book, journal, wanted, tally, by) ?? differentTerms({ ref, note }, tally);
}

/** What of a tally by an operator is not as it is asked for again, beside its quantity and terms. */
export function tallyDifference(
  book: Book,
  journal: Journal,
  {
    count,
    device,
    place,
    counter,
    how,
    moment,
  }: Pick<NewTally, 'count' | 'device' | 'place' | 'how' | 'moment'> & {
    readonly counter?: string | undefined;
  },
  tally: Tallied,
  by: string,
): string | undefined {
  if (!isInCount(tally, count)) return 'count';
  if (!namesDevice(book, device, tally)) return 'device';
  if (place !== undefined && placeToMove(book, journal, place) !== (tally.place ?? firstPlace))
    return 'place';
  if ((counter ?? by) !== (tally.counter ?? by)) return 'counter';
  // The first figure of a line is recorded as neither, and what is added to a conflict takes its place.
  if (tally.how === 'add' && how !== 'add') return 'how';
  return afterOf(journal, moment) === tally.after ? undefined : 'moment';
}

/** The last entry before a moment, as a tally holds it. */
function afterOf(journal: Journal, moment: Moment | undefined): number | undefined {
  if (moment === undefined || moment === 'now') return undefined;
  const originOf = originsOf(journal);
  return 'before' in moment ? originOf(moment.before) - 1 : originOf(moment.after);
}
