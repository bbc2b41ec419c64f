import { refuse } from '../../../inventory/refusal.ts';
import { openingLine } from '../../journal/backup.ts';
import type { Backup } from '../../upkeep.ts';
import type { Descriptor } from '../files/files.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { ignoringErrors, readAt } from '../files/whole-file.ts';
import { refuseDamaged } from '../journal/place.ts';
import { readState } from '../state/read-state.ts';

const chunkLength = 1 << 20;

/** A backup of a store: a line of its own, and then the sound part of the journal, byte for byte. */
export function backupOf(storeFiles: StoreFiles): Backup {
  const { file, outcome } = storeFiles.opened((opened) => {
    const { last, tail, book } = readState(storeFiles, opened, true);
    if (tail.state === 'damaged') refuseDamaged(storeFiles.paths.journal, last);
    return { last, devices: book.size };
  });
  const { last, devices } = outcome;
  const opening = openingLine(last, storeFiles.now(), storeFiles.options.by);
  return { entries: last.n, devices, lines: backupBytes(storeFiles, file, opening, last.offset) };
}

async function* backupBytes(
  storeFiles: StoreFiles,
  file: Descriptor,
  opening: Buffer,
  end: number,
): AsyncGenerator<Uint8Array> {
  const { files, paths } = storeFiles;
  try {
    yield opening;
    for (let at = 0; at < end; ) {
      const length = Math.min(chunkLength, end - at);
      const bytes = storeFiles.io(paths.journal, () => readAt(files, file, at, length));
      // A writer whose disk failed has just taken its entry back.
      if (bytes.length === 0) refuse('store-io', { path: paths.journal, reason: 'EOF' });
      yield bytes;
      at += bytes.length;
    }
  } finally {
    ignoringErrors(() => files.close(file));
  }
}
