import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCommand } from '../../src/cli/commands/loaders.ts';
import { commandNames } from '../../src/cli/commands/shell/names.ts';
import { words as infoWords } from '../../src/cli/commands/store/info.words.ts';
import { globalOptions } from '../../src/cli/global-options.ts';
import { topicNames } from '../../src/cli/help/topic-names.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { widthOf } from '../../src/exchange/text/width.ts';
import { deviceColumns, movementColumns } from '../../src/inventory/decide/imports/import-columns.ts';
import type { Choice } from '../../src/inventory/devices/attribute.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { asInFolder } from '../postgres/store-under-test.ts';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const tv = ['--size', '42', '--panel', 'lcd', '--price', '100'];

const fill = filledOnce((shop) => {
  writeFileSync(join(shop, '空.csv'), '入库编号\n');
  for (const words of [
    ['init'],
    ['add', 'tv', '--code', '电视-1', '--name', '长虹', ...tv, '--quantity', '5'],
    ['add', 'tv', '--code', '电视-2', '--name', '双胞胎', ...tv],
    ['add', 'tv', '--code', '电视-3', '--name', '双胞胎', ...tv],
    ['stock-in', '电视-1', '1', '--key', '甲'],
  ])
    expect(run(shop, [...words, '-q'], { env: { STOCKBOOK_BY: '李' } }).code).toBe(0);
});

const inChinese = (...words: readonly string[]) => {
  const { code, ...texts } = run(folder, [...words, '--lang', 'zh'], { env: { STOCKBOOK_BY: '李' } });
  return { code, stdout: asInFolder(texts.stdout, folder), stderr: asInFolder(texts.stderr, folder) };
};

/** What Chinese text may leave untranslated: options, commands, names of files and formats, and terms of the trade. */
const asTheyAre = new RegExp(
  [
    ...[
      '--[a-z-]+',
      '(?<!\\w)-o\\b',
      'stockbook [a-z-]+',
      ...commandNames.filter((name) => name.includes('-')),
    ],
    ...['CODE', 'DVD', 'OLED', 'LED', 'TV-0001', 'hd', 'CNY', 'JPY', 'ISO', 'CSV', 'JSON Lines', 'JSON'],
    ...[
      'XLSX',
      'PDF',
      'UTF-8',
      'ASCII',
      'NUL',
      '[./\\w-]+[.](?:jsonl?|csv|svg)',
      '\\b[xyz]+\\b',
      'stockbook',
      'error[.]code',
      'postgres://',
    ],
  ].join('|'),
  'g',
);

const commands = await Promise.all(commandNames.map(loadCommand));

/** What help shows to be typed, beside its label: values of closed lists, and the names of encodings and paper. */
const shownValues = new RegExp(
  commands
    .flatMap(({ arguments: args, options }) => [...args, ...options, ...globalOptions])
    .flatMap(({ complete }) => (Array.isArray(complete) ? (complete as readonly (string | Choice)[]) : []))
    .map((choice) => (typeof choice === 'string' ? choice : choice.value))
    .concat('shift_jis', 'reader', 'A4', 'NO_COLOR')
    .sort((one, other) => other.length - one.length)
    .map((word) => `\\b${word}\\b`)
    .join('|'),
  'g',
);

/** The English words of a text. */
const englishWords = (text: string): readonly string[] =>
  text
    .replaceAll(folder, '')
    .replace(asTheyAre, '')
    .replace(shownValues, '')
    .match(/[A-Za-z]{2,}/g) ?? [];

const imported = (what: string, rows: string, ...more: readonly string[]) => {
  writeFileSync(join(folder, '行.csv'), rows);
  return inChinese('import', what, '行.csv', ...more);
};

describe('an error in Chinese', () => {
  it.each([
    ['an unknown kind', ['add', 'xyz'], '普通电视机、DVD、带DVD的电视机'],
    ['an unknown kind to list', ['list', '--kind', 'xyz'], '普通电视机、DVD、带DVD的电视机'],
    [
      'an unknown reason',
      ['stock-out', '电视-1', '1', '--reason', 'xyz'],
      '销售、报损、退供应商、丢失、报废、领用、更正、其他',
    ],
    [
      'an unknown reason of a receipt',
      ['stock-in', '电视-1', '1', '--reason', 'xyz'],
      '采购、退货、更正、其他',
    ],
    ['an unknown panel', ['edit', '电视-1', '--panel', 'xyz'], '液晶、等离子'],
    ['an unknown type', ['history', '--type', 'xyz'], '登记、修改、移除、入库、出库、撤销'],
    ['an unknown order', ['list', '--sort', 'xyz'], '入库编号、品名、品牌、售价、库存数量、金额'],
    ['an unknown subject', ['import', 'xyz', 'x.csv'], '设备、出入库记录'],
    ['an unknown export', ['export', 'xyz'], '设备、历史'],
    ['an unknown report', ['report', 'xyz'], '库存、出入库、低库存、日结'],
    ['an unknown grouping', ['report', 'inventory', '--group', 'xyz'], '类别、品牌'],
    ['an unknown direction', ['scan', 'xyz'], '入库、出库、调拨、订货、收货、盘点'],
    [
      'an unknown guard',
      ['stock-in', '电视-1', '1', '--unguarded', 'xyz'],
      '数量、进价、重复、入库编号、往来单位、低库存、全部',
    ],
    ['an unknown width', ['report', '--columns', '90'], '--columns：“90”'],
    ['an unknown paper', ['report', '--paper', 'xyz'], '--paper：“xyz”'],
    ['an unknown encoding', ['import', 'devices', '空.csv', '--encoding', 'xyz'], '未知编码“xyz”'],
    ['an unknown shell', ['completion', 'xyz'], '命令行程序：“xyz”'],
    ['an unknown ending', ['report', '-o', 'x.xyz'], '不支持 .xyz 文件，请用 .html、.pdf、.md 或 .txt'],
    ['no ending', ['report', '-o', 'x'], 'x 没有扩展名，请用 .html'],
    ['missing options', ['add', 'tv'], '缺少：--name、--size、--panel、--price'],
    ['a missing kind', ['add'], '缺少：类别'],
    ['a missing device', ['stock-in'], '缺少：设备、数量'],
    ['a missing quantity', ['stock-out', '电视-1'], '缺少：数量'],
    ['a missing file', ['backup'], '缺少：文件'],
    ['a missing word', ['search'], '缺少：关键词'],
    ['a missing entry', ['correct'], '缺少：流水号、--quantity'],
    ['a missing subject', ['export'], '缺少：设备、历史或地点'],
    ['an option that needs a device', ['history', '--entry', '5'], '--entry 须与设备同时使用'],
    ['an option that needs a quantity', ['receive', '1', '--over'], '--over 须与数量同时使用'],
    [
      'an option beside two devices',
      ['transfer', '--all', '--expect', '1', '--from', '主库', '--to', '甲'],
      '--expect 须与设备同时使用',
    ],
    ['missing labels', ['labels'], '缺少：设备、--kind 类别或 --all、-o 文件'],
    ['no such device', ['show', 'xyz'], '没有'],
    ['a name of several', ['show', '双胞胎'], '电视-2、电视-3'],
    ['a bad number', ['stock-in', '电视-1', 'xyz'], '数量：'],
    ['a bad price', ['edit', '电视-1', '--price', '-1'], '售价：'],
    ['a bad time', ['history', '--since', 'xyz'], '--since：'],
    ['too little stock', ['stock-out', '电视-1', '9'], '现有 6'],
    ['an expectation', ['stock-in', '电视-1', '1', '--expect', '3'], '应存 3'],
    ['a key used before', ['stock-in', '电视-1', '2', '--key', '甲'], '且数量不同'],
    ['no such entry', ['undo', '99'], '#99'],
    ['a device that is not empty', ['remove', '电视-1'], '还有库存 6'],
    ['a code that is taken', ['edit', '电视-2', '--code', '电视-1'], '已被 长虹 使用'],
    ['no change', ['edit', '电视-1'], '没有要修改的内容'],
    ['a field of another kind', ['edit', '电视-1', '--disc', 'hd'], '没有规格，请去掉'],
    ['a quantity', ['edit', '电视-1', '--quantity', '3'], '库存数量只能'],
    ['an unknown option', ['list', '--xyz'], '没有选项 --xyz'],
    ['an unknown command', ['xyz'], '没有命令'],
    ['options at odds', ['labels', '--all', '--copies', '2', '--per-unit', '-o', 'x.svg'], '不能同时使用'],
    ['a store that is there', ['init'], '已有台账'],
    ['no store', ['list', '--store', 'x'], '没有台账'],
  ])('is Chinese throughout: %s', (_, words, part) => {
    const { code, stderr } = inChinese(...words);
    expect(code).toBeGreaterThan(1);
    expect(stderr).toContain(part);
    expect(englishWords(stderr)).toEqual([]);
  });

  it.each([
    [
      'unknown columns',
      'movements',
      '入库编号,出入库,数量,颜色\n电视-1,in,1,红\n',
      '入库编号、出入库、数量、原因、进价、单号、备注、幂等键、应存',
    ],
    [
      'unknown columns of devices',
      'devices',
      '颜色\n红\n',
      '入库数量、最低库存、进价、电视编号、DVD编号、电视单价、DVD单价',
    ],
    ['missing columns', 'movements', 'code\n电视-1\n', '缺少列：出入库、数量'],
    ['a column twice', 'movements', 'code,入库编号,type,quantity\n电视-1,电视-1,in,1\n', '都表示入库编号'],
    [
      'a bad type',
      'movements',
      'code,type,quantity\n电视-1,xyz,1\n',
      '出入库：“xyz”不在可选值之内：入库、出库',
    ],
    [
      'a bad reason',
      'movements',
      'code,type,quantity,reason\n电视-1,out,1,xyz\n',
      '原因：“xyz”不在可选值之内：销售、',
    ],
    ['a blank column', 'movements', 'code,type,quantity\n电视-1,in,\n', '数量：为空'],
    ['too little stock', 'movements', 'code,type,quantity\n电视-1,out,4\n电视-1,out,4\n', '数量：库存不足'],
    ['a missing name', 'devices', 'kind,code,size,panel,price\ntv,电视-9,42,lcd,1\n', '品名：'],
    [
      'missing components',
      'devices',
      'kind,code,name,size,panel,disc\ncombo,机-9,一体机,42,lcd,hd\n',
      '电视编号和电视单价都未填写',
    ],
    [
      'another price of a component',
      'devices',
      'kind,code,name,size,panel,disc,tv,tvPrice,dvdPrice\ncombo,机-9,一体机,42,lcd,hd,电视-1,3,1\n',
      '电视单价：',
    ],
    [
      'a component that is none',
      'devices',
      'kind,code,name,size,panel,disc,tv,dvd\ncombo,机-9,一体机,42,lcd,hd,电视-1,xyz\n',
      'DVD编号',
    ],
  ])('is Chinese throughout for rows of a file: %s', (_, what, rows, part) => {
    const { code, stderr } = imported(what, rows);
    expect(code).toBe(2);
    expect(stderr).toContain(part);
    expect(englishWords(stderr)).toEqual([]);
  });

  it('lists choices that can be typed as they are listed', () => {
    for (const words of [
      ['list', '--sort', '库存数量'],
      ['list', '--kind', '普通电视机'],
      ['export', '设备'],
      ['report', '低库存'],
      ['report', '库存', '--group', '品牌'],
      ['history', '--type', '入库'],
      ['stock-in', '电视-1', '1', '--unguarded', '重复,低库存'],
      ['stock-out', '电视-1', '1', '--reason', '报损', '--unguarded', '全部'],
      ['scan', '出库'],
    ])
      expect(inChinese(...words)).toMatchObject({ code: 0 });
    expect(imported('出入库记录', '入库编号,出入库,数量\n电视-1,入库,1\n')).toMatchObject({ code: 0 });
  });
});

it('is Chinese throughout where it says what made the last entry', () => {
  for (const [words, shown] of [
    [['stock-out', '电视-1', '1'], '出库'],
    [['undo'], '撤销'],
    [['correct', '4', '--quantity', '2'], '更正'],
    [['edit', '电视-2', '--price', '3'], '修改'],
  ] as const) {
    expect(inChinese(...words).code).toBe(0);
    expect(inChinese('info').stdout).toMatch(new RegExp(`最后一笔 .*${shown}\n`));
  }
  expect(imported('movements', 'code,type,quantity\n电视-1,in,1\n').code).toBe(0);
  expect(inChinese('info').stdout).toContain('导入');
});

/** The commands that record nothing. */
const onlyRead = new Set([
  ...['init', 'list', 'search', 'show', 'history', 'why', 'place', 'pending', 'count sheet', 'count show'],
  ...['export', 'labels', 'report', 'chart', 'verify', 'backup', 'restore', 'info', 'completion'],
  // Its scans are movements, steps and tallies.
  'scan',
]);

it.each(commandNames.filter((name) => !onlyRead.has(name)))('has a word for what %s has recorded', (name) => {
  expect(infoWords.zh.madeBy(name.replaceAll(' ', '-'))).not.toMatch(/[a-z]/);
});

it('has Chinese marks between several changes of a device', () => {
  const { stdout } = inChinese('edit', '电视-2', '--price', '4', '--minimum', '9', '--size', '55');
  expect(stdout.match(/；/g)).toHaveLength(2);
  expect(stdout + inChinese('history', '电视-2').stdout).not.toContain(';');
});

describe('help in Chinese', () => {
  it.each(['values', 'import'])('on %s has choices by their Chinese labels alone', (topic) => {
    expect(inChinese('help', topic).stdout).not.toMatch(
      /DVD player|TV\/DVD combo|supplier return|purchase \(/,
    );
  });

  it.each(commandNames)('on %s has placeholders in Chinese', (name) => {
    const { stdout } = inChinese('help', ...name.split(' '));
    const placeholders = stdout.match(/[<[][^\s\]>]+[\]>]/g) ?? [];
    expect(placeholders.length).toBeGreaterThan(0);
    for (const placeholder of placeholders) expect(placeholder).toMatch(/^[<[][^a-zA-Z]+[\]>]$/);
  });

  const pages = [[], ...commandNames.map((name) => name.split(' '))];

  it.each(pages)('explains options, arguments and commands in Chinese alone: %s', (...name) => {
    const { stdout } = inChinese(...name, '--help');
    const [explained = ''] = stdout.split('\n示例：');
    const text = explained
      .replace(/^ {2}(?:--?)?[a-z-]+(?: [a-z-]+)?(?= {2})/gm, '')
      .replaceAll(/\$[A-Z_]+/g, '')
      .replace(/^用法：stockbook [a-z -]*/, '');
    expect(englishWords(text)).toEqual([]);
  });

  it.each(pages)('has its columns below each other: %s', (...name) => {
    const { stdout } = inChinese(...name, '--help');
    const [explained = ''] = stdout.split('\n示例：');
    const starts = explained
      .split('\n')
      .filter((line) => /^ {2}(?:-|\p{Script=Han})/u.test(line))
      .map((line) => widthOf(/^ {2}\S.*? {2,}/.exec(line)?.[0] ?? ''));
    expect(new Set(starts).size).toBe(1);
  });
});

describe('what is shown in Chinese', () => {
  it.each([
    ['a table', ['list']],
    ['a device', ['show', '电视-1']],
    ['a device that is low', ['show', '电视-4']],
    ['a history', ['history']],
    ['an explanation', ['why', '电视-1', '--expect', '3']],
    ['the inventory', ['report', '--format', 'txt']],
    ['the movements', ['report', 'movements']],
    ['what is low', ['report', 'low']],
    ['a day', ['report', 'day', '--format', 'md']],
    ['a chart', ['chart', '电视-1']],
    ['a check', ['verify']],
    ['a repair', ['repair']],
    ['where the store is', ['info']],
  ])('has no English word: %s', (_, words) => {
    for (const more of [
      ['add', 'tv', '--code', '电视-4', '--name', '低', ...tv, '--minimum', '3', '--quantity', '1'],
      ['stock-out', '电视-1', '2', '--reason', '报损', '--note', '摔坏'],
      ['undo'],
      ['edit', '电视-2', '--price', '3'],
    ])
      expect(inChinese(...more).code).toBe(0);
    const { code, stdout, stderr } = inChinese(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // A long URL is broken, and its signs are escaped.
    const where = /data\/inventory[.]json|postgres[\s\S]*?(?=期间|截至)/g;
    expect(englishWords(stdout.replaceAll(where, '').replaceAll('KiB', ''))).toEqual([]);
  });

  it('names every column of a file', () => {
    for (const { key } of [...deviceColumns(kinds), ...movementColumns])
      expect(zh.fields[key] ?? key).toMatch(/\p{Script=Han}/u);
  });

  it('has full-width marks, and spaces only beside what is not Chinese', () => {
    const texts = [[], ...commandNames.map((name) => name.split(' '))].map(
      (name) => inChinese(...name, '--help').stdout,
    );
    texts.push(...topicNames.map((name) => inChinese('help', name).stdout));
    for (const text of texts)
      expect(
        text.match(
          /\p{Script=Han}[,;:!?(]|[)]\p{Script=Han}|\p{Script=Han} 或|或 \p{Script=Han}|[：，。；] (?=\S)/gu,
        ) ?? [],
      ).toEqual([]);
  });
});

it('refuses a folder for a file in Chinese', () => {
  mkdirSync(join(folder, 'x'));
  const { code, stderr } = inChinese('import', 'devices', 'x');
  expect(code).not.toBe(0);
  expect(englishWords(stderr)).toEqual([]);
});
