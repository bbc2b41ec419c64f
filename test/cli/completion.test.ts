import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    expect(completed('scan', '')).toEqual(['in', 'out', 'count-up']);
    expect(completed('labels', 'TV-1', 'TV-1', 'tv')).toEqual(['TV-1', 'TV-2']);
    expect(completed('labels', '--sheet', '')).toEqual(['a4-3x8', 'avery-5160', 'roll-50x30']);
    expect(completed('labels', '--symbology', 'q')).toEqual(['qr']);
    expect(completed('labels', '--format', '')).toEqual(['html', 'pdf', 'svg']);
    expect(completed('report', 'm')).toEqual(['movements']);
    expect(completed('report', '--format', 'p')).toEqual(['pdf']);
    expect(completed('report', '--paper', '')).toEqual(['a4', 'letter']);
    expect(completed('help', 'ex')).toContain('exit-codes');
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
