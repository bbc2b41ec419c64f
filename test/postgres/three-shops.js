// Three shops sell from one book on two servers, and the first server dies in the middle of the day; in the evening all that
// was confirmed is in the book, and the report ties: `npm run three-shops`.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadServers } from './load.js';

const program = resolve(import.meta.dirname, '../../bin/stockbook.js');
const shops = ['east', 'west', 'north'];
const salesEach = 12;
const stocked = 1000;

const folder = mkdtempSync(join(tmpdir(), 'stockbook-shops-'));
chmodSync(folder, 0o755);
const servers = [];

const command = (store, by, words) => [
  [program, ...words],
  { cwd: folder, env: { ...process.env, STOCKBOOK_STORE: store, STOCKBOOK_BY: by }, encoding: 'utf8' },
];

/** What a command prints; ends all if it fails. */
function answer(store, by, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ...command(store, by, words));
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

const shown = (store, by, ...words) =>
  process.stdout.write(`$ stockbook ${words.join(' ')}\n${answer(store, by, ...words)}`);

/** The same beside others; how it ended. */
const beside = (store, by, ...words) =>
  new Promise((done) => {
    const [argv, options] = command(store, by, words);
    spawn(process.execPath, argv, { ...options, stdio: ['ignore', 'ignore', 'inherit'] }).on('close', done);
  });

/** A day of a shop, which sells one piece after the other; returns how many sales were confirmed. */
async function sell(store, shop, sold) {
  for (let sale = 1; sale <= salesEach; sale++) {
    const ref = `${shop}-${sale}`;
    const code = await beside(
      store,
      shop,
      'stock-out',
      'TV-1',
      '1',
      '--ref',
      ref,
      '--key',
      ref,
      '--wait',
      '120',
      '-q',
    );
    if (code !== 0) throw new Error(`${ref} ended with ${code}`);
    sold(ref);
  }
}

try {
  const { PostgresServer, bin } = await loadServers(folder);
  servers.push(...PostgresServer.startPair(bin, join(folder, 'servers')));
  const [first, second] = servers;
  const store = `postgres://postgres@${first.host},${second.host}/postgres`;
  shown(store, 'owner', 'init');
  const device = [
    '--code',
    'TV-1',
    '--name',
    'VIERA',
    '--size',
    '42',
    '--panel',
    'plasma',
    '--price',
    '845.48',
  ];
  shown(store, 'owner', 'add', 'tv', ...device, '--quantity', String(stocked), '--cost', '610');
  let count = 0;
  const sold = (ref) => {
    count++;
    if (count !== Math.floor((shops.length * salesEach) / 2)) return;
    console.log(`… ${count} are sold, ${ref} the last; the first server dies, and the second takes over`);
    first.kill();
    second.promote();
  };
  await Promise.all(shops.map((shop) => sell(store, shop, sold)));
  shown(store, 'owner', 'report', 'day');
  shown(store, 'owner', 'verify');
  const [{ quantity }] = JSON.parse(answer(store, 'owner', 'list', '--json'));
  const rows = JSON.parse(answer(store, 'owner', 'history', 'TV-1', '--type', 'stock-out', '--json'));
  const refs = new Set(rows.map(({ ref }) => ref));
  const ties = quantity === stocked - count && rows.length === count && refs.size === count;
  console.log(
    `${count} sold by ${shops.length} shops, ${rows.length} recorded, ${quantity} left: ${ties ? 'it ties' : 'IT DOES NOT TIE'}`,
  );
  process.exitCode = ties ? 0 : 1;
} finally {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
}
