import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/cli/words/en.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
  mkdirSync(join(folder, 'from head office'));
  writeFileSync(join(folder, 'from head office', '到货 1.csv'), 'code,type,quantity\nTV-1,in,3\n');
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const file = en.ask.value(en.ask.file, false);
const onHand = () => JSON.parse(run(folder, ['show', 'TV-1', '--json']).stdout).quantity;

describe('a path at a question', () => {
  it.each([
    ['as a terminal quotes it', (path: string) => `'${path}' `],
    ['in double quotes', (path: string) => `"${path}"`],
    ['with backslashes', (path: string) => path.replaceAll(' ', '\\ ')],
    ['as a URL', (path: string) => pathToFileURL(path).href],
    ['as it is', (path: string) => path],
  ])('is taken %s', async (_, given) => {
    const terminal = new Terminal(folder, ['import', 'movements']);
    await terminal.asked(file);
    terminal.type(given(join(folder, 'from head office', '到货 1.csv')));
    terminal.press('enter');
    expect(await terminal.ended()).toBe(0);
    expect(onHand()).toBe(13);
  });

  it('is completed by Tab, which offers what there is to choose from', async () => {
    writeFileSync(join(folder, 'from head office', '到货 2.csv'), '');
    const terminal = new Terminal(folder, ['import', 'movements']);
    await terminal.asked(file);
    terminal.type('fr\t');
    await terminal.asked(`${file} from head office/`);
    terminal.type('\t');
    await terminal.asked(`${file} from head office/到货 `);
    await terminal.until('到货 1.csv  到货 2.csv');
    terminal.type('1\t\r');
    expect(await terminal.ended()).toBe(0);
    expect(onHand()).toBe(13);
  });
});
