import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as addWords } from '../../src/cli/commands/devices/add.words.ts';
import { words as editWords } from '../../src/cli/commands/devices/edit.words.ts';
import { words as searchWords } from '../../src/cli/commands/devices/search.words.ts';
import { words as exportWords } from '../../src/cli/commands/export/export.words.ts';
import { words as importWords } from '../../src/cli/commands/import/import.words.ts';
import { words as labelWords } from '../../src/cli/commands/labels/labels.words.ts';
import { words as correctWords } from '../../src/cli/commands/movement/correct.words.ts';
import { words as scanWords } from '../../src/cli/commands/movement/scan.words.ts';
import { words as undoWords } from '../../src/cli/commands/movement/undo.words.ts';
import { words as transferWords } from '../../src/cli/commands/transfers/transfer.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const { ask, guard, confirm } = en;
const [menu, undo, correct] = [menuWords.en, undoWords.en, correctWords.en];
const value = (label: string) => ask.value(label, false);
const optional = (label: string) => ask.value(label, true);

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** A shop that has received one TV-1, so that ten more look like a slip. */
function makeBusyShop(at: string): void {
  makeShop(at);
  run(at, ['stock-in', 'TV-1', '1']);
}

/** Every byte of the store. */
const bytes = (): readonly string[] =>
  readdirSync(join(folder, 'data'))
    .sort()
    .map((name) => `${name} ${readFileSync(join(folder, 'data', name), 'utf8')}`);

/** One question of a command: what it asks and, on the way to the questions after it, the answer. */
type Step = readonly [question: string, answer?: { readonly text: string } | { readonly choose: string }];

const text = (typed: string) => ({ text: typed });
const choose = (option: string) => ({ choose: option });

const importing = ['import', 'movements', 'rows.csv', '--skip-bad', '--rejects'];

/** Files that commands would replace, and one that they read. */
function layFiles(): void {
  writeFileSync(join(folder, 'there.csv'), 'mine\n');
  writeFileSync(join(folder, 'earlier.csv'), 'code,error\n');
  writeFileSync(join(folder, 'rows.csv'), 'code,type,quantity\nNONE,in,1\nTV-1,in,1\n');
}

type Language = 'en' | 'zh';
type Asking = readonly [words: readonly string[], steps: readonly Step[]];

/** The commands that ask, with their questions in a language. */
function commandsIn(language: Language): readonly Asking[] {
  const { ask, guard, headings, confirm, fields } = { en, zh }[language];
  const value = (label: string) => ask.value(label, false);
  const optional = (label: string) => ask.value(label, true);
  const field = (key: string) => fields[key] ?? key;
  const either = (english: string, chinese: string) => (language === 'zh' ? chinese : english);
  const tv = either('TV', kinds.choices.find(({ value }) => value === 'tv')?.term.zh ?? '');
  const [lcd, hd] = [either('LCD', '液晶'), either('HD', '高清')];
  const [tvCode, dvdCode, dvdPrice] = [
    either('TV code', '电视编号'),
    either('DVD code', 'DVD编号'),
    either('DVD price', 'DVD单价'),
  ];
  const [panel, disc, price] = [either('panel', '类型'), either('disc', '规格'), either('price', '售价')];
  const [devices, movements] = [either('devices', '设备'), either('movements', '出入库记录')];
  const [undo, correct, labels] = [undoWords[language], correctWords[language], labelWords[language]];
  const [add, edit, search] = [addWords[language], editWords[language], searchWords[language]];
  const [exporting, scan] = [exportWords[language], scanWords[language]];
  const componentFrom = (code: string) => add.componentFrom(code).slice(0, 8);
  return [
    [
      ['add'],
      [
        [headings.kind, choose(tv)],
        [optional(field('code')), text('')],
        [value(field('name')), text('Set')],
        [optional(field('brand')), text('')],
        [value(field('size')), text('42')],
        [panel, choose(lcd)],
        [value(price), text('100')],
        [optional(field('weight')), text('')],
        [optional(field('minimum')), text('')],
        [optional(headings.onHand), text('1')],
        [optional(field('cost'))],
      ],
    ],
    [
      ['add', 'combo', '--name', 'C', '--brand', 'B', '--code', 'C-1'],
      [
        [value(field('size')), text('22')],
        [panel, choose(lcd)],
        [disc, choose(hd)],
        [optional(field('weight')), text('')],
        [optional(field('minimum')), text('')],
        [componentFrom(tvCode), choose(add.fromBook)],
        [tvCode, choose('TV-1')],
        [componentFrom(dvdCode), choose(add.givenPrice)],
        [value(dvdPrice), text('30')],
        [optional(headings.onHand)],
      ],
    ],
    [
      ['stock-in'],
      [
        [ask.which, choose('TV-1')],
        [value(field('quantity')), text('10')],
        [optional(field('cost')), text('')],
        [optional(field('ref')), text('')],
        [guard.question],
      ],
    ],
    [['stock-out'], [[ask.which, choose('TV-1')], [value(field('quantity')), text('')], [field('reason')]]],
    [
      ['edit', 'TV-1'],
      [[edit.question, choose(price)], [value(price), text('')], [edit.question]],
    ],
    [
      ['edit', 'D-1'],
      [[edit.question, choose(disc)], [disc, choose(either('Blu-ray', '蓝光高清'))], [edit.question]],
    ],
    [['undo'], [[undo.question]]],
    [
      ['correct'],
      [[correct.whichEntry, choose('#2')], [value(correct.correctTo), text('4')], [correct.question]],
    ],
    [['show'], [[ask.which]]],
    [['why'], [[ask.which]]],
    [['remove'], [[ask.which]]],
    [['search'], [[value(search.wanted)]]],
    [['import'], [[importWords[language].question, choose(movements)], [value(ask.file)]]],
    [['export'], [[exporting.question, choose(devices)], [optional(exporting.outputFile)]]],
    [['export', 'devices', '-o', 'there.csv'], [[confirm.proceed]]],
    [
      ['labels'],
      [[labels.which, choose(labels.choices.one)], [ask.which, choose('TV-1')], [value(labels.file)]],
    ],
    [['labels', '--all', '--format', 'svg', '-o', 'there.csv'], [[confirm.proceed]]],
    [['labels', '--all', '--copies', '500', '-o', 'new.svg'], [[confirm.proceed]]],
    [[...importing, 'there.csv'], [[confirm.proceed]]],
    [[...importing, 'earlier.csv'], [[confirm.proceed]]],
    [['repair'], [[confirm.proceed]]],
    [['scan'], [[scan.question]]],
    [['completion'], [['shell']]],
    [['place', 'add'], [[value(headings.place)]]],
    [
      ['transfer'],
      [
        [ask.which, choose('TV-1')],
        [transferWords[language].whichFrom, choose(either('main', '主库'))],
        [value(field('quantity')), text('')],
        [transferWords[language].whichTo],
      ],
    ],
    [['write-off'], [[ask.which, choose('TV-1')], [value(field('quantity')), text('')], [field('reason')]]],
  ];
}

/** Each question of each command in a language, with the steps that lead to it. */
const questionsIn = (language: Language) =>
  commandsIn(language).flatMap(([words, steps]) =>
    steps.map(([question], index) => ({
      command: words.join(' '),
      question,
      language,
      words,
      before: steps.slice(0, index),
    })),
  );

/** Each question in one of the languages, by turns: what is left by one key in English is left by the other in Chinese. */
const questions = (first: Language, second: Language) => {
  const inSecond = questionsIn(second);
  return questionsIn(first).map((question, index) =>
    index % 2 === 0 ? question : (inSecond[index] ?? question),
  );
};

async function go(terminal: Terminal, steps: readonly Step[]): Promise<void> {
  for (const [question, answer] of steps) {
    if (answer === undefined) continue;
    if ('choose' in answer) await terminal.choose(question, answer.choose);
    else await terminal.answer(question, answer.text);
  }
}

describe('Ctrl-C', () => {
  it.each(questions('en', 'zh'))(
    'at “$question” of $command ends it with 130 and changes nothing, in $language',
    async ({ words, question, before, language }) => {
      makeBusyShop(folder);
      layFiles();
      const was = bytes();
      const terminal = new Terminal(folder, [...words, '--lang', language]);
      await go(terminal, before);
      await terminal.asked(question);
      terminal.press('ctrl-c');
      expect(await terminal.ended()).toBe(130);
      expect(terminal.isSane).toBe(true);
      expect(bytes()).toEqual(was);
      expect(readFileSync(join(folder, 'there.csv'), 'utf8')).toBe('mine\n');
      expect(readFileSync(join(folder, 'earlier.csv'), 'utf8')).toBe('code,error\n');
    },
  );

  it('at the first question of all leaves an empty folder empty', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(ask.menu);
    terminal.press('ctrl-c');
    expect(await terminal.ended()).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('in a question of the menu comes back to the menu, and there leaves it', async () => {
    makeBusyShop(folder);
    const was = bytes();
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.in);
    await terminal.asked(ask.which);
    terminal.press('ctrl-c');
    await terminal.until(`${menu.nothingLow}\n? ${ask.menu}`, 24);
    terminal.press('ctrl-c');
    expect(await terminal.ended()).toBe(0);
    expect(bytes()).toEqual(was);
  });

  it('right behind an answer ends the command, too', async () => {
    makeBusyShop(folder);
    const was = bytes();
    for (const delayMs of [0, 0, 1, 2, 4, 8]) {
      const terminal = new Terminal(folder, ['stock-out']);
      await terminal.until('TV-1');
      terminal.press('enter');
      if (delayMs > 0) await new Promise((next) => setTimeout(next, delayMs));
      terminal.press('ctrl-c');
      expect(await terminal.ended()).toBe(130);
    }
    expect(bytes()).toEqual(was);
  });
});

describe('Esc', () => {
  it.each(questions('zh', 'en'))(
    'at “$question” of $command ends it with 130, in add question by question, and changes nothing, in $language',
    async ({ words, question, before, language }) => {
      makeBusyShop(folder);
      layFiles();
      const was = bytes();
      const terminal = new Terminal(folder, [...words, '--lang', language]);
      await go(terminal, before);
      await terminal.asked(question);
      terminal.press('escape');
      for (const [earlier] of words[0] === 'add' ? before.toReversed() : []) {
        await terminal.asked(earlier);
        terminal.press('escape');
      }
      expect(await terminal.ended()).toBe(130);
      expect(terminal.isSane).toBe(true);
      expect(bytes()).toEqual(was);
      expect(readFileSync(join(folder, 'there.csv'), 'utf8')).toBe('mine\n');
    },
  );

  it('leaves a question of the menu and comes back to it, with nothing done', async () => {
    makeBusyShop(folder);
    const was = bytes();
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.in);
    await terminal.choose(ask.which, 'TV-1');
    await terminal.answer(value('quantity'), '10');
    await terminal.answer(optional('cost'));
    await terminal.answer(optional('ref'));
    await terminal.asked(guard.question);
    terminal.press('escape');
    await terminal.choose(ask.menu, menu.items.undo);
    await terminal.choose(menu.undoWhich, '#3');
    await terminal.asked(undo.question);
    terminal.press('escape');
    await terminal.choose(ask.menu, menu.items.more);
    await terminal.until(/^[ ❯] .* show$/m);
    terminal.press('escape');
    await terminal.choose(ask.menu, ask.leave);
    expect(await terminal.ended()).toBe(0);
    expect(bytes()).toEqual(was);
  });

  it('leaves a question of a command with 130', async () => {
    makeBusyShop(folder);
    const terminal = new Terminal(folder, ['stock-out', 'TV-1']);
    await terminal.asked(value('quantity'));
    terminal.press('escape');
    expect(await terminal.ended()).toBe(130);
  });
});

describe('yes', () => {
  it('has the bad rows take the place of earlier ones, and the good ones recorded once', async () => {
    makeBusyShop(folder);
    layFiles();
    const before = JSON.parse(run(folder, ['history', '--json']).stdout).length;
    const terminal = new Terminal(folder, [...importing, 'earlier.csv']);
    await terminal.answer(confirm.proceed);
    expect(await terminal.ended()).toBe(2);
    expect(readFileSync(join(folder, 'earlier.csv'), 'utf8')).toMatch(/^code,type,quantity,error\nNONE,/);
    expect(JSON.parse(run(folder, ['history', '--json']).stdout)).toHaveLength(before + 1);
  });
});

describe('no', () => {
  it('to a confirmation does nothing and says so', async () => {
    makeBusyShop(folder);
    layFiles();
    const was = bytes();
    for (const [words, question] of [
      [['undo'], undo.question],
      [['correct', '2', '--quantity', '4'], correct.question],
      [['export', 'devices', '-o', 'there.csv'], confirm.proceed],
      [[...importing, 'there.csv'], confirm.proceed],
      [[...importing, 'earlier.csv'], confirm.proceed],
    ] as const) {
      const terminal = new Terminal(folder, words);
      await terminal.asked(question);
      terminal.type('n');
      await terminal.until(') n');
      terminal.press('enter');
      await terminal.until(confirm.nothingDone);
      expect(await terminal.ended()).toBe(130);
    }
    expect(bytes()).toEqual(was);
    expect(run(folder, ['verify']).code).toBe(0);
  });
});
