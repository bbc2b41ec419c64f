import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words } from '../../src/cli/commands/import/import.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const question = en.ask.yesOrNo(en.guard.question, false);
const twin = { row: 3, code: 'LU-1О', like: 'LU-1O', likeRow: 2, why: 'scripts' } as const;

let folder: string;
beforeEach(() => {
  folder = newFolder();
  run(folder, ['init']);
  writeFileSync(
    join(folder, 'list.csv'),
    `kind,code,name,size,panel,price\ntv,${twin.like},Lumen,43,lcd,9\ntv,${twin.code},Lumen,43,lcd,9\n`,
  );
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const codes = (): unknown[] =>
  JSON.parse(run(folder, ['list', '--json']).stdout).map(({ code }: { readonly code: unknown }) => code);

describe('a file with a code that looks like another one', () => {
  it('is asked about on a terminal, and imported if the code is meant', async () => {
    const clerk = new Terminal(folder, ['import', 'devices', 'list.csv']);
    await clerk.until(`! ${words.en.lookalike(twin).slice(0, 40)}`);
    await clerk.answer(question, 'y');
    expect([await clerk.ended(), codes().toSorted()]).toEqual([0, [twin.like, twin.code]]);
  });

  it('is not imported if it is not', async () => {
    const clerk = new Terminal(folder, ['import', 'devices', 'list.csv']);
    await clerk.answer(question, 'n');
    expect([await clerk.ended(), codes()]).toEqual([130, []]);
  });

  it('is imported with a note if --yes has answered', async () => {
    const clerk = new Terminal(folder, ['import', 'devices', 'list.csv', '--yes']);
    await clerk.until('note: ');
    expect([await clerk.ended(), codes()]).toEqual([0, expect.arrayContaining([twin.code])]);
  });
});
