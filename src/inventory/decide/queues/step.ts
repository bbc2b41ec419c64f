import type { Book } from '../../book/book.ts';
import type { Entry, Moved } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import {
  firstPlace,
  isQueue,
  type PlaceId,
  queueNameOf,
  queuesOf,
  type StepName,
} from '../../book/place-kinds.ts';
import { type QueuedLine, queuedUnder } from '../../look/queued.ts';
import { refuse } from '../../refusal.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { alreadyRecorded, movesIn } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { namesDevice } from '../movements/move.ts';
import { type EntryOutcome, termsOf } from '../movements/transfer.ts';
import { entryNumbered } from '../movements/undo.ts';
import { placeToMove } from '../places/find-place.ts';
import { removalOf } from '../places/undo-place.ts';

/** A step that takes what an entry has put into a queue on from there, wholly or in part. */
export interface Step {
  /** The entry that put it there. */
  readonly entry: number;
  /** Everything that it has left, if none is named. */
  readonly device?: string | undefined;
  /** All that is left of it, if none is given. */
  readonly quantity?: Quantity | undefined;
  /** Where it goes, as typed; where the entry says, if none is named. */
  readonly place?: string | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
}

/** What a kind of step does. */
export interface StepRules {
  readonly command: StepName;
  /** How many are taken if none are named and one device is left. */
  readonly usualQuantity?: number | undefined;
  /** Whether more can come than is left. */
  allowsMore?(line: QueuedLine): boolean;
  /** Refuses what it cannot do with a line. */
  check?(line: QueuedLine, quantity: number): void;
  take(draft: Draft, line: QueuedLine, quantity: number): void;
  /** What of one that is recorded is not as it is asked for again, beside what all steps have. */
  differs?(recorded: readonly Moved[], lines: readonly QueuedLine[]): string | undefined;
}

/** Decides on a step by the rules of its kind. */
export function decideStep(
  book: Book,
  journal: Journal,
  step: Step,
  rules: StepRules,
  at: string,
): EntryOutcome {
  const { entry, device, key } = step;
  journal.willNeed(() => ({
    entry,
    devices: device === undefined ? [] : [device],
    keys: key === undefined ? [] : [key],
    undos: true,
  }));
  const answer = alreadyRecorded(journal, key, rules.command, (recorded) =>
    difference(book, journal, step, rules, recorded),
  );
  if (answer !== null) return { entry: null, answer };
  const draft = new Draft(book, at);
  const chosen = chosenLines(book, journal, step, rules);
  for (const { line, quantity } of chosen) rules.check?.(line, quantity);
  for (const { line, quantity } of chosen) rules.take(draft, line, quantity);
  return { entry: { command: rules.command, changes: draft.finish() }, answer: null };
}

/** What an entry has in the queues that a step takes from, settled or not. Refuses an entry that has nothing there. */
export function linesFor(book: Book, journal: Journal, entry: number, step: StepName): readonly QueuedLine[] {
  const all = queuedUnder(book, journal, entry);
  const own = queuesOf(step);
  const lines = all.filter(({ queue }) => own.includes(queue));
  const [other] = all;
  if (lines.length > 0) return lines;
  if (other === undefined) return refuseEmpty(book, journal, entry);
  return refuse('other-step', { entry, queue: queueNameOf(other.queue), step });
}

/** Refuses an entry that has nothing in a queue: all of it was taken back, or never was there. */
function refuseEmpty(book: Book, journal: Journal, entry: number): never {
  const wasQueued = [...journal.movesOf(entry)].some(({ change: { place = firstPlace } }) => isQueue(place));
  if (wasQueued) return refuse('settled', { entry });
  return refuse('not-queued', { entry: entryNumbered(journal, entry, book.entry).n });
}

interface Chosen {
  readonly line: QueuedLine;
  readonly quantity: number;
}

function chosenLines(book: Book, journal: Journal, step: Step, rules: StepRules): readonly Chosen[] {
  const { entry } = step;
  const all = linesFor(book, journal, entry, rules.command);
  const named = step.device === undefined ? all : [lineOf(book, journal, step.device, entry, all)];
  const lines = named.filter(({ left }) => left > 0);
  const [line, ...others] = lines;
  if (line === undefined) return refuse('settled', { entry });
  const asked = step.quantity ?? rules.usualQuantity;
  if (asked === undefined) return lines.map((one) => ({ line: one, quantity: one.left }));
  if (others.length > 0)
    return refuse('several-outstanding', { entry, codes: lines.map(({ device }) => device.code) });
  const { left, device } = line;
  if (asked > left && rules.allowsMore?.(line) !== true)
    refuse('over-received', { code: device.code, entry, left, asked, queue: queueNameOf(line.queue) });
  return [{ line, quantity: asked }];
}

function lineOf(
  book: Book,
  journal: Journal,
  typed: string,
  entry: number,
  lines: readonly QueuedLine[],
): QueuedLine {
  const { id, code } = findDevice(book, journal, typed);
  const codes = lines.map(({ device }) => device.code);
  return lines.find(({ device }) => device.id === id) ?? refuse('not-in-entry', { code, entry, codes });
}

/** What of a step that is recorded is not as it is asked for again; what was left open then is not compared. */
function difference(
  book: Book,
  journal: Journal,
  { entry: number, device, quantity, place, ref, note }: Step,
  rules: StepRules,
  entry: Entry,
): string | undefined {
  const moves = movesIn(entry);
  const taken = moves.filter(
    (move) => isQueue(move.place ?? firstPlace) && move.of === number && move.change < 0,
  );
  const gone = moves.filter(({ change, reason }) => change < 0 && reason !== undefined);
  const come = moves.filter(({ change }) => change > 0);
  const sum = (of: readonly Moved[]) => of.reduce((units, { change }) => units + Math.abs(change), 0);
  const [arrived] = come;
  if (taken.length === 0) return 'entry';
  if (device !== undefined && !taken.every((move) => namesDevice(book, device, move))) return 'device';
  // More can have come than was left; what never came has not arrived.
  if (quantity !== undefined && quantity !== Math.max(sum(taken), sum(come) + sum(gone))) return 'quantity';
  if (
    place !== undefined &&
    placeToMove(book, journal, place) !== (arrived?.to ?? arrived?.place ?? firstPlace)
  )
    return 'place';
  if (taken.some((move) => move.ref !== ref)) return 'ref';
  if (taken.some((move) => move.note !== note)) return 'note';
  return rules.differs?.(moves, queuedUnder(book, journal, number));
}

/** Where something goes: as typed, else where its entry says. Refuses a place there that has been removed since. */
export function placeFor(
  book: Book,
  journal: Journal,
  { entry, place: typed }: Pick<Step, 'entry' | 'place'>,
  usual: PlaceId | null,
): PlaceId {
  if (typed !== undefined) return placeToMove(book, journal, typed);
  const id = usual ?? firstPlace;
  if (book.places.has(id)) return id;
  const by = removalOf(journal, id);
  return refuse(
    'place-of-step-removed',
    { entry, place: book.places.pathOf(id), by },
    { entry, by, entries: [by] },
  );
}

/** Refuses an option that means nothing for what waits in a queue. */
export const refuseOption = (option: string, { entry }: Pick<Step, 'entry'>, { queue }: QueuedLine): never =>
  refuse('not-for-queue', { option, entry, queue: queueNameOf(queue) });

/**
 * The fields of every row that a line's step makes: its supplier or customer goes along, and so do serial numbers with all of
 * the pieces; which ones are among some of them nobody knows.
 */
export const termsFor = (
  terms: Pick<Step, 'ref' | 'note' | 'key'>,
  { party, serials, quantity: all }: Pick<QueuedLine, 'party' | 'serials' | 'quantity'>,
  quantity: number,
): Pick<Moved, 'ref' | 'note' | 'key' | 'party' | 'serials'> => ({
  ...termsOf(terms),
  ...(party === null ? {} : { party }),
  ...(serials.length > 0 && quantity === all ? { serials } : {}),
});
