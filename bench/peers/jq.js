import { join } from 'node:path';
import { writeTexts } from '../text-file.js';
import { jsonOf } from './json-file.js';

const moving = `
if .devices[$code].quantity + $change < 0 then error("not enough on hand")
else .devices[$code].quantity += $change
| .movements += [{at: (now | todate), by: "li", code: $code, change: $change, balance: .devices[$code].quantity,
  reason: "sale", ref: null}]
| (.devices[$code].quantity | stderr | empty), . end`;

const listing = `
.devices | (.[] | [.code, .name, .brand, .kind, .size, .panel, .disc, .price / 100, .quantity] | @tsv),
"\\(length) devices \\(map(.quantity) | add)"`;

/** One JSON file, rewritten by jq at each step. */
export class Jq {
  static title = 'jq';
  static program = 'jq';
  static version = ['--version'];
  static guarantee = 'nothing';
  static how = 'one JSON file; a step is `jq … shop.json > new && mv new shop.json`, lists are `@tsv`';

  #file;
  #cwd;
  #env;

  constructor({ folder, env }) {
    this.#file = join(folder, 'shop.json');
    this.#cwd = folder;
    this.#env = env;
  }

  load(shop) {
    writeTexts(this.#file, jsonOf(shop, 'keyed'));
  }

  #command(words) {
    return { words, cwd: this.#cwd, env: this.#env };
  }

  move(code, change) {
    const script = 'jq --arg code "$1" --argjson change "$2" "$3" "$4" 2>&1 >"$4.new" && mv "$4.new" "$4"';
    return {
      command: this.#command(['sh', '-c', script, 'sh', code, String(change), moving, this.#file]),
      answer: (stdout) => ({ balance: Number(stdout) }),
    };
  }

  list() {
    return {
      command: this.#command(['jq', '-r', listing, this.#file]),
      answer: (stdout) => {
        const [, devices, units] = /(\d+) devices (\d+)\n$/.exec(stdout.slice(-100)) ?? [];
        return { devices: Number(devices), units: Number(units) };
      },
    };
  }

  history(code) {
    const rows = '.movements[] | select(.code == $code) | [.at, .by, .reason, .change, .balance] | @tsv';
    return {
      command: this.#command(['jq', '-r', '--arg', 'code', code, rows, this.#file]),
      answer: (stdout) => {
        const lines = stdout.trimEnd().split('\n');
        return { rows: lines.length, balance: Number(/(\d+)$/.exec(lines.at(-1))?.[1]) };
      },
    };
  }
}
