import type { Moved } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { onHandChange } from '../../book/stock.ts';
import { codeKey } from '../../values/code.ts';

/** With what a piece went out: an entry, or an earlier row of the file that is imported. */
export type WentWith = { readonly entry: number } | { readonly row: number };

/** A piece that goes out although it went out before and has not come back. */
export interface GoneAlready {
  readonly serial: string;
  readonly went: WentWith;
}

/** Which pieces are gone, by their serial numbers: the last that is known of them is that they went out. */
export class PiecesGone {
  readonly #last = new Map<string, { readonly isGone: boolean; readonly went: WentWith }>();

  /** Knows what the past has of pieces with these serial numbers. */
  constructor(journal: Journal, serials: readonly string[]) {
    if (serials.length === 0) return;
    for (const { entry, change } of journal.movesWithSerials(serials)) this.take(change, { entry: entry.n });
  }

  /** Takes in a movement, after all those before it. */
  take(move: Moved, went: WentWith): void {
    const change = onHandChange(move);
    if (change === 0) return;
    for (const serial of move.serials ?? [])
      this.#last.set(keyOf(move.id, serial), { isGone: change < 0, went });
  }

  /** Those of a device's pieces that are gone. */
  among(id: number, serials: readonly string[]): readonly GoneAlready[] {
    return serials.flatMap((serial) => {
      const last = this.#last.get(keyOf(id, serial));
      return last?.isGone === true ? [{ serial, went: last.went }] : [];
    });
  }
}

const keyOf = (id: number, serial: string): string => `${id} ${codeKey(serial)}`;
