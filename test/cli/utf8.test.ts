import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { closeTerminals, Terminal } from '../terminal/terminal.ts';
import { cleanEnvironment, filledOnce, newFolder, type Outcome, program, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  run(folder, [...'add tv --code A --name A --size 42 --panel lcd --price 1'.split(' ')]);
});
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** 电 and 视 as GBK has them, written for printf. */
const gbk = { 电: '\\265\\347', 视: '\\312\\323' };

/** Runs a line of shell, in which `sb` is the program and $(b …) returns the bytes that printf makes. */
function shell(line: string, input = ''): Outcome {
  const script = `sb() { '${process.execPath}' '${program}' "$@"; }\nb() { printf "$1"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    env: cleanEnvironment(folder),
    input,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const onHand = (): number =>
  (JSON.parse(run(folder, ['show', 'A', '--json']).stdout) as { quantity: number }).quantity;

describe('text that is not UTF-8', () => {
  it.each([
    ['a key', `sb stock-in A 1 --key "$(b 'K${gbk.电}')"`],
    ['a key after an equals sign', `sb stock-in A 1 --key="$(b 'K${gbk.视}')"`],
    ['a note, after other arguments', `sb stock-in A 1 --note "$(b '\\377')"`],
    ['a name', `sb add tv --code G --name "$(b '${gbk.电}${gbk.视}')" --size 1 --panel lcd --price 1`],
    ['a device', `sb stock-in "$(b 'A\\300')" 1`],
    ['the path of an output', `sb export devices -o "$(b 'a\\200.csv')"`],
    ['the operator', `sb stock-in A 1 --by "$(b '${gbk.电}')"`],
    ['a command', `sb "$(b '\\200')"`],
    ['what follows the end of options', `sb search -- "$(b '${gbk.视}')"`],
    ['a surrogate', `sb search "$(b '\\355\\240\\200')"`],
  ])('is refused as %s', (_, line) => {
    const { code, stdout, stderr } = shell(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: “.*\ufffd.*” is not UTF-8; set the terminal or the script to UTF-8 and try again\n$/,
    );
    expect(onHand()).toBe(0);
  });

  it.each(['STOCKBOOK_BY', 'STOCKBOOK_STORE', 'STOCKBOOK_LANG', 'STOCKBOOK_UNGUARDED'])(
    'is refused in %s, which is named',
    (name) => {
      const { code, stderr } = shell(`export ${name}="$(b 'zh${gbk.电}')"; sb stock-in A 1 --lang en`);
      expect([code, onHand()]).toEqual([2, 0]);
      expect(stderr).toMatch(new RegExp(`^error: ${name}: “.*” is not UTF-8`));
    },
  );

  it('is a usage error as JSON, with the value as far as it could be read', () => {
    const { code, stdout, stderr } = shell(`sb stock-in A 1 --json --key "$(b 'K${gbk.电}')"`);
    expect([code, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'usage', details: { value: 'K\ufffd\ufffd' } },
    });
  });

  it('does not make two lines of scan one: each is refused, and stops nothing', () => {
    run(folder, ['stock-in', 'A', '9']);
    const { code, stderr } = shell(`{ b '${gbk.电}\\n'; b 'A*2\\n'; b 'A\\377\\n'; } | sb scan out`);
    expect([code, onHand()]).toEqual([4, 7]);
    expect(stderr).toContain('line 1 refused');
    expect(stderr).toContain('line 3 refused: “A\ufffd”: “A\ufffd” is not UTF-8');
  });

  it.skipIf(isOnServer)('is refused as the name of the folder that a store would be looked for in', () => {
    const { code, stderr } = shell(`d="$(b '${gbk.电}')"; mkdir "$d" && cd "$d" && sb init`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the name of this folder')]);
  });

  it('is refused as the answer to a question', async () => {
    const terminal = new Terminal(folder, ['add', 'dvd', '--code', 'D-1', '--disc', 'hd', '--price', '1']);
    await terminal.asked('name');
    terminal.type('\ufffd\ufffd');
    await terminal.until('is not UTF-8');
    terminal.press('ctrl-u');
    terminal.type('Player');
    terminal.press('enter');
    await terminal.asked('brand');
  });

  it('leaves alone what is UTF-8, whatever it means', () => {
    mkdirSync(join(folder, '电视'));
    expect(shell(`cd 电视; sb stock-in A 1 --key '键 \u{1f4fa}' --note 'Ünïcödé'`).code).toBe(0);
    expect(onHand()).toBe(1);
  });
});
