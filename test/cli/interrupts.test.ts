import { execFileSync } from 'node:child_process';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Interrupted } from '../../src/cli/ask/ask.ts';
import { interruptible } from '../../src/cli/host/interruptible.ts';
import { openJsonFileStore } from '../../src/store/json-file/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { closeTerminals, Terminal } from '../terminal/terminal.ts';
import { expectSoundShop, json, makeShop, type Row, type Started, start } from '../torture/processes.ts';
import { canTrace, tampered } from '../torture/tracing.ts';
import { lockedBy } from './locked.ts';
import { newFolder, removeFolder } from './run.ts';

vi.setConfig({ testTimeout: 120_000 });

const isLinux = process.platform === 'linux';
let folder: string;
let journal: string;
const ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = newFolder();
  journal = join(folder, 'data/inventory.journal.jsonl');
});
afterEach(async () => {
  closeTerminals();
  for (const end of ends.splice(0)) await end();
  removeFolder(folder);
});

/** A process that holds the store's lock until the test ends. */
async function holdLock(): Promise<() => Promise<void>> {
  const end = await lockedBy(journal);
  ends.push(end);
  return end;
}

function startHere(words: readonly string[], options?: Parameters<typeof start>[2]): Started {
  const started = start(folder, words, options);
  ends.push(async () => {
    started.child.kill('SIGKILL');
    await started.ended;
  });
  return started;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setTimeout(next, 5));
}

/** Whether a process has a file open and listens to Ctrl-C, be it by Node or by what watches over long work. */
function hasOpen(pid: number | undefined, path: string): boolean {
  try {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    const listens = (BigInt(`0x${caught}`) & 2n) !== 0n;
    const files = readdirSync(`/proc/${pid}/fd`).map((file) => readlinkSync(`/proc/${pid}/fd/${file}`));
    return listens && files.includes(path);
  } catch {
    return false;
  }
}

const store = (): readonly string[] =>
  readdirSync(join(folder, 'data'))
    .sort()
    .map((name) => `${name} ${readFileSync(join(folder, 'data', name), 'latin1')}`);

const refs = (): readonly (string | null)[] => json<readonly Row[]>(folder, 'history').map(({ ref }) => ref);

describe.skipIf(!isLinux)('Ctrl-C while a command waits', () => {
  beforeEach(() => makeShop(folder, ['A'], 10));

  it.each([
    { words: ['stock-in', 'A', '1'] },
    { words: ['undo'] },
    { words: ['edit', 'A', '--price', '2'] },
    { words: ['scan', 'in'], input: 'A\nA\n' },
    { words: ['import', 'movements', '-'], input: 'code,type,quantity\nA,in,1\n' },
    { words: ['repair'] },
  ])('for another process ($words) ends it with 130, and records nothing', async ({ words, input = '' }) => {
    const before = store();
    const release = await holdLock();
    const waiting = startHere([...words, '--wait', '600', '--yes'], { input });
    await until(() => hasOpen(waiting.child.pid, journal));
    waiting.child.kill('SIGINT');
    const { code, stdout } = await waiting.ended;
    expect([code, stdout.includes('#')]).toEqual([130, false]);
    await release();
    expect(store()).toEqual(before);
    expectSoundShop(folder);
  });

  it('for what comes through a pipe whose writer writes nothing ends it with 130', async () => {
    const before = store();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Opened to read as well, a pipe has a writer before it has another reader.
    const writer = openSync(pipe, 'r+');
    ends.push(async () => closeSync(writer));
    const waiting = startHere(['import', 'movements', pipe]);
    await until(() => hasOpen(waiting.child.pid, pipe));
    waiting.child.kill('SIGINT');
    expect((await waiting.ended).code).toBe(130);
    expect(store()).toEqual(before);
  });

  it('for the next line that is scanned ends it with 130, and keeps what was said to be recorded', async () => {
    const scanning = startHere(['scan', 'in', '--ref', 'scanned', '--json'], { input: null });
    scanning.child.stdin?.write('A\n');
    await until(() => scanning.printed().includes('\n'));
    await until(() => hasOpen(scanning.child.pid, readlinkSync(`/proc/${scanning.child.pid}/fd/0`)));
    scanning.child.kill('SIGINT');
    expect((await scanning.ended).code).toBe(130);
    expect(refs().filter((ref) => ref === 'scanned')).toHaveLength(1);
    expectSoundShop(folder);
  });

  it('at a terminal ends it with 130', async () => {
    await holdLock();
    const terminal = new Terminal(folder, ['stock-in', 'A', '1', '--wait', '600']);
    await until(() => hasOpen(terminal.pid, journal));
    terminal.press('ctrl-c');
    expect(await terminal.ended()).toBe(130);
  });

  it('at a terminal whose keys are read one by one ends it, too', async () => {
    const terminal = new Terminal(folder, ['scan', 'in', '--wait', '600']);
    await terminal.until('in>');
    await holdLock();
    terminal.type('A\r');
    let code: number | undefined;
    void terminal.ended().then((ended) => {
      code = ended;
    });
    // Before it waits, the key is one that is read after the line.
    while (code === undefined) {
      terminal.press('ctrl-c');
      await new Promise((next) => setTimeout(next, 50));
    }
    expect(code).toBe(130);
  });
});

/**
 * The process that strace runs, once it has stopped with its line in the journal. That it is stopped says too little: strace
 * stops it for a moment at each call.
 */
async function stoppedWriter({ child: { pid } }: Started, sizeBefore: number): Promise<number> {
  let child = 0;
  await until(() => {
    try {
      child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
      const isStopped = /^State:\s+[tT]/m.test(readFileSync(`/proc/${child}/status`, 'utf8'));
      return statSync(journal).size > sizeBefore && isStopped;
    } catch {
      return false;
    }
  });
  return child;
}

describe.skipIf(!isLinux || !canTrace)('Ctrl-C once the line is being written (needs strace)', () => {
  beforeEach(() => makeShop(folder, ['A'], 10));

  it.each([
    { words: ['stock-in', 'A', '1', '--ref', 'written'], input: '' },
    {
      words: ['import', 'movements', '-', '--skip-bad', '--rejects', 'bad.csv'],
      input: 'code,type,quantity,ref\nA,in,1,written\nB,in,1,bad\n',
    },
  ])('lets the command finish and answer ($words)', async ({ words, input }) => {
    const { size } = statSync(journal);
    const writing = startHere(words, { input, by: tampered('pwrite64', 'signal=STOP', '1', [journal]) });
    const pid = await stoppedWriter(writing, size);
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGCONT');
    const { code, stdout } = await writing.ended;
    expect([code, stdout]).toEqual([input === '' ? 0 : 2, expect.stringContaining('#2')]);
    expect(refs().filter((ref) => ref === 'written')).toHaveLength(1);
    if (input !== '') expect(readFileSync(join(folder, 'bad.csv'), 'utf8')).toContain('bad');
    expectSoundShop(folder);
  });
});

/** What a person does at a moment that a test cannot wait for: the signal comes in the middle of endless work. */
function interruptedForEver(): never {
  process.kill(process.pid, 'SIGINT');
  for (;;);
}

describe.skipIf(process.platform === 'win32')('Ctrl-C in work that never waits for events', () => {
  const open = (): Promise<KeptStore> =>
    openJsonFileStore(join(folder, 'data/inventory.json'), {
      by: 'li',
      waitMs: 0,
      now: () => Date.now(),
      notice: () => undefined,
      interruptible,
    });

  it('breaks it off, wherever it is', () => {
    expect(() => interruptible(interruptedForEver)).toThrow(Interrupted);
    expect(() => interruptible(() => Array.from([2, 1]).sort(interruptedForEver))).toThrow(Interrupted);
    expect(interruptible(() => 7)).toBe(7);
    expect(() =>
      interruptible(() => {
        throw new RangeError('its own');
      }),
    ).toThrow(RangeError);
  });

  it('breaks off an import that checks its rows: nothing is recorded, and the lock is free', async () => {
    makeShop(folder, ['A'], 10);
    const before = store();
    const opened = await open();
    const deciding = opened.commit(() => interruptible(interruptedForEver));
    await expect(deciding).rejects.toThrow(Interrupted);
    expect(store()).toEqual(before);
    json(folder, 'stock-in', 'A', '1', '--wait', '0');
    await opened.close();
  });

  it('breaks off the reading of a long journal', async () => {
    makeShop(folder, ['A'], 10);
    const moves = Array.from({ length: 30_000 }, () => 'A,in,1,a reference that makes it longer');
    writeFileSync(join(folder, 'moves.csv'), `code,type,quantity,ref\n${moves.join('\n')}\n`);
    json(folder, 'import', 'movements', 'moves.csv');
    const options = {
      by: 'li',
      waitMs: 0,
      now: () => Date.now(),
      notice: () => undefined,
      interruptible,
      progress: interruptedForEver,
    };
    const opened = await openJsonFileStore(join(folder, 'data/inventory.json'), options);
    for (const read of [() => opened.verify(), () => opened.backup(), () => opened.repair()])
      await expect(read()).rejects.toThrow(Interrupted);
    await opened.close();
    expectSoundShop(folder);
  });
});
