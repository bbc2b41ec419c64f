import { spawnSync } from 'node:child_process';
import { Jq } from './jq.js';
import { Hledger, Ledger } from './ledger.js';
import { Lowdb } from './lowdb.js';
import { Sqlite } from './sqlite.js';
import { Taskwarrior } from './taskwarrior.js';

/** The programs that stockbook is held against, in the order of the table's columns. */
export const peers = [Lowdb, Sqlite, Ledger, Hledger, Taskwarrior, Jq];

/** The version that a peer prints; undefined if it is not installed. */
export function versionOf({ program, version }) {
  const { status, stdout } = spawnSync(program, version, { cwd: import.meta.dirname, encoding: 'utf8' });
  return status === 0 ? /\d+(?:\.\d+)+/.exec(stdout)?.[0] : undefined;
}
