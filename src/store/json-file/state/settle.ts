import type { Descriptor } from '../files/files.ts';
import { removeLeftovers, syncNames } from '../files/names.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { copyBytes } from '../files/whole-file.ts';
import { setTornTailAside } from '../journal/journal-writer.ts';
import { endsWith, refuseDamaged } from '../journal/place.ts';
import type { FoundState } from './state.ts';

/** Has a store be one to write on: a torn tail is set aside, an entry whose fate was open is settled, damage refused. */
export function makeSound(storeFiles: StoreFiles, file: Descriptor, state: FoundState): void {
  const { tail, last, journalSize } = state;
  if (tail.state === 'damaged') return refuseDamaged(storeFiles.paths.journal, last);
  if (tail.state === 'torn') {
    const aside = storeFiles.aside('torn', 'jsonl');
    setTornTailAside(storeFiles.files, file, last.offset, journalSize, aside, storeFiles.accessOf(aside));
    storeFiles.options.notice({ key: 'torn-tail-set-aside', keptAs: aside });
  }
  settle(storeFiles, file, state);
}

/**
 * Where the last entry is not the one that was last confirmed: takes away what a killed command was writing, brings the
 * store's names to the disk, which a killed init or repair may have left open, and writes the entries since once more.
 * After a failed sync the page cache shows them, counts them as clean, and no later sync would bring them to the disk.
 */
export function settle(
  storeFiles: StoreFiles,
  file: Descriptor,
  { witness, bookPlace, firstEntry, last, asLeft }: FoundState,
): void {
  const { files } = storeFiles;
  if (asLeft && witness?.sum === last.sum) return;
  removeLeftovers(storeFiles);
  syncNames(storeFiles);
  const isWitnessed = witness !== undefined && endsWith(files, file, witness.sum, witness.size);
  const confirmed = Math.max(firstEntry, isWitnessed ? witness.size : 0, bookPlace?.offset ?? 0);
  if (confirmed >= last.offset) return;
  copyBytes(files, file, { start: confirmed, end: last.offset }, file, confirmed);
  files.syncData(file);
}
