import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, program, removeFolder } from '../cli/run.ts';
import { tally } from './length.ts';
import { expectSoundShop, json, makeShop, type Row, type Started, start, stockbook } from './processes.ts';
import { canTrace, tampered } from './tracing.ts';

let folder: string;
let journal: string;
/** What a test that fails leaves behind: the traced process, whose end ends strace. */
const started: Started[] = [];
beforeEach(() => {
  folder = newFolder();
  journal = join(folder, 'data/inventory.journal.jsonl');
  makeShop(folder, ['A'], 10);
});
afterEach(async () => {
  for (const left of started.splice(0)) {
    const { exitCode, signalCode } = left.child;
    if (exitCode === null && signalCode === null) endTraced(left);
    await left.ended;
  }
  removeFolder(folder);
});

/** The traced process: strace's own child. Throws if there is none, for 0 would be all the processes of these tests. */
function traced({ child }: Started): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
  const pid = Number(children.split(' ')[0]);
  if (pid === 0) throw new Error('strace has no child');
  return pid;
}

function endTraced(left: Started): void {
  try {
    process.kill(traced(left), 'SIGKILL');
  } catch {
    left.child.kill('SIGKILL');
  }
}

/** What the kernel says of a stopped process: its state, and how often it has run. Null if it is not stopped. */
function stopOf(pid: number): string | null {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return /^State:\s+[Tt]/m.test(status) ? (status.match(/ctxt_switches:\s+\d+/g) ?? []).join(' ') : null;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setTimeout(next, 10));
}

/** A stock-in that has stopped at a system call on the journal, the lock held. */
async function stopped(
  syscall: string,
  when: number,
): Promise<{ readonly holder: Started; readonly pid: number }> {
  const by = tampered(syscall, 'signal=STOP', String(when), [journal]);
  const holder = start(folder, ['stock-in', 'A', '1', '--ref', 'stopped', '--json'], { by });
  started.push(holder);
  let pid = 0;
  await until(() => {
    try {
      pid = traced(holder);
      // Stopped by the signal, and not only for the tracer, as at every call: then it does not run for a while.
      const stop = stopOf(pid);
      const isBusy = () => stockbook(folder, 'undo', '99', '--wait', '0').code === 5;
      return stop !== null && isBusy() && traced(holder) === pid && stopOf(pid) === stop;
    } catch {
      return false;
    }
  });
  return { holder, pid };
}

const busy = (): void => {
  const { code, stderr } = stockbook(folder, 'stock-in', 'A', '1', '--wait', '0.2', '--json');
  expect([code, JSON.parse(stderr).error.code]).toEqual([5, 'busy']);
};

const refs = (): readonly (string | null)[] => json<readonly Row[]>(folder, 'history').map(({ ref }) => ref);

describe.skipIf(!canTrace || process.platform !== 'linux')('a holder of the lock (needs strace)', () => {
  it('that is stopped keeps the lock: others read, and are told that it is busy; continued, it goes on', async () => {
    const { holder, pid } = await stopped('pwrite64', 1);
    for (let attempt = 0; attempt < 3; attempt++) busy();
    expect(stockbook(folder, 'list').code).toBe(0);
    process.kill(pid, 'SIGCONT');
    expect((await holder.ended).code).toBe(0);
    expect(refs().filter((ref) => ref === 'stopped')).toHaveLength(1);
    json(folder, 'stock-in', 'A', '1');
    expectSoundShop(folder);
    tally({ 'attacks on the lock': 1 });
  });

  it('that is killed while it is stopped lets the next in at once, and is there whole or not at all', async () => {
    const { holder, pid } = await stopped('pwrite64', 1);
    const waiting = start(folder, ['stock-in', 'A', '1', '--ref', 'waiting', '--json']);
    process.kill(pid, 'SIGKILL');
    await holder.ended;
    expect((await waiting.ended).code).toBe(0);
    const told = refs();
    expect(told.filter((ref) => ref === 'waiting')).toHaveLength(1);
    expectSoundShop(folder);
    tally({ 'attacks on the lock': 1 });
  });

  it.each([
    { what: 'before it reads', syscall: 'pread64' },
    { what: 'as it writes', syscall: 'pwrite64' },
    { what: 'as it waits for the disk', syscall: 'fdatasync' },
  ])('under which the journal was replaced $what claims nothing that is not there', async ({ syscall }) => {
    const { holder, pid } = await stopped(syscall, 1);
    const before = readFileSync(journal);
    const whole = before.subarray(0, before.lastIndexOf('\n') + 1);
    const lines = whole.toString().split('\n').slice(0, -1);
    const kept = lines.filter((line) => !line.includes('"ref":"stopped"'));
    writeFileSync(`${journal}.copy`, `${kept.join('\n')}\n`);
    renameSync(`${journal}.copy`, journal);
    // The new file is another one: its lock is free, and the stopped process holds that of the old one.
    json(folder, 'stock-in', 'A', '1', '--ref', 'meanwhile');
    process.kill(pid, 'SIGCONT');
    const { code, stdout } = await holder.ended;
    const told = refs();
    expect(told).toContain('meanwhile');
    expect([0, 1, 5, 7]).toContain(code);
    expect(told.filter((ref) => ref === 'stopped')).toHaveLength(code === 0 ? 1 : 0);
    if (code !== 0) expect(stdout).toBe('');
    json(folder, 'stock-in', 'A', '1');
    expectSoundShop(folder);
    tally({ 'attacks on the lock': 1 });
  });
});

describe('a lock', () => {
  it('has no file: nothing that lies in the folder from before keeps anybody out', () => {
    for (const name of [
      'inventory.lock',
      'inventory.json.lock',
      'inventory.journal.jsonl.lock',
      'lock',
      '.lock',
    ])
      writeFileSync(join(folder, 'data', name), `${process.pid}\n`);
    json(folder, 'stock-in', 'A', '1', '--wait', '0');
    expectSoundShop(folder);
    tally({ 'attacks on the lock': 5 });
  });

  it('does not travel with a copy of the store, which works although the original is held', async () => {
    copyFileSync(journal, join(folder, 'copy'));
    json(folder, 'restore', 'copy', '--store', 'elsewhere');
    json(folder, 'stock-in', 'A', '1', '--store', 'elsewhere', '--wait', '0');
    json(folder, 'stock-in', 'A', '1', '--wait', '0');
    tally({ 'attacks on the lock': 1 });
  });
});

/** Another installation of the program whose file lock is `addon`: missing, or something that does not load. */
function installationWith(addon: 'missing' | 'damaged'): string {
  const [from, to] = [resolve(dirname(program), '..'), join(folder, 'installation')];
  mkdirSync(join(to, 'node_modules'), { recursive: true });
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(from, name), join(to, name), { recursive: true });
  const ours = 'fs-native-extensions';
  for (const name of readdirSync(join(from, 'node_modules')))
    if (name !== ours) symlinkSync(join(from, 'node_modules', name), join(to, 'node_modules', name));
  cpSync(join(from, 'node_modules', ours), join(to, 'node_modules', ours), { recursive: true });
  const prebuilds = join(to, 'node_modules', ours, 'prebuilds');
  if (addon === 'missing') rmSync(prebuilds, { recursive: true });
  else writeFileSync(join(prebuilds, `${process.platform}-${process.arch}`, `${ours}.node`), 'no addon');
  return join(to, 'bin/stockbook.js');
}

describe('an installation whose file lock does not load', () => {
  const reasons = { missing: 'MODULE_NOT_FOUND', damaged: 'ERR_DLOPEN_FAILED' };

  it.each(['missing', 'damaged'] as const)('(%s) writes nothing and says why, but reads', (addon) => {
    const other = installationWith(addon);
    const byOther = (...words: string[]) =>
      spawnSync(process.execPath, [other, ...words], {
        cwd: folder,
        env: cleanEnvironment(folder),
        encoding: 'utf8',
      });
    const before = readFileSync(journal);
    for (const words of [['stock-in', 'A', '1'], ['edit', 'A', '--name', 'B'], ['undo', '1'], ['repair']]) {
      const { status, stdout, stderr } = byOther(...words, '--json', '--yes');
      const { error } = JSON.parse(stderr);
      expect([words, status, stdout, error.code]).toEqual([words, 1, '', 'io']);
      expect(error.details.reason).toBe(reasons[addon]);
      expect(error.message).toContain('without it entries of other processes could be lost');
    }
    expect(readFileSync(journal)).toEqual(before);
    const list = byOther('list', '--json');
    expect([list.status, list.stdout]).toEqual([0, stockbook(folder, 'list', '--json').stdout]);
    expect(byOther('verify').status).toBe(0);
    tally({ 'attacks on the lock': 1 });
  });
});

describe.skipIf(process.platform === 'win32')('a process that may open few files', () => {
  it('says that, and never that the lock is missing', () => {
    for (let most = 17; most <= 30; most++) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `ulimit -n ${most}; exec "$@"`, 'sh', process.execPath, program, 'stock-in', 'A', '1', '-q'],
        { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' },
      );
      // Too few for Node itself to start: it says so, or ends by a signal.
      if (status === null || stderr.includes('node:')) continue;
      if (status !== 0) expect([status, stderr]).toEqual([1, expect.stringContaining('EMFILE')]);
      if (status !== 0) expect(stderr).toContain('ulimit -n');
    }
    expectSoundShop(folder);
    tally({ 'attacks on the lock': 1 });
  });
});
