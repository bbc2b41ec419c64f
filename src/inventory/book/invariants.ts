/** What must hold of the stock after every entry, by the numbers that people know the rules by. */
export type Invariant =
  /** No device has less than nothing at a place, or more than can be counted. */
  | 1
  /** On hand is the stock at the places that count, and the sum of all rows there. */
  | 2
  /** The rows of a transfer cancel, for each device. */
  | 3
  /** What lies in a queue belongs to an entry. */
  | 4
  /** A posted variance is what was counted less what the book had at that moment, with its revisions. */
  | 5;

/** A change that the book's invariants forbid. Commands are refused before they get here; a journal may be damaged. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  constructor(
    message: string,
    /** Which rule of the stock it breaks, if it is one of those. */
    readonly invariant: Invariant | null = null,
    /** The place in question, by its number. */
    readonly place: number | null = null,
  ) {
    super(message);
  }
}
