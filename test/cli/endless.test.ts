import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, program, removeFolder, run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const onPosix = it.skipIf(process.platform === 'win32');

describe('what has no end', () => {
  onPosix.each([
    ['restore', '/dev/zero'],
    ['restore', '/dev/urandom'],
    ['import', 'devices', '/dev/zero'],
    ['import', 'movements', '/dev/tty'],
  ])('is refused at once: %s %s %s', (...words) => {
    if (words[0] === 'import') run(folder, ['init']);
    const { code, stdout, stderr } = run(folder, words.filter(Boolean));
    expect([code, stdout]).toEqual([words.includes('/dev/tty') ? code : 2, '']);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(existsSync(join(folder, 'data/inventory.journal.jsonl'))).toBe(words[0] === 'import');
  });

  onPosix('is refused at its first bytes on standard input, however much would follow', () => {
    const script = `cat /dev/zero | '${process.execPath}' '${program}' restore -; echo "exit $?" >&2`;
    const { stderr } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      env: cleanEnvironment(folder),
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^error: [^\n]+\nexit 2\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  onPosix('is not waited for in a pipe to which nobody writes', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(run(folder, ['restore', 'pipe'])).toMatchObject({ code: 2, stdout: '' });
    run(folder, ['init']);
    const { code, stderr } = run(folder, ['import', 'devices', 'pipe']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is empty')]);
  });

  it('is refused where it is a folder', () => {
    mkdirSync(join(folder, 'a'));
    const { code, stderr } = run(folder, ['restore', 'a']);
    expect([code, stderr]).toEqual([2, 'error: a is a folder; name a file\n']);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('leaves nothing of a backup that ends as something else', () => {
    run(folder, ['init', '--store', 'shop/inventory.json']);
    run(folder, ['backup', 'b', '--store', 'shop/inventory.json']);
    execFileSync('sh', ['-c', 'head -c 3000000 /dev/zero >> b'], { cwd: folder });
    const { code, stderr } = run(folder, ['restore', 'b', '--store', 'other/new/inventory.json']);
    expect([code, stderr]).toEqual([6, expect.stringMatching(/^error: [^\n]+\n$/)]);
    expect(readdirSync(folder).sort()).toEqual(['b', 'shop']);
  });
});

describe('a pipe', () => {
  onPosix('is imported and restored from as a file is', async () => {
    run(folder, ['init', '--store', 'shop/inventory.json']);
    writeFileSync(join(folder, 'd.csv'), 'kind,code,name,disc,price\ndvd,D-1,Player,hd,30\n');
    const through = async (file: string, ...words: string[]) => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const writer = spawn('sh', ['-c', `cat ${file} > pipe`], { cwd: folder });
      // A writer that has the pipe open waits for the reader.
      const reader = spawn(
        'sh',
        ['-c', `exec 3<pipe; '${process.execPath}' '${program}' "$@" /dev/fd/3`, 'sh', ...words],
        { cwd: folder, env: cleanEnvironment(folder) },
      );
      const code = await new Promise((done) => reader.on('close', done));
      writer.kill();
      execFileSync('rm', [pipe]);
      return code;
    };
    expect(await through('d.csv', 'import', 'devices', '--store', 'shop/inventory.json')).toBe(0);
    run(folder, ['backup', 'b', '--store', 'shop/inventory.json']);
    expect(await through('b', 'restore', '--store', 'other/inventory.json')).toBe(0);
    expect(run(folder, ['verify', '--store', 'other/inventory.json']).code).toBe(0);
  });
});
