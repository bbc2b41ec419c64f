// Has the built program in the folder that is named run everyday commands on a store of its own, then keeps what V8 has
// compiled beside each of its files: node compile-cache.js dist
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(process.argv[2]);
const { files } = createRequire(import.meta.url)(`${dist}/main.js`);
const folder = mkdtempSync(join(tmpdir(), 'stockbook-'));
const nowhere = { isTerminal: false, write: () => undefined };

/** What each file does, in this order. */
const everyday = [
  ['whole', 'init'],
  [
    'whole',
    'add tv --code A --name A --size 42 --panel lcd --price 1299 --quantity 9 --cost 900 --minimum 2',
  ],
  ['whole', 'add dvd --code B --name B --disc hd --price 299'],
  ['whole', 'add combo --code C --name C --size 22 --panel lcd --disc hd --tv A --dvd B'],
  ['moves', 'stock-in A 5 --cost 910 --ref R --note N --key K --expect 9'],
  ['moves', 'stock-in B 5'],
  ['moves', 'stock-out A 1'],
  ['moves', 'stock-out B 5 --reason damage'],
  ['whole', 'edit A --price 1199'],
  ['looks', 'list'],
  ['looks', 'list --json --low --sort value'],
  ['looks', 'search a'],
  ['looks', 'show A'],
  ['looks', 'history'],
  ['looks', 'history A --json'],
  ['looks', 'undo'],
  ['whole', '--help'],
  ['whole', 'stock-in --help'],
  // What is done before a server answers; none does on this port.
  ['looks', 'list --wait 0 --store postgres://build@127.0.0.1:1/build'],
];

try {
  for (const language of ['en', 'zh']) {
    for (const [file, words] of everyday) {
      const { run } = files.require(`./${file}.js`);
      await run(words.split(' '), {
        stdout: nowhere,
        stderr: nowhere,
        stdinIsTerminal: false,
        env: { STOCKBOOK_BY: 'build', STOCKBOOK_LANG: language, STOCKBOOK_STORE: join(folder, language) },
        directory: folder,
        columns: 80,
        rows: 24,
        terminal: () => ({ input: process.stdin, output: process.stderr }),
        installation: dist,
        stdin: () => process.stdin,
        now: () => Date.now(),
        monotonicMs: () => 0,
      });
    }
  }
  for (const { file, bytes } of files.caches()) writeFileSync(join(dist, file), bytes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
