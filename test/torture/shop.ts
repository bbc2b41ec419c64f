import type { Book } from '../../src/inventory/book/book.ts';
import type { Entry, NewEntry, Reason } from '../../src/inventory/book/change.ts';
import type { Journal } from '../../src/inventory/book/journal.ts';
import { decideAdd } from '../../src/inventory/decide/devices/add.ts';
import { decideEdit } from '../../src/inventory/decide/devices/edit.ts';
import { decideRemove } from '../../src/inventory/decide/devices/remove.ts';
import { decideImportDevices } from '../../src/inventory/decide/imports/import-devices.ts';
import { decideImportMovements } from '../../src/inventory/decide/imports/import-movements.ts';
import { decideMove } from '../../src/inventory/decide/movements/move.ts';
import { decideTransfer } from '../../src/inventory/decide/movements/transfer.ts';
import { decideUndo } from '../../src/inventory/decide/movements/undo.ts';
import { decideAddPlaces } from '../../src/inventory/decide/places/add-places.ts';
import { decideCancel } from '../../src/inventory/decide/queues/cancel.ts';
import { decideReceive } from '../../src/inventory/decide/queues/receive.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, Refusal } from '../../src/inventory/refusal.ts';
import { parseMoney } from '../../src/inventory/values/money.ts';
import { parseQuantity } from '../../src/inventory/values/quantity.ts';
import { parseNote, parseReference } from '../../src/inventory/values/text.ts';
import type { FileSystem } from '../../src/store/json-file/files/files.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import { restoreJsonFileStore } from '../../src/store/json-file/upkeep/restore.ts';
import type { Notice } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { fileOf } from '../inventory/decide/import-file.ts';

/** Where the simulated store is. */
export const bookPath = '/shop/data/inventory.json';
export const journalPath = '/shop/data/inventory.journal.jsonl';
export const witnessPath = '/shop/data/inventory.witness.json';
export const indexPath = '/shop/data/inventory.index';

/** The layer between a store and its files, in which a mutant changes something. */
export type Wrap = (files: FileSystem) => FileSystem;

const begun = Date.UTC(2026, 10, 23);

/** A shop whose clock and names are its own, so that it plays the same again. */
export class Shop {
  readonly #wrap: Wrap;
  /** The notices that no other listener takes. */
  readonly notices: Notice[] = [];
  #now: number;
  #unique: number;
  readonly #entriesBehind: number;

  /**
   * `from`: how many seconds after the first day begins, and names given before. `entriesBehind`: how far its book file
   * may stay behind, as those of large shops do.
   */
  constructor(wrap: Wrap = (files) => files, from = 0, entriesBehind = 1) {
    this.#wrap = wrap;
    this.#now = begun + from * 1000;
    this.#unique = from;
    this.#entriesBehind = entriesBehind;
  }

  #options(
    files: FileSystem,
    { by = 'li', waitMs = 0, notice = (one) => void this.notices.push(one) }: Clerk,
  ) {
    return {
      by,
      waitMs,
      notice,
      files: this.#wrap(files),
      entriesBehind: () => this.#entriesBehind,
      now: () => {
        this.#now += 1000;
        return this.#now;
      },
      unique: () => {
        this.#unique++;
        return this.#unique.toString(16).padStart(8, '0');
      },
    };
  }

  init(files: FileSystem, clerk: Clerk = {}): Promise<KeptStore> {
    return initJsonFileStore(bookPath, { code: 'CNY', fractionDigits: 2 }, this.#options(files, clerk));
  }

  restore(files: FileSystem, bytes: Buffer): Promise<void> {
    return restoreJsonFileStore(
      bookPath,
      { name: 'a.backup', bytes: piecesOf(bytes) },
      this.#options(files, {}),
    );
  }

  open(files: FileSystem, clerk: Clerk = {}): Promise<KeptStore> {
    return openJsonFileStore(bookPath, this.#options(files, clerk));
  }
}

/** Bytes as they come from a file, in pieces that end anywhere. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** Who opens a store, and how. */
export interface Clerk {
  readonly by?: string;
  readonly waitMs?: number;
  readonly notice?: (notice: Notice) => void;
}

/** What a command comes to: what it records, or the entry that its key says is there. */
type Decision = { readonly entry: NewEntry | null; readonly already?: Entry | null };

/** One command of a clerk. */
export interface Command {
  /** Under which it may be repeated. */
  readonly key?: string;
  decide(book: Book, journal: Journal, at: string): Decision;
}

/** A command on its way: what it had decided when it was interrupted. */
export interface Attempt {
  decided: string | null;
}

/** Performs a command; it returns the entry it made, or the one that is there already, or null for nothing to do. */
export async function perform(
  store: KeptStore,
  command: Command,
  attempt: Attempt = { decided: null },
): Promise<{ readonly entry: Entry | null; readonly isNew: boolean }> {
  const { entry, answer } = await store.commit((book, journal, at) => {
    const { entry, already = null } = command.decide(book, journal, at);
    attempt.decided = entry === null ? null : told({ at, ...entry });
    return { entry, answer: already };
  });
  return { entry: entry ?? answer, isNew: entry !== null };
}

/** Performs a command, unless it is refused. */
export async function attemptCommand(store: KeptStore, command: Command): Promise<void> {
  try {
    await perform(store, command);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** What an entry says, but for its number and its clerk; no two commands say the same, for each has its own time. */
export const told = ({ at, command, undoes, file, changes }: NewEntry & { readonly at: string }): string =>
  JSON.stringify([
    at,
    command,
    undoes ?? null,
    file ?? null,
    changes.map(({ do: what, ...rest }) => ({ do: what, ...rest })),
  ]);

const fieldsOf = (record: { readonly [key: string]: string }) => new Map(Object.entries(record));

export const addDevice = (code: string, quantity: number): Command => ({
  decide: (book, journal, at) => ({
    entry: decideAdd(
      book,
      journal,
      orRefuse(kinds.parse('tv')),
      fieldsOf({
        code,
        name: `Set ${code}`,
        size: '42',
        panel: 'lcd',
        price: '1',
        cost: '0.50',
        quantity: String(quantity),
      }),
      at,
    ),
  }),
});

export interface MoveOptions {
  readonly note?: string;
  readonly key?: string;
  readonly cost?: string;
}

export const move = (device: string, change: number, { note, key, cost }: MoveOptions = {}): Command => ({
  ...(key === undefined ? {} : { key }),
  decide: (book, journal, at) => {
    const direction = change > 0 ? 'stock-in' : 'stock-out';
    const reason: Reason = change > 0 ? 'purchase' : 'sale';
    const quantity = orRefuse(parseQuantity(String(Math.abs(change))));
    const { entry, answer } = decideMove(
      book,
      journal,
      {
        device,
        direction,
        reason,
        quantity,
        ...(cost === undefined ? {} : { cost: orRefuse(parseMoney(cost, book.currency)) }),
        ...(note === undefined ? {} : { note: orRefuse(parseNote(note)) }),
        ...(key === undefined ? {} : { key: orRefuse(parseReference(key)) }),
      },
      at,
    );
    return { entry, already: answer.already?.entry ?? null };
  },
});

/** Without a number, of the last entry of the clerk `by`. */
export const undo = (entry?: number, by = 'li'): Command => ({
  decide: (book, journal, at) => ({ entry: decideUndo(book, journal, { entry, by }, at).entry }),
});

export const edit = (device: string, fields: { readonly [key: string]: string }): Command => ({
  decide: (book, journal, at) => ({
    entry: decideEdit(book, journal, device, { fields: fieldsOf(fields) }, at),
  }),
});

export const remove = (device: string): Command => ({
  decide: (book, journal, at) => ({ entry: decideRemove(book, journal, device, at) }),
});

/** Nothing to do, by a command that may write. */
export const nothing: Command = { decide: () => ({ entry: null }) };

export interface ImportedMove {
  readonly device: string;
  readonly change: number;
  readonly key?: string;
}

/** An import of movements; its file is known by `sha256`. */
export const importMoves = (moves: readonly ImportedMove[], sha256: string): Command => ({
  decide: (book, journal, at) => {
    const rows = moves.map(({ device, change, key }, index) => ({
      row: index + 2,
      fields: fieldsOf({
        code: device,
        type: change > 0 ? 'in' : 'out',
        quantity: String(Math.abs(change)),
        note: 'imported '.repeat(20),
        ...(key === undefined ? {} : { key }),
      }),
    }));
    const file = fileOf('moves.csv', sha256);
    return decideImportMovements(book, journal, rows, { file, skipBad: true, again: false }, at);
  },
});

/** An import of a television, a player, and a combo that takes its price from both. */
export const importDevices = (name: string, quantity: number): Command => ({
  decide: (book, journal, at) => {
    const rows = [
      {
        kind: 'combo',
        code: `${name}-C`,
        name,
        size: '22',
        panel: 'lcd',
        disc: 'hd',
        tv: `${name}-T`,
        dvd: `${name}-D`,
      },
      {
        kind: 'tv',
        code: `${name}-T`,
        name,
        size: '22',
        panel: 'oled',
        price: '3.25',
        quantity: String(quantity),
      },
      { kind: 'dvd', code: `${name}-D`, name, disc: 'blu-ray', price: '2', minimum: '1' },
    ].map((record, index) => ({ row: index + 2, fields: fieldsOf(record) }));
    const file = fileOf('devices.csv', name);
    return decideImportDevices(book, journal, rows, { file, skipBad: true, again: true, update: false }, at);
  },
});

export const addPlaces = (...paths: readonly string[]): Command => ({
  decide: (book, journal, at) => ({ entry: decideAddPlaces(book, journal, { paths }, at).entry }),
});

/** A transfer, or a shipment that is on the road until it is received. */
export const transfer = (
  device: string,
  units: number,
  [from, to]: readonly [string, string],
  { inTransit = false, key }: { readonly inTransit?: boolean; readonly key?: string } = {},
): Command => ({
  ...(key === undefined ? {} : { key }),
  decide: (book, journal, at) => {
    const { entry, answer } = decideTransfer(
      book,
      journal,
      {
        ...{ device, from, to, inTransit, quantity: orRefuse(parseQuantity(String(units))) },
        ...(key === undefined ? {} : { key: orRefuse(parseReference(key)) }),
      },
      at,
    );
    return { entry, already: answer?.already ?? null };
  },
});

/** What an entry sent arrives, or goes back. */
export const settle = (entry: number, isReceived: boolean): Command => ({
  decide: (book, journal, at) => ({
    entry: (isReceived ? decideReceive : decideCancel)(book, journal, { entry }, at).entry,
  }),
});
