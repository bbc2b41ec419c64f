import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../src/inventory/book/change.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { initJsonFileStore, openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { Notice } from '../../src/store/store.ts';
import type { Finding, KeptStore } from '../../src/store/upkeep.ts';
import { listingOf } from '../store/whole.ts';
import { addDevice, importMoves, move, perform, told, undo } from './shop.ts';
import { entriesOf } from './soundness.ts';

/** A store on the real disk to meddle with and restore. */
export class MeddledShop {
  readonly folder = mkdtempSync(join(tmpdir(), 'stockbook-meddled-'));
  readonly #kept = join(this.folder, 'kept');
  readonly #data = join(this.folder, 'data');
  readonly notices: Notice[] = [];

  get bookPath(): string {
    return join(this.#data, 'inventory.json');
  }

  pathOf(name: string): string {
    return join(this.#data, name);
  }

  /** Every file that the store made, by name, but what was set aside. */
  names(): readonly string[] {
    return readdirSync(this.#data).filter((name) => !/^inventory\.[a-z0-9]+-/.test(name));
  }

  content(name: string): Buffer {
    return readFileSync(this.pathOf(name));
  }

  async make(): Promise<void> {
    const store = await initJsonFileStore(this.bookPath, { code: 'CNY', fractionDigits: 2 }, this.#options());
    await store.close();
    for (const command of [
      addDevice('A', 9),
      addDevice('B', 2),
      move('A', -2, { key: 'k1', note: '第一笔' }),
      importMoves(
        [5, -3, 1].map((change) => ({ device: 'A', change })),
        'file',
      ),
      undo(),
      move('B', 4),
    ])
      await this.using((opened) => perform(opened, command));
    this.keep();
  }

  /** What is there now is what it is put back to. */
  keep(): void {
    rmSync(this.#kept, { recursive: true, force: true });
    cpSync(this.#data, this.#kept, { recursive: true, preserveTimestamps: true });
  }

  putBack(): void {
    rmSync(this.#data, { recursive: true, force: true });
    cpSync(this.#kept, this.#data, { recursive: true, preserveTimestamps: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #options() {
    return {
      by: 'li',
      waitMs: 0,
      now: () => Date.now(),
      notice: (notice: Notice) => void this.notices.push(notice),
    };
  }

  /** Opens the store, as a command does, and closes it. */
  async using<T>(action: (store: KeptStore) => Promise<T>): Promise<T> {
    const store = await openJsonFileStore(this.bookPath, this.#options());
    try {
      return await action(store);
    } finally {
      await store.close();
    }
  }

  /** The same, but it may be refused. */
  async attempt<T>(action: (store: KeptStore) => Promise<T>): Promise<T | Refusal> {
    try {
      return await this.using(action);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  /** What a person is shown: the devices, and every entry. */
  seen(): Promise<Seen | Refusal> {
    return this.attempt(async (store) => {
      this.notices.length = 0;
      return {
        devices: JSON.stringify((await listingOf(store)).rows.map(({ id, json }) => [id, json])),
        entries: (await entriesOf(store)).map(asTold),
        warned: this.notices.some(({ key }) => key === 'damaged-after'),
      };
    });
  }

  findings(): Promise<readonly Finding[] | Refusal> {
    return this.attempt(async (store) => (await store.verify()).findings);
  }
}

export interface Seen {
  readonly devices: string;
  readonly entries: readonly string[];
  /** Whether it said that something is missing. */
  readonly warned: boolean;
}

const asTold = (entry: Entry): string => `${entry.n} ${told(entry)}`;

/** One thing that a hand, a tool or a disk does to a file. */
export interface Meddling {
  readonly name: string;
  do(path: string): void;
}

const writing = (name: string, content: Uint8Array): Meddling => ({
  name,
  do: (path) => writeFileSync(path, content),
});

/** A file cut at every length from one on, each `stride`-th of them. */
export const cuts = (content: Buffer, from: number, stride: number): readonly Meddling[] =>
  Array.from(
    { length: Math.ceil((content.length - from) / stride) },
    (_, index) => from + index * stride,
  ).map((length) => writing(`cut to ${length} bytes`, content.subarray(0, length)));

/** One bit of a byte turned, of each `stride`-th byte. */
export const flips = (content: Buffer, first: number, stride: number): readonly Meddling[] =>
  Array.from(
    { length: Math.ceil((content.length - first) / stride) },
    (_, index) => first + index * stride,
  ).map((at) => {
    const changed = Buffer.from(content);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    return writing(`a bit of byte ${at} turned`, changed);
  });

/** Each line removed, doubled, and swapped with the next. */
export function lineChanges(content: Buffer): readonly Meddling[] {
  const lines = content.toString('latin1').split(/(?<=\n)/);
  const made = (name: string, changed: readonly string[]) =>
    writing(name, Buffer.from(changed.join(''), 'latin1'));
  return lines.flatMap((line, at) => [
    made(`line ${at + 1} removed`, lines.toSpliced(at, 1)),
    made(`line ${at + 1} doubled`, lines.toSpliced(at, 0, line)),
    ...(at + 1 < lines.length
      ? [made(`lines ${at + 1} and ${at + 2} swapped`, lines.toSpliced(at, 2, lines[at + 1] ?? '', line))]
      : []),
  ]);
}

/** The whole file emptied, padded, deleted, or something else in its place. */
export const replacements = (content: Buffer): readonly Meddling[] => [
  writing('emptied', Buffer.alloc(0)),
  writing('filled with zeros', Buffer.alloc(content.length)),
  writing('followed by zeros', Buffer.concat([content, Buffer.alloc(4096)])),
  writing('followed by a line break', Buffer.concat([content, Buffer.from('\n')])),
  writing('with other line ends', Buffer.from(content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')),
  writing('saved with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), content])),
  { name: 'deleted', do: (path) => rmSync(path) },
  {
    name: 'replaced by a folder',
    do: (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  },
  {
    name: 'replaced by a symbolic link to it',
    do: (path) => {
      writeFileSync(`${path}.moved`, content);
      rmSync(path);
      symlinkSync(`${path}.moved`, path);
    },
  },
  {
    name: 'replaced by a symbolic link to nothing',
    do: (path) => {
      rmSync(path);
      symlinkSync('nowhere', path);
    },
  },
  { name: 'made read-only', do: (path) => chmodSync(path, 0o444) },
];
