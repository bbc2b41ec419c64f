import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as reportWords } from '../../src/cli/commands/report/report.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh as zhReport } from '../../src/cli/words/report/zh.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder } from '../cli/run.ts';
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

describe('a report on a terminal', () => {
  it('asks which one and where to, from the menu too', async () => {
    const clerk = new Terminal(folder, [], { columns: 100, env: { LANG: 'zh_CN.UTF-8' } });
    await clerk.choose(zh.ask.menu, menuWords.zh.items.print);
    await clerk.choose(zh.ask.menu, reportWords.zh.summary);
    await clerk.choose(reportWords.zh.question, '日结');
    await clerk.answer(zh.ask.value(zhReport.file, true), '日结.html');
    await clerk.until(zhReport.written('日结.html'));
    expect(readFileSync(join(folder, '日结.html'), 'utf8')).toContain('<html lang="zh-CN">');
  });

  it('asks before it replaces a file, and leaves it where it is told no', async () => {
    const words = ['report', 'low', '-o', 'low.txt'];
    const first = new Terminal(folder, words);
    expect(await first.ended()).toBe(0);
    const before = readFileSync(join(folder, 'low.txt'), 'utf8');
    const second = new Terminal(folder, [...words, '--lang', 'zh']);
    await second.answer(zh.ask.yesOrNo(zh.confirm.proceed, true), 'n');
    expect(await second.ended()).toBe(130);
    expect(readFileSync(join(folder, 'low.txt'), 'utf8')).toBe(before);
  });

  it('has no form feeds, fits the width, and is no PDF', async () => {
    const wide = new Terminal(folder, ['report', 'inventory'], { columns: 120, env: { PAGER: 'cat' } });
    expect(await wide.ended()).toBe(0);
    expect(wide.text).toContain('counted');
    expect(wide.text).not.toContain('page 1');
    const pdf = new Terminal(folder, ['report', '--format', 'pdf']);
    await pdf.until(en.problems()['usage-not-text']({ format: 'pdf' }, en.command).slice(0, 20));
    expect(await pdf.ended()).toBe(2);
    expect(existsSync(join(folder, 'inventory.pdf'))).toBe(false);
  });
});

describe('a chart on a terminal', () => {
  it('is as wide as that, and asks which device', async () => {
    const clerk = new Terminal(folder, ['chart'], { columns: 60 });
    await clerk.until('TV-1');
    clerk.type('TV-1');
    await clerk.until(/TV-1\n/);
    clerk.press('enter');
    expect(await clerk.ended()).toBe(0);
    expect(clerk.text).toContain('opening 0, in 10, out 0, closing 10');
    expect(clerk.text).toContain('█');
  });
});
