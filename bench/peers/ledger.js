import { join } from 'node:path';
import { writeTexts } from '../text-file.js';
import { everyMovement } from './json-file.js';

/** One transaction: units that come from outside or go there. */
const transaction = ({ at, code, change, reason }) =>
  `${at.slice(0, 10)} * ${reason}\n    Stock:${code}  ${change}\n    Outside\n\n`;

function* transactions(shop) {
  for (const movement of everyMovement(shop)) yield transaction(movement);
}

/** What ledger and hledger have in common: a text journal to which a step appends after the tool has shown the balance. */
class PlainText {
  file;
  #cwd;
  #env;

  constructor({ folder, env }) {
    this.file = join(folder, 'shop.journal');
    this.#cwd = folder;
    this.#env = env;
  }

  load(shop) {
    writeTexts(this.file, transactions(shop));
  }

  command(...words) {
    return { words, cwd: this.#cwd, env: this.#env };
  }

  move(code, change) {
    const script = `on_hand=$(${this.balance(code)}) && after=$((on_hand + $2)) && [ "$after" -ge 0 ] &&
printf '%s * sale\\n    Stock:%s  %s\\n    Outside\\n\\n' "$(date +%F)" "$1" "$2" >>"$3" && echo "$after"`;
    return {
      command: this.command('sh', '-c', script, 'sh', code, String(change), this.file),
      answer: (stdout) => ({ balance: Number(stdout) }),
    };
  }
}

const wholeAtEnd = (line) => Number(/(-?\d+)\s*$/.exec(line)?.[1]);

export class Ledger extends PlainText {
  static title = 'ledger';
  static program = 'ledger';
  static version = ['--version'];
  static guarantee = 'nothing';
  static how =
    'a text journal, an account a device; a step asks `ledger bal` for the balance and appends; `bal`, `reg`';

  balance(code) {
    return `ledger --args-only -f "$3" bal '^Stock:${code}$' --format '%(display_total)\\n'`;
  }

  list() {
    return {
      command: this.command('ledger', '--args-only', '-f', this.file, 'bal', '--flat', '^Stock:'),
      answer: (stdout) => {
        const lines = stdout.trimEnd().split('\n');
        return { devices: lines.length - 2, units: wholeAtEnd(lines.at(-1)) };
      },
    };
  }

  history(code) {
    return {
      command: this.command('ledger', '--args-only', '-f', this.file, 'reg', `^Stock:${code}$`),
      answer: (stdout) => {
        const lines = stdout.trimEnd().split('\n');
        return { rows: lines.length, balance: wholeAtEnd(lines.at(-1)) };
      },
    };
  }
}

export class Hledger extends PlainText {
  static title = 'hledger';
  static program = 'hledger';
  static version = ['--version'];
  static guarantee = 'nothing';
  static how = 'the same journal with `hledger bal` and `reg`';

  balance(code) {
    return `hledger -f "$3" bal -N '^Stock:${code}$' | awk '{ print $1 }'`;
  }

  list() {
    return {
      command: this.command('hledger', '-f', this.file, 'bal', '--flat', '^Stock:'),
      answer: (stdout) => {
        const lines = stdout.trimEnd().split('\n');
        return { devices: lines.length - 2, units: wholeAtEnd(lines.at(-1)) };
      },
    };
  }

  history(code) {
    return {
      command: this.command('hledger', '-f', this.file, 'reg', `^Stock:${code}$`),
      answer: (stdout) => {
        const lines = stdout.trimEnd().split('\n');
        return { rows: lines.length, balance: wholeAtEnd(lines.at(-1)) };
      },
    };
  }
}
