// Has the built program in the folder that is named run everyday commands on a store of its own, then keeps what V8 has
// compiled beside each of its files: node compile-cache.js dist
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(process.argv[2]);
const { files } = createRequire(import.meta.url)(`${dist}/main.js`);
const folder = mkdtempSync(join(tmpdir(), 'stockbook-'));
const nowhere = { isTerminal: false, write: () => undefined };

/** A catalogue whose book is long enough to be read and written in pieces. */
const catalogue = join(folder, 'catalogue.csv');
const rows = Array.from({ length: 1000 }, (_, row) => `T-${row},tv,Television ${row},Nova,999.00,9,42,LED`);
writeFileSync(catalogue, ['code,kind,name,brand,price,quantity,size,panel', ...rows].join('\n'));

/** What each file does, in this order. */
const everyday = [
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
  ['moves', 'stock-out T-5 1'],
  ['moves', 'stock-in T-5 1'],
  ['moves', 'stock-out T-6 2'],
  ['moves', 'stock-out T-7 3'],
  ['looks', 'list'],
  ['looks', 'list --json --low --sort value'],
  ['looks', 'search a'],
  ['looks', 'show A'],
  ['looks', 'history'],
  ['looks', 'history A --json'],
  ['looks', 'search television 99'],
  ['looks', 'show T-5'],
  ['looks', 'history T-5'],
  ['looks', 'history --limit 5'],
  ['looks', 'why T-5'],
  ['looks', 'undo'],
  ['whole', '--help'],
  ['whole', 'stock-in --help'],
  // What is done before a server answers; none does on this port.
  ['looks', 'list --wait 0 --store postgres://build@127.0.0.1:1/build'],
];

try {
  for (const language of ['en', 'zh']) {
    const store = join(folder, language);
    // In other processes: it is not among what is done every day.
    for (const words of [['init'], ['import', 'devices', catalogue]])
      execFileSync(process.execPath, [
        '-e',
        `require(${JSON.stringify(join(dist, 'main.js'))}).start()`,
        'stockbook',
        ...words,
        ...['--store', store, '--by', 'build', '--quiet'],
      ]);
    for (const [file, words] of everyday) {
      const { run } = files.require(`./${file}.js`);
      await run(words.split(' '), {
        stdout: nowhere,
        stderr: nowhere,
        stdinIsTerminal: false,
        env: { STOCKBOOK_BY: 'build', STOCKBOOK_LANG: language, STOCKBOOK_STORE: store },
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
