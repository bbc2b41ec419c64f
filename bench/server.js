// Measures a store on a server beside one in files, all in one run: `npm run bench:server`. Movements a second first, where each
// client is a store of its own in this process; then whole commands on a large store. Every figure is the median of rounds in
// which each kind of store had its turn; round trips are counted on the line between.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loadServers } from '../test/postgres/load.js';

const rounds = Number(process.env.STOCKBOOK_BENCH_ROUNDS ?? 3);
const seconds = Number(process.env.STOCKBOOK_BENCH_SECONDS ?? 3);
const largeDevices = Number(process.env.STOCKBOOK_BENCH_DEVICES ?? 100_000);
const largeEntries = Number(process.env.STOCKBOOK_BENCH_ENTRIES ?? 1_000_000);
const devices = 1000;
const roundTripMs = 10;
const program = resolve(import.meta.dirname, '../bin/stockbook.js');

const folder = mkdtempSync(join(tmpdir(), 'stockbook-bench-'));
chmodSync(folder, 0o755);
const file = join(folder, 'parts.mjs');
await build({
  entryPoints: [join(import.meta.dirname, 'server.ts')],
  outfile: file,
  bundle: true,
  platform: 'node',
  format: 'esm',
  banner: {
    js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(${JSON.stringify(import.meta.url)});`,
  },
  // Packages are found from here.
  define: { Response: 'undefined', 'import.meta.url': JSON.stringify(import.meta.url) },
  external: ['fs-native-extensions', 'pg-native'],
  logLevel: 'error',
});
const parts = await import(pathToFileURL(file).href);
const { addDevices, BrokenLine, initJsonFileStore, move, newShop } = parts;
const { openShop, openJsonFileStore, optionsOf, restoreJsonFileStore } = parts;

const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

/** Has clients move stock for a while; how many movements a second that makes, and how long the slowest of them took. */
async function work(open, clients, codeOf) {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  let slowestMs = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const store = await open();
      for (let turn = 0; performance.now() < end; turn++) {
        const begun = performance.now();
        await move(store, { device: codeOf(client, turn), change: turn % 2 === 0 ? 1 : -1 });
        slowestMs = Math.max(slowestMs, performance.now() - begun);
        count++;
      }
      await store.close();
    }),
  );
  return { perSecond: count / seconds, slowestMs };
}

/** Movements a second by clients on many devices and on one, in files, on a server here and on one that is far away. */
async function movements(server) {
  const url = await newShop(server, devices);
  const near = await BrokenLine.start(server.port);
  const far = await BrokenLine.start(server.port, roundTripMs / 2);
  const book = join(folder, 'files', 'inventory.json');
  mkdirSync(join(folder, 'files'));
  const store = openShop(url);
  const { lines } = await store.backup();
  await restoreJsonFileStore(book, { name: url, bytes: lines }, optionsOf());
  await store.close();
  const places = [
    ['in files', () => openJsonFileStore(book, optionsOf())],
    ['on a server', () => openShop(url)],
    [`on a server ${roundTripMs} ms away`, () => openShop(url.replace(server.host, far.host))],
  ];
  console.log('\nMovements a second, with the slowest of them; after connecting, each takes');
  near.sent = '';
  const counted = openShop(url.replace(server.host, near.host));
  for (let turn = 0; turn < 10; turn++) await move(counted, { device: 'T0', change: 1 });
  await counted.close();
  console.log(`${near.trips / 10} round trips.\n`);
  row('clients', 'devices', ...places.map(([name]) => name), 'on a server / in files');
  row('--:', '--:', ...places.map(() => '--:'), '--:');
  const many = (client, turn) => `T${(client * 31 + turn) % devices}`;
  for (const [codeOf, count] of [
    [many, devices],
    [() => 'T0', 1],
  ])
    for (const clients of [1, 8, 32]) {
      const figures = places.map(() => []);
      for (let round = 0; round < rounds; round++)
        for (const [index, [, open]] of places.entries())
          figures[index].push(await work(open, clients, codeOf));
      const perSecond = figures.map((all) => median(all.map((one) => one.perSecond)));
      const slowest = figures.map((all) => median(all.map((one) => one.slowestMs)));
      const ratio = median(figures[1].map((one, round) => one.perSecond / figures[0][round].perSecond));
      row(
        clients,
        count,
        ...perSecond.map((one, index) => `${one.toFixed(0)} (${slowest[index].toFixed(0)} ms)`),
        ratio.toFixed(2),
      );
    }
  await near.stop();
  await far.stop();
}

/** Runs a command to its end; how long that took. */
function command(store, words) {
  const begun = performance.now();
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LANG: 'C.UTF-8',
        STOCKBOOK_STORE: store,
        STOCKBOOK_BY: 'li',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.resume();
    child.on('close', (code) => {
      if (code === 0) done(performance.now() - begun);
      else failed(new Error(`${words.join(' ')} ended with ${code}`));
    });
  });
}

const day = 86_400_000;
/** When the long history begins. */
const begun = Date.now() - 300 * day;
const codeOf = (index) => `TV-${String(index + 1).padStart(6, '0')}`;

/** The movements of a long history: each device is sold and comes in again, in turn. */
function* history() {
  const stock = new Array(largeDevices).fill(1000);
  for (let n = 0; n < largeEntries; n++) {
    const index = (n * 7919) % largeDevices;
    const change = n % 3 === 0 ? 2 : -1;
    stock[index] += change;
    const cost = change > 0 ? { cost: '610' } : {};
    yield {
      code: codeOf(index),
      change,
      balance: stock[index],
      at: begun + Math.floor((n * 299 * day) / largeEntries),
      ...cost,
    };
  }
}

/** Whole commands on a store with many devices and a long history. */
async function commands(server) {
  const here = join(folder, 'large');
  mkdirSync(here);
  const book = join(here, 'inventory.json');
  const there = server.url('large');
  const rows = Array.from({ length: largeDevices }, (_, index) => ({
    ...{ kind: 'tv', code: codeOf(index), name: `Set ${index % 977}`, brand: `Brand ${index % 50}` },
    ...{ size: String(20 + (index % 60)), panel: 'lcd', price: String(100 + index), quantity: '1000' },
  }));
  const currency = { code: 'CNY', fractionDigits: 2 };
  const store = await initJsonFileStore(book, currency, optionsOf({ now: () => begun }));
  await addDevices(store, rows);
  await store.close();
  parts.writeLongHistory(join(here, 'inventory.journal.jsonl'), history());
  await command(book, ['stock-in', codeOf(0), '1']);
  await command(book, ['backup', join(here, 'a.backup'), '-q']);
  const restoredMs = await command(there, ['restore', join(here, 'a.backup'), '-q']);
  console.log(
    `\nWhole commands with ${largeDevices.toLocaleString('en')} devices and ${largeEntries.toLocaleString('en')} entries (restored to the server in ${(restoredMs / 1000).toFixed(0)} s).\n`,
  );
  row('command', 'in files', 'on a server', 'on a server / in files', 'round trips');
  row('---', '--:', '--:', '--:', '--:');
  const line = await BrokenLine.start(server.port);
  const code = codeOf(Math.floor(largeDevices / 2));
  const month = new Date(Date.now() - 30 * day).toISOString();
  const past = new Date(Date.now() - 100 * day).toISOString();
  for (const words of [
    ['stock-out', code, '1'],
    ['list'],
    ['list', '--brand', 'Brand 7'],
    ['list', '--brand', 'Brand 7', '--as-of', past],
    ['search', 'set 976'],
    ['history', '--limit', '20'],
    ['history', code],
    ['search', 'set976 brand7'],
    ['why', code, '--expect', '1'],
    ['info'],
    ['report', 'day'],
    ['report', 'movements', '--since', month],
    ['report', 'value'],
  ]) {
    const figures = [[], []];
    for (let round = 0; round < rounds; round++)
      for (const [index, store] of [book, there].entries()) figures[index].push(await command(store, words));
    line.sent = '';
    await command(there.replace(server.host, line.host), words);
    const ratio = median(figures[1].map((ms, round) => ms / figures[0][round]));
    row(
      `\`${words.map((word) => (word === past || word === month ? '…' : word)).join(' ')}\``,
      ...figures.map((all) => `${median(all).toFixed(0)} ms`),
      ratio.toFixed(2),
      line.trips,
    );
  }
  await line.stop();
}

let server;
try {
  const { PostgresServer, bin } = await loadServers(folder);
  server = PostgresServer.start(bin, join(folder, 'server'));
  if (process.argv[2] !== 'commands') await movements(server);
  if (process.argv[2] !== 'movements') await commands(server);
  console.log(`\nLoad average at the end: ${loadavg()[0].toFixed(1)}.`);
} finally {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
