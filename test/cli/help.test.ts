import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { membersOf } from '../../src/cli/argv/command-path.ts';
import { commandNames, families, pathOf } from '../../src/cli/commands/shell/names.ts';
import { done, interrupted } from '../../src/cli/exit-codes.ts';
import { grouped } from '../../src/cli/help/rules.ts';
import { topicNames } from '../../src/cli/help/topic-names.ts';
import { namedEncodings } from '../../src/exchange/read/encoding.ts';
import { widthOf } from '../../src/exchange/text/width.ts';
import { stockInReasons, stockOutReasons } from '../../src/inventory/book/change.ts';
import {
  deviceColumns,
  movementColumns,
  requiredColumns,
} from '../../src/inventory/decide/imports/import-columns.ts';
import type { Attribute } from '../../src/inventory/devices/attribute.ts';
import { attributesOf } from '../../src/inventory/devices/device.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { orRefuse, type Parsed } from '../../src/inventory/refusal.ts';
import { codeMarks, maxCodeCharacters, parseCode } from '../../src/inventory/values/code.ts';
import { formatScaled } from '../../src/inventory/values/decimal.ts';
import { maxMoney, parseCurrency, usualCurrency } from '../../src/inventory/values/money.ts';
import {
  maxOnHand,
  maxPerMovement,
  parseOnHand,
  parseQuantity,
  parseSetQuantity,
} from '../../src/inventory/values/quantity.ts';
import {
  maxNoteCharacters,
  maxReferenceCharacters,
  parseNote,
  parseReference,
} from '../../src/inventory/values/text.ts';
import { exitCodes } from '../../src/problems.ts';
import { newFolder, removeFolder, run } from './run.ts';

const languages = ['en', 'zh'] as const;
const folder = newFolder();
afterAll(() => removeFolder(folder));

const help = (...words: readonly string[]) => run(folder, ['help', ...words]);
/** A topic without its line breaks, which may be anywhere. */
const topic = (name: string, language = 'en') => help(name, '--lang', language).stdout.replace(/\s+/g, ' ');

describe.each(languages)('help in %s', (language) => {
  it.each(commandNames)('on %s has examples of it', (name) => {
    const { code, stdout } = help(...pathOf(name), '--lang', language);
    const examples = stdout.split('\n').filter((line) => line.startsWith('  $ stockbook '));
    expect(code).toBe(0);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.some((line) => line.startsWith(`  $ stockbook ${name}`))).toBe(true);
  });

  it('promises a code nobody has to give to add only', () => {
    const promised = { en: 'default: the next one', zh: '默认自动编号' }[language];
    expect(help('add', '--lang', language).stdout).toContain(promised);
    expect(help('edit', '--lang', language).stdout).not.toContain(promised);
  });

  it.each(families)('on %s lists the commands that begin so', (family) => {
    const pages = [help(family, '--lang', language), run(folder, [family, '--help', '--lang', language])];
    for (const { code, stdout, stderr } of pages) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const name of membersOf(family)) expect(stdout).toContain(`\n  ${name} `);
    }
    const alone = run(folder, [family, '--lang', language]);
    expect([alone.code, alone.stdout]).toEqual([2, '']);
    for (const name of membersOf(family)) expect(alone.stderr).toContain(pathOf(name)[1]);
    expect(run(folder, [family, 'opn']).stderr).toContain('did you mean count open?');
  });

  it.each(topicNames)('prints the topic %s', (name) => {
    const { code, stdout, stderr } = help(name, '--lang', language);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/undefined|\[object|NaN:/);
    const lines = stdout.split('\n');
    expect(lines.length).toBeGreaterThan(10);
    const tooWide = lines.filter((line) => widthOf(line) > 80 && !/^ {2}-| {3}"message"/.test(line));
    expect(tooWide).toEqual([]);
  });

  it('ends with the topics', () => {
    const { stdout } = help('--lang', language);
    for (const name of topicNames) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });
});

describe('help that the build has written to files', () => {
  const written = (language: string, name: string) =>
    readFileSync(resolve(import.meta.dirname, `../../dist/help/${language}/${name}.txt`), 'utf8');
  const pages = ['stockbook', ...commandNames].flatMap((name) =>
    languages.map((language) => ({ name, language })),
  );

  it.each(pages)('is what the program prints of $name in $language', ({ name, language }) => {
    const words = name === 'stockbook' ? [] : name.split(' ');
    // An option that changes nothing has the program itself print it.
    const { code, stdout } = run(folder, [...words, '--help', '--no-color', '--lang', language]);
    expect(code).toBe(0);
    expect(written(language, name)).toBe(stdout);
  });

  it('is printed in the language that is wanted, however that is said', () => {
    const page = written('zh', 'stock-in');
    expect(run(folder, ['stock-in', '--help', '--lang', 'zh']).stdout).toBe(page);
    expect(run(folder, ['--lang=zh', 'stock-in', '-h']).stdout).toBe(page);
    expect(run(folder, ['stock-in', '--help'], { env: { STOCKBOOK_LANG: 'zh' } }).stdout).toBe(page);
  });

  it('is not taken for what only looks like a command', () => {
    expect(run(folder, ['stok-in', '--help'])).toMatchObject({ code: 2, stdout: '' });
    expect(run(folder, ['stock-in', '--lang', '--help']).stdout).not.toBe(written('en', 'stock-in'));
  });
});

describe('help on what is no topic', () => {
  it('names the nearest topic or command', () => {
    expect(help('exit-cods')).toMatchObject({ code: 2, stderr: expect.stringContaining('exit-codes') });
    expect(help('stok-in')).toMatchObject({ code: 2, stderr: expect.stringContaining('stock-in') });
  });

  it('says where the list is when nothing is near', () => {
    expect(help('nonsens')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('stockbook --help'),
    });
  });

  it('refuses more words and unknown options', () => {
    expect(help('values', 'more')).toMatchObject({ code: 2, stdout: '' });
    expect(help('values', '--formt')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('help exit-codes', () => {
  it.each(languages)('names every exit code and error.code in %s', (language) => {
    const text = topic('exit-codes', language);
    for (const code of [done, interrupted, ...Object.values(exitCodes)]) expect(text).toContain(` ${code} `);
    for (const error of Object.keys(exitCodes)) expect(text).toMatch(new RegExp(`[ 、]${error}[,、 ]`));
  });
});

describe('help import', () => {
  it.each(languages)('names every column in both languages, and what it must have, in %s', (language) => {
    const { stdout } = help('import', '--lang', language);
    for (const { key, term } of [...deviceColumns(kinds), ...movementColumns])
      expect(stdout).toMatch(new RegExp(`^  ${key} +${term.zh} `, 'm'));
    const needed = language === 'en' ? 'always' : '必填';
    for (const key of requiredColumns.movements)
      expect(stdout).toMatch(new RegExp(`^  ${key} .* ${needed} `, 'm'));
  });

  it('follows the help of the command and names every encoding', () => {
    const text = topic('import');
    expect(text).toContain('Usage: stockbook import');
    for (const name of namedEncodings.keys()) expect(text).toContain(name);
  });

  it.each(['devices', 'movements'] as const)('says no more than is so of the columns of %s', (subject) => {
    const store = newFolder();
    run(store, ['init']);
    const required: readonly string[] = requiredColumns[subject];
    for (const left of required) {
      const input = `${[...required.filter((key) => key !== left), 'ref'].join(',')}\n1,1,1\n`;
      const { code, stderr } = run(store, ['import', subject, '-', '--ignore-extra'], { input });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(left) });
    }
    removeFolder(store);
  });
});

describe('help values', () => {
  const currency = orRefuse(parseCurrency(usualCurrency));
  const attributes: readonly Attribute<unknown>[] = [...kinds].flatMap(attributesOf);
  const text = topic('values');

  const holds = (shown: string, parse: (text: string) => Parsed<unknown>, good: string, bad: string) => {
    expect(text).toContain(shown);
    expect(parse(good)).toMatchObject({ ok: true });
    expect(parse(bad)).toMatchObject({ ok: false });
  };

  it.each(attributes)('tells the rule that $key is held to', ({ rule, parse }) => {
    const read = (typed: string) => parse(typed, currency);
    switch (rule.is) {
      case 'code':
      case 'text': {
        const most = rule.maxCharacters;
        return holds(`1 to ${grouped(most)} `, read, 'a'.repeat(most), 'a'.repeat(most + 1));
      }
      case 'measure': {
        const shown = `${rule.unit.en}, above 0 to ${grouped(rule.most)}, at most ${rule.fractionDigits} decimals`;
        holds(shown, read, String(rule.most), String(rule.most + 1));
        const digits = '1'.repeat(rule.fractionDigits);
        return holds(shown, read, `0.${digits}`, `0.${digits}1`);
      }
      case 'money': {
        const most = maxMoney(currency);
        const typed = (minor: number) => formatScaled(minor, currency.fractionDigits);
        return holds(`0 to ${grouped(typed(most))}`, read, typed(most), typed(most + 1));
      }
      case 'quantity':
        return holds(`0 to ${grouped(rule.most)}`, read, String(rule.most), String(rule.most + 1));
      case 'choice':
        for (const { value, term } of rule.choices) {
          holds(value, read, value, `${value}-`);
          holds(value, read, term.zh, `${term.zh}-`);
        }
    }
  });

  it('tells the limits of movements', () => {
    const most = String(maxPerMovement);
    const above = String(maxPerMovement + 1);
    holds(`1 to ${grouped(most)}`, parseQuantity, most, above);
    holds(`0 to ${grouped(most)}`, parseSetQuantity, most, above);
    holds(`0 to ${grouped(maxOnHand)}`, parseOnHand, String(maxOnHand), String(BigInt(maxOnHand) + 1n));
    const letters = (count: number) => 'a'.repeat(count);
    const [reference, note] = [maxReferenceCharacters, maxNoteCharacters];
    holds(`ref 单号 1 to ${grouped(reference)}`, parseReference, letters(reference), letters(reference + 1));
    holds(`note 备注 1 to ${grouped(note)}`, parseNote, letters(note), letters(note + 1));
  });

  it('tells the marks of a code, the kinds and the reasons', () => {
    holds(codeMarks, parseCode, `a${codeMarks}`, `a${codeMarks}#`);
    expect(grouped(maxCodeCharacters)).toBe('64');
    for (const { value, term } of [...kinds.choices, ...stockInReasons, ...stockOutReasons]) {
      expect(text).toContain(value);
      if (term.zh.toLowerCase() !== value) expect(text).toContain(term.zh);
    }
  });
});

const page = resolve(import.meta.dirname, '../../dist/stockbook.1');
/** Has groff print no escape sequences, and no letter over another. */
const plain = ['-P-c', '-P-b', '-P-u'];
const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe('the manual page', () => {
  it.skipIf(!hasGroff)('is formatted by groff without a warning', () => {
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', ...plain, page], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const title of ['NAME', 'COMMANDS', 'VALUES', 'IMPORT', 'JSON', 'EXIT STATUS', 'FILES'])
      expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^ +stockbook ${name}\\b`, 'm'));
  });

  it('has every command with its options', () => {
    const source = readFileSync(page, 'utf8').replaceAll('\\-', '-');
    for (const name of commandNames) expect(source).toContain(`.SS "stockbook ${name} `);
    for (const option of ['--currency <code>', '--skip-bad', '--store <where>', '-o, --output <file>'])
      expect(source).toContain(`.B "${option}"`);
    for (const error of Object.keys(exitCodes)) expect(source).toContain(error);
  });

  it('has every variable of the environment that the program names, and so has the page on scripts', () => {
    const src = resolve(import.meta.dirname, '../../src');
    const read = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap(
        (file) => readFileSync(resolve(src, file), 'utf8').match(/(?<=env\[')STOCKBOOK_[A-Z]+/g) ?? [],
      );
    const source = readFileSync(page, 'utf8');
    const scripts = readFileSync(resolve(src, '../docs/SCRIPTS.md'), 'utf8');
    expect(read).toContain('STOCKBOOK_PLACE');
    for (const name of read) {
      expect(source).toContain(`.B "${name}"`);
      expect(scripts).toContain(`| \`${name}\` |`);
    }
  });

  it('is plain ASCII, without a line that would be taken for a request', () => {
    const source = readFileSync(page, 'utf8');
    expect(source).toMatch(/^[\n -~]*$/);
    for (const [request] of source.matchAll(/^[.']\S*/gm))
      expect(['.TH', '.SH', '.SS', '.PP', '.TP', '.B', '.RS', '.RE', '.nf', '.fi', '.br']).toContain(request);
  });
});
