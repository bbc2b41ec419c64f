import { upgradedEntryLine, upgradedHeaderLine } from '../../journal/formats.ts';
import { format } from '../../journal/header.ts';
import { noSum } from '../../journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { JournalReplaced, type StoreFiles } from '../files/store-files.ts';
import { copyBytes, createFilled, ignoringErrors, readContent, writeAll } from '../files/whole-file.ts';
import { lines } from '../journal/journal-lines.ts';
import { headOf, nextEntry, refuseDamaged } from '../journal/place.ts';
import type { State } from '../state/state.ts';

/**
 * Puts a journal of this program's format in the place of a sound one of an older format, whole or not at all, and keeps
 * the old files under names of their own. The lock that is held is on the old journal, so what was to be recorded under
 * it starts again.
 */
export function upgradeJournal(storeFiles: StoreFiles, file: Descriptor, state: State): never {
  const { files, paths } = storeFiles;
  const from = state.header.format;
  const unique = storeFiles.unique();
  const temporary = paths.beside('new', unique, 'tmp');
  const book = readContent(files, paths.book);
  const journalKept = {
    path: paths.beside(`format-${from}`, unique, 'journal.jsonl'),
    of: paths.journal,
    fill: (to: Descriptor) => copyBytes(files, file, { start: 0, end: state.last.offset }, to, 0),
  };
  const bookKept = {
    path: paths.beside(`format-${from}`, unique, 'json'),
    of: paths.book,
    fill: (to: Descriptor) => writtenAt(files, to, 0, book ?? Buffer.alloc(0)),
  };
  const kept = book === undefined ? [journalKept] : [journalKept, bookKept];
  const made = [
    {
      path: temporary,
      of: paths.journal,
      fill: (to: Descriptor) => fillUpgraded(storeFiles, file, state, to),
    },
    ...kept,
  ];
  try {
    for (const { path, of, fill } of made)
      createFilled(files, path, fill, { durable: true, like: storeFiles.accessOf(of) });
    files.syncDirectory(paths.directory);
    files.rename(temporary, paths.journal);
  } catch (error) {
    for (const { path } of made) ignoringErrors(() => files.remove(path));
    throw error;
  }
  files.syncDirectory(paths.directory);
  storeFiles.options.notice({ key: 'upgraded', from, to: format, keptAs: kept.map(({ path }) => path) });
  throw new JournalReplaced();
}

/** Writes bytes at a position and returns the one after them. */
function writtenAt(files: FileSystem, file: Descriptor, position: number, bytes: Uint8Array): number {
  writeAll(files, file, bytes, position);
  return position + bytes.length;
}

/**
 * Writes the journal in this program's format, line by line, and returns its length; every entry is verified again as
 * it is taken over.
 */
function fillUpgraded(
  storeFiles: StoreFiles,
  file: Descriptor,
  { header, firstEntry, last }: State,
  to: Descriptor,
): number {
  const { files } = storeFiles;
  const from = { format: header.format, entries: last.n, chain: last.sum };
  const [first] = lines(files, file, 0, firstEntry);
  let old = headOf(first, storeFiles.paths.journal)?.place;
  if (first === undefined || old === undefined)
    return refuseDamaged(storeFiles.paths.journal, { n: -1, sum: noSum, offset: 0 });
  const head = upgradedHeaderLine(first.bytes, from);
  let { sum } = head;
  let end = writtenAt(files, to, 0, head.bytes);
  for (const line of lines(files, file, firstEntry, last.offset)) {
    const next = nextEntry(line, old);
    if (next === undefined) return refuseDamaged(storeFiles.paths.journal, old);
    old = next.place;
    const sealed = upgradedEntryLine(line.bytes, header.format, sum);
    end = writtenAt(files, to, end, sealed.bytes);
    ({ sum } = sealed);
  }
  return end;
}
