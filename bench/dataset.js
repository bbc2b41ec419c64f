import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { perform } from './measure.js';
import { Shop, worthOf } from './shop.js';
import { Stockbook } from './stockbook.js';
import { writeTexts } from './text-file.js';

/** Node doing nothing, the baseline of every other time. */
export const bareNode = (env) => ({
  command: { words: [process.execPath, '-e', '0'], env },
  answer: (stdout) => stdout,
  expected: '',
});

/** No key is used twice. */
let keys = 0;

/** A shop that is kept by several programs at once, each in a folder of its own, all in the same state. */
export class Dataset {
  shop;
  /** What keeps the shop, by title. */
  #keepers = new Map();
  #folder;
  #bench;

  constructor(bench, name, { devices, movements = 0 }) {
    this.#bench = bench;
    this.#folder = join(bench.folder, name);
    this.shop = new Shop(bench.options.seed, devices, movements);
  }

  async load(peers = []) {
    for (const Keeper of [Stockbook, ...peers]) {
      const folder = join(this.#folder, Keeper.title);
      mkdirSync(folder, { recursive: true });
      const keeper = new Keeper({ folder, env: this.#bench.env, program: this.#bench.options.program });
      await keeper.load(this.shop, { scratch: this.#bench.scratch });
      this.#keepers.set(Keeper.title, keeper);
    }
    return this;
  }

  /** Takes one piece of each device to one of so many other places. */
  spread(places) {
    const names = Array.from({ length: places - 1 }, (_, index) => `shop-${index + 1}`);
    const rows = Array.from({ length: this.shop.devices }, (_, device) =>
      [this.shop.device(device).code, 'transfer', 1, 'main', names[device % names.length]].join(','),
    );
    const file = join(this.#folder, 'spread.csv');
    writeTexts(file, ['code,type,quantity,place,to\n', ...rows.map((row) => `${row}\n`)]);
    perform(this.stockbook.command('place', 'add', ...names));
    perform(this.stockbook.command('import', 'movements', file));
    this.stockbook.verify(this.shop);
    return this;
  }

  get stockbook() {
    return this.#keepers.get(Stockbook.title);
  }

  /** A turn for each keeper that can have one. */
  #turns(turn) {
    return Object.fromEntries([...this.#keepers].map(([title, keeper]) => [title, turn(keeper, title)]));
  }

  /** Every keeper records the same movement, a different one in each round. */
  moving(sign) {
    let next = 0;
    return () => {
      next += 1;
      const device = (next * 7919 + (sign > 0 ? 13 : 0)) % this.shop.devices;
      const change = sign * (1 + (next % 3));
      const { code } = this.shop.device(device);
      const expected = { balance: this.shop.move(device, change) };
      return this.#turns((keeper) => ({ ...keeper.move(code, change), expected }));
    };
  }

  listing() {
    return () => this.#turns((keeper, title) => ({ ...keeper.list(), expected: this.#expected(title) }));
  }

  searching() {
    const expected = this.shop.totals(true);
    return () => ({ [Stockbook.title]: { ...this.stockbook.search(), expected } });
  }

  /** Only stockbook's list shows the value of the stock. */
  #expected(title, shop = this.shop) {
    const { value, ...counts } = shop.totals();
    return title === Stockbook.title ? { ...counts, value } : counts;
  }

  /** What the stock is worth; nothing may move meanwhile. */
  valuing() {
    const { devices, units } = this.shop.totals();
    const expected = { devices, units, value: String(worthOf(this.shop)) };
    return () => ({ [Stockbook.title]: { ...this.stockbook.value(), expected } });
  }

  /** The same by stockbook alone, each with a key of its own. */
  movingByKey() {
    const moved = this.moving(-1);
    return () => {
      const { [Stockbook.title]: turn } = moved();
      keys += 1;
      const { words, ...rest } = turn.command;
      return {
        [Stockbook.title]: { ...turn, command: { ...rest, words: [...words, '--key', `K-${keys}`] } },
      };
    };
  }

  /** One device after the other, by a command that says how many there are. */
  telling(command) {
    let next = 0;
    return () => {
      next += 1;
      const device = (next * 104_729) % this.shop.devices;
      const turn = this.stockbook.told(command, this.shop.device(device).code);
      return { [Stockbook.title]: { ...turn, expected: this.shop.onHand(device) } };
    };
  }

  lastMovements(count) {
    return () => ({ [Stockbook.title]: { ...this.stockbook.lastMovements(count), expected: count } });
  }

  whole(command) {
    return () => ({ [Stockbook.title]: { ...this.stockbook.whole(command), expected: this.shop.devices } });
  }

  history() {
    let next = 0;
    return () => {
      next += 1;
      const device = (next * 104_729) % this.shop.devices;
      const expected = { rows: this.shop.rows(device), balance: this.shop.onHand(device) };
      return this.#turns((keeper) => ({ ...keeper.history(this.shop.device(device).code), expected }));
    };
  }

  /** Every keeper that can imports the same movements into the shop as it was before, and then adds up to `after`. */
  importing(file, after) {
    const importers = [...this.#keepers].filter(([, keeper]) => keeper.importing !== undefined);
    const before = (title) => `${join(this.#folder, title)}.before`;
    for (const [title] of importers) copy(join(this.#folder, title), before(title));
    this.stockbook.keep(before('kept'));
    const turn = ([title, keeper]) => ({
      ...keeper.importing(file),
      prepare: () =>
        keeper === this.stockbook
          ? keeper.bringBack(before('kept'))
          : copy(before(title), join(this.#folder, title)),
      expected: { movements: after.movements },
      afterwards: () => {
        const { command, answer } = keeper.list();
        keeper.verify?.(after);
        return { found: answer(perform(command)), expected: this.#expected(title, after) };
      },
    });
    const turns = Object.fromEntries(importers.map((importer) => [importer[0], turn(importer)]));
    return () => turns;
  }
}

function copy(from, to) {
  rmSync(to, { recursive: true, force: true });
  perform({ words: ['cp', '-a', from, to] });
}
