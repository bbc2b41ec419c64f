import type { Entry } from '../../book/change.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { originsOf } from '../counts.ts';
import { undoneEntries } from '../history.ts';

/** A line of a count whose variance is not what its figures come to. */
export interface BrokenLine {
  readonly entry: number;
  readonly count: number;
  readonly code: string;
  readonly place: PlaceId;
}

interface Posted extends BrokenLine {
  readonly counted: number;
  readonly after: number;
  /** What the book had at the moment of counting, and what the count has changed. */
  book: number;
  change: number;
}

/**
 * Checks the posted lines of all counts: a variance, with its revisions, is what was counted less what the book had at the
 * moment of counting. It is shown all entries twice, since only the later ones say what is taken back.
 */
export class CountAudit {
  readonly #undos: { readonly n: number; readonly undoes: number }[] = [];
  readonly #corrections: Pick<Entry, 'n' | 'corrects'>[] = [];
  readonly #posted = new Map<string, Posted[]>();
  #originOf: ((n: number) => number) | undefined;

  /** Whether nothing was posted: then the entries need not be shown again. */
  get isDone(): boolean {
    return this.#posted.size === 0;
  }

  /** An entry, the first time. */
  takePosted({ n, undoes, corrects, changes }: Entry): void {
    if (undoes !== undefined) this.#undos.push({ n, undoes });
    if (corrects !== undefined) this.#corrections.push({ n, corrects });
    if (undoes !== undefined) return;
    for (const change of changes) {
      if (change.do !== 'counted' && change.do !== 'move') continue;
      const { id, code, count, counted, after, place = firstPlace } = change;
      if (count === undefined || counted === undefined || after === undefined) continue;
      const line = { entry: n, count, code, place, counted, after, book: 0, change: 0 };
      const key = `${id} ${place}`;
      const known = this.#posted.get(key);
      if (known === undefined) this.#posted.set(key, [line]);
      else known.push(line);
    }
  }

  /** An entry, the second time. */
  takeMoved({ n, changes }: Entry): void {
    this.#originOf ??= originsOf({ undos: () => this.#undos, corrections: () => this.#corrections });
    for (const change of changes) {
      if (change.do !== 'move') continue;
      const { id, place = firstPlace } = change;
      for (const line of this.#posted.get(`${id} ${place}`) ?? []) {
        if (change.count === line.count) line.change += change.change;
        else if (change.before === line.count || this.#originOf(n) <= line.after) line.book += change.change;
      }
    }
  }

  /** What breaks the rule, once all entries were shown twice. */
  broken(): readonly BrokenLine[] {
    const undone = undoneEntries(this.#undos);
    return [...this.#posted.values()]
      .flat()
      .filter(({ entry, counted, book, change }) => !undone.has(entry) && change !== counted - book);
  }
}
