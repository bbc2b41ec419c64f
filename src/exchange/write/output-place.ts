import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, readlink, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { refuse } from '../../inventory/refusal.ts';
import { systemErrorCode } from '../read/input.ts';

/** Where a file will be written, as it was found before anything was done. */
export interface OutputPlace {
  /** As typed. */
  readonly path: string;
  /** Where it leads to, past every symbolic link. */
  readonly real: string;
  /** The existing file; null if there is none. */
  readonly existing: BigIntStats | null;
  /** Whether it is written to as it is: a pipe, a device, or a file that the process has open. */
  readonly isStream: boolean;
}

/** Linux follows as many links before it gives up. */
const maxLinks = 40;
/** The open files of a process: links to what may have no path, such as a pipe. */
const openFiles = /^\/(proc\/[^/]+\/(task\/\d+\/)?|dev\/)fd$/;

/**
 * Finds where a path leads, without following a link of another user: it could lead into a folder
 * that they may not write. Refuses a folder, a path in a missing folder, and one that may not be written.
 */
export async function outputPlace(path: string, directory: string): Promise<OutputPlace> {
  if (path === '' || path.includes('\0')) refuse('file-no-folder', { path });
  try {
    const real = await realPath(resolve(directory, path), path);
    const existing = await statOrNull(real);
    if (existing?.isDirectory() === true) refuse('file-is-folder', { path });
    const isOpen = openFiles.test(dirname(real)) && existing !== null;
    const isStream = isOpen || (existing !== null && !existing.isFile());
    if (!isStream) await refuseFolder(path, real, existing);
    else if (!isOpen && existing.isFIFO() && !isOurs(existing) && !isRoots(existing))
      refuse('file-of-another', { path });
    return { path, real, existing, isStream };
  } catch (error) {
    refuseWrite(error, path);
  }
}

export const isOurs = ({ uid }: BigIntStats): boolean =>
  process.geteuid === undefined || uid === BigInt(process.geteuid());

const isRoots = ({ uid }: BigIntStats): boolean => uid === 0n;

/** Whether anyone may make files in a folder but only owners may replace theirs, as in /tmp. */
const isShared = ({ mode }: BigIntStats): boolean => (mode & 0o1002n) === 0o1002n;

async function realPath(absolute: string, path: string): Promise<string> {
  const rest = partsOf(absolute);
  let real = parse(absolute).root;
  for (let links = 0, part = rest.shift(); part !== undefined; part = rest.shift()) {
    const next = join(real, part);
    const found = await lstatOrNull(next);
    if (found?.isSymbolicLink() !== true) {
      real = next;
      continue;
    }
    if (rest.length === 0 && openFiles.test(real)) return next;
    const target = await readlink(next);
    await refuseLink(path, next, found, target);
    if (++links > maxLinks) refuse('file-unwritable', { path, reason: 'ELOOP' });
    const led = resolve(real, target);
    rest.unshift(...partsOf(led));
    real = parse(led).root;
  }
  return real;
}

const partsOf = (absolute: string): string[] =>
  absolute
    .slice(parse(absolute).root.length)
    .split(sep)
    .filter((part) => part !== '');

/** Linux itself has the second rule, as `fs.protected_symlinks`; other systems have none. */
async function refuseLink(path: string, link: string, found: BigIntStats, target: string): Promise<void> {
  const folder = await lstat(dirname(link), { bigint: true });
  const isTrusted = isOurs(found) || (isRoots(found) && (!isShared(folder) || isRoots(folder)));
  if (!isTrusted) refuse('link-of-another', { path, link, target }, { path });
}

/** What would keep the file from taking its place is said before anything is done. */
async function refuseFolder(path: string, real: string, existing: BigIntStats | null): Promise<void> {
  const folder = await stat(dirname(real), { bigint: true });
  if (!folder.isDirectory()) refuse('file-no-folder', { path });
  const isKept = existing !== null && (folder.mode & 0o1000n) !== 0n && !isOurs(existing) && !isOurs(folder);
  if (isKept && process.geteuid?.() !== 0) refuse('file-of-another', { path });
  await access(dirname(real), constants.W_OK);
}

async function statOrNull(path: string): Promise<BigIntStats | null> {
  return orNull(stat(path, { bigint: true }));
}

const lstatOrNull = (path: string): Promise<BigIntStats | null> => orNull(lstat(path, { bigint: true }));

async function orNull(stats: Promise<BigIntStats>): Promise<BigIntStats | null> {
  try {
    return await stats;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** An error of the system as a refusal. */
export function refuseWrite(error: unknown, path: string): never {
  const reason = systemErrorCode(error);
  if (reason === null) throw error;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') refuse('file-no-folder', { path });
  return refuse('file-unwritable', { path, reason });
}
