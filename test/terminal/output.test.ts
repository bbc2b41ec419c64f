import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { words as listWords } from '../../src/cli/commands/devices/list.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { slowClock } from '../clock.ts';
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

/** Sequences that colour text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
const colors = /\x1b\[(?!0?m)[0-9;]*m/;

it('asks line by line, without moving the cursor, where the terminal is dumb', async () => {
  const terminal = new Terminal(folder, ['stock-in'], { env: { TERM: 'dumb' } });
  await terminal.until(en.ask.which);
  terminal.type('chdz\r');
  await terminal.until(en.fields['quantity'] ?? '');
  expect(terminal.text).toContain('TV-1  长虹等离子  长虹  10 on hand');
  terminal.type('0\r');
  await terminal.until('too small');
  terminal.type('4\r\r\r');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.text).toContain('#3 in +4  TV-1');
  expect(terminal.output).not.toContain('\x1b');
});

it('keeps to NO_COLOR and --no-color in questions and tables', async () => {
  for (const [words, env] of [
    [[], { NO_COLOR: '1' }],
    [['--no-color'], {}],
  ] as const) {
    const terminal = new Terminal(folder, words, { env });
    await terminal.choose(en.ask.menu, menuWords.en.items.more);
    await terminal.choose(en.ask.menu, listWords.en.summary);
    await terminal.until('15 ');
    await terminal.choose(en.ask.menu, en.ask.leave);
    await terminal.ended();
    expect(terminal.output).not.toMatch(colors);
  }
  const colored = new Terminal(folder, ['list']);
  await colored.ended();
  expect(colored.output).toMatch(colors);
});

it('draws in ASCII where the locale has no more', async () => {
  run(folder, ['edit', 'TV-1', '--name', 'Plasma', '--brand', 'Changhong']);
  const env = { LANG: 'C' };
  const list = new Terminal(folder, ['list'], { env });
  await list.ended();
  const question = new Terminal(folder, ['stock-in'], { env });
  await question.choose(en.ask.which, 'TV-1');
  await question.asked(en.ask.value('quantity', false));
  question.press('ctrl-c');
  await question.ended();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is looked for
  for (const { output } of [list, question]) expect(output).toMatch(/^[\x00-\x7f]*$/);
});

it('shows what is longer than the screen through $PAGER, and nothing else', async () => {
  const pager = join(folder, 'pager');
  writeFileSync(pager, '#!/bin/sh\necho "paged with $*"\ncat > /dev/null\n');
  chmodSync(pager, 0o755);
  const env = { PAGER: `${pager} -x` };
  const long = new Terminal(folder, ['list'], { env, rows: 5 });
  await long.ended();
  expect(long.text).toContain('paged with -x');
  expect(long.text).not.toContain('TV-1');
  const short = new Terminal(folder, ['list'], { env, rows: 20 });
  await short.ended();
  expect(short.text).toContain('TV-1');
  const missing = new Terminal(folder, ['list'], { env: { PAGER: '/no/such/pager' }, rows: 5 });
  await missing.ended();
  expect(missing.text).toContain('TV-1');
});

it('breaks what it says between words, in any language, where the window ends', async () => {
  for (const [language, columns] of [
    ['en', 40],
    ['zh', 41],
    ['en', 60],
  ] as const) {
    const words = ['stock-out', 'TV-1', '99', '--lang', language, '--no-color'];
    const terminal = new Terminal(folder, words, { columns });
    expect(await terminal.ended()).toBe(4);
    const texts = language === 'en' ? en : zh;
    const { 'insufficient-stock': refusal } = texts.problems();
    const whole = texts.error(
      refusal({ code: 'TV-1', name: '长虹等离子', onHand: 10, asked: 99 }, texts.command),
    );
    const lines = terminal.text.split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(language === 'en' ? ' ' : '')).toBe(whole);
  }
});

it.each([
  ['en', 'sets: one', "stockbook search 'sets: one'"],
  ['zh', '长虹等离子彩色电视机', 'stockbook search 长虹等离子彩色电视机'],
])(
  'leaves a command that it suggests whole, on a line of its own, in %s',
  async (language, wanted, command) => {
    const words = ['show', wanted, '--lang', language, '--no-color', '--no-input'];
    for (const columns of [40, 48, 60]) {
      const terminal = new Terminal(folder, words, { columns });
      expect(await terminal.ended()).toBe(3);
      expect(terminal.text.split('\n')).toContain(command);
    }
  },
);

it('shows how far a long import has come, and takes that away', async () => {
  writeFileSync(join(folder, 'm.jsonl'), '{"code":"TV-1","type":"in","quantity":1}\n'.repeat(500));
  const terminal = new Terminal(folder, ['import', 'movements', 'm.jsonl'], { env: slowClock });
  expect(await terminal.ended()).toBe(0);
  expect(terminal.output).toContain('\rreading [########################] 100%');
  expect(terminal.output).toContain('\rchecking [############------------] 51%');
  expect(terminal.text).toBe('#3 imported 500 movements');
});
