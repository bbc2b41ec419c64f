import type { Book } from '../../../inventory/book/book.ts';
import { type DeviceChange, type Entry, isOfDevice, isOfPlace } from '../../../inventory/book/change.ts';
import { firstPlace, isQueue } from '../../../inventory/book/place-kinds.ts';
import { type Statement, statement } from '../server/connection.ts';
import {
  changesTable,
  devicesTable,
  entriesTable,
  insertRows,
  isDescription,
  jsonOrNull,
  keptDevice,
  levelsTable,
  partsTable,
  type Table,
  type TableRow,
} from '../tables/rows.ts';
import { quoted } from '../tables/schema.ts';

/** How much goes to the server at once, in characters. */
const charactersAtOnce = 4 * 1024 * 1024;
/** How many devices at once. */
const devicesAtOnce = 5_000;

/** What a book does not say of the entries that made it, and its tables do. */
export class Described {
  /** The entry that last changed what each device is. */
  readonly edited = new Map<number, number>();
  /** The last entry that changed what holds for all movements: places, that there is more than one, or counts. */
  rules = 0;
  #isPlaced = false;

  take({ n, changes }: Entry): void {
    for (const change of changes) {
      if (isDescription(change)) this.edited.set(change.id, n);
      else if (
        !isOfDevice(change) ||
        ('counted' in change && change.do !== 'tally') ||
        this.#isFirstQueue(change)
      )
        this.rules = n;
      this.#isPlaced ||= isOfPlace(change);
    }
  }

  /** Whether a movement makes a book one with more than one place. */
  #isFirstQueue(change: DeviceChange): boolean {
    if (this.#isPlaced || change.do !== 'move' || !isQueue(change.place ?? firstPlace)) return false;
    this.#isPlaced = true;
    return true;
  }
}

/** Fills tables with rows that come one after the other, some at a time, in one transaction whose head has `op`. */
export class Filling {
  readonly #s: string;
  readonly #op: string;
  readonly #send: (statements: readonly Statement[]) => Promise<unknown>;
  readonly #rows = new Map<Table, TableRow[]>([
    [entriesTable, []],
    [changesTable, []],
  ]);
  #characters = 0;

  constructor(store: string, op: string, send: (statements: readonly Statement[]) => Promise<unknown>) {
    this.#s = quoted(store);
    this.#op = op;
    this.#send = send;
  }

  /** Takes the rows of a line; sends what has come together. */
  async take(table: Table, rows: readonly TableRow[]): Promise<void> {
    // An import may have more rows than a call can have arguments.
    for (const row of rows) {
      this.#rows.get(table)?.push(row);
      this.#characters += String(row.at(-1)).length + 100;
      if (this.#characters > charactersAtOnce) await this.flush();
    }
  }

  async flush(): Promise<void> {
    const statements: Statement[] = [];
    for (const [table, rows] of this.#rows)
      statements.push(...insertRows(this.#s, this.#op, table, rows.splice(0)));
    this.#characters = 0;
    if (statements.length > 0) await this.#send(statements);
  }

  /** Puts in every device as it stands, and brings the head to where the book is. */
  async finish(book: Book, sum: string, { edited, rules }: Described): Promise<void> {
    await this.flush();
    const ids = Array.from(book.all(), ({ device: { id } }) => id);
    for (let at = 0; at < ids.length; at += devicesAtOnce) {
      const kept = ids.slice(at, at + devicesAtOnce).map((id) => keptDevice(id, book, edited.get(id) ?? 0));
      await this.#send([
        ...this.#insert(
          devicesTable,
          kept.map(({ row }) => row).filter((row) => row !== null),
        ),
        ...this.#insert(
          levelsTable,
          kept.flatMap(({ levels }) => levels),
        ),
        ...this.#insert(
          partsTable,
          kept.flatMap(({ parts }) => parts),
        ),
      ]);
    }
    await this.#send([
      statement(
        `update ${this.#s}.head set n = $1, sum = $2, next_id = $3, devices = $4, used_numbers = $5, places = $6, counts = $7,
           rules = $8`,
        book.entry,
        sum,
        book.nextId,
        book.size,
        JSON.stringify(book.usedNumbers),
        jsonOrNull(book.places.toJson()),
        jsonOrNull(book.counts.toJson()),
        rules,
      ),
    ]);
  }

  #insert(table: Table, rows: readonly TableRow[]): readonly Statement[] {
    return insertRows(this.#s, this.#op, table, rows);
  }
}
