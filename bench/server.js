// Measures movements on a server beside those in a file, all in one run: `npm run bench:server`. Each client is a store of its
// own with a connection of its own, in this one process; round trips are counted on the line between.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loadServers } from '../test/postgres/load.js';

const seconds = Number(process.env.STOCKBOOK_BENCH_SECONDS ?? 5);
const devices = 1000;
const roundTripMs = 10;

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
    js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
  define: { Response: 'undefined' },
  external: ['fs-native-extensions', 'pg-native'],
  logLevel: 'error',
});
const { BrokenLine, move, newShop, openShop } = await import(pathToFileURL(file).href);

/** Has clients move stock for a while; how many movements a second that makes, and how long the slowest of them took. */
async function work(url, clients, codeOf) {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  let slowestMs = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const store = openShop(url);
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

let server;
try {
  const { PostgresServer, bin } = await loadServers(folder);
  server = PostgresServer.start(bin, join(folder, 'server'));
  const url = await newShop(server, devices);
  const line = await BrokenLine.start(server.port, roundTripMs / 2);
  const far = url.replace(server.host, line.host);
  const many = (client, turn) => `T${(client * 31 + turn) % devices}`;
  const one = () => 'T0';
  console.log('| clients | devices | round trip | movements a second | slowest |');
  console.log('| --: | --: | --: | --: | --: |');
  for (const [where, trip] of [
    [url, '–'],
    [far, `${roundTripMs} ms`],
  ])
    for (const [codeOf, count] of [
      [many, devices],
      [one, 1],
    ])
      for (const clients of [1, 8, 32]) {
        const { perSecond, slowestMs } = await work(where, clients, codeOf);
        console.log(
          `| ${clients} | ${count} | ${trip} | ${perSecond.toFixed(0)} | ${slowestMs.toFixed(0)} ms |`,
        );
      }
  await line.stop();
} finally {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
