import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { en } from '../../src/cli/messages/en.ts';
import { zh } from '../../src/cli/messages/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const root = resolve(import.meta.dirname, '../..');
const path = join(root, 'docs/SCREENS.md');

let folder: string;
beforeEach(() => {
  folder = newFolder();
  run(folder, ['init']);
  for (const subject of ['devices', 'movements']) {
    copyFileSync(join(root, 'data/sample', `${subject}.csv`), join(folder, `${subject}.csv`));
    run(folder, ['import', subject, `${subject}.csv`]);
  }
  run(folder, ['stock-out', 'CH-42P', '2', '--ref', 'SO-1']);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** What is on the screen, with the folder by its usual short name. */
const shown = (terminal: Terminal): string =>
  terminal.text
    .replaceAll(folder, '~')
    .replace(/[ \t]+$/gm, '')
    .trim();

const screens: { [name: string]: () => Promise<string> } = {};
for (const [language, locale, messages] of [
  ['en', 'C.UTF-8', en],
  ['zh', 'zh_CN.UTF-8', zh],
] as const) {
  const open = (words: readonly string[]) => new Terminal(folder, words, { env: { LANG: locale } });
  const { ask } = messages;
  screens[`menu.${language}`] = async () => {
    const terminal = open([]);
    await terminal.until(messages.ask.leave);
    return shown(terminal);
  };
  screens[`type-ahead.${language}`] = async () => {
    const terminal = open(['stock-out']);
    await terminal.until('BBK-S1');
    terminal.type('chdz');
    await terminal.until(/chdz\n❯ CH-42P.*\n\n/);
    return shown(terminal);
  };
  screens[`field.${language}`] = async () => {
    const terminal = open(['stock-out', 'CH-42P']);
    await terminal.asked(ask.value(messages.fields['quantity'] ?? '', false));
    terminal.type('1,29');
    await terminal.until('> “1,29”');
    return shown(terminal);
  };
  screens[`guard.${language}`] = async () => {
    const terminal = open(['stock-out', 'KT-60D', '1']);
    await terminal.asked(messages.guard.question);
    return shown(terminal);
  };
  screens[`undo.${language}`] = async () => {
    const terminal = open(['undo']);
    await terminal.asked(messages.preview.undoQuestion);
    return shown(terminal).replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-23 09:30:00');
  };
  screens[`table.${language}`] = async () => {
    const terminal = open(['list']);
    await terminal.ended();
    await terminal.until(messages.totals(12));
    return shown(terminal);
  };
}

it('looks as docs/SCREENS.md shows', { timeout: 120_000 }, async () => {
  const document = readFileSync(path, 'utf8');
  let asShown = document;
  for (const [name, screen] of Object.entries(screens)) {
    const text = await screen();
    asShown = asShown.replace(
      new RegExp(`(<!-- ${name} -->\n\`\`\`text\n)[^\`]*(\`\`\`)`),
      (_, start: string, end: string) => `${start}${text}\n${end}`,
    );
    expect(document).toContain(`<!-- ${name} -->`);
  }
  if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, asShown);
  else expect(document).toBe(asShown);
});
