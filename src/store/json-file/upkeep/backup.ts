import { isObject } from '../../../inventory/devices/device-record.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { parseJson } from '../../journal/json.ts';
import { noSum, seal, verifiedSum } from '../../journal/sealed-line.ts';
import type { Backup } from '../../upkeep.ts';
import type { Descriptor } from '../files/files.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { readAt } from '../files/whole-file.ts';
import { refuseDamaged } from '../journal/place.ts';
import { readState } from '../state/read-state.ts';

const marker = 'backup';
const chunkLength = 1 << 20;

/** What the first line of a backup says of the journal that follows it, so that one that was cut short is known. */
export interface BackupOpening {
  readonly entries: number;
  /** The sum of the last entry. */
  readonly chain: string;
}

/** A backup of a store: a line of its own, and then the sound part of the journal, byte for byte. */
export function backupOf(storeFiles: StoreFiles, file: Descriptor): Backup {
  const { last, tail, book } = readState(storeFiles, file, true);
  if (tail.state === 'damaged') refuseDamaged(storeFiles.paths.journal, last);
  const opening = {
    stockbook: marker,
    entries: last.n,
    chain: last.sum,
    at: storeFiles.now(),
    by: storeFiles.options.by,
  };
  return { entries: last.n, devices: book.size, bytes: backupBytes(storeFiles, file, opening, last.offset) };
}

function* backupBytes(
  storeFiles: StoreFiles,
  file: Descriptor,
  opening: BackupOpening,
  end: number,
): Generator<Uint8Array> {
  const { journal } = storeFiles.paths;
  yield seal(JSON.stringify(opening), noSum).bytes;
  yield Buffer.from('\n');
  for (let at = 0; at < end; ) {
    const bytes = storeFiles.io(journal, () =>
      readAt(storeFiles.files, file, at, Math.min(chunkLength, end - at)),
    );
    // A writer whose disk failed has just taken its entry back.
    if (bytes.length === 0) refuse('store-io', { path: journal, reason: 'EOF' });
    yield bytes;
    at += bytes.length;
  }
}

/** Whether a first line is that of a backup, whole or not. */
export const isOpening = (line: Buffer): boolean =>
  line.toString('latin1', 0, 32).startsWith(`{"stockbook":"${marker}"`);

/** What the first line of a backup says; undefined where it is not as it was written. */
export function readOpening(line: Buffer): BackupOpening | undefined {
  if (verifiedSum(line, noSum) === null) return undefined;
  const json: unknown = parseJson(line);
  if (!isObject(json) || json['stockbook'] !== marker) return undefined;
  const { entries, chain } = json;
  return typeof entries === 'number' && typeof chain === 'string' ? { entries, chain } : undefined;
}
