import type { Wanted } from '../../../exchange/read/rows.ts';
import {
  type Column,
  columnOf,
  isTimeHeader,
  requiredColumns,
} from '../../../inventory/decide/imports/import-columns.ts';
import { refuse } from '../../../inventory/refusal.ts';
import type { FileSubject } from './subjects.ts';

/** The column that a rejects file has beside the file's own; it may be imported again with it. */
export const errorColumn: Column = { key: 'error', term: { en: 'error', zh: '错误' }, cells: 'remark' };

/** A row is taken for a header if it has so many columns that are known, the needed ones among them. */
const minKnown = 2;

/** Finds the column that each header means, in either language. */
export class HeaderMatcher implements Wanted {
  /** The headers that were met, by the key of their column. */
  readonly matched = new Map<string, string>();
  readonly #found = new Map<string, Column | undefined>();
  readonly #columns: readonly Column[];
  readonly #subject: FileSubject;
  readonly #ignoreExtra: boolean;
  readonly #seen = new Set<string>();
  readonly #unknown: string[] = [];

  constructor(columns: readonly Column[], subject: FileSubject, ignoreExtra: boolean) {
    this.#columns = columns;
    this.#subject = subject;
    this.#ignoreExtra = ignoreExtra;
  }

  columnOf(header: string): Column | undefined {
    if (this.#found.has(header)) return this.#found.get(header);
    const found = columnOf(header, [...this.#columns, errorColumn]);
    this.#found.set(header, found);
    return found;
  }

  get needed(): readonly Column[] {
    return requiredColumns[this.#subject].map((key) => this.#column(key));
  }

  isHeader(values: readonly string[]): boolean {
    const known = new Set(values.map((value) => columnOf(value, this.#columns)?.key));
    known.delete(undefined);
    return known.size >= minKnown && this.needed.every(({ key }) => known.has(key));
  }

  /** Takes the headers of a table; refuses those that cannot be read. */
  match(headers: readonly string[]): void {
    for (const header of headers) {
      if (header.trim() === '') continue;
      const key = this.keyOf(header);
      if (key !== null && this.matched.get(key) !== header)
        refuse('columns-repeated', { column: this.#column(key) }, { column: key });
    }
    this.refuseUnknown();
    const columns = this.needed.filter(({ key }) => !this.matched.has(key));
    if (columns.length > 0)
      refuse('columns-missing', { columns }, { columns: columns.map(({ key }) => key) });
  }

  /** The key of the column that a header means; null for one that is not known. */
  keyOf(header: string): string | null {
    const key = this.columnOf(header)?.key ?? null;
    if (this.#seen.has(header)) return key;
    this.#seen.add(header);
    if (key !== null) {
      if (!this.matched.has(key)) this.matched.set(key, header);
    } else if (this.#subject === 'movements' && isTimeHeader(header)) {
      refuse('column-of-time', { column: header });
    } else this.#unknown.push(header);
    return key;
  }

  refuseUnknown(): void {
    if (this.#ignoreExtra || this.#unknown.length === 0) return;
    const columns = this.#unknown;
    const known = this.#columns.filter(({ follows }) => follows !== true);
    refuse('columns-unknown', { columns, known }, { columns });
  }

  refuseTwice(key: string, row: number): never {
    return refuse('columns-repeated', { column: this.#column(key) }, { column: key, row });
  }

  #column(key: string): Column {
    const found = [...this.#columns, errorColumn, ...this.#found.values()].find(
      (column) => column?.key === key,
    );
    if (found === undefined) throw new Error(`no column ${key}`);
    return found;
  }
}
