import type { ErrorCode, Problem, ProblemKey } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { EntryCommand, Moved } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, isQueue, ordered, type PlaceId, transit } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { type Parsed, parsed, Refusal, refuse, wrong } from '../../refusal.ts';
import { formatMoney, parseMoney } from '../../values/money.ts';
import { parseEntryNumber, parseOnHand, parseQuantity, type Quantity } from '../../values/quantity.ts';
import { parseSerials } from '../../values/serials.ts';
import { parseName, parseNote, parseReference } from '../../values/text.ts';
import { parseDay } from '../../values/time.ts';
import { Draft } from '../movements/draft.ts';
import {
  plainCommands,
  recordMove,
  refuseConflict,
  refuseKeyConflict,
  refuseUnexpected,
} from '../movements/move.ts';
import { type Movement, parseReason } from '../movements/movement.ts';
import { type GoneAlready, PiecesGone } from '../movements/pieces-gone.ts';
import { refuseShort } from '../movements/short.ts';
import { placeToMove } from '../places/find-place.ts';
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
import { differentIncoming, type IncomingRow, incomingRow, notOfIncoming } from './incoming-rows.ts';
import { PlainMovements } from './plain-movements.ts';
import { parseRowType } from './row-types.ts';

/** The column that a refusal of the book is about. */
const columnOfRefusal: { readonly [code: string]: string } = {
  'not-found': 'code',
  'insufficient-stock': 'quantity',
  'unexpected-quantity': 'expect',
  'key-conflict': 'key',
  invalid: 'quantity',
  'not-sellable': 'place',
};

/** The same for problems whose code says less than they do. */
const columnOfProblem: { readonly [key in ProblemKey]?: string } = {
  'same-place': 'to',
  'more-serials': 'serials',
  'of-without-return': 'of',
  'not-sold-in': 'of',
  'not-received-in': 'of',
  'nothing-to-return': 'of',
  'no-such-entry': 'of',
  'not-counted-in': 'beforeCount',
};

/** The columns that rows of some types have no use for. */
const notOfMovements = ['due'];
const notOfTransfers = ['reason', 'cost', 'party', 'serials', 'of', 'beforeCount', 'due'];

/** How many earlier rows a row that is short of stock names: the last ones; and how many pieces that are gone are noted. */
const maxNamed = 50;

export interface MovementImportOptions extends ImportOptions {
  /** Where rows are that name no place, as typed; the first place if that is not said. */
  readonly place?: string | undefined;
}

/** A row that moves stock from one place to another. */
interface TransferRow {
  readonly device: string;
  readonly quantity: Quantity;
  readonly to: PlaceId;
  readonly inTransit: boolean;
  readonly expect?: Quantity;
  readonly ref?: string;
  readonly note?: string;
  readonly key?: string;
}

/** What a row asks for, and where: of a transfer, where it comes from, and of what is to come in, where it goes. */
type RowRead = { readonly place: PlaceId } & (
  | { readonly movement: Movement; readonly transfer?: undefined; readonly incoming?: undefined }
  | { readonly transfer: TransferRow; readonly movement?: undefined; readonly incoming?: undefined }
  | { readonly incoming: IncomingRow; readonly movement?: undefined; readonly transfer?: undefined }
);

/**
 * Records rows of movements in their order, each against the book as the rows before it left it. Where they have keys,
 * the rows are read twice.
 */
export function decideImportMovements(
  book: Book,
  journal: Journal,
  rows: Iterable<ImportRow>,
  options: MovementImportOptions,
  at: string,
): ImportOutcome {
  journal.willNeed(() => ({
    ...needsOf(rows, options),
    returnsOf: [...entriesReturned(rows)],
    serials: serialsIn(rows),
  }));
  refuseSecondImport(journal, options, options.file.sha256);
  const fingerprint = options.file.fingerprint();
  const importer = new MovementImporter(book, journal, rows, at, options);
  let done = 0;
  for (const row of rows) {
    fingerprint.add(row);
    importer.row(row);
    options.progress?.(++done);
  }
  importer.end();
  const sha256 = fingerprint.sha256();
  refuseSecondImport(journal, options, sha256);
  const { draft, skipped, goneAlready } = importer;
  const rejected = tellingWhatWasMeant(book, journal, importer.rejected);
  const answer = { ...noDevices, movements: importer.recorded, skipped, goneAlready, rejected };
  return importOutcome(draft.finish(), draft.packed, answer, options, sha256);
}

/** The entries whose pieces the rows of a file take back. */
function entriesReturned(rows: Iterable<ImportRow>): ReadonlySet<number> {
  const entries = new Set<number>();
  for (const { fields } of rows) {
    const typed = fields.get('of');
    const entry = typed === undefined ? undefined : parseEntryNumber(typed);
    if (entry?.ok) entries.add(entry.value);
  }
  return entries;
}

/** The serial numbers in the rows of a file. */
function serialsIn(rows: Iterable<ImportRow>): readonly string[] {
  const serials = new Set<string>();
  for (const { fields } of rows) {
    const typed = fields.get('serials');
    const read = typed === undefined ? undefined : parseSerials(typed);
    if (read?.ok) for (const serial of read.value) serials.add(serial);
  }
  return [...serials];
}

/** The commands that record under a key what a row asks for. */
function commandsFor({ transfer, incoming }: RowRead): ReadonlySet<EntryCommand> {
  if (transfer !== undefined) return new Set(['transfer', 'import']);
  if (incoming !== undefined) return new Set([incoming.queue === ordered ? 'order' : 'stock-in', 'import']);
  return plainCommands;
}

/** How many changes are kept as objects before they are packed. */
const maxUnpacked = 4096;

const lyingAt = (book: Book, { id }: Device, place: PlaceId): number =>
  quantityAt(book.stock(id).levels, { place, of: null });

/** What rows are remembered by that take stock. */
const takerOf = (id: number, place: PlaceId): number | string =>
  place === firstPlace ? id : `${id} ${place}`;

class MovementImporter {
  readonly draft: Draft;
  readonly rejected: RejectedRow[] = [];
  skipped = 0;
  /** How many rows were recorded. */
  recorded = 0;
  /** The pieces that rows send out although they are gone: the first ones. */
  readonly goneAlready: (GoneAlready & { readonly row: number })[] = [];
  readonly #book: Book;
  readonly #journal: Journal;
  readonly #all: Iterable<ImportRow>;
  /** Found where the first key is met. */
  #used: ReturnType<Journal['allKeyed']> | undefined;
  /** Found where the first serial number is met. */
  #piecesGone: PiecesGone | undefined;
  /** The change that each key of the file stands for, and the rows of all changes. */
  readonly #usedHere = new Map<string, number>();
  readonly #rows: number[] = [];
  readonly #idOfCode = new Map<string, number>();
  /** The rows that took stock, by device or, at another than the first place, by device and place. */
  readonly #takenBy = new Map<number | string, number[]>();
  readonly #places = new Map<string, PlaceId>();
  readonly #usualPlace: PlaceId;
  /** In milliseconds since 1970. */
  readonly #now: number;
  /** Which way each device goes that this file puts into a queue. */
  readonly #ways = new Map<number, string>();
  readonly #plain: PlainMovements | undefined;

  constructor(
    book: Book,
    journal: Journal,
    rows: Iterable<ImportRow>,
    at: string,
    { place, file }: MovementImportOptions,
  ) {
    this.#usualPlace = placeToMove(book, journal, place);
    this.#all = rows;
    this.#book = book;
    this.#journal = journal;
    this.#now = Date.parse(at);
    this.draft = new Draft(book, at);
    this.#plain = PlainMovements.of(this.draft, at, file, this.#usualPlace);
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

  row(row: ImportRow): void {
    const moved = row.texts === undefined ? null : (this.#plain?.take(row.texts) ?? null);
    if (moved === null) {
      this.#plain?.settle();
      this.#otherRow(row);
      return;
    }
    this.recorded++;
    this.#rows.push(row.row);
    if (moved.change < 0) this.#took(row.row, moved.id, firstPlace);
  }

  /** Called when no row follows. */
  end(): void {
    this.#plain?.settle();
  }

  #otherRow({ row, fields, unreadable }: ImportRow): void {
    if (unreadable !== undefined) {
      this.rejected.push(...unreadable);
      return;
    }
    const read = this.#read(row, fields);
    if (read === null) return;
    try {
      if (this.#alreadyThere(read)) {
        this.skipped++;
      } else {
        this.#record(row, read);
        this.recorded++;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const column = columnOfProblem[error.problem.key] ?? columnOfRefusal[error.code] ?? null;
      const value = column === null ? null : (fields.get(column) ?? '');
      this.rejected.push({ row, column, value, code: error.code, problem: error.problem });
    }
  }

  #alreadyThere(read: RowRead): boolean {
    const { key } = read.movement ?? read.transfer ?? read.incoming;
    if (key === undefined) return false;
    this.#used ??= this.#usedBefore();
    const before = this.#used.get(key);
    const here = this.#usedHere.get(key);
    if (before !== undefined) {
      const where = { entry: before.entry.n, row: null };
      if (!commandsFor(read).has(before.entry.command)) refuseConflict(key, where, 'type');
      this.#refuseConflict(read, before.move, where);
    }
    if (before === undefined && here !== undefined) this.#refuseConflictHere(read, here);
    return before !== undefined || here !== undefined;
  }

  #refuseConflictHere(read: RowRead, index: number): void {
    const move = this.draft.change(index);
    if (move?.do === 'move')
      this.#refuseConflict(read, move, { entry: null, row: this.#rows[index] ?? null });
  }

  /** Of a transfer, `recorded` is the row that came in. */
  #refuseConflict(
    { movement, transfer, incoming, place }: RowRead,
    recorded: Moved,
    where: { readonly entry: number | null; readonly row: number | null },
  ): void {
    if (movement !== undefined)
      return refuseKeyConflict(this.#book, this.#journal, movement, recorded, where, place);
    if (incoming !== undefined) {
      const isOfDevice = this.#device(incoming.device)?.id === recorded.id;
      const differing = isOfDevice ? differentIncoming(incoming, place, recorded) : 'device';
      if (differing !== undefined) refuseConflict(incoming.key ?? '', where, differing);
      return;
    }
    const { key = '', device, quantity, to, inTransit, ref, note } = transfer;
    const { place: arrived = firstPlace, to: heading = arrived } = recorded;
    const differs =
      recorded.reason !== undefined || recorded.change < 0
        ? 'type'
        : this.#device(device)?.id !== recorded.id
          ? 'device'
          : recorded.change !== quantity
            ? 'quantity'
            : heading !== to || inTransit !== isQueue(arrived)
              ? 'to'
              : recorded.ref !== ref
                ? 'ref'
                : recorded.note !== note
                  ? 'note'
                  : undefined;
    if (differs !== undefined) refuseConflict(key, where, differs);
  }

  #record(row: number, { movement, transfer, incoming, place }: RowRead): void {
    const { device: code, key, quantity, expect } = movement ?? transfer ?? incoming;
    const device = this.#device(code);
    if (device === undefined) {
      return refuse('no-such-code', { value: code, nearest: [] });
    }
    const takes = incoming === undefined && movement?.direction !== 'stock-in';
    // A late slip takes what a count has missed already.
    if (takes && movement?.beforeCount === undefined) this.#refuseShort(device, place, quantity, expect);
    if (movement !== undefined)
      this.#watchPieces(row, recordMove(this.draft, this.#journal, movement, device, place));
    else if (transfer !== undefined) this.#transfer(device, place, transfer);
    else this.#incoming(device, place, incoming);
    for (let index = this.#rows.length; index < this.draft.size; index++) {
      this.#rows.push(row);
      const change = this.draft.change(index);
      if (key !== undefined && change?.do === 'move' && change.key === key) this.#usedHere.set(key, index);
    }
    if (this.draft.changes.length >= maxUnpacked) this.draft.pack();
    if (takes) this.#took(row, device.id, place);
  }

  /** Keeps in mind that a row has taken stock. */
  #took(row: number, id: number, place: PlaceId): void {
    const taker = takerOf(id, place);
    const rows = this.#takenBy.get(taker);
    if (rows === undefined) {
      this.#takenBy.set(taker, [row]);
      return;
    }
    rows.push(row);
    if (rows.length > 2 * maxNamed) rows.splice(0, maxNamed);
  }

  /** Notes what goes out of pieces that are gone, by the book or by an earlier row. */
  #watchPieces(row: number, move: Moved): void {
    const { id, change, serials } = move;
    if (serials === undefined) return;
    this.#piecesGone ??= new PiecesGone(this.#journal, serialsIn(this.#all));
    for (const gone of change < 0 ? this.#piecesGone.among(id, serials) : [])
      if (this.goneAlready.length < maxNamed) this.goneAlready.push({ row, ...gone });
    this.#piecesGone.take(move, { row });
  }

  #transfer(device: Device, from: PlaceId, row: TransferRow): void {
    const { to, inTransit, quantity, expect, ref, note, key } = row;
    const book = this.#book;
    if (from === to) refuse('same-place', { place: book.places.pathOf(to) });
    refuseUnexpected(book, device, from, expect);
    if (lyingAt(book, device, from) < quantity)
      refuseShort(book, device, { place: from, of: null }, quantity, this.#journal);
    const number = book.entry + 1;
    if (inTransit) this.#refuseOtherWay(device, `${transit} ${from} ${to}`, number);
    this.draft.transfer(
      device,
      quantity,
      { place: from, of: null },
      inTransit ? { place: transit, of: number } : { place: to, of: null },
      {
        ...(ref === undefined ? {} : { ref }),
        ...(note === undefined ? {} : { note }),
        ...(key === undefined ? {} : { key }),
        ...(inTransit ? { heading: to } : {}),
      },
    );
  }

  #incoming(device: Device, to: PlaceId, { queue, quantity, terms, expect }: IncomingRow): void {
    refuseUnexpected(this.#book, device, to, expect);
    const of = this.#book.entry + 1;
    this.#refuseOtherWay(device, JSON.stringify([queue, to, terms.cost, terms.party, terms.due]), of);
    this.draft.move(device, quantity, { ...terms, place: queue, of, to });
  }

  /** What waits of a device under one number goes one way on the same terms, so that these are known. */
  #refuseOtherWay(device: Device, way: string, number: number): void {
    const before = this.#ways.get(device.id) ?? way;
    if (before !== way) refuse('two-ways', { code: device.code, entry: number });
    this.#ways.set(device.id, way);
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
  #refuseShort(device: Device, place: PlaceId, asked: number, expect: number | undefined): void {
    const { code, name } = device;
    const onHand = lyingAt(this.#book, device, place);
    if (asked <= onHand) return;
    const rows = (this.#takenBy.get(takerOf(device.id, place)) ?? []).slice(-maxNamed);
    if (rows.length === 0 || (expect !== undefined && expect !== onHand)) return;
    refuse('insufficient-stock-in-file', { code, name, onHand, asked, rows });
  }

  /** The movement that a row asks for; null if it has errors, which are then all reported. */
  #read(row: number, fields: ReadonlyMap<string, string>): RowRead | null {
    let good = true;
    const report = (column: string, problem: Problem, code: ErrorCode = 'invalid'): null => {
      good = false;
      this.rejected.push({ row, column, value: fields.get(column) ?? '', code, problem });
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
    const type = required('type', parseRowType);
    const isTransfer = type === 'transfer' || type === 'shipment';
    const isIncoming = type === 'order' || type === 'inspect';
    const direction = isTransfer || isIncoming ? null : type;
    const quantity = required('quantity', parseQuantity);
    const reason = direction === null ? null : parseReason(fields.get('reason'), direction);
    if (reason !== null && !reason.ok) report('reason', reason.problem);
    const unused = isTransfer ? notOfTransfers : isIncoming ? notOfIncoming[type] : notOfMovements;
    for (const column of type === null ? [] : unused)
      if (fields.has(column))
        report(column, wrong('not-of-row-type', { value: fields.get(column) ?? '' }).problem);
    const placeIn = (column: string): PlaceId | null => {
      const typed = fields.get(column);
      if (typed === undefined) return null;
      const found = this.#placeNamed(typed);
      return typeof found === 'number' ? found : report(column, found.problem, found.code);
    };
    const place = placeIn('place') ?? this.#usualPlace;
    if (isTransfer && !fields.has('to')) report('to', wrong('column-blank', { column: 'to' }).problem);
    if (type !== null && !isTransfer && fields.has('to') && (!isIncoming || fields.has('place')))
      report('to', wrong('to-of-a-movement', { value: fields.get('to') ?? '' }).problem);
    const to = placeIn('to');
    const cost = optional('cost', (text) => parseMoney(text, this.#book.currency));
    if (direction === 'stock-out' && cost !== null) {
      report('cost', wrong('cost-of-stock-out', { value: fields.get('cost') ?? '' }).problem);
    }
    const party = optional('party', parseName);
    const serials = optional('serials', parseSerials);
    const of = optional('of', parseEntryNumber);
    const beforeCount = optional('beforeCount', parseEntryNumber);
    const ref = optional('ref', parseReference);
    const note = optional('note', parseNote);
    const key = optional('key', parseReference);
    const expect = optional('expect', parseOnHand);
    const due = optional('due', (text) => parseDay(text, this.#now));
    if (!good || device === null || quantity === null) return null;
    const terms = {
      device,
      quantity,
      ...(ref === null ? {} : { ref }),
      ...(note === null ? {} : { note }),
      ...(key === null ? {} : { key }),
      ...(expect === null ? {} : { expect }),
    };
    if (isIncoming) {
      const said = {
        cost: cost === null ? null : formatMoney(cost, this.#book.currency),
        party,
        serials,
        due,
      };
      return { place: to ?? place, incoming: incomingRow(type, terms, said) };
    }
    if (isTransfer)
      return to === null ? null : { place, transfer: { ...terms, to, inTransit: type === 'shipment' } };
    if (direction === null || !reason?.ok) return null;
    return {
      place,
      movement: {
        ...terms,
        direction,
        reason: reason.value,
        ...(cost === null ? {} : { cost }),
        ...(party === null ? {} : { party }),
        ...(serials === null ? {} : { serials }),
        ...(of === null ? {} : { of }),
        ...(beforeCount === null ? {} : { beforeCount }),
      },
    };
  }

  /** The place that a row means, or why it means none. */
  #placeNamed(typed: string): PlaceId | Refusal {
    const known = this.#places.get(typed);
    if (known !== undefined) return known;
    try {
      const id = placeToMove(this.#book, this.#journal, typed);
      this.#places.set(typed, id);
      return id;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}
