import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Places } from '../../src/inventory/book/places.ts';
import { statedSum } from '../../src/store/journal/sealed-line.ts';
import type { Descriptor, FileSystem } from '../../src/store/json-file/files/files.ts';
import { nodeFiles } from '../../src/store/json-file/files/node-files.ts';
import { copyBytes } from '../../src/store/json-file/files/whole-file.ts';
import { extendJournalIndex, journalParts } from '../../src/store/json-file/journal/journal-index.ts';
import { lines } from '../../src/store/json-file/journal/journal-lines.ts';
import { JournalReader } from '../../src/store/json-file/journal/journal-reader.ts';
import { soundRuns } from '../../src/store/json-file/upkeep/salvage.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';

let folder: string;
let journal: string;
beforeEach(() => {
  folder = newFolder();
  journal = join(folder, 'data/inventory.journal.jsonl');
  run(folder, ['init']);
  run(folder, [...'add dvd --code D-1 --name Player --disc hd --price 30 --quantity 9'.split(' ')]);
  run(folder, ['stock-out', 'D-1', '2', '--key', 'K']);
  run(folder, ['stock-in', 'D-1', '5']);
  run(folder, ['undo', '3']);
  run(folder, ['correct', '2', '--quantity', '3']);
});
afterEach(() => removeFolder(folder));

/** The disk on which a file is read as if so many bytes stood before it. */
const movedBy = (gap: number, moved: () => Descriptor): FileSystem => ({
  ...nodeFiles,
  status: (file) => {
    const status = nodeFiles.status(file);
    return file === moved() ? { ...status, size: status.size + gap } : status;
  },
  read: (file, into, position) => {
    if (file !== moved()) return nodeFiles.read(file, into, position);
    if (position < gap) throw new Error(`read at ${position}, where nothing should be looked for`);
    return nodeFiles.read(file, into, position - gap);
  },
});

describe.each([2 ** 31 - 7, 2 ** 32 - 100, 2 ** 32 + 5, 2 ** 40 + 1])(
  'entries at byte %d and after it',
  (gap) => {
    it('are found by every index and search, and copied', () => {
      let file = -1;
      let index = -1;
      const files = movedBy(gap, () => file);
      file = files.openToRead(journal);
      const bytes = readFileSync(journal);
      const start = gap + bytes.indexOf('\n') + 1;
      const end = gap + bytes.length;
      try {
        const path = join(folder, 'index');
        const indexed = { file, store: 'shop', firstEntry: start };
        extendJournalIndex(files, path, indexed, end, undefined);
        index = files.openToRead(path);
        const parts = journalParts(files, index, indexed);
        expect(parts.at(-1)?.end).toBe(end);
        const unread = new JournalReader(files, file, start, end);
        for (const journal of [unread, new JournalReader(files, file, start, end, () => parts)]) {
          expect(journal.keyed('K')?.entry.n).toBe(2);
          expect(journal.undos()).toEqual([{ n: 4, undoes: 3 }]);
          expect(journal.corrections().map(({ n }) => n)).toEqual([5]);
          expect(Array.from(journal.changesOf(new Set([1])), ({ entry }) => entry.n)).toEqual([
            1, 1, 2, 3, 4, 5,
          ]);
          expect(Array.from(journal.rows({ device: 1 }, Places.unplaced), ({ row }) => row.balance)).toEqual([
            0, 9, 7, 12, 7, 6,
          ]);
          expect(Array.from(journal.recent(), ({ n }) => n)).toEqual([5, 4, 3, 2, 1]);
          expect(journal.entry(3)?.n).toBe(3);
        }
        const [first] = lines(files, file, start, end);
        const last = { n: 1, sum: statedSum(first?.bytes ?? Buffer.alloc(0)) ?? '', offset: first?.end ?? 0 };
        expect(soundRuns(files, file, last, end).map((one) => one.map(({ n }) => n))).toEqual([[2, 3, 4, 5]]);
        const copy = nodeFiles.create(join(folder, 'copy'));
        copyBytes(files, file, { start: gap, end }, copy, 0);
        closeSync(copy);
        expect(readFileSync(join(folder, 'copy')).equals(bytes)).toBe(true);
      } finally {
        for (const open of [file, index]) if (open !== -1) closeSync(open);
      }
    });
  },
);

/** The blocks that a file has on disk, in bytes. */
const onDisk = (path: string): number => statSync(path).blocks * 512;

describe('zeros that a crash has left behind the last entry, more than memory holds', () => {
  const bytes = 4.5 * 2 ** 30;
  beforeEach(() => truncateSync(journal, statSync(journal).size + bytes));

  it('are no damage, and are set aside by the next command that writes, as a file with a hole', () => {
    const { code, stderr } = run(folder, ['stock-in', 'D-1', '1']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^[^\n]+\n$/)]);
    const aside = readdirSync(join(folder, 'data')).find((name) => name.includes('torn')) ?? '';
    expect(statSync(join(folder, 'data', aside)).size).toBe(bytes);
    expect(onDisk(join(folder, 'data', aside))).toBeLessThan(2 ** 24);
    expect(statSync(journal).size).toBeLessThan(10_000);
    expect(run(folder, ['verify']).code).toBe(0);
  });

  it('with the rest of an entry before them are cut by repair', () => {
    const file = openSync(journal, 'r+');
    writeSync(file, '{"n":6,"at":"20', statSync(journal).size - bytes);
    closeSync(file);
    expect(run(folder, ['repair']).code).toBe(0);
    expect([run(folder, ['verify']).code, statSync(journal).size < 10_000]).toEqual([0, true]);
  });

  it('end a copy of a journal that is restored', () => {
    mkdirSync(join(folder, 'other'));
    const { code, stderr } = run(folder, ['restore', journal, '--store', 'other/inventory.json']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^[^\n]+\n$/)]);
    expect(run(folder, ['verify', '--store', 'other/inventory.json']).code).toBe(0);
  });
});
