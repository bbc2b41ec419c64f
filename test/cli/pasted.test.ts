import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from './run.ts';
import { shell } from './shell.ts';

/** A folder that a shell would take apart. */
const shop = "li's shop $HOME";
let folder: string;

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const inShop = (...words: readonly string[]) => run(folder, [...words, '--store', shop]);

/** Pastes the last command that a line suggests into a shell. */
function paste(line: string, pattern = /stockbook (?!.*stockbook ).*$/m) {
  const command = pattern.exec(line)?.[0] ?? '';
  return { command, ...shell(folder, command) };
}

describe('a command that an error suggests can be pasted', () => {
  const fill = () => {
    expect(inShop('init').code).toBe(0);
    const tv = ['add', 'tv', '--code', 'TV-1', '--name', 'Nova 42', '--size', '42', '--panel', 'lcd'];
    expect(inShop(...tv, '--price', '100', '--quantity', '5').code).toBe(0);
  };

  it('makes the store that was named', () => {
    const { code, stderr } = inShop('list');
    expect(code).toBe(3);
    expect(paste(stderr)).toMatchObject({ code: 0 });
    expect(inShop('list').code).toBe(0);
  });

  it('searches for what was typed, in the store that was named', () => {
    fill();
    const { code, stderr } = inShop('show', "Nova's $42");
    expect(code).toBe(3);
    expect(paste(stderr)).toMatchObject({ code: 0 });
  });

  it('restores an entry in the store that was named', () => {
    fill();
    inShop('stock-out', 'TV-1', '2');
    inShop('undo', '2');
    const { code, stderr } = inShop('undo', '2');
    expect(code).toBe(4);
    expect(paste(stderr)).toMatchObject({ code: 0 });
    expect(JSON.parse(inShop('show', 'TV-1', '--json').stdout).quantity).toBe(3);
  });

  it('receives what was said to be sent, in the store that was named', () => {
    fill();
    inShop('place', 'add', 'shop-1');
    const { stdout } = inShop('transfer', 'TV-1', '2', '--from', 'main', '--to', 'shop-1', '--in-transit');
    expect(paste(stdout)).toMatchObject({ code: 0 });
    expect(inShop('pending', '--json').stdout).toBe('[]\n');
  });

  it('repairs the store that was named', () => {
    fill();
    const journal = join(folder, shop, 'inventory.journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"change":5', '"change":9'));
    const { code, stderr } = inShop('verify');
    expect(code).toBe(6);
    expect(paste(stderr)).toMatchObject({ code: 0 });
    expect(inShop('verify').code).toBe(0);
    expect(inShop('verify', '--lang', 'zh').code).toBe(0);
  });

  it('names no other store where none was typed', () => {
    const { stderr } = run(folder, ['list']);
    expect(paste(stderr)).toMatchObject({ command: 'stockbook init', code: 0 });
  });

  it('is quoted in Chinese too', () => {
    const { stderr } = inShop('list', '--lang', 'zh');
    expect(paste(stderr, /stockbook .*(?= 新建)/)).toMatchObject({ code: 0 });
    expect(inShop('list').code).toBe(0);
  });
});
