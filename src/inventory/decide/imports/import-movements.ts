import type { Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import type { Choice } from '../../devices/attribute.ts';
import type { Device } from '../../devices/device.ts';
import { type Parsed, parsed, Refusal, refuse, wrong } from '../../refusal.ts';
import { parseMoney } from '../../values/money.ts';
import { parseOnHand, parseQuantity } from '../../values/quantity.ts';
import { folded, parseNote, parseReference, visible } from '../../values/text.ts';
import { Draft } from '../movements/draft.ts';
import { recordMove, refuseKeyConflict } from '../movements/move.ts';
import { type Direction, type Movement, parseReason } from '../movements/movement.ts';
import {
  type ImportOptions,
  type ImportOutcome,
  type ImportRow,
  importOutcome,
  needsOf,
  noDevices,
  type RejectedRow,
  refuseSecondImport,
  tellingWhatWasMeant,
} from './import.ts';

/** How the type of a movement may be written in a file. */
export const directions: ReadonlyMap<string, Direction> = new Map([
  ['in', 'stock-in'],
  ['stock-in', 'stock-in'],
  ['入库', 'stock-in'],
  ['out', 'stock-out'],
  ['stock-out', 'stock-out'],
  ['出库', 'stock-out'],
]);

const directionChoices = [
  { value: 'in', term: { en: 'in', zh: '入库' } },
  { value: 'out', term: { en: 'out', zh: '出库' } },
] as const satisfies readonly Choice[];

function parseDirection(text: string): Parsed<Direction> {
  const direction = directions.get(folded(visible(text).trim()));
  return direction === undefined
    ? wrong('not-a-choice', { value: text, choices: directionChoices })
    : parsed(direction);
}

/** The column that a refusal of the book is about. */
const columnOfRefusal: { readonly [code: string]: string } = {
  'not-found': 'code',
  'insufficient-stock': 'quantity',
  'unexpected-quantity': 'expect',
  'key-conflict': 'key',
  invalid: 'quantity',
};

/** How many earlier rows a row that is short of stock names: the last ones. */
const maxNamed = 50;

/**
 * Records rows of movements in their order, each against the book as the rows before it left it. Where they have keys,
 * the rows are read twice.
 */
export function decideImportMovements(
  book: Book,
  journal: Journal,
  rows: Iterable<ImportRow>,
  options: ImportOptions,
  at: string,
): ImportOutcome {
  journal.willNeed(() => needsOf(rows, options));
  refuseSecondImport(journal, options, options.file.sha256);
  const fingerprint = options.file.fingerprint();
  const importer = new MovementImporter(book, journal, rows, at);
  let done = 0;
  for (const row of rows) {
    fingerprint.add(row);
    importer.row(row);
    options.progress?.(++done);
  }
  const sha256 = fingerprint.sha256();
  refuseSecondImport(journal, options, sha256);
  const { draft, skipped } = importer;
  const rejected = tellingWhatWasMeant(book, journal, importer.rejected);
  const answer = { ...noDevices, movements: draft.size, skipped, rejected };
  return importOutcome(draft.finish(), draft.packed, answer, options, sha256);
}

/** How many changes are kept as objects before they are packed. */
const maxUnpacked = 4096;

class MovementImporter {
  readonly draft: Draft;
  readonly rejected: RejectedRow[] = [];
  skipped = 0;
  readonly #book: Book;
  readonly #journal: Journal;
  readonly #all: Iterable<ImportRow>;
  /** Found where the first key is met. */
  #used: ReturnType<Journal['allKeyed']> | undefined;
  /** The change that each key of the file stands for, and the rows of all changes. */
  readonly #usedHere = new Map<string, number>();
  readonly #rows: number[] = [];
  readonly #idOfCode = new Map<string, number>();
  readonly #takenBy = new Map<number, number[]>();

  constructor(book: Book, journal: Journal, rows: Iterable<ImportRow>, at: string) {
    this.#all = rows;
    this.#book = book;
    this.#journal = journal;
    this.draft = new Draft(book, at);
  }

  /** What the past knows of the keys of all rows, which are read for it once more. */
  #usedBefore(): ReturnType<Journal['allKeyed']> {
    const keys = new Set<string>();
    for (const { fields } of this.#all) {
      const key = fields.get('key');
      const read = key === undefined ? undefined : parseReference(key);
      if (read?.ok) keys.add(read.value);
    }
    return this.#journal.allKeyed(keys);
  }

  row({ row, fields, unreadable }: ImportRow): void {
    if (unreadable !== undefined) {
      this.rejected.push(...unreadable);
      return;
    }
    const movement = this.#read(row, fields);
    if (movement === null) return;
    try {
      if (this.#alreadyThere(movement)) {
        this.skipped++;
      } else {
        this.#record(row, movement);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const column = columnOfRefusal[error.code] ?? null;
      const value = column === null ? null : (fields.get(column) ?? '');
      this.rejected.push({ row, column, value, code: error.code, problem: error.problem });
    }
  }

  #alreadyThere(movement: Movement): boolean {
    const { key } = movement;
    if (key === undefined) return false;
    this.#used ??= this.#usedBefore();
    const before = this.#used.get(key);
    const here = this.#usedHere.get(key);
    if (before !== undefined)
      refuseKeyConflict(this.#book, this.#journal, movement, before.move, {
        entry: before.entry.n,
        row: null,
      });
    else if (here !== undefined) this.#refuseConflictHere(movement, here);
    return before !== undefined || here !== undefined;
  }

  #refuseConflictHere(movement: Movement, index: number): void {
    const move = this.draft.change(index);
    if (move?.do !== 'move') return;
    refuseKeyConflict(this.#book, this.#journal, movement, move, {
      entry: null,
      row: this.#rows[index] ?? null,
    });
  }

  #record(row: number, movement: Movement): void {
    const device = this.#device(movement.device);
    if (device === undefined) {
      return refuse('no-such-code', { value: movement.device, nearest: [] });
    }
    if (movement.direction === 'stock-out') this.#refuseShort(device, movement);
    recordMove(this.draft, this.#journal, movement, device, firstPlace);
    if (movement.key !== undefined) this.#usedHere.set(movement.key, this.#rows.length);
    this.#rows.push(row);
    if (this.draft.changes.length >= maxUnpacked) this.draft.pack();
    if (movement.direction === 'stock-out') {
      const rows = this.#takenBy.get(device.id) ?? [];
      rows.push(row);
      if (rows.length > 2 * maxNamed) rows.splice(0, maxNamed);
      this.#takenBy.set(device.id, rows);
    }
  }

  /** The device with a code as it is written: movements change none. */
  #device(code: string): Device | undefined {
    const known = this.#idOfCode.get(code);
    if (known !== undefined) return this.#book.device(known);
    const device = this.#book.withCode(code);
    if (device !== undefined) this.#idOfCode.set(code, device.id);
    return device;
  }

  /** A row short of stock names the earlier rows that took it. */
  #refuseShort(device: Device, { quantity: asked, expect }: Movement): void {
    const { id, code, name } = device;
    const onHand = this.#book.onHand(id);
    if (asked <= onHand) return;
    const rows = (this.#takenBy.get(id) ?? []).slice(-maxNamed);
    if (rows.length === 0 || (expect !== undefined && expect !== onHand)) return;
    refuse('insufficient-stock-in-file', { code, name, onHand, asked, rows });
  }

  /** The movement that a row asks for; null where something in it is wrong, all of which is then reported. */
  #read(row: number, fields: ReadonlyMap<string, string>): Movement | null {
    let good = true;
    const report = (column: string, problem: Problem): null => {
      good = false;
      this.rejected.push({ row, column, value: fields.get(column) ?? '', code: 'invalid', problem });
      return null;
    };
    const optional = <V>(column: string, parse: (text: string) => Parsed<V>): V | null => {
      const text = fields.get(column);
      if (text === undefined) return null;
      const result = parse(text);
      return result.ok ? result.value : report(column, result.problem);
    };
    const required = <V>(column: string, parse: (text: string) => Parsed<V>): V | null =>
      fields.has(column)
        ? optional(column, parse)
        : report(column, wrong('column-blank', { column }).problem);

    const device = required('code', (text) => parsed(text));
    const direction = required('type', parseDirection);
    const quantity = required('quantity', parseQuantity);
    const reason = direction === null ? null : parseReason(fields.get('reason'), direction);
    if (reason !== null && !reason.ok) report('reason', reason.problem);
    const cost = optional('cost', (text) => parseMoney(text, this.#book.currency));
    if (direction === 'stock-out' && cost !== null) {
      report('cost', wrong('cost-of-stock-out', { value: fields.get('cost') ?? '' }).problem);
    }
    const ref = optional('ref', parseReference);
    const note = optional('note', parseNote);
    const key = optional('key', parseReference);
    const expect = optional('expect', parseOnHand);
    if (!good || device === null || direction === null || quantity === null || !reason?.ok) return null;
    return {
      device,
      direction,
      quantity,
      reason: reason.value,
      ...(cost === null ? {} : { cost }),
      ...(ref === null ? {} : { ref }),
      ...(note === null ? {} : { note }),
      ...(key === null ? {} : { key }),
      ...(expect === null ? {} : { expect }),
    };
  }
}
