import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import nodeModules from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, program, removeFolder } from './run.ts';

const installation = dirname(dirname(program));
const hasOwnCache = 'enableCompileCache' in nodeModules;

let folder: string;
beforeEach(() => {
  folder = newFolder();
  for (const part of ['bin', 'dist'])
    cpSync(join(installation, part), join(folder, 'stockbook', part), { recursive: true });
  symlinkSync(join(installation, 'node_modules'), join(folder, 'stockbook/node_modules'));
  const dist = join(folder, 'stockbook/dist');
  // What another version has compiled has another name.
  for (const name of readdirSync(dist)) if (name.endsWith('.cache')) rmSync(join(dist, name));
});
afterEach(() => removeFolder(folder));

function runCopy(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'stockbook/bin/stockbook.js'), ...words],
    { cwd: folder, env: { ...cleanEnvironment(folder), ...env }, encoding: 'utf8' },
  );
  return { code: status, stdout, stderr };
}

describe('a program that another version of Node has built', () => {
  it('answers as ever, and keeps what it compiles in the cache folder of the user', () => {
    expect(runCopy(['init']).code).toBe(0);
    expect(runCopy(['list', '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    expect(existsSync(join(folder, '.cache/stockbook'))).toBe(hasOwnCache);
  });

  it('keeps it where the user has all caches', () => {
    const caches = join(folder, 'caches');
    expect(runCopy(['init'], { XDG_CACHE_HOME: caches }).code).toBe(0);
    expect(existsSync(join(caches, 'stockbook'))).toBe(hasOwnCache);
    expect(existsSync(join(folder, '.cache'))).toBe(false);
  });

  it.each([
    ['has no home', { HOME: '' }],
    ['cannot write to it', { HOME: '/dev/null' }],
  ])('works without a cache where the user %s', (_, env) => {
    expect(runCopy(['init'], env)).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(folder, '.cache'))).toBe(false);
  });
});
