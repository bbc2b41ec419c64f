import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { resealed } from '../store/resealed.ts';
import { filledOnce, newFolder, type Outcome, removeFolder, run, runBeside } from './run.ts';

let folder: string;
const tv = ['--size', '42', '--panel', 'lcd', '--price', '100'];

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  removeFolder(folder);
});

const fill = filledOnce(() => {
  for (const words of [
    ['init'],
    ['add', 'tv', '--code', 'TV-1', '--name', 'Set', ...tv, '--quantity', '5'],
    ['add', 'tv', '--code', 'TV-2', '--name', 'Twin', ...tv],
    ['add', 'tv', '--code', 'TV-3', '--name', 'Twin', ...tv],
    ['add', 'dvd', '--code', 'D-1', '--name', 'Player', '--disc', 'hd', '--price', '10'],
    [
      'add',
      'combo',
      '--code',
      'C-1',
      '--name',
      'Both',
      '--size',
      '42',
      '--panel',
      'lcd',
      '--disc',
      'hd',
      '--tv',
      'TV-2',
      '--dvd',
      'D-1',
    ],
    ['stock-in', 'TV-1', '1', '--key', 'k1'],
  ]) {
    expect(run(folder, [...words, '-q']).code).toBe(0);
  }
});

/** Every file of the store, byte for byte. */
const contents = (): { [name: string]: string } =>
  Object.fromEntries(
    readdirSync(join(folder, 'data')).map((name) => [
      name,
      readFileSync(join(folder, 'data', name), 'latin1'),
    ]),
  );

/** A refusal in words and as JSON, each on an unchanged store. */
function expectRefusal(
  words: readonly string[],
  error: string,
  code: number,
  input = '',
): { [key: string]: unknown } {
  const before = contents();
  const inWords = run(folder, words, { input });
  expect(inWords.code).toBe(code);
  expect(inWords.stdout).toBe('');
  expect(inWords.stderr).toMatch(/^error: .+\n$/);
  const asJson = run(folder, [...words, '--json'], { input });
  expect(asJson.code).toBe(code);
  expect(asJson.stdout).toBe('');
  const { error: told } = JSON.parse(asJson.stderr);
  expect(told.code).toBe(error);
  expect(told.message).toEqual(expect.any(String));
  expect(contents()).toEqual(before);
  return told.details;
}

describe('an error code of the contract', () => {
  beforeEach(() => fill(folder));

  it('usage: what was typed is no command', () => {
    expectRefusal(['list', '--nonsense'], 'usage', 2);
    expectRefusal(['stock-in', 'TV-1'], 'usage', 2);
    expectRefusal(['add', 'tv', '--name', 'X'], 'usage', 2);
    expectRefusal(['nonsense'], 'usage', 2);
    expectRefusal(['edit', 'TV-1'], 'usage', 2);
  });

  it('invalid: a value breaks a rule', () => {
    expect(expectRefusal(['stock-in', 'TV-1', '1e3'], 'invalid', 2)).toMatchObject({
      field: 'quantity',
      value: '1e3',
    });
    expectRefusal(['edit', 'TV-1', '--price', '1.234'], 'invalid', 2);
    expectRefusal(['edit', 'TV-1', '--quantity', '7'], 'invalid', 2);
    expectRefusal(['edit', 'TV-1', '--disc', 'hd'], 'invalid', 2);
    expectRefusal(['edit', 'C-1', '--price', '88.00'], 'invalid', 2);
    expectRefusal(['add', 'tv', '--name', 'a\u202eb', ...tv], 'invalid', 2);
    expectRefusal(['history', '--since', 'tomorrow'], 'invalid', 2);
  });

  it('not-found: no such device or entry', () => {
    expectRefusal(['show', 'nope'], 'not-found', 3);
    expectRefusal(['stock-out', 'nope', '1'], 'not-found', 3);
    expect(expectRefusal(['undo', '99'], 'not-found', 3)).toMatchObject({ entry: 99 });
  });

  it('insufficient-stock names both numbers', () => {
    expect(expectRefusal(['stock-out', 'TV-1', '7'], 'insufficient-stock', 4)).toEqual({
      code: 'TV-1',
      onHand: 6,
      asked: 7,
    });
    expect(run(folder, ['stock-out', 'TV-1', '7']).stderr).toMatch(/\b6\b.*\b7\b/);
  });

  it('duplicate-code: the code is taken, in whatever case', () => {
    expectRefusal(['add', 'tv', '--code', 'tv-1', '--name', 'X', ...tv], 'duplicate-code', 4);
    expectRefusal(['edit', 'TV-2', '--code', 'TV-1'], 'duplicate-code', 4);
  });

  it('ambiguous-name lists the candidates', () => {
    const { candidates } = expectRefusal(['stock-in', 'twin', '1'], 'ambiguous-name', 4);
    expect(candidates).toEqual([
      { code: 'TV-2', name: 'Twin' },
      { code: 'TV-3', name: 'Twin' },
    ]);
  });

  it('in-use: a combo is priced from the device', () => {
    expect(expectRefusal(['remove', 'TV-2'], 'in-use', 4)).toEqual({ code: 'TV-2', usedBy: ['C-1'] });
    expectRefusal(['undo', '4'], 'in-use', 4);
  });

  it('not-empty: only an empty device can be removed', () => {
    expectRefusal(['remove', 'TV-1'], 'not-empty', 4);
  });

  it('key-conflict: a key with other content', () => {
    expectRefusal(['stock-in', 'TV-1', '2', '--key', 'k1'], 'key-conflict', 4);
    expectRefusal(['stock-out', 'TV-1', '1', '--key', 'k1'], 'key-conflict', 4);
  });

  it('unexpected-quantity names both numbers', () => {
    expect(expectRefusal(['stock-in', 'TV-1', '2', '--expect', '5'], 'unexpected-quantity', 4)).toEqual({
      code: 'TV-1',
      onHand: 6,
      expected: 5,
    });
  });

  it('already-undone: an entry is taken back once', () => {
    expect(run(folder, ['undo', '6']).code).toBe(0);
    expectRefusal(['undo', '6'], 'already-undone', 4);
  });

  it('already-imported: the same bytes', () => {
    const file = 'code,type,quantity\nTV-1,in,1\n';
    expect(run(folder, ['import', 'movements', '-'], { input: file }).code).toBe(0);
    expect(expectRefusal(['import', 'movements', '-'], 'already-imported', 4, file)).toEqual({ entry: 7 });
  });

  it('exists: a store is made once', () => {
    expectRefusal(['init'], 'exists', 4);
  });

  it.skipIf(isOnServer)('damaged: an entry is not as it was written', () => {
    const journal = join(folder, 'data', 'inventory.journal.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('"change":5', '"change":9'));
    expectRefusal(['stock-in', 'TV-1', '1'], 'damaged', 6);
    expect(run(folder, ['verify']).stdout).toContain('#1 ');
    expect(run(folder, ['verify', '--json']).code).toBe(6);
  });

  it.skipIf(isOnServer)('newer-format: the journal is of a later program', () => {
    const journal = join(folder, 'data', 'inventory.journal.jsonl');
    writeFileSync(
      journal,
      resealed(readFileSync(journal), (line) =>
        line.replace(/"format":\d+,"reader":\d+/, '"format":9,"reader":9'),
      ),
    );
    expectRefusal(['stock-in', 'TV-1', '1'], 'newer-format', 6);
    expectRefusal(['list'], 'newer-format', 6);
  });

  it.skipIf(isOnServer)('io: the store is a symbolic link, or may not be written', () => {
    const [journal, moved] = [join(folder, 'data', 'inventory.journal.jsonl'), join(folder, 'moved.jsonl')];
    writeFileSync(moved, readFileSync(journal));
    rmSync(journal);
    symlinkSync(moved, journal);
    expectRefusal(['stock-in', 'TV-1', '1'], 'io', 1);
  });

  it.skipIf(isOnServer || process.getuid?.() === 0)('io: the journal is read-only', () => {
    chmodSync(join(folder, 'data', 'inventory.journal.jsonl'), 0o444);
    expectRefusal(['stock-in', 'TV-1', '1'], 'io', 1);
  });
});

describe('an error code of the contract', () => {
  it('no-store: there is none here, and init is named', () => {
    mkdirSync(join(folder, 'data'), { recursive: true });
    for (const command of ['list', 'stock-in', 'verify', 'info', 'repair']) {
      const words = command === 'stock-in' ? [command, 'TV-1', '1'] : [command];
      expectRefusal(words, 'no-store', 3);
      expect(run(folder, words).stderr).toContain('stockbook init');
    }
  });

  it.skipIf(isOnServer)('busy: another process holds the store for longer than --wait', async () => {
    fill(folder);
    const holder = join(folder, 'holder.cjs');
    const addon = join(import.meta.dirname, '../../node_modules/fs-native-extensions');
    writeFileSync(
      holder,
      `const { openSync, writeFileSync } = require('node:fs');
       require(${JSON.stringify(addon)}).tryLock(openSync(process.argv[2], 'r+'), 2 ** 40, 1);
       writeFileSync('held', '');
       process.stdin.resume();`,
    );
    const { spawn } = await import('node:child_process');
    const process_ = spawn(process.execPath, [holder, join(folder, 'data', 'inventory.journal.jsonl')], {
      cwd: folder,
    });
    try {
      while (!readdirSync(folder).includes('held')) await new Promise((next) => setTimeout(next, 20));
      expectRefusal(['stock-in', 'TV-1', '1', '--wait', '0.2'], 'busy', 5);
      expect(run(folder, ['list']).code).toBe(0);
    } finally {
      process_.kill('SIGKILL');
    }
    const after: Outcome = await runBeside(folder, ['stock-in', 'TV-1', '1']);
    expect(after.code).toBe(0);
  });
});

describe('a closed or full output', () => {
  beforeEach(() => fill(folder));

  it('does not turn a recorded movement into a failure', async () => {
    const { openSync, closeSync } = await import('node:fs');
    const { spawnSync } = await import('node:child_process');
    const { cleanEnvironment, program } = await import('./run.ts');
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'stock-in', 'TV-1', '1'], {
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([0, expect.stringContaining('note: the entry is recorded')]);
    expect(JSON.parse(run(folder, ['show', 'TV-1', '--json']).stdout).quantity).toBe(7);
  });
});
