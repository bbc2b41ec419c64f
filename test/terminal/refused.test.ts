import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as importWords } from '../../src/cli/commands/import/import.words.ts';
import { words as labelWords } from '../../src/cli/commands/labels/labels.words.ts';
import { words as movementWords } from '../../src/cli/commands/movement/stock-movement.words.ts';
import { words as repairWords } from '../../src/cli/commands/store/repair.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { lockedBy } from '../cli/locked.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const { ask } = en;
const menu = menuWords.en;

const onHand = (code: string): number =>
  (JSON.parse(run(folder, ['show', code, '--json']).stdout) as { quantity: number }).quantity;

describe('what the menu refuses', () => {
  const rows = (text: string) => writeFileSync(join(folder, 'rows.csv'), text);
  const imports = async (terminal: Terminal, language: 'en' | 'zh', what: string) => {
    const { ask } = { en, zh }[language];
    await terminal.asked(ask.menu);
    terminal.type('import\r');
    await terminal.choose(importWords[language].question, what);
    await terminal.answer(ask.value(ask.file, false), 'rows.csv');
  };
  /** An option or a command that would have to be typed in a shell; the menu names the commands of its items. */
  const toType = /--[a-km-z]|--l(?!ow)|stockbook [a-z]/m;

  it.each([
    ['en', 'movements'],
    ['zh', '出入库记录'],
  ] as const)(
    'is done after a yes: the rows without errors, then the same again, in %s',
    async (language, what) => {
      const { ask } = { en, zh }[language];
      const { waysOut, recorded } = menuWords[language];
      rows('code,type,quantity\nNONE,in,1\nTV-1,in,1\n');
      const terminal = new Terminal(folder, ['--lang', language]);
      await imports(terminal, language, what);
      await terminal.answer(ask.yesOrNo(waysOut.skipBad, false), 'y');
      await terminal.until(recorded(3));
      await imports(terminal, language, what);
      await terminal.answer(ask.yesOrNo(waysOut.again, false), 'y');
      await terminal.answer(ask.yesOrNo(waysOut.skipBad, false));
      await terminal.asked(ask.menu);
      expect(onHand('TV-1')).toBe(11);
      expect(terminal.text).not.toMatch(toType);
    },
  );

  it('offers to change devices that exist, and to leave out columns that are not known', async () => {
    rows('kind,code,name,disc,price,colour\ndvd,D-1,Nova player,hd,500,red\n');
    const terminal = new Terminal(folder, []);
    await imports(terminal, 'en', 'devices');
    await terminal.answer(ask.yesOrNo(menu.waysOut.ignoreExtra, false), 'y');
    await terminal.answer(ask.yesOrNo(menu.waysOut.update, false), 'y');
    await terminal.until(menu.recorded(3));
    expect(run(folder, ['show', 'D-1', '--json']).stdout).toContain('"price":"500.00"');
    expect(terminal.text).not.toMatch(toType);
  });

  it('asks for an encoding that cannot be told, and what stands before decimals', async () => {
    rows('code;type;quantity;cost\nTV-1;in;1;1,125\n');
    const terminal = new Terminal(folder, []);
    await imports(terminal, 'en', 'movements');
    await terminal.choose(menu.waysOut.decimal, '.');
    await terminal.until(menu.recorded(3));
    expect(run(folder, ['show', 'TV-1', '--json']).stdout).toContain('"lastCost":"1125.00"');
    writeFileSync(
      join(folder, 'rows.csv'),
      Buffer.from('code,type,quantity,note\nTV-1,in,1,caf\xe9\n', 'latin1'),
    );
    await imports(terminal, 'en', 'movements');
    await terminal.choose(menu.waysOut.encoding, 'windows-1252');
    await terminal.until(menu.recorded(4));
    expect(terminal.text).not.toMatch(toType);
  });

  it('asks for the row of the headers, until it is one that has them', async () => {
    const above = Array.from({ length: 24 }, (_, row) => `list,of,${row}\n`).join('');
    rows(`${above}code,type,quantity\nTV-1,in,1\n`);
    const terminal = new Terminal(folder, []);
    await imports(terminal, 'en', 'movements');
    await terminal.answer(ask.yesOrNo(menu.waysOut.ignoreExtra, false), 'y');
    await terminal.answer(ask.value(menu.waysOut.headerRow, true), '99');
    await terminal.answer(ask.value(menu.waysOut.headerRow, true), '25');
    await terminal.until(menu.recorded(3));
    expect(onHand('TV-1')).toBe(11);
    expect(terminal.text).not.toMatch(toType);
  });

  it.each([
    ['en', 'qr'],
    ['zh', 'qr'],
  ] as const)('offers what a long code fits on, in %s', async (language, chosen) => {
    const { ask } = { en, zh }[language];
    const long = 'LONG-CODE-'.repeat(5);
    run(folder, ['edit', 'D-1', '--code', long]);
    const terminal = new Terminal(folder, ['--lang', language]);
    const prints = async () => {
      await terminal.choose(labelWords[language].which, labelWords[language].choices.one);
      await terminal.asked(ask.which);
      terminal.type(`${long}\r`);
      await terminal.answer(ask.value(labelWords[language].file, false));
    };
    await terminal.asked(ask.menu);
    terminal.type('labels\r');
    await prints();
    await terminal.choose(menuWords[language].waysOut.wider, chosen);
    await terminal.untilSeen(() => existsSync(join(folder, 'labels.html')), 'labels.html');
    await terminal.asked(ask.menu);
    expect(terminal.text).not.toMatch(toType);
  });

  it.each(['en', 'zh'] as const)(
    'is asked for again from the answer that was at fault, in %s',
    async (language) => {
      const { ask, fields, headings, problems, error, command } = { en, zh }[language];
      const value = (field: string) => ask.value(fields[field] ?? field, false);
      const { recorded } = menuWords[language];
      run(folder, ['place', 'add', 'shop-1']);
      const terminal = new Terminal(folder, ['--lang', language]);
      await terminal.asked(ask.menu);
      terminal.type('out\r');
      await terminal.choose(ask.which, 'TV-1');
      await terminal.asked(movementWords[language].whichPlace);
      terminal.press('enter');
      await terminal.answer(value('quantity'), '99');
      await terminal.asked(fields['reason'] ?? '');
      terminal.press('enter');
      // What is typed before that is the terminal's to edit, which would take the line away itself.
      await terminal.asked(`${value('quantity')} 99`);
      terminal.type('\u00154');
      await terminal.asked(`${value('quantity')} 4`);
      terminal.press('enter');
      await terminal.asked(fields['reason'] ?? '');
      terminal.press('enter');
      await terminal.until(recorded(4));
      expect(onHand('TV-1')).toBe(6);
      await terminal.asked(ask.menu);
      terminal.type('place add\r');
      await terminal.answer(ask.value(headings.place, false), 'SHOP-1');
      await terminal.asked(`${ask.value(headings.place, false)} SHOP-1`);
      terminal.type('\u0015shop-2');
      await terminal.asked(`${ask.value(headings.place, false)} shop-2`);
      terminal.press('enter');
      await terminal.until(recorded(5));
      await terminal.asked(ask.menu);
      terminal.type('place edit\r');
      await terminal.choose(headings.place, 'shop-2');
      await terminal.asked(value('name'));
      terminal.type('\u0015shop-1\r');
      await terminal.until(
        `${error(problems()['place-exists']({ place: 'shop-1' }, command))}\n? ${value('name')} shop-1`,
      );
      terminal.press('escape');
      await terminal.asked(ask.menu);
      expect(terminal.text).not.toMatch(toType);
    },
  );

  it.each(['en', 'zh'] as const)(
    'because it was counted already is added to that, or put in its place, in %s',
    async (language) => {
      const { ask, fields } = { en, zh }[language];
      const { waysOut, recorded } = menuWords[language];
      run(folder, ['count', 'open']);
      run(folder, ['count', 'enter', '3', 'TV-1', '5']);
      const terminal = new Terminal(folder, ['--lang', language]);
      const enters = async (quantity: string, way: string) => {
        await terminal.asked(ask.menu);
        terminal.type('count enter\r');
        await terminal.choose(ask.which, 'TV-1');
        await terminal.answer(ask.value(fields['quantity'] ?? '', false), quantity);
        await terminal.choose(waysOut.countedAlready, way);
      };
      await enters('3', waysOut.add);
      await terminal.until(recorded(5));
      expect(JSON.parse(run(folder, ['count', 'show', '3', '--json']).stdout).lines[1]).toMatchObject({
        first: 8,
      });
      await enters('4', waysOut.replace);
      await terminal.until(recorded(6));
      expect(JSON.parse(run(folder, ['count', 'show', '3', '--json']).stdout).lines[1]).toMatchObject({
        first: 4,
      });
      expect(terminal.text).not.toMatch(toType);
    },
  );

  it('is tried again after a yes if another process held the store', async () => {
    const release = await lockedBy(join(folder, 'data/inventory.journal.jsonl'));
    try {
      const terminal = new Terminal(folder, ['--wait', '0']);
      await terminal.asked(ask.menu);
      terminal.type('TV-1\r');
      await terminal.choose('TV-1', menu.acts.out);
      await terminal.asked(ask.yesOrNo(menu.waysOut.tryAgain, false));
      await release();
      await terminal.answer(ask.yesOrNo(menu.waysOut.tryAgain, false), 'y');
      await terminal.until(menu.recorded(3));
      expect(onHand('TV-1')).toBe(9);
      expect(terminal.text).not.toMatch(toType);
    } finally {
      await release();
    }
  });

  it.each(['en', 'zh'] as const)('is noted without what to type, too, in %s', async (language) => {
    // 入库编号,出入库,数量 and 入库, in GBK.
    const header = '\xc8\xeb\xbf\xe2\xb1\xe0\xba\xc5,\xb3\xf6\xc8\xeb\xbf\xe2,\xca\xfd\xc1\xbf';
    writeFileSync(join(folder, 'rows.csv'), Buffer.from(`${header}\nTV-1,\xc8\xeb\xbf\xe2,1\n`, 'latin1'));
    const terminal = new Terminal(folder, ['--lang', language]);
    await imports(terminal, language, language === 'zh' ? '出入库记录' : 'movements');
    await terminal.until(menuWords[language].recorded(3));
    expect(terminal.text).toContain(importWords[language].encodingGuessed('gb18030').split(/[;；]/)[0]);
    expect(terminal.text).not.toMatch(toType);
  });

  it.each(['en', 'zh'] as const)('is repaired after damage was found, in %s', async (language) => {
    const { ask, confirm } = { en, zh }[language];
    const journal = join(folder, 'data/inventory.journal.jsonl');
    run(folder, ['stock-in', 'TV-1', '5', '--note', 'five']);
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"five"', '"six!"'));
    const terminal = new Terminal(folder, ['--lang', language]);
    await terminal.asked(ask.menu);
    terminal.type('verify\r');
    await terminal.choose(ask.menu, repairWords[language].summary);
    await terminal.answer(ask.yesOrNo(confirm.proceed, true), 'y');
    await terminal.asked(ask.menu);
    expect(run(folder, ['verify']).code).toBe(0);
    expect(terminal.text).not.toMatch(toType);
  });
});
