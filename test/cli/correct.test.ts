import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  run(folder, [
    ...['add', 'dvd', '--code', 'D-1', '--name', 'Player', '--disc', 'hd', '--price', '30'],
    ...['--quantity', '10'],
  ]);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

interface Row {
  readonly entry: number;
  readonly change: number;
  readonly balance: number;
  readonly reason: string;
  readonly corrects?: number;
}

const stock = (...words: string[]) => run(folder, words);
const history = () => JSON.parse(stock('history', 'D-1', '--json').stdout) as Row[];
const balance = () => history().at(-1)?.balance;
const errorOf = (stderr: string) =>
  (JSON.parse(stderr) as { error: { code: string; message: string; details: { inTheWay?: unknown } } }).error;

describe('correct', () => {
  it('appends the difference, linked to the entry, which stays as it was', () => {
    stock('stock-in', 'D-1', '5');
    const { code, stdout } = stock('correct', '2', '--quantity', '3', '--note', 'counted twice', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      entry: 3,
      type: 'stock-out',
      change: -2,
      balance: 13,
      reason: 'correction',
      note: 'counted twice',
      corrects: 2,
    });
    expect(history().map(({ entry, change }) => [entry, change])).toContainEqual([2, 5]);
    expect(stock('verify').code).toBe(0);
  });

  it('changes nothing when it is repeated', () => {
    stock('stock-out', 'D-1', '5');
    stock('correct', '2', '--quantity', '4');
    expect(stock('correct', '2', '--quantity', '4').code).toBe(0);
    expect([balance(), history().length]).toEqual([6, 4]);
    stock('correct', '2', '--quantity', '7');
    expect(balance()).toBe(3);
    stock('correct', '2', '--quantity', '0');
    expect(balance()).toBe(10);
  });

  it('counts a correction that was undone no more', () => {
    stock('stock-out', 'D-1', '5');
    stock('correct', '2', '--quantity', '4');
    stock('undo', '3');
    expect(balance()).toBe(5);
    stock('correct', '2', '--quantity', '4');
    expect(balance()).toBe(6);
  });

  it('corrects an opening quantity', () => {
    stock('correct', '1', '--quantity', '12');
    expect(balance()).toBe(12);
  });

  it('is refused for an undo, a correction, an entry without a movement, an undone one and one that is not there', () => {
    stock('stock-out', 'D-1', '5');
    stock('correct', '2', '--quantity', '4');
    stock('edit', 'D-1', '--price', '31');
    stock('stock-in', 'D-1', '1');
    stock('undo', '5');
    const codes = ['3', '4', '6', '5', '99'].map((n) => {
      const { code, stderr } = stock('correct', n, '--quantity', '1', '--json');
      return [code, errorOf(stderr).code];
    });
    expect(codes).toEqual([
      [2, 'invalid'],
      [2, 'invalid'],
      [2, 'invalid'],
      [4, 'already-undone'],
      [3, 'not-found'],
    ]);
  });

  it('keeps its entry from being undone beside it', () => {
    stock('stock-in', 'D-1', '5');
    stock('correct', '2', '--quantity', '3');
    const { code, stderr } = stock('undo', '2', '--json');
    expect([code, errorOf(stderr).code, balance()]).toEqual([4, 'in-use', 13]);
    stock('undo', '3');
    expect(stock('undo', '2').code).toBe(0);
    expect(balance()).toBe(10);
  });

  it('names what is missing where nobody can be asked', () => {
    const { code, stderr } = stock('correct');
    expect([code, stderr]).toEqual([2, expect.stringContaining('ENTRY, --quantity')]);
  });
});

describe('an undo or a correction that is refused', () => {
  it('names the later entries that took the stock', () => {
    stock('stock-in', 'D-1', '5');
    stock('stock-out', 'D-1', '4');
    stock('stock-out', 'D-1', '9');
    const undone = errorOf(stock('undo', '2', '--json').stderr);
    expect(undone.code).toBe('insufficient-stock');
    expect(undone.details.inTheWay).toEqual([{ entry: 4, type: 'stock-out', code: 'D-1', change: -9 }]);
    expect(undone.message).toContain('#4 stock-out D-1 -9');
    const corrected = errorOf(stock('correct', '2', '--quantity', '1', '--json').stderr);
    expect(corrected.details.inTheWay).toEqual([{ entry: 4, type: 'stock-out', code: 'D-1', change: -9 }]);
    expect(undone.message).toContain('entry #2 cannot be taken back: 5 of D-1');
    expect(corrected.message).toContain('entry #2 cannot be corrected to that: 4 of D-1');
  });

  it('says in Chinese, and at a place, too, which of the two it is', () => {
    stock('place', 'add', 'shop-1');
    stock('transfer', 'D-1', '2', '--from', 'main', '--to', 'shop-1');
    stock('stock-out', 'D-1', '1', '--place', 'shop-1');
    stock('stock-out', 'D-1', '1');
    expect(stock('correct', '4', '--quantity', '9').stderr).toContain(
      '#4 cannot be corrected to that: 8 of D-1',
    );
    expect(stock('correct', '4', '--quantity', '9', '--lang', 'zh').stderr).toContain(
      '流水 #4 不能这样更正：更正要从',
    );
    expect(stock('undo', '3', '--lang', 'zh').stderr).toContain('流水 #3 不能撤销：撤销要从');
  });

  it('names the entry that removed the device since', () => {
    stock('stock-out', 'D-1', '10');
    stock('remove', 'D-1');
    expect(errorOf(stock('undo', '2', '--json').stderr).message).toContain('undo #3 first');
  });

  it('names what came in later where the device would have to go', () => {
    stock('stock-in', 'D-1', '5');
    const { code, details } = errorOf(stock('undo', '1', '--json').stderr);
    expect(code).toBe('not-empty');
    expect(details.inTheWay).toEqual([{ entry: 2, type: 'stock-in', code: 'D-1', change: 5 }]);
  });
});
