import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The launcher of servers, made ready to be loaded by any Node, and the programs that it starts; `folder` is the user's own. */
export async function loadServers(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = join(folder, 'launcher.mjs');
  await build({
    stdin: {
      contents: `export * from './binaries.ts'; export * from './server.ts';`,
      resolveDir: import.meta.dirname,
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The packages are found from where the launcher is written.
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    logLevel: 'warning',
  });
  const { foundBinaries, makeServerFolder, PostgresServer, readyBinaries } = await import(
    pathToFileURL(file).href
  );
  const [first] = foundBinaries();
  if (first === undefined) throw new Error('no PostgreSQL is installed: npm ci installs one');
  const bin = readyBinaries(first.bin, makeServerFolder(join(folder, 'programs-of-server')));
  return { PostgresServer, bin };
}
