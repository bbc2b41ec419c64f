import { spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { cleanEnvironment, filledOnce, newFolder, type Outcome, program, removeFolder, run } from './run.ts';

let folder: string;
const filled = filledOnce((shop) => {
  run(shop, ['init']);
  const devices = 'kind,code,name,size,panel,price,quantity\ntv,A,Set A,42,lcd,1,5\ntv,B,Set B,42,lcd,2,0\n';
  run(shop, ['import', 'devices', '-'], { input: devices });
});
beforeEach(() => {
  folder = newFolder();
  filled(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (...words: string[]): Outcome => run(folder, words);
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const bytesOfStore = (): readonly string[] =>
  readdirSync(at('data'))
    .sort()
    .map((name) => `${name} ${read(join('data', name))}`);
const errorOf = ({ stderr }: Outcome) => JSON.parse(stderr).error;

const good = 'code,type,quantity\nA,in,1\n';
const bad = 'code,type,quantity\nA,in,1\nA,out,999\n';
const importing = (rows: string, ...more: string[]): Outcome =>
  run(folder, ['import', 'movements', '-', '--skip-bad', ...more], { input: rows });

/** Every command that writes a file, with a file of a format that it knows. */
const writers: readonly (readonly [command: string, file: string, words: readonly string[]])[] = [
  ['export devices', 'out.csv', ['export', 'devices', '-o']],
  ['export history', 'out.xlsx', ['export', 'history', '-o']],
  ['report', 'out.html', ['report', '-o']],
  ['report low', 'out.pdf', ['report', 'low', '-o']],
  ['labels', 'out.svg', ['labels', '--all', '-o']],
  ['backup', 'out.backup', ['backup']],
];

describe.each(writers)('what %s writes', (_command, file, words) => {
  it('replaces no file that is there, unless --yes is typed', () => {
    writeFileSync(at(file), 'of last week');
    const refused = stockbook(...words, file, '--json');
    expect([refused.code, refused.stdout, errorOf(refused)]).toEqual([
      4,
      '',
      expect.objectContaining({ code: 'exists', details: { path: file } }),
    ]);
    expect(read(file)).toBe('of last week');
    expect(stockbook(...words, file, '--yes').code).toBe(0);
    expect(read(file)).not.toContain('of last week');
  });

  it
    .skipIf(isOnServer)
    .each(['inventory.json', 'inventory.journal.jsonl', 'inventory.index', 'INVENTORY.Witness.JSON'])(
    'is never the file of the store %s, by whatever name',
    (name) => {
      mkdirSync(at('by'));
      symlinkSync(at('data'), at('by/link'));
      const before = bytesOfStore();
      for (const path of [`data/${name}`, `by/link/${name}`]) {
        const { code, stderr } = stockbook(...words, path, '--yes');
        expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to the store itself')]);
      }
      expect(bytesOfStore()).toEqual(before);
    },
  );

  it.skipIf(isOnServer)('is never another name of a file of the store', () => {
    linkSync(at('data/inventory.journal.jsonl'), at(file));
    const { code, stderr } = stockbook(...words, file, '--yes');
    expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to the store itself')]);
    expect(statSync(at(file)).ino).toBe(statSync(at('data/inventory.journal.jsonl')).ino);
  });

  it('may go to a device, and leaves it one', () => {
    expect(stockbook(...words, '/dev/null', ...(file === 'out.svg' ? ['--format', 'svg'] : [])).code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('is said as JSON', () => {
    const { code, stdout } = stockbook(...words, file, '--json');
    expect(code).toBe(0);
    const { file: written, ...counts } = JSON.parse(stdout);
    expect(written).toBe(file);
    const expected: { readonly [file: string]: object } = {
      'out.csv': { rows: 2 },
      'out.xlsx': { rows: 3 },
      'out.html': { rows: 2 },
      'out.pdf': { pages: 1 },
      'out.svg': { labels: 2 },
      'out.backup': { entries: 1 },
    };
    expect(counts).toMatchObject(expected[file] ?? {});
  });
});

describe('standard output', () => {
  it.each([
    [['export', 'devices'], []],
    [['export', 'devices', '--format', 'md'], []],
    [['export', 'history', '--json'], []],
    [['report', 'low'], []],
    [['report', 'low', '--json'], []],
    [['report', 'movements', '--format', 'html'], []],
    [['labels', 'A', '--format', 'svg'], []],
  ])('is what `-o -` and /dev/stdout mean: %j', (words) => {
    const plain = stockbook(...words);
    expect(plain.code).toBe(0);
    const times = /\d{2}:\d{2}(:\d{2})?/g;
    for (const path of ['-', '/dev/stdout'])
      expect(stockbook(...words, '-o', path).stdout.replace(times, '')).toBe(plain.stdout.replace(times, ''));
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('may be a file that the shell has made, also where it is named once more', () => {
    const script = 'exec "$0" "$@" > out.csv';
    const words = [process.execPath, program, 'export', 'devices', '-o', 'out.csv'];
    const options = { cwd: folder, env: cleanEnvironment(folder) };
    expect(spawnSync('sh', ['-c', script, ...words], options).status).toBe(0);
    expect(read('out.csv')).toBe(stockbook('export', 'devices').stdout);
  });

  it.skipIf(process.platform !== 'linux')('is not the only open file that may be named', () => {
    const words = [process.execPath, program, 'export', 'devices', '--format', 'csv', '-o', '/dev/fd/5'];
    const options = { cwd: folder, env: cleanEnvironment(folder) };
    writeFileSync(at('log.csv'), 'begun\n');
    expect(spawnSync('sh', ['-c', 'exec "$0" "$@" 5>> log.csv', ...words], options).status).toBe(0);
    expect(read('log.csv')).toBe(`begun\n${stockbook('export', 'devices').stdout}`);
  });

  it.skipIf(process.platform !== 'linux' || isOnServer)('may not be the journal, held open', () => {
    const before = bytesOfStore();
    const journal = 'exec "$0" "$@" 5>> data/inventory.journal.jsonl';
    const words = [
      process.execPath,
      program,
      'export',
      'devices',
      '--format',
      'csv',
      '-o',
      '/dev/fd/5',
      '--yes',
    ];
    const options = { cwd: folder, env: cleanEnvironment(folder) };
    expect(spawnSync('sh', ['-c', journal, ...words], options).status).toBe(2);
    expect(bytesOfStore()).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('that fails once a file is written is a note', () => {
    const words = [process.execPath, program, 'export', 'devices', '-o', 'out.csv', '--json'];
    const options = { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('sh', ['-c', 'exec "$0" "$@" > /dev/full', ...words], options);
    expect([status, stderr]).toEqual([0, expect.stringContaining('the file is written, but')]);
    expect(read('out.csv')).toBe(`\ufeff${stockbook('export', 'devices').stdout}`);
  });

  it('of a backup is the backup, and of labels the labels: --json has no place there', () => {
    expect(stockbook('backup', '-').stdout).toContain('"stockbook"');
    for (const words of [
      ['backup', '-'],
      ['labels', 'A', '--format', 'svg', '-o', '-'],
    ])
      expect(errorOf(stockbook(...words, '--json')).code).toBe('usage');
  });
});

describe('the format of a file', () => {
  it.each([
    ['export devices -o a.xls', ['.csv', '.xlsx']],
    ['export devices -o a', ['.csv']],
    ['export history -o a.html', ['.md']],
    ['report low -o a.xlsx', ['.html', '.txt']],
    ['report -o a.csv', ['.pdf']],
    ['labels --all -o a.txt', ['.svg']],
    ['import movements - --skip-bad --rejects a.xlsx', ['.csv']],
  ])('is one that its ending says: %s is refused', (words, named) => {
    const refused = stockbook(...words.split(' '), '--json');
    expect([refused.code, refused.stdout, errorOf(refused).code]).toEqual([2, '', 'usage']);
    for (const name of named) expect(errorOf(refused).message).toContain(name);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it.each([
    'export devices --format csv -o a.json',
    'export devices --format md -o a.xlsx',
    'export devices --json --format csv',
    'export devices --json --format xlsx -o -',
    'report --format txt -o a.html',
    'report --format md -o a.pdf',
    'report --format txt -o a.xlsx',
    'report --json --format html',
    'report --open -o -',
    'report --columns 80 -o a.html',
    'report --paper a4',
    'report --landscape -o a.md',
    'report --portrait --json',
    'report --font reader -o a.html',
    'labels --all --format svg -o a.html',
    'labels --all --font reader -o a.svg',
    'list --json --format csv',
    'backup - --json',
  ])('is not said twice and differently, nor with what it has no use for: %s', (words) => {
    const refused = stockbook(...words.split(' '), '--json');
    expect([refused.code, refused.stdout, errorOf(refused).code]).toEqual([2, '', 'usage']);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('is as typed where the ending says nothing', () => {
    expect(stockbook('export', 'devices', '--format', 'json', '-o', 'data.old').code).toBe(0);
    expect(JSON.parse(read('data.old'))).toHaveLength(2);
    expect(stockbook('export', 'devices', '--json', '-o', 'a.csv').code).toBe(0);
    expect(read('a.csv')).toMatch(/kind,code/);
    expect(stockbook('report', '-o', 'a.HTM').code).toBe(0);
    expect(read('a.HTM')).toMatch(/^<!doctype html>/i);
  });
});

describe('a file that a command reads', () => {
  it('is never its output', () => {
    writeFileSync(at('rows.csv'), bad);
    linkSync(at('rows.csv'), at('same.csv'));
    symlinkSync('rows.csv', at('link.csv'));
    const before = bytesOfStore();
    for (const rejects of [
      'rows.csv',
      'same.csv',
      'link.csv',
      `${folder}/../${folder.split('/').at(-1)}/rows.csv`,
    ]) {
      const words = ['import', 'movements', 'rows.csv', '--skip-bad', '--rejects', rejects, '--yes'];
      expect([stockbook(...words).code, stockbook(...words).stderr]).toEqual([
        2,
        expect.stringContaining('reads'),
      ]);
    }
    const script = 'exec "$0" "$@" < rows.csv';
    const words = ['import', 'movements', '-', '--skip-bad', '--rejects', 'rows.csv', '--yes'];
    const options = { cwd: folder, env: cleanEnvironment(folder) };
    expect(spawnSync('sh', ['-c', script, process.execPath, program, ...words], options).status).toBe(2);
    expect(read('rows.csv')).toBe(bad);
    expect(bytesOfStore()).toEqual(before);
    writeFileSync(at('font.pdf'), 'a font');
    for (const command of [['report'], ['labels', 'A']])
      expect(stockbook(...command, '--font', 'font.pdf', '-o', 'font.pdf', '--yes').code).toBe(2);
    expect(read('font.pdf')).toBe('a font');
  });
});

describe('the rejected rows of an import', () => {
  it('are not put in the place of another file unasked, and nothing is imported then', () => {
    const before = bytesOfStore();
    for (const content of [
      'precious',
      importing(bad, '--rejects', '-', '--dry-run').stdout,
      'code,error\nA,x\n',
    ]) {
      writeFileSync(at('bad.csv'), content);
      expect(importing(bad, '--rejects', 'bad.csv').code).toBe(4);
      expect(read('bad.csv')).toBe(content);
      expect(bytesOfStore()).toEqual(before);
    }
    expect(importing(bad, '--rejects', 'bad.csv', '--yes').code).toBe(2);
    expect(read('bad.csv')).toMatch(/^code,type,quantity,error\nA,out,999,/);
  });

  it('of yesterday do not stand where no row is bad today', () => {
    expect(importing(bad, '--rejects', 'bad.csv').code).toBe(2);
    expect(importing(good, '--rejects', 'bad.csv', '--dry-run').code).toBe(0);
    expect(existsSync(at('bad.csv'))).toBe(true);
    expect(importing(`${good}A,in,2\n`, '--rejects', 'bad.csv').code).toBe(0);
    expect(existsSync(at('bad.csv'))).toBe(false);
  });

  it('are not looked for in a file of something else: it stays, and nothing is imported without --yes', () => {
    writeFileSync(at('notes.csv'), 'precious\n');
    const before = bytesOfStore();
    expect(importing(good, '--rejects', 'notes.csv').code).toBe(4);
    expect([read('notes.csv'), bytesOfStore()]).toEqual(['precious\n', before]);
  });

  it('may go to standard output, alone', () => {
    const { code, stdout, stderr } = importing(bad, '--rejects', '-');
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/^code,type,quantity,error\nA,out,999,[^\n]*\n$/),
    ]);
    expect(stderr).toContain('imported');
    expect(errorOf(importing(`${bad}A,in,3\n`, '--rejects', '-', '--json')).code).toBe('usage');
  });

  it.skipIf(process.platform !== 'linux')(
    'that cannot be written are a note: the good ones are recorded',
    () => {
      writeFileSync(at('rows.csv'), bad);
      const words = ['import', 'movements', 'rows.csv', '--skip-bad', '--again', '--rejects'];
      for (const [n, rejects] of ['-', '/dev/full'].entries()) {
        const script = rejects === '-' ? 'exec "$0" "$@" > /dev/full' : 'exec "$0" "$@"';
        const options = { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' } as const;
        const { status, stderr } = spawnSync(
          'sh',
          ['-c', script, process.execPath, program, ...words, rejects],
          options,
        );
        expect([status, stderr]).toEqual([2, expect.stringContaining('ENOSPC')]);
        expect(JSON.parse(stockbook('show', 'A', '--json').stdout)).toMatchObject({ quantity: 6 + n });
      }
    },
  );
});
