import type { Book } from '../../inventory/book/book.ts';
import type { Entry, Moved, NewEntry, Reason, Tallied } from '../../inventory/book/change.ts';
import type { Journal } from '../../inventory/book/journal.ts';
import { firstPlace } from '../../inventory/book/place-kinds.ts';
import type { Places } from '../../inventory/book/places.ts';
import { decideEnter } from '../../inventory/decide/counts/enter.ts';
import { openCount, placeInCount } from '../../inventory/decide/counts/find-count.ts';
import { movesIn } from '../../inventory/decide/movements/already.ts';
import { findScanned, refuseUnknownCode } from '../../inventory/decide/movements/find-device.ts';
import { decideMove, type MoveAnswer } from '../../inventory/decide/movements/move.ts';
import type { Watch } from '../../inventory/decide/movements/slips.ts';
import { decideTransfer } from '../../inventory/decide/movements/transfer.ts';
import { placeToMove } from '../../inventory/decide/places/find-place.ts';
import { decideInspect, decideOrder, type Incoming } from '../../inventory/decide/queues/order.ts';
import { decideReceive } from '../../inventory/decide/queues/receive.ts';
import { linesFor } from '../../inventory/decide/queues/step.ts';
import { CountLines } from '../../inventory/look/counts.ts';
import { historyRow } from '../../inventory/look/history.ts';
import { refuse } from '../../inventory/refusal.ts';
import type { Code } from '../../inventory/values/code.ts';
import type { Quantity } from '../../inventory/values/quantity.ts';
import type { Line } from '../../inventory/values/text.ts';
import type { Suspicion } from '../../problems.ts';
import { movementLine } from '../commands/movement/stock-movement.ts';
import { words as movementWords } from '../commands/movement/stock-movement.words.ts';
import { entryJson } from '../commands/places/entry-report.ts';
import { stepLines } from '../commands/queues/step.ts';
import { tallyLines } from '../commands/tallies/count-enter.ts';
import { incomingLines } from '../commands/transfers/incoming.ts';
import { transferLines } from '../commands/transfers/transfer.ts';
import type { Session } from '../session.ts';
import type { ScanDirection } from './scan-line.ts';

/** One scan to record: a device of the book, and its place if one was named. */
export interface ScanWanted {
  readonly device: string;
  readonly quantity: Quantity;
  readonly place: string | undefined;
  readonly serials?: readonly Code[] | undefined;
}

/** A device that was scanned. */
export type ScannedDevice = Pick<Moved, 'id' | 'code' | 'name'> & {
  /** The quantity on hand after it; null if it must stay unknown. */
  readonly balance: number | null;
  /** When counting in a book with places: the place, since each has a line of its own. */
  readonly path?: string | undefined;
};

/** A recorded scan, and how it is shown. */
export interface RecordedScan {
  /** The device and units that the summary adds up. */
  readonly move: ScannedDevice;
  readonly units: number;
  /** When counting: what everyone has counted of the line so far. */
  readonly total?: number;
  /** When counting: whether the line must be counted again. */
  readonly isInConflict?: boolean;
  readonly suspicions: readonly Suspicion[];
  /** The pieces that had gone out already. */
  readonly goneAlready?: MoveAnswer['goneAlready'];
  json(): unknown;
  lines(): readonly string[];
}

/** What a session of scanning does with each code. */
export interface ScanAct {
  /** Refuses settings with which no scan could be recorded. */
  check(book: Book, journal: Journal, place: string | undefined): void;
  decide(
    book: Book,
    journal: Journal,
    wanted: ScanWanted,
    at: string,
  ): { readonly entry: NewEntry | null; readonly answer: (entry: Entry) => RecordedScan };
  /** Called for each entry that was recorded, and for each that was taken back. */
  recorded?(entry: number): void;
  takenBack?(entry: number): void;
}

/** What is recorded with every scan. */
export interface ScanTerms {
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
}

type MovementDirection = Extract<ScanDirection, 'in' | 'out'>;

/** The task of a scanning session. */
export type ScanTask =
  | { readonly direction: MovementDirection }
  | { readonly direction: 'in'; readonly inspect: IncomingTerms }
  | { readonly direction: 'order'; readonly terms: IncomingTerms }
  | ({ readonly direction: 'transfer' } & ScannedSides)
  | { readonly direction: 'receive'; readonly of: number }
  | { readonly direction: 'count'; readonly count: number };

const reasons: { readonly [direction in MovementDirection]: Reason } = {
  in: 'purchase',
  out: 'sale',
};

/** Each code is a movement. */
export const movementAct = (
  session: Session,
  direction: MovementDirection,
  terms: ScanTerms,
  watch: Watch,
): ScanAct => ({
  check(book, journal, place) {
    placeToMove(book, journal, place);
  },
  decide(book, journal, wanted, at) {
    const movement = {
      ...wanted,
      ...terms,
      direction: direction === 'out' ? ('stock-out' as const) : ('stock-in' as const),
      reason: reasons[direction],
    };
    const { entry, answer } = decideMove(book, journal, movement, at, watch);
    const { move, now, places, suspicions, goneAlready } = answer;
    return {
      entry,
      answer: (recorded) => ({
        move,
        units: move.change,
        suspicions,
        goneAlready,
        json: () => historyRow(recorded, move, null, places),
        lines: () => [
          movementWords[session.language].stocked({
            entry: recorded.n,
            ...movementLine(session, places, move, now),
          }),
        ],
      }),
    };
  },
});

/** The places of a transfer. A scanned label changes where codes come from. */
export interface ScannedSides {
  readonly from: string;
  readonly to: string;
  readonly inTransit: boolean;
}

/** Each code is a transfer. With --in-transit, all are one shipment under the number of the first. */
export function transferAct(
  session: Session,
  { from, to, inTransit }: ScannedSides,
  terms: ScanTerms,
): ScanAct {
  let shipment: number | undefined;
  return {
    check(book, journal, place = from) {
      const left = placeToMove(book, journal, place);
      if (left === placeToMove(book, journal, to)) refuse('same-place', { place: book.places.pathOf(left) });
    },
    decide(book, journal, { device, quantity, place = from }, at) {
      const transfer = { ...terms, device, quantity, inTransit, from: place, to, shipment };
      const { entry } = decideTransfer(book, journal, transfer, at);
      const { places } = book;
      return {
        entry,
        answer: (recorded) => ({
          ...arrivedIn(recorded),
          suspicions: [],
          json: () => entryJson(recorded, 'transfer', places),
          lines: () => transferLines(session, recorded.n, movesIn(recorded), places),
        }),
      };
    },
    recorded(entry) {
      if (inTransit) shipment ??= entry;
    },
    takenBack(entry) {
      if (entry === shipment) shipment = undefined;
    },
  };
}

/** What is recorded with all goods that are to come in. */
export type IncomingTerms = Pick<Incoming, 'party' | 'due'>;

/** Each code is ordered, or goes to inspection, all under the number of the first. */
export function incomingAct(
  session: Session,
  command: 'order' | 'stock-in',
  terms: ScanTerms & IncomingTerms,
): ScanAct {
  let first: number | undefined;
  return {
    check(book, journal, place) {
      placeToMove(book, journal, place);
    },
    decide(book, journal, { place: to, ...wanted }, at) {
      const incoming = { ...terms, ...wanted, to, of: first };
      const decide = command === 'order' ? decideOrder : decideInspect;
      const { entry } = decide(book, journal, incoming, at);
      const { places } = book;
      return {
        entry,
        answer: (recorded) => ({
          ...arrivedIn(recorded),
          suspicions: [],
          json: () => entryJson(recorded, command, places),
          lines: () => incomingLines(session, recorded),
        }),
      };
    },
    recorded(entry) {
      first ??= entry;
    },
    takenBack(entry) {
      if (entry === first) first = undefined;
    },
  };
}

/** Each code is received from an order or a shipment. */
export const receiveAct = (session: Session, of: number, terms: ScanTerms): ScanAct => ({
  check(book, journal, place) {
    placeToMove(book, journal, place);
    linesFor(book, journal, of, 'receive');
  },
  decide(book, journal, wanted, at) {
    const { entry } = decideReceive(book, journal, { ...terms, ...wanted, entry: of }, at);
    const { places } = book;
    return {
      entry,
      answer: (recorded) => ({
        ...arrivedIn(recorded),
        suspicions: [],
        json: () => entryJson(recorded, 'receive', places),
        lines: () => stepLines(session, recorded, of, places),
      }),
    };
  },
});

/**
 * Each code adds to what was counted of its device, at that instant; nothing is said of what the book has. Where the device
 * moves between two scans, the line is in conflict to the end of the session: only who counts it again from the first piece
 * on, in another session or after a scan that says none, takes the place of what was scanned.
 */
export function countAct(session: Session, count: number, terms: ScanTerms): ScanAct {
  const scanned = new Set<string>();
  return {
    check(book, journal, place) {
      placeInCount(book, journal, openCount(book, journal, count), place);
    },
    decide(book, journal, wanted, at) {
      const open = openCount(book, journal, count);
      const { id } = findScanned(book, wanted.device) ?? refuseUnknownCode(book, journal, wanted.device);
      const place = placeInCount(book, journal, open, wanted.place);
      const line = CountLines.ofDevice(book, journal, count, id).line(id, place);
      const before = (line.isDrawn ? line.recount : line.first)?.counted ?? 0;
      const shelf = `${id} ${place}`;
      const tally = {
        ...terms,
        ...wanted,
        count,
        how: 'add',
        moment: 'now',
        isContinued: scanned.has(shelf),
      } as const;
      const { entry, inConflict } = decideEnter(book, journal, tally, at, session.operator);
      const { places } = book;
      return {
        entry,
        answer: (recorded) => {
          scanned.add(shelf);
          const move = tallyIn(recorded);
          return {
            move: { ...move, balance: null, path: pathIn(places, move) },
            units: move.counted,
            total: (move.how === 'add' ? before : 0) + move.counted,
            isInConflict: inConflict.length > 0,
            suspicions: [],
            json: () => entryJson(recorded, 'count-enter', places),
            lines: () => tallyLines(session, recorded, places),
          };
        },
      };
    },
  };
}

/** The place where something was counted; undefined in a book with one place. */
export const pathIn = (places: Places, { place = firstPlace }: Pick<Tallied, 'place'>): string | undefined =>
  places.isPlaced ? places.pathOf(place) : undefined;

/** Returns the tally of an entry; throws if it has none. */
export function tallyIn(entry: Entry): Tallied {
  const tally = entry.changes.find((change) => change.do === 'tally');
  if (tally?.do !== 'tally') throw new Error(`#${entry.n} has counted nothing`);
  return tally;
}

/** Returns the move that arrived, with its units. */
function arrivedIn(entry: Entry): Pick<RecordedScan, 'move' | 'units'> {
  const move = movesIn(entry).findLast(({ change }) => change > 0);
  if (move === undefined) throw new Error(`#${entry.n} has moved nothing`);
  return { move, units: move.change };
}
