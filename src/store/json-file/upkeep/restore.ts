import { type RestoreSource, type VerifiedJournal, verifiedLines } from '../../journal/backup.ts';
import type { Descriptor } from '../files/files.ts';
import { makeDirectory, removeDeadTemporaries } from '../files/names.ts';
import { placeJournal, refuseExisting, refuseWhereOneIs } from '../files/new-journal.ts';
import { type JsonFileOptions, StoreFiles } from '../files/store-files.ts';
import { ignoringErrors, writeAll } from '../files/whole-file.ts';
import type { Place } from '../journal/place.ts';
import { moveWitness, writeBook } from '../state/derived-files.ts';

/**
 * Makes a store of a backup. Each line is verified as it comes, and written to a file that becomes the journal once the
 * last one has been. Refuses where there is a store.
 */
export async function restoreJsonFileStore(
  book: string,
  source: RestoreSource,
  options: JsonFileOptions,
): Promise<void> {
  const storeFiles = new StoreFiles(book, options);
  const io = <T>(action: () => T) => storeFiles.io(storeFiles.paths.directory, action);
  io(() => refuseWhereOneIs(storeFiles));
  const lines = verifiedLines(source, storeFiles.kinds, {
    progress: options.progress?.bind(options),
    torn: (byte) => options.notice({ key: 'backup-torn', where: source.name, place: { byte } }),
  });
  const first = await lines.next();
  const takeDirectoryAway = io(() => makeDirectory(storeFiles));
  const temporary = storeFiles.temporary();
  const takeAway = () => {
    ignoringErrors(() => storeFiles.files.remove(temporary));
    takeDirectoryAway();
  };
  // A person who breaks it off ends the process.
  process.on('exit', takeAway);
  try {
    await restore(storeFiles, temporary, first, lines);
  } finally {
    takeAway();
    process.off('exit', takeAway);
  }
}

type Lines = ReturnType<typeof verifiedLines>;
type NextLine = IteratorResult<Buffer, VerifiedJournal>;

/** Fills a new file with the journal, and puts it in place. */
async function restore(
  storeFiles: StoreFiles,
  temporary: string,
  first: NextLine,
  lines: Lines,
): Promise<void> {
  const { files, paths } = storeFiles;
  const io = <T>(action: () => T) => storeFiles.io(paths.directory, action);
  removeDeadTemporaries(storeFiles);
  const file = io(() => files.create(temporary));
  try {
    // Others who make a store here then know that this file is being written.
    ignoringErrors(() => files.tryLock(file));
    const { header, book, last, offset } = await fill(storeFiles, file, first, lines);
    const place: Place = { ...last, offset };
    io(() => {
      files.sync(file);
      if (!placeJournal(storeFiles, temporary)) refuseExisting(storeFiles);
      // The journal has its own name now; nothing is to be left of this one if we are killed from here on.
      ignoringErrors(() => files.remove(temporary));
      storeFiles.afterCommit(() => {
        const seen = writeBook(storeFiles, { header, book }, place, true);
        moveWitness(storeFiles, file, header.store, place, seen);
      });
    });
  } finally {
    ignoringErrors(() => files.close(file));
  }
}

const lineBreak = Buffer.from('\n');

/** Writes the lines of a journal to a file. */
async function fill(
  storeFiles: StoreFiles,
  file: Descriptor,
  first: NextLine,
  lines: Lines,
): Promise<VerifiedJournal & Pick<Place, 'offset'>> {
  const { files, paths } = storeFiles;
  let offset = 0;
  let next = first;
  for (; next.done !== true; next = await lines.next()) {
    const line = next.value;
    storeFiles.io(paths.directory, () => {
      writeAll(files, file, line, offset);
      writeAll(files, file, lineBreak, offset + line.length);
    });
    offset += line.length + lineBreak.length;
  }
  return { ...next.value, offset };
}
