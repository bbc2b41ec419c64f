import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Change, Entry } from '../../src/inventory/book/change.ts';
import { entryLine } from '../../src/store/journal/entry-line.ts';
import { nodeFiles } from '../../src/store/json-file/files/node-files.ts';
import { JournalReader } from '../../src/store/json-file/journal/journal-reader.ts';

const head = { at: '2026-11-26T02:00:00.000Z', by: 'li', command: 'import' } as const;

/** Texts that hold what parts of a line begin and end with. */
const notes = ['],"sum":"', ',{"do":"move"', '"changes":[', '第 \\" 行', '\\'];

const changes = (count: number, noteLength: number): readonly Change[] =>
  Array.from({ length: count }, (_, at) => ({
    ...({
      do: 'move',
      id: at + 1,
      code: `C-${at}`,
      name: '长虹',
      change: 1,
      balance: 1,
      reason: 'purchase',
    } as const),
    note: `${notes[at % notes.length]}${'x'.repeat(noteLength)}`,
  }));

it('a journal read in pieces has the same entries and changes as one that is read whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-'));
  try {
    // Short lines between some that take several blocks, one of them with changes longer than a block.
    const entries: readonly Entry[] = [
      { n: 1, ...head, file: { name: '"changes":[', sha256: 'ab' }, changes: changes(3, 0) },
      { n: 2, ...head, changes: changes(30_000, 10) },
      { n: 3, ...head, undoes: 2, changes: changes(1, 0) },
      { n: 4, ...head, corrects: 1, changes: changes(3, 3_000_000) },
      { n: 5, ...head, changes: [] },
      { n: 6, ...head, changes: changes(9_000, 200) },
    ];
    const bytes = Buffer.concat(entries.map((entry) => entryLine(entry, '').bytes));
    writeFileSync(join(folder, 'journal'), bytes);
    const file = openSync(join(folder, 'journal'), 'r');
    const reader = new JournalReader(nodeFiles, file, 0, bytes.length);
    const pieces = [...reader.entriesInPieces()];
    closeSync(file);
    const joined = entries.map(({ n }) => {
      const ofEntry = pieces.filter((piece) => piece.n === n);
      return { ...ofEntry[0], changes: ofEntry.flatMap((piece) => piece.changes) };
    });
    expect(joined).toEqual(entries);
    expect(pieces.length).toBeGreaterThan(entries.length + 5);
    expect(
      pieces.every(
        ({ n, undoes, corrects }) =>
          undoes === entries[n - 1]?.undoes && corrects === entries[n - 1]?.corrects,
      ),
    ).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
