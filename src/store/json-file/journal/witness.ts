import { isObject } from '../../../inventory/devices/device-record.ts';
import { isCount, parseJson } from '../../journal/json.ts';
import { isSum, noSum, seal, verifiedSum } from '../../journal/sealed-line.ts';
import type { Access, FileSystem } from '../files/files.ts';
import { openOrCreate, readContent, writeAll } from '../files/whole-file.ts';

/** The last entry that was confirmed, and the files as they were then. */
export interface Witness {
  /** Whose it is; undefined in one that an earlier version wrote. */
  readonly store: string | undefined;
  readonly n: number;
  readonly sum: string;
  readonly size: number;
  readonly modified: string;
  /** The fingerprint of the book file, where it is known to be as stockbook wrote it. */
  readonly book: string | null;
}

/** One write of a fixed length, so that it replaces what was there. */
const length = 512;

/** The witness; undefined if it is missing or torn. */
export function readWitness(files: FileSystem, path: string): Witness | undefined {
  const bytes = readContent(files, path, length);
  if (bytes === undefined) return undefined;
  const line = bytes.subarray(0, Math.max(bytes.indexOf(0x0a), 0));
  if (verifiedSum(line, noSum) === null) return undefined;
  const json = parseJson(line);
  if (!isObject(json)) return undefined;
  const { store, n, chain, size, modified, book = null } = json;
  if (
    (store !== undefined && typeof store !== 'string') ||
    !isCount(n) ||
    !isSum(chain) ||
    !isCount(size) ||
    typeof modified !== 'string' ||
    (book !== null && typeof book !== 'string')
  )
    return undefined;
  return { store, n, sum: chain, size, modified, book };
}

/** Overwrites the witness in place. It is not synced: it may stay behind, and is only ever a reason for a closer look. */
export function writeWitness(
  files: FileSystem,
  path: string,
  { store, n, sum, size, modified, book }: Witness,
  like: Access | undefined,
): void {
  const { bytes } = seal(JSON.stringify({ store, n, chain: sum, size, modified, book }), noSum);
  const padded = Buffer.alloc(length, ' ');
  bytes.copy(padded);
  padded[bytes.length] = 0x0a;
  padded[length - 1] = 0x0a;
  const file = openOrCreate(files, path, like);
  try {
    writeAll(files, file, padded, 0);
  } finally {
    files.close(file);
  }
}
