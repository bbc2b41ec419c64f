import type { Book } from '../../../inventory/book/book.ts';
import type { Header } from '../../journal/header.ts';
import { bookRules } from '../book/book-file.ts';
import { type FoundBook, headOfFound } from '../book/found-book.ts';
import type { RecordedDevices } from '../book/recorded-devices.ts';
import type { Place } from '../journal/place.ts';
import type { Tail } from '../journal/tail.ts';
import type { Witness } from '../journal/witness.ts';

/** A store as its files are found. */
export interface State {
  readonly header: Header;
  /** The byte where the first entry begins. */
  readonly firstEntry: number;
  readonly book: Book;
  /** What the book takes its devices from, where it is read by pieces. */
  readonly devices: RecordedDevices | null;
  /** The last entry whose chain verifies and that applies. */
  readonly last: Place;
  readonly tail: Tail;
  readonly journalSize: number;
  readonly found: FoundBook;
  /** Where the book file stands in this journal; null where it does not belong to it. */
  readonly bookPlace: Place | null;
  readonly witness: Witness | undefined;
}

/** The same, beside a journal that was open under its name. */
export interface FoundState extends State {
  /** Whether its journal is as stockbook left it. */
  readonly asLeft: boolean;
  /** Whether its book file was torn by a crash rather than edited. */
  readonly isBookTorn: boolean;
}

/**
 * Whether the book file is of other rules, as another version of this program writes it, or from before the journal was
 * upgraded, as one that was killed then leaves it.
 */
export function isOutgrown({ found, header }: Pick<State, 'found' | 'header'>): boolean {
  const head = headOfFound(found);
  return (
    head !== undefined &&
    head.store === header.store &&
    (head.format < header.format || head.rules !== bookRules)
  );
}

/** Whether the disk has changed a book file since it was written, also where no command has needed that part yet. */
export const isDamaged = ({ found }: State): boolean => found.state === 'indexed' && !found.file.isAsWritten;

/** Whether the book file is something else than what stockbook wrote for this journal. */
export const isStrange = (state: FoundState): boolean =>
  state.found.state !== 'missing' && !state.isBookTorn && state.bookPlace === null && !isOutgrown(state);
