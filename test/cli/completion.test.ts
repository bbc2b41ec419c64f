import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quotedForBash, unquoted } from '../../src/cli/completion/shell-words.ts';
import { isOnServer } from '../postgres/store-under-test.ts';
import { cleanEnvironment, filledOnce, newFolder, program, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  for (const code of ['TV-1', 'TV-2', '长虹-3'])
    run(folder, [
      ...[
        'add',
        'tv',
        '--code',
        code,
        '--name',
        `T ${code}`,
        '--size',
        '42',
        '--panel',
        'lcd',
        '--price',
        '1',
      ],
    ]);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const completed = (...words: string[]) =>
  run(folder, ['__complete', ...words])
    .stdout.split('\n')
    .filter(Boolean);

describe('completion', () => {
  it('offers commands, options, choices and the codes of the store', () => {
    expect(completed('stock')).toEqual(['stock-in', 'stock-out']);
    expect(completed('stock-out', 'tv')).toEqual(['TV-1', 'TV-2']);
    expect(completed('why', '长')).toEqual(['长虹-3']);
    expect(completed('stock-out', '--un')).toEqual(['--unguarded']);
    expect(completed('stock-out', 'TV-1', '1', '--reason', 'da')).toEqual(['damage']);
    expect(completed('stock-out', '--reason=da')).toEqual(['--reason=damage']);
    expect(completed('stock-out', '--reason', '=', 'da')).toEqual(['damage']);
    expect(completed('scan', '')).toEqual(['in', 'out', 'transfer', 'order', 'receive', 'count']);
    expect(completed('labels', 'TV-1', 'TV-1', 'tv')).toEqual(['TV-1', 'TV-2']);
    expect(completed('labels', '--sheet', '')).toEqual(['a4-3x8', 'avery-5160', 'roll-50x30']);
    expect(completed('labels', '--symbology', 'q')).toEqual(['qr']);
    expect(completed('labels', '--format', '')).toEqual(['html', 'pdf', 'svg']);
    expect(completed('report', 'm')).toEqual(['movements']);
    expect(completed('report', '--format', 'p')).toEqual(['pdf']);
    expect(completed('report', '--paper', '')).toEqual(['a4', 'letter']);
    expect(completed('help', 'ex')).toContain('exit-codes');
  });

  it('offers the brands, languages, people and entries of the store', () => {
    const add = [
      'add',
      'tv',
      '--code',
      'X',
      '--name',
      'X',
      '--brand',
      'Sony',
      ...'--size 1 --panel lcd --price 1'.split(' '),
    ];
    run(folder, [...add, '--quantity', '3']);
    run(folder, ['stock-out', 'X', '1']);
    run(folder, ['undo', '5', '--by', 'wang']);
    expect(completed('list', '--brand', '')).toEqual(['Sony']);
    expect(completed('list', '--kind', 'tv', '--sort', 'b')).toEqual(['brand']);
    expect(completed('--lang', '')).toEqual(['en', 'zh']);
    expect(completed('history', '--operator', '')).toEqual(['wang', 'li']);
    expect(completed('undo', '')).toEqual(['4', '3', '2', '1']);
    expect(completed('correct', '')).toEqual(['4']);
    expect(completed('stock-out', '--reason', 'sale', 't')).toEqual(['TV-1', 'TV-2']);
    expect(completed('show', 'T T')).toEqual([]);
    expect(run(folder, ['__complete', '--shell=zsh', '--lang=zh', 'undo', '4']).stdout).toMatch(
      /^4\t.* X \+3 …, /,
    );
  });

  it.skipIf(isOnServer)('looks into the store that is named on the line', () => {
    const elsewhere = newFolder();
    const store = join(folder, 'data/inventory.json');
    const there = run(elsewhere, ['__complete', '--store', store, 'show', 'TV']);
    expect(there.stdout).toBe('TV-1\nTV-2\n');
    removeFolder(elsewhere);
  });

  it('prints without the name of a shell only what no shell reads otherwise', () => {
    run(folder, [...'add dvd --code P --disc hd --price 1 --name'.split(' '), 'a;b', '--brand', 'C D']);
    expect([completed('list', '--brand', ''), completed('show', 'a')]).toEqual([[], []]);
  });

  it('quotes any word for bash so that it means itself', () => {
    const anyWord = fc.string({ unit: 'grapheme', minLength: 1 }).filter((word) => !/\p{C}/u.test(word));
    fc.assert(
      fc.property(fc.array(anyWord, { minLength: 1, maxLength: 50 }), (words) => {
        for (const open of [null, '"', "'"] as const) {
          const able = words.filter((word) => quotedForBash(word, open) !== null);
          const quoted = able.map((word) => `${open ?? ''}${quotedForBash(word, open)}${open ?? ''}`);
          const { stdout } = spawnSync('bash', ['-c', `printf '%s\\n' ${quoted.join(' ')}`], {
            encoding: 'utf8',
          });
          expect(stdout.split('\n').slice(0, -1)).toEqual(able.length === 0 ? [''] : able);
          expect(quoted.map((word) => unquoted(word).text)).toEqual(able);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('offers nothing, and says nothing, where there is no store', () => {
    const elsewhere = newFolder();
    expect(run(elsewhere, ['__complete', 'show', ''])).toEqual({ code: 0, stdout: '', stderr: '' });
    removeFolder(elsewhere);
  });

  it('works in bash', () => {
    mkdirSync(join(folder, 'bin'));
    const command = join(folder, 'bin/stockbook');
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(command, 0o755);
    const script = `source <(stockbook completion bash)
COMP_WORDS=(stockbook stock-out tv); COMP_CWORD=2; _stockbook; echo "\${COMPREPLY[*]}"
COMP_WORDS=(stockbook li); COMP_CWORD=1; _stockbook; echo "\${COMPREPLY[*]}"`;
    const environment = cleanEnvironment(folder);
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
      cwd: folder,
      env: { ...environment, PATH: `${join(folder, 'bin')}:${environment['PATH'] ?? ''}` },
      encoding: 'utf8',
    });
    expect([stdout.replaceAll('\n', ' ').trim(), stderr]).toEqual(['TV-1 TV-2 list', '']);
  });
});
