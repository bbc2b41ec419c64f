import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { perform, WrongAnswer } from './measure.js';
import { deviceRows, searchedWord } from './shop.js';
import { writeTexts } from './text-file.js';

const compiled = 'long-history.mjs';

/** The store's own line functions, made ready to be loaded by Node from a folder. */
export async function compileLongHistory(folder) {
  await build({
    entryPoints: [join(import.meta.dirname, 'long-history.ts')],
    outfile: join(folder, compiled),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
}

/** The program that all of this is about, and its store in a folder. */
export class Stockbook {
  static title = 'stockbook';
  static guarantee = 'each entry synced, all or nothing, chained by checksums';

  #program;
  #folder;
  #env;

  constructor({ program, folder, env }) {
    this.#program = program;
    this.#folder = folder;
    this.#env = { ...env, STOCKBOOK_STORE: this.store, STOCKBOOK_BY: 'li' };
  }

  get store() {
    return join(this.#folder, 'inventory.json');
  }

  command(...words) {
    return { words: [process.execPath, this.#program, ...words], cwd: this.#folder, env: this.#env };
  }

  /** Makes the store with all that has happened before, and has it verified. */
  async load(shop, { scratch }) {
    mkdirSync(this.#folder, { recursive: true });
    const devices = join(this.#folder, 'devices.csv');
    writeTexts(devices, deviceRows(shop));
    perform(this.command('init'));
    perform(this.command('import', 'devices', devices));
    if (shop.movements > 0) {
      const { writeLongHistory } = await import(join(scratch, compiled));
      writeLongHistory(
        join(this.#folder, 'inventory.journal.jsonl'),
        shop.pastMovements(0, shop.movements - 1),
      );
      // The last one is the program's own, which thereby brings the book up to date.
      for (const { code, change, cost } of shop.pastMovements(shop.movements - 1)) {
        perform(this.move(code, change, cost).command);
      }
    }
    this.verify(shop);
  }

  /** That the store is sound and holds what the workload adds up to. */
  verify(shop) {
    const said = perform(this.command('verify'));
    const { command, answer } = this.list();
    const found = answer(perform(command));
    const expected = shop.totals();
    if (!said.startsWith('sound') || JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new WrongAnswer(
        `stockbook verify: ${said.trim()}; list: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`,
      );
    }
  }

  move(code, change, cost) {
    const words = [change > 0 ? 'stock-in' : 'stock-out', code, String(Math.abs(change))];
    return {
      command: this.command(...words, ...(cost === undefined ? [] : ['--cost', cost])),
      answer: (stdout) => ({ balance: Number(/(\d+) on hand/.exec(stdout)?.[1]) }),
    };
  }

  list() {
    return { command: this.command('list'), answer: totalsOf };
  }

  search() {
    return { command: this.command('search', searchedWord.toLowerCase()), answer: totalsOf };
  }

  value() {
    return {
      command: this.command('report', 'value', '--json'),
      answer(stdout) {
        const rows = JSON.parse(stdout);
        let units = 0;
        let value = 0n;
        for (const { quantity, atAverage } of rows) {
          units += quantity;
          value += BigInt((atAverage ?? '0').replace('.', ''));
        }
        return { devices: rows.length, units, value: String(value) };
      },
    };
  }

  history(code) {
    return {
      command: this.command('history', code),
      answer: (stdout) => {
        const rows = stdout.trimEnd().split('\n').slice(2);
        // The first row is the addition of the device.
        return { rows: rows.length - 1, balance: Number(/ [+-]\d+ +(\d+) /.exec(rows.at(-1))?.[1]) };
      },
    };
  }

  /** One device, by a command that says how many there are. */
  told(command, code) {
    return {
      command: this.command(command, code, '--json'),
      answer: (stdout) => JSON.parse(stdout).quantity,
    };
  }

  lastMovements(count) {
    return {
      command: this.command('history', '--limit', String(count)),
      answer: (stdout) => stdout.trimEnd().split('\n').slice(2).length,
    };
  }

  /** The whole store. */
  whole(command) {
    return {
      command: this.command(command),
      answer: (stdout) => Number(/(\d+) +devices?|devices +(\d+)/.exec(stdout)?.slice(1).find(Boolean)),
    };
  }

  keep(file) {
    rmSync(file, { force: true });
    perform(this.command('backup', file));
  }

  /** The store as it was kept. A copy of its files would not do: they are not those that it has left, so it reads them whole. */
  bringBack(file) {
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    perform(this.command('restore', file));
  }

  importing(file) {
    return {
      command: this.command('import', 'movements', file),
      answer: (stdout) => ({ movements: Number(/imported (\d+) movements/.exec(stdout)?.[1]) }),
    };
  }
}

/** The last line of a table of devices. */
function totalsOf(stdout) {
  const [, devices, units, value] = /(\d+) devices? +(\d+) +([\d.]+)\s*$/.exec(stdout.slice(-400)) ?? [];
  return { devices: Number(devices), units: Number(units), value };
}
