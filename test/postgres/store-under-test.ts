import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { testServer } from './one-server.ts';

/** Whether tests of the program are to use a store on PostgreSQL: STOCKBOOK_TEST_STORE=postgres. */
export const isOnServer = process.env['STOCKBOOK_TEST_STORE'] === 'postgres';

/** The variables by which commands that run in a folder find the store under test: there, or in a schema of its own. */
export function storeVariables(folder: string): { readonly [name: string]: string } {
  if (!isOnServer) return {};
  const server = testServer();
  if (typeof server === 'string') throw new Error(server);
  const name = `t_${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  return { STOCKBOOK_STORE: server.url(name) };
}

/** Rewrites the output for a store on a server to that for a store in the folder; drops what only a server has. */
export function asInFolder(text: string, folder: string): string {
  const { STOCKBOOK_STORE: url } = storeVariables(folder);
  if (url === undefined) return text;
  return text
    .replace(/^grant .* to CLERK;\n/gm, '')
    .replace(/^(standby|备用机) .*\n/gm, '')
    .replace(/"waitsForStandby":(true|false),/g, '')
    .replace(/,"grants":\[.*?\]/g, '')
    .replaceAll(`no stock book at ${url};`, `no stock book in ${folder} or a folder above it;`)
    .replaceAll(url, join(folder, 'data/inventory.json'));
}
