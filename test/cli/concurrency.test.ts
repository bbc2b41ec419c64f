import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder, run, runBeside } from './run.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  removeFolder(folder);
});

interface Row {
  readonly entry: number;
  readonly type: string;
  readonly code: string;
  readonly change: number | null;
  readonly balance: number;
  readonly key: string | null;
}

const stockbook = (...words: string[]): Outcome => run(folder, words);

function json<T>(...words: string[]): T {
  const { code, stdout, stderr } = stockbook(...words, '--json');
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return JSON.parse(stdout);
}

/** A store with two devices and ten of each. */
function shop(): void {
  expect(stockbook('init').code).toBe(0);
  for (const code of ['A', 'B']) {
    json(
      'add',
      'tv',
      '--code',
      code,
      '--name',
      code,
      ...'--size 42 --panel lcd --price 1 --quantity 10'.split(' '),
    );
  }
}

/** Runs eight processes at once, each with its own number. */
const eight = <T>(work: (clerk: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 8 }, (_, clerk) => work(clerk)));

/** Expects one unbroken numbering, balances that follow from the changes, and a sound store. */
function expectSound(): Row[] {
  const rows = json<Row[]>('history');
  expect([...new Set(rows.map(({ entry }) => entry))]).toEqual(
    Array.from({ length: rows.at(-1)?.entry ?? 0 }, (_, index) => index + 1),
  );
  const onHand = new Map<string, number>();
  for (const { code, change, balance } of rows) {
    const now = (onHand.get(code) ?? 0) + (change ?? 0);
    expect([code, balance]).toEqual([code, now]);
    expect(now).toBeGreaterThanOrEqual(0);
    onHand.set(code, now);
  }
  const devices = json<{ code: string; quantity: number }[]>('list');
  expect(devices.map(({ code, quantity }) => [code, quantity])).toEqual([...onHand].sort());
  expect(stockbook('verify')).toMatchObject({ code: 0, stderr: '' });
  return rows;
}

describe('eight processes', () => {
  it('that move two devices lose no update and take out no more than there is', async () => {
    shop();
    const outcomes = await eight(async (clerk) => {
      const done: { code: number | null; movement: Row | undefined }[] = [];
      for (let round = 0; round < 5; round++) {
        const device = (clerk + round) % 2 === 0 ? 'A' : 'B';
        const words = round % 2 === 0 ? ['stock-out', device, '3'] : ['stock-in', device, '2'];
        const { code, stdout } = await runBeside(folder, [...words, '--by', `clerk-${clerk}`, '--json']);
        done.push({ code, movement: code === 0 ? JSON.parse(stdout) : undefined });
      }
      return done;
    });
    for (const { code } of outcomes.flat()) expect([0, 4]).toContain(code);
    const confirmed = outcomes.flatMap((each) => each.flatMap(({ movement }) => movement ?? []));
    const rows = expectSound();
    expect(rows.slice(4)).toEqual(confirmed.sort((one, other) => one.entry - other.entry));
  });

  it('that repeat one command with the same key record it once, and all get the same answer', async () => {
    shop();
    const answers = await eight(() => runBeside(folder, ['stock-in', 'A', '1', '--key', 'k', '--json']));
    expect(new Set(answers.map(({ code, stdout }) => `${code} ${stdout}`)).size).toBe(1);
    expect(expectSound().filter(({ key }) => key === 'k')).toHaveLength(1);
  });

  it('that add, rename, move and undo beside each other leave a sound store, each new code given once', async () => {
    shop();
    const add = 'add tv --name New --size 42 --panel lcd --price 1 --quantity 1'.split(' ');
    const work = [
      add,
      add,
      add,
      ['edit', 'A', '--code', 'A2'],
      ['stock-in', 'B', '5'],
      ['undo', '2'],
      add,
      add,
    ];
    const outcomes = await eight((clerk) => runBeside(folder, work[clerk] ?? []));
    const refused = outcomes.filter(({ code }) => code !== 0);
    expect(refused).toHaveLength(1); // B is undone first, and not found, or it is no longer empty
    expect([3, 4]).toContain(refused[0]?.code);
    const codes = json<{ code: string }[]>('search', 'New').map(({ code }) => code);
    expect(codes).toEqual(['TV-0001', 'TV-0002', 'TV-0003', 'TV-0004', 'TV-0005']);
    expect(stockbook('verify').code).toBe(0);
  });

  it('that make a store in one place make one, and the others are told that it exists', async () => {
    mkdirSync(join(folder, 'data'), { recursive: true });
    const codes = (await eight(() => runBeside(folder, ['init']))).map(({ code }) => code);
    expect(codes.sort()).toEqual([0, 4, 4, 4, 4, 4, 4, 4]);
    expect(stockbook('verify').code).toBe(0);
  });
});

/** The next command after one that was killed: it sets aside what that one left half written, and says so. */
const goOn = (): void => expect(stockbook('stock-in', 'B', '1').code).toBe(0);

/** Runs a command and kills it after a while, unless it was faster. */
function runAndKill(words: readonly string[], afterMs: number): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: cleanEnvironment(folder),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.on('close', () => {
      clearTimeout(timer);
      done(stdout);
    });
  });
}

describe('kill -9', () => {
  it('in a loop of commands loses none that was confirmed and doubles none that is repeated', async () => {
    shop();
    const started = performance.now();
    json('stock-in', 'A', '1', '--key', 'first');
    const wholeMs = performance.now() - started;
    const confirmed: Row[] = [];
    for (let round = 0; round < 30; round++) {
      const words = ['stock-in', 'A', '1', '--key', `k${round}`, '--json'];
      const answer = await runAndKill(words, wholeMs * (0.4 + 0.03 * round));
      if (answer.endsWith('}\n')) confirmed.push(JSON.parse(answer));
    }
    goOn();
    const rows = expectSound();
    for (const movement of confirmed) expect(rows).toContainEqual(movement);
    const keys = rows.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    const unanswered = Array.from({ length: 30 }, (_, round) => `k${round}`).filter(
      (key) => !confirmed.some((movement) => movement.key === key),
    );
    for (const key of unanswered.slice(-5)) json('stock-in', 'A', '1', '--key', key);
    expect(expectSound().filter(({ key }) => unanswered.slice(-5).includes(key ?? ''))).toHaveLength(
      Math.min(5, unanswered.length),
    );
  });

  it('of an import leaves all of it or nothing', async () => {
    shop();
    const rows = 2000;
    const file = Array.from({ length: rows }, () => ({ code: 'A', type: 'in', quantity: 1 }));
    const input = `${JSON.stringify(file)}\n`;
    expect(run(folder, ['import', 'movements', '-'], { input }).code).toBe(0);
    const path = join(folder, 'movements.json');
    for (let round = 0; round < 6; round++) {
      writeFileSync(path, input + ' '.repeat(round + 1));
      await runAndKill(['import', 'movements', path], 60 + 40 * round);
      const { quantity } = json<{ quantity: number }>('show', 'A');
      expect((quantity - 10) % rows).toBe(0);
    }
    goOn();
    expectSound();
  });
});
