import { join } from 'node:path';
import { writeTexts } from '../text-file.js';
import { jsonOf } from './json-file.js';

const script = join(import.meta.dirname, 'lowdb-shop.js');

/** The design most people would write: lowdb's own adapter, one JSON file rewritten at each step. */
export class Lowdb {
  static title = 'lowdb';
  static program = process.execPath;
  static version = ['-p', 'JSON.parse(fs.readFileSync("../../node_modules/lowdb/package.json")).version'];
  static guarantee = 'nothing';
  static how =
    'devices and movements in one JSON file, read and rewritten whole by lowdb (bench/peers/lowdb-shop.js)';

  #file;
  #cwd;
  #env;

  constructor({ folder, env }) {
    this.#file = join(folder, 'shop.json');
    this.#cwd = folder;
    this.#env = env;
  }

  load(shop) {
    writeTexts(this.#file, jsonOf(shop, 'list'));
  }

  #command(does, ...words) {
    return { words: [process.execPath, script, does, this.#file, ...words], cwd: this.#cwd, env: this.#env };
  }

  move(code, change) {
    return {
      // `--`: commander would take a negative number for an option.
      command: this.#command('move', '--', code, String(change)),
      answer: (stdout) => ({ balance: Number(/: (\d+) on hand/.exec(stdout)?.[1]) }),
    };
  }

  list() {
    return {
      command: this.#command('list'),
      answer: (stdout) => {
        const [, devices, units] = /(\d+) devices (\d+)\n$/.exec(stdout.slice(-100)) ?? [];
        return { devices: Number(devices), units: Number(units) };
      },
    };
  }

  history(code) {
    return {
      command: this.#command('history', code),
      answer: (stdout) => {
        const rows = stdout.trimEnd().split('\n');
        return { rows: rows.length, balance: Number(/(\d+)$/.exec(rows.at(-1))?.[1]) };
      },
    };
  }

  importing(file) {
    return {
      command: this.#command('import', file),
      answer: (stdout) => ({ movements: Number(/imported (\d+)/.exec(stdout)?.[1]) }),
    };
  }
}
