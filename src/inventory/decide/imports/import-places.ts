import type { Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { PlacePatch } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceKind, placeKinds } from '../../book/place-kinds.ts';
import { type Place, parentPath, parsePlace, parseRate } from '../../book/places.ts';
import { parseChoice } from '../../devices/attribute.ts';
import { type Parsed, Refusal, wrong } from '../../refusal.ts';
import { folded, type Line, parseNote } from '../../values/text.ts';
import { Draft } from '../movements/draft.ts';
import { freePath } from '../places/add-places.ts';
import { editPlace } from '../places/edit-place.ts';
import {
  type ImportOptions,
  type ImportOutcome,
  type ImportRow,
  importOutcome,
  noDevices,
  type RejectedRow,
  refuseSecondImport,
} from './import.ts';

/** A row of a file of places. */
interface PlaceRow {
  readonly row: number;
  readonly path: string;
  readonly kind: PlaceKind | null;
  readonly recount: string | null;
  readonly note: Line | null;
}

/**
 * Makes the places of a file, in any order. In a book whose only place has no name the first row names it; a place that is
 * there gets the kind, the recount and the note of its row.
 */
export function decideImportPlaces(
  book: Book,
  journal: Journal,
  rows: Iterable<ImportRow>,
  options: ImportOptions,
  at: string,
): ImportOutcome {
  refuseSecondImport(journal, options, options.file.sha256);
  const fingerprint = options.file.fingerprint();
  const importer = new PlaceImporter(book, at);
  for (const row of rows) {
    fingerprint.add(row);
    importer.read(row);
  }
  const sha256 = fingerprint.sha256();
  refuseSecondImport(journal, options, sha256);
  importer.record();
  const { draft, rejected, added, changed, unchanged } = importer;
  const counts = { added, changed, unchanged, skipped: unchanged };
  const answer = { ...noDevices, ...counts, movements: 0, rejected };
  return importOutcome(draft.finish(), undefined, answer, options, sha256);
}

class PlaceImporter {
  readonly draft: Draft;
  readonly rejected: RejectedRow[] = [];
  added = 0;
  changed = 0;
  unchanged = 0;
  readonly #rows: PlaceRow[] = [];
  readonly #wasPlaced: boolean;

  constructor(book: Book, at: string) {
    this.draft = new Draft(book, at);
    this.#wasPlaced = book.places.isPlaced;
  }

  /** Reads what a row says by itself. */
  read({ row, fields, unreadable }: ImportRow): void {
    if (unreadable !== undefined) {
      this.rejected.push(...unreadable);
      return;
    }
    const before = this.rejected.length;
    const report = (column: string, problem: Problem): null => {
      this.rejected.push({ row, column, value: fields.get(column) ?? '', code: 'invalid', problem });
      return null;
    };
    const optional = <V>(column: string, parse: (text: string) => Parsed<V>): V | null => {
      const text = fields.get(column);
      if (text === undefined) return null;
      const result = parse(text);
      return result.ok ? result.value : report(column, result.problem);
    };
    const path = fields.has('place')
      ? optional('place', parsePlace)
      : report('place', wrong('column-blank', { column: 'place' }).problem);
    const kind = optional('kind', (text) => parseChoice<(typeof placeKinds)[number]>(text, placeKinds));
    const recount = optional('recount', parseRate);
    const note = optional('note', parseNote);
    const isTwice = path !== null && this.#rows.some((other) => folded(other.path) === folded(path));
    if (isTwice) report('place', wrong('place-twice', { value: path }).problem);
    if (path === null || this.rejected.length > before) return;
    this.#rows.push({ row, path, kind, recount, note });
  }

  /** Records the rows, those of places above first. */
  record(): void {
    const [first] = this.#rows;
    const depth = ({ path }: PlaceRow) => path.split('/').length;
    const others = this.#rows.slice(this.#wasPlaced ? 0 : 1).sort((a, b) => depth(a) - depth(b));
    if (!this.#wasPlaced && first !== undefined) this.#attempt(first, () => this.#nameFirst(first));
    for (const row of others) this.#attempt(row, () => this.#place(row));
    this.rejected.sort((a, b) => a.row - b.row);
  }

  #attempt({ row, path }: PlaceRow, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, problem } = error;
      const column = problem.key === 'first-place-kind' ? 'kind' : 'place';
      this.rejected.push({ row, column, value: path, code, problem });
    }
  }

  #nameFirst(row: PlaceRow): void {
    const { places } = this.draft.book;
    const first = places.place(firstPlace);
    if (first === undefined) throw new Error('there is no first place');
    const path = freePath(places, row.path, firstPlace);
    this.#edit(first, { ...(path === first.path ? {} : { path }), ...patchOf(first, row) });
  }

  #place(row: PlaceRow): void {
    const { places } = this.draft.book;
    const id = places.idOf(row.path);
    const known = id === undefined ? undefined : places.place(id);
    if (known !== undefined) return this.#edit(known, patchOf(known, row));
    const path = freePath(places, row.path);
    const above = parentPath(path);
    const parent = above === undefined ? undefined : places.place(places.idOf(above) ?? firstPlace);
    this.draft.place({
      do: 'place',
      place: places.nextId,
      path,
      kind: row.kind ?? parent?.kind ?? 'stock',
      ...(row.recount === null ? {} : { recount: row.recount }),
      ...(row.note === null ? {} : { note: row.note }),
    });
    this.added++;
  }

  #edit(place: Place, after: PlacePatch): void {
    if (Object.keys(after).length === 0) {
      this.unchanged++;
      return;
    }
    editPlace(this.draft, place, after);
    this.changed++;
  }
}

/** The fields of a row that differ from the place; blank ones stay. */
const patchOf = (place: Place, { kind, recount, note }: PlaceRow): PlacePatch => ({
  ...(kind === null || kind === place.kind ? {} : { kind }),
  ...(recount === null || recount === place.recount ? {} : { recount }),
  ...(note === null || note === place.note ? {} : { note }),
});
