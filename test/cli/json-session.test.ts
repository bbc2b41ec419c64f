import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonSession } from '../../src/cli/help/json-session.ts';
import { perform } from '../transcripts/session.ts';
import { newFolder, removeFolder, run } from './run.ts';

const path = resolve(import.meta.dirname, '../../src/cli/help/json-session.ts');
let folder: string;

beforeEach(() => {
  folder = newFolder();
  writeFileSync(join(folder, 'movements.csv'), 'code,type,quantity\nTV-0001,in,2\nDVD-0001,out,1\n');
  writeFileSync(join(folder, 'bad.csv'), 'code,type,quantity\nTV-0001,in,abc\n');
  writeFileSync(join(folder, 'codes.txt'), 'TV-0001\nnope\n');
  for (const words of [
    ['init'],
    ['add', 'dvd', '--name', 'A', '--disc', 'hd', '--price', '1', '--quantity', '5'],
  ])
    expect(run(folder, [...words, '--store', 'damaged']).code).toBe(0);
  const journal = join(folder, 'damaged/inventory.journal.jsonl');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"change":5', '"change":9'));
});
afterEach(() => removeFolder(folder));

const commands = jsonSession.split('\n').filter((line) => line.startsWith('$ '));

/** Each JSON value on one line, without messages, which are for people and in their language, and sizes of files. */
const printedJson = (text: string): readonly string[] =>
  text
    .split(/\n(?=[{[])(?<![[,]\n)/)
    .filter((part) => /^[{[]/.test(part))
    .map((part) =>
      JSON.stringify(JSON.parse(part), (key, value) =>
        key === 'message' ? '…' : key === 'size' && value > 100 ? 4096 : value,
      ),
    );

describe('help json', () => {
  it('shows what the program prints', () => {
    const printed = commands.map((line) => {
      const { stdout, stderr } = perform(line.slice(2), folder, 'C.UTF-8');
      const values = [...printedJson(stdout), ...printedJson(stderr)];
      return `${[line, ...values].join('\n')}\n`;
    });
    const session = `\n${printed.join('')}`;
    if (process.env['UPDATE_TRANSCRIPTS'] === '1')
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(/`[^`]*`/, () => `\`${session}\``),
      );
    else expect(jsonSession).toBe(session);
  });

  it.each(['en', 'zh'])('has each command with the JSON that it prints, in %s', (language) => {
    const { stdout } = run(folder, ['help', 'json', '--lang', language]);
    const session = stdout
      .slice(stdout.indexOf('  $ '))
      .replace(/ \\\n +/g, ' ')
      .split(/\n\n?(?= {2}[{[$])/)
      .map((part) => (part.startsWith('  $') ? part.trim() : JSON.stringify(JSON.parse(part))));
    expect(session).toEqual(jsonSession.trim().split('\n'));
  });
});
