import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../fuzz/running.ts';
import { isOnServer } from '../postgres/store-under-test.ts';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  for (const code of ['TV-1', 'TV-2']) {
    run(folder, [
      ...['add', 'tv', '--code', code, '--name', `Television ${code}`, '--size', '42', '--panel', 'lcd'],
      ...['--price', '300', '--quantity', '1000', '--minimum', '5'],
    ]);
  }
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stock = (...words: string[]) => run(folder, words);
const onHand = (code: string): number =>
  (JSON.parse(stock('show', code, '--json').stdout) as { quantity: number }).quantity;
const slip = /looks like a slip/;

describe('a movement that looks like a slip, where nobody can be asked', () => {
  it('is recorded with a note when its quantity is ten times the usual', () => {
    stock('stock-out', 'TV-1', '2');
    stock('stock-out', 'TV-1', '3');
    const { code, stderr } = stock('stock-out', 'TV-1', '20');
    expect([code, onHand('TV-1')]).toEqual([0, 975]);
    expect(stderr).toMatch(/20 is ten times the usual 2 or more/);
    expect(stock('stock-out', 'TV-1', '19').stderr).toBe('');
  });

  it('does not compare what goes out with what comes in', () => {
    stock('stock-in', 'TV-1', '1');
    expect(stock('stock-out', 'TV-1', '100').stderr).toBe('');
  });

  it('is noted when its cost is ten times the last', () => {
    stock('stock-in', 'TV-1', '5', '--cost', '61');
    expect(stock('stock-in', 'TV-1', '6', '--cost', '610').stderr).toMatch(
      /610.00 is ten times the last 61.00/,
    );
  });

  it.skipIf(isOnServer)(
    'is noted when an identical movement was recorded less than ten seconds ago, unless that was undone',
    async () => {
      const begun = Date.now();
      const saidAt = async (seconds: number, ...words: string[]): Promise<string> => {
        const { code, stderr } = await runHere(folder, words, { now: () => begun + seconds * 1000 });
        expect([words, code]).toEqual([words, 0]);
        return stderr;
      };
      const sold = ['stock-out', 'TV-1', '2', '--ref'];
      await saidAt(0, ...sold, 'SO-1');
      expect(await saidAt(1, ...sold, 'SO-2')).toBe('');
      expect(await saidAt(5.5, ...sold, 'SO-2')).toMatch(/ 4 s ago as #4/);
      expect(await saidAt(15.499, ...sold, 'SO-2')).toMatch(/ 9 s ago as #5/);
      expect(await saidAt(25.499, ...sold, 'SO-2')).toBe('');
      await saidAt(26, 'undo');
      expect(await saidAt(27, ...sold, 'SO-2')).toBe('');
    },
  );

  it('takes movements with keys of their own for what they are', () => {
    stock('stock-out', 'TV-1', '2', '--key', 'a');
    expect(stock('stock-out', 'TV-1', '2', '--key', 'b').stderr).toBe('');
    expect(stock('stock-out', 'TV-1', '2', '--key', 'a').stderr).not.toMatch(slip);
  });

  it('is noted when its code is one typing error away from a busier one', () => {
    for (const quantity of ['1', '2', '3']) stock('stock-out', 'TV-1', quantity);
    expect(stock('stock-out', 'TV-2', '1').stderr).toMatch(/TV-2 is one typing error away from TV-1/);
    expect(stock('stock-out', 'Television TV-2', '2').stderr).toBe('');
  });

  it('is noted when nothing will be left, or less than the minimum', () => {
    const { stderr } = stock('stock-out', 'TV-1', '996');
    expect(stderr).toMatch(/^note: 4 will be left, below the minimum of 5\n$/);
    expect(stock('stock-out', 'TV-1', '1').stderr).toBe('');
    expect(stock('stock-out', 'TV-1', '3').stderr).toMatch(/none will be left/);
  });

  it('is refused with --strict: exit 4, suspicious, nothing changed', () => {
    const { code, stdout, stderr } = stock('stock-out', 'TV-1', '1000', '--strict', '--json');
    expect([code, stdout, onHand('TV-1')]).toEqual([4, '', 1000]);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'suspicious', details: { suspicions: [{ guard: 'low', left: 0, minimum: 5 }] } },
    });
  });

  it('is refused for what it lacks before it is called a slip', () => {
    expect(stock('stock-out', 'TV-1', '1001', '--strict', '--json').stderr).toContain('insufficient-stock');
  });

  it('passes with --yes, and where its guard is switched off', () => {
    expect(stock('stock-out', 'TV-1', '999', '--strict', '--yes')).toMatchObject({ code: 0, stderr: '' });
    expect(stock('stock-out', 'TV-2', '1000', '--strict', '--unguarded', 'repeat,low').code).toBe(0);
  });

  it('passes where the environment switches its guard off, and an unknown guard is refused by name', () => {
    const env = { STOCKBOOK_UNGUARDED: 'low' };
    expect(run(folder, ['stock-out', 'TV-1', '1000'], { env })).toMatchObject({ code: 0, stderr: '' });
    const unknown = stock('stock-out', 'TV-2', '1', '--unguarded', 'lwo');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('lwo')]);
  });
});
