// A clerk's day on the sample, in a fresh store in a temporary folder: `npm run demo`; on a server of its own:
// `npm run demo -- --store postgres`.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadServers } from './postgres/load.js';

const program = resolve(import.meta.dirname, '../bin/stockbook.js');
const sample = resolve(import.meta.dirname, '../data/sample');
const day = [
  ['init'],
  ['import', 'devices', 'devices.csv'],
  ['list'],
  ['import', 'movements', 'movements.csv'],
  ['stock-in', 'CH-42P', '5', '--cost', '2590', '--ref', 'PO-78'],
  ['stock-out', 'CH-42P', '2', '--ref', 'SO-1004'],
  ['stock-out', 'NV-BD5', '9'],
  ['search', 'blu-ray'],
  ['show', 'CH-32LD'],
  ['history', 'CH-42P'],
  ['undo'],
  ['list', '--low', '--lang', 'zh'],
  ['verify'],
];
/** What is not allowed is shown too: more than is on hand. */
const refused = 4;

const isOnServer = process.argv.slice(2).join(' ') === '--store postgres';
const folder = mkdtempSync(join(tmpdir(), 'stockbook-demo-'));
// A server runs as another user where we are root.
chmodSync(folder, 0o755);
let server;
let failed = false;
try {
  if (isOnServer) {
    const { PostgresServer, bin } = await loadServers(folder);
    server = PostgresServer.start(bin, join(folder, 'server'));
  }
  const store = server?.url() ?? join(folder, 'inventory.json');
  const env = { ...process.env, STOCKBOOK_STORE: store, STOCKBOOK_BY: 'li' };
  for (const words of day) {
    console.log(`$ stockbook ${words.join(' ')}`);
    const { status } = spawnSync(process.execPath, [program, ...words], {
      cwd: sample,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    console.log();
    failed ||= status !== 0 && status !== refused;
  }
} finally {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
