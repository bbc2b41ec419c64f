import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../fuzz/running.ts';
import { newFolder, removeFolder } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = newFolder();
  await succeeds(['init']);
  await succeeds(['add', ...'tv --code TV-1 --name Nova --size 42 --panel lcd --price 100'.split(' ')]);
});
afterEach(() => removeFolder(folder));

const rows = 3000;
const csv = `code,type,quantity\n${'TV-1,in,1\n'.repeat(rows)}`;
const jsonLines = `${JSON.stringify({ code: 'TV-1', type: 'in', quantity: 1 })}\n`.repeat(rows);
const importing = ['import', 'movements', '-'];

/** A clock that is so much later each time somebody looks at it. */
function clockThatAdvances(ms: number): () => number {
  let now = 1_000_000;
  return () => (now += ms);
}

/** Runs a command on a terminal; returns what was drawn over, and what stays. */
async function drawn(
  words: readonly string[],
  { input = '', msBetweenLooks = 0, env = {}, isTerminal = true } = {},
): Promise<{ readonly bars: readonly string[]; readonly rest: string }> {
  const monotonicMs = clockThatAdvances(msBetweenLooks);
  const { code, stderr } = await runHere(folder, words, { input, env, isTerminal, monotonicMs });
  expect([words, code]).toEqual([words, 0]);
  const [before = '', ...lines] = stderr.split('\r').map((line) => line.split('\x1b[K'));
  return {
    bars: lines.map(([bar = '']) => bar),
    rest: [before, ...lines.map(([, after]) => after)].join(''),
  };
}

async function succeeds(words: readonly string[], input = ''): Promise<void> {
  expect(await runHere(folder, words, { input })).toMatchObject({ code: 0 });
}

describe('how far a long command has come', () => {
  it('is drawn over and over while a file is read and its rows are checked, and taken away', async () => {
    const { bars, rest } = await drawn(importing, { input: jsonLines, msBetweenLooks: 300 });
    expect(bars).toContainEqual(expect.stringMatching(/^reading \[#+-+\] \d\d%$/));
    expect(bars).toContain('checking [####--------------------] 17%');
    expect(bars).toContain('checking [######################--] 93%');
    expect(bars.filter((bar) => bar === '')).toHaveLength(2);
    expect([bars.at(-1), rest]).toEqual(['', '']);
  });

  it.each([
    ['a file', { stdinSize: 600 * 'TV-1\n'.length }, /^reading \[#+-+\] \d\d%$/],
    ['a pipe', {}, /^reading \d+ rows$/],
  ])('is drawn while codes are scanned from %s, below what has been scanned', async (_, size, bar) => {
    const input = 'TV-1\n'.repeat(600);
    const { stderr } = await runHere(folder, ['scan', 'in'], {
      ...{ input, ...size, isTerminal: true, monotonicMs: clockThatAdvances(300) },
    });
    const bars = stderr
      .split('\r')
      .flatMap((text) => text.split('\x1b[K'))
      .filter(Boolean);
    expect(bars.length).toBeGreaterThan(0);
    for (const each of bars) expect(each).toMatch(bar);
  });

  it('is a bar where the end is known', async () => {
    for (let entry = 0; entry < 300; entry++) await succeeds(['stock-in', 'TV-1', '1', '--key', `k${entry}`]);
    const { bars } = await drawn(['verify'], { msBetweenLooks: 600 });
    expect(bars).toEqual([expect.stringMatching(/^checking \[#{20}-{4}\] 8\d%$/), '']);
  });

  it('is drawn ten times a second at most, however fast it goes on', async () => {
    const { bars } = await drawn(importing, { input: csv, msBetweenLooks: 60 });
    // It is looked at every 256 rows, when 60 ms have passed: every second time at most, and not before 500 ms.
    expect(bars).toEqual([
      expect.stringMatching(/^checking .+%$/),
      expect.stringMatching(/^checking .+%$/),
      '',
    ]);
  });

  it('is not told of a command that is done before a person begins to wonder', async () => {
    expect(await drawn(importing, { input: csv, msBetweenLooks: 1 })).toEqual({ bars: [], rest: '' });
  });

  it.each([
    ['with --quiet', { words: [...importing, '--quiet'] }],
    ['where the terminal is dumb', { env: { TERM: 'dumb' } }],
    ['where nobody watches', { isTerminal: false }],
  ])('is not drawn %s', async (_, { words = importing, ...host }: Circumstances) => {
    const options = { input: csv, msBetweenLooks: 1000, ...host };
    expect(await drawn(words, options)).toEqual({ bars: [], rest: '' });
  });
});

interface Circumstances {
  readonly words?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly isTerminal?: boolean;
}
