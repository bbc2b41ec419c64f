import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, it } from 'vitest';
import { words as undoWords } from '../../src/cli/commands/movement/undo.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { clockAt } from '../clock.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const root = resolve(import.meta.dirname, '../..');
const path = join(root, 'docs/SCREENS.md');

let folder: string;
beforeEach(() => {
  folder = newFolder();
  const at = (time: string, words: readonly string[]) => run(folder, words, { env: clockAt(time) });
  for (const subject of ['devices', 'movements'])
    copyFileSync(join(root, 'data/sample', `${subject}.csv`), join(folder, `${subject}.csv`));
  at('2026-11-23T08:40:00+08:00', ['init']);
  at('2026-11-23T08:45:10+08:00', ['import', 'devices', 'devices.csv']);
  at('2026-11-23T08:52:31+08:00', ['import', 'movements', 'movements.csv']);
  at('2026-11-23T10:17:04+08:00', ['stock-out', 'CH-42P', '2', '--ref', 'SO-1']);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** When the screens are looked at. */
const now = '2026-11-23T10:20:00+08:00';

/** What is on the screen, with the folder by its usual short name. */
const shown = (terminal: Terminal): string =>
  terminal.text
    .replaceAll(folder, '~')
    .replace(/[ \t]+$/gm, '')
    .trim();

/** The steps that lead to each screen. */
const screens: { [name: string]: () => Promise<Terminal> } = {};
for (const [language, locale, messages] of [
  ['en', 'C.UTF-8', en],
  ['zh', 'zh_CN.UTF-8', zh],
] as const) {
  const open = (words: readonly string[]) =>
    new Terminal(folder, words, { env: { ...clockAt(now), LANG: locale } });
  const { ask } = messages;
  screens[`menu.${language}`] = async () => {
    const terminal = open([]);
    await terminal.asked(ask.menu);
    return terminal;
  };
  screens[`type-ahead.${language}`] = async () => {
    const terminal = open(['stock-out']);
    await terminal.until('BBK-S1');
    terminal.type('chdz');
    await terminal.until(/chdz\n❯ CH-42P.*\n\n/);
    return terminal;
  };
  screens[`field.${language}`] = async () => {
    const terminal = open(['stock-out', 'CH-42P']);
    await terminal.asked(ask.value(messages.fields['quantity'] ?? '', false));
    terminal.type('1,29');
    await terminal.until('> “1,29”');
    return terminal;
  };
  screens[`guard.${language}`] = async () => {
    const terminal = open(['stock-in', 'KT-60D', '1', '--cost', '88000']);
    await terminal.asked(messages.guard.question);
    return terminal;
  };
  screens[`undo.${language}`] = async () => {
    const terminal = open(['undo']);
    await terminal.asked(undoWords[language].question);
    return terminal;
  };
  screens[`table.${language}`] = async () => {
    const terminal = open(['list']);
    await terminal.ended();
    return terminal;
  };
}

const isUpdate = process.env['UPDATE_TRANSCRIPTS'] === '1';

it('looks as docs/SCREENS.md shows', async () => {
  let document = readFileSync(path, 'utf8');
  for (const [name, open] of Object.entries(screens)) {
    const block = new RegExp(`(?<=<!-- ${name} -->\n\`\`\`text\n)[^\`]*(?=\n\`\`\`)`);
    const [expected] = block.exec(document) ?? [];
    if (expected === undefined) throw new Error(`docs/SCREENS.md has no place for ${name}`);
    const terminal = await open();
    if (!isUpdate) {
      await terminal.untilAll(expected, shown);
      continue;
    }
    // What is new cannot be waited for: whoever updates reads what came of it.
    await setTimeout(1000);
    document = document.replace(block, () => shown(terminal));
  }
  if (isUpdate) writeFileSync(path, document);
});
