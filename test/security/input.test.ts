import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder, run } from '../cli/run.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const devices = 'kind,code,name,size,panel,price,quantity\ntv,A,Set A,42,lcd,1,5\n';
const importDevices = (): Outcome => run(folder, ['import', 'devices', '-'], { input: devices });

/** Runs a command with a umask, as a shell would set it. */
function runMasked(umask: string, words: readonly string[], input = ''): number | null {
  const script = 'umask "$1"; shift; exec "$@"';
  const { status } = spawnSync('sh', ['-c', script, 'sh', umask, process.execPath, program, ...words], {
    cwd: folder,
    env: cleanEnvironment(folder),
    input,
  });
  return status;
}

const modes = (): [string, string][] =>
  readdirSync(join(folder, 'data')).map((name) => [
    name,
    (statSync(join(folder, 'data', name)).mode & 0o777).toString(8),
  ]);

describe('the files of a store', () => {
  it.skipIf(process.platform === 'win32').each([
    ['077', '600', '700'],
    ['022', '644', '755'],
    ['027', '640', '750'],
  ])('are for whom the umask %s says', (umask, mode, folderMode) => {
    expect(runMasked(umask, ['init'])).toBe(0);
    expect(runMasked(umask, ['import', 'devices', '-'], devices)).toBe(0);
    expect(runMasked(umask, ['stock-in', 'A', '1'])).toBe(0);
    expect(runMasked(umask, ['export', 'devices', '-o', 'data/out.csv'])).toBe(0);
    expect(modes().map(([, found]) => found)).toEqual(modes().map(() => mode));
    expect((statSync(join(folder, 'data')).mode & 0o777).toString(8)).toBe(folderMode);
  });

  it.skipIf(process.platform === 'win32')('stay private where they were made private', () => {
    run(folder, ['init']);
    importDevices();
    for (const [name] of modes()) chmodSync(join(folder, 'data', name), 0o600);
    expect(runMasked('000', ['stock-in', 'A', '1'])).toBe(0);
    expect(runMasked('000', ['edit', 'A', '--price', '2'])).toBe(0);
    expect(modes().map(([, mode]) => mode)).toEqual(modes().map(() => '600'));
  });

  it('leave no temporary file behind', () => {
    run(folder, ['init']);
    importDevices();
    run(folder, ['export', 'devices', '-o', 'out.csv']);
    const names = [...readdirSync(folder), ...readdirSync(join(folder, 'data'))];
    expect(names.filter((name) => /tmp/.test(name))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('are not written through a link that somebody has laid', () => {
    run(folder, ['init']);
    importDevices();
    writeFileSync(join(folder, 'victim'), 'precious');
    const book = join(folder, 'data/inventory.json');
    removeFolder(book);
    symlinkSync(join(folder, 'victim'), book);
    run(folder, ['stock-in', 'A', '1']);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('precious');
    const journal = join(folder, 'data/inventory.journal.jsonl');
    const content = readFileSync(journal);
    removeFolder(journal);
    writeFileSync(join(folder, 'elsewhere'), content);
    symlinkSync(join(folder, 'elsewhere'), journal);
    expect(run(folder, ['stock-in', 'A', '1']).code).not.toBe(0);
    expect(lstatSync(journal).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'elsewhere'))).toEqual(content);
  });
});

describe('what is typed', () => {
  const commands = ['$(touch x)`touch x`', '; touch x', '-x|touch x\n touch x'];

  it.each(commands)('is never a command of a shell: %j', (text) => {
    run(folder, ['init']);
    importDevices();
    const env = { STOCKBOOK_BY: text, STOCKBOOK_LANG: text, PAGER: text, LESS: text, EDITOR: text };
    for (const words of [
      ['list', '--store', text],
      ['search', text],
      ['show', text],
      ['stock-in', text, '1'],
      ['stock-in', 'A', '1', `--note=${text}`, `--ref=${text}`, `--key=${text}`],
      ['history', `--since=${text}`],
      ['import', 'devices', text],
      ['export', 'devices', '-o', text],
      ['edit', 'A', `--name=${text}`],
      ['__complete', 'show', text],
      ['scan', 'in', `--note=${text}`],
    ])
      run(folder, words, { input: `${text}\n`, env });
    run(folder, ['list'], { env });
    run(folder, ['import', 'movements', '-'], { input: `code,type,quantity,note\nA,in,1,"${text}"\n` });
    expect(existsSync(join(folder, 'x'))).toBe(false);
    expect(run(folder, ['verify']).code).toBe(0);
  });
});
