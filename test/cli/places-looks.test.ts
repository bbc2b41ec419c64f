import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Three of ten televisions at shop-1, where one was sold, and two more on the road to it. */
const fill = filledOnce((kept) => {
  for (const words of [
    'init',
    'add tv --code T1 --name T --size 42 --panel lcd --price 1000 --quantity 10 --cost 600',
    'place add shop-1 shop-2',
    'transfer T1 3 --from main --to shop-1',
    'stock-out T1 1 --place shop-1',
    'transfer T1 2 --from main --to shop-1 --in-transit',
  ])
    run(kept, words.split(' '));
});
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string) => run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' } });
const json = (line: string) => JSON.parse(stockbook(`${line} --json`).stdout);

describe('why at a place', () => {
  it('tries what was booked at another one', () => {
    const { candidates } = json('why T1 --place main --expect 4').expect;
    expect(candidates).toMatchObject([{ why: 'place', entry: 4, change: -1, place: 'shop-1' }]);
    expect(stockbook('why T1 --place main --expect 4').stdout).toMatch(
      /#4 +-1 +booked at the wrong place +shop-1/,
    );
    expect(stockbook('why T1 --place main --expect 4 --lang zh').stdout).toContain('记错地点');
    stockbook('correct 4 --place main');
    expect(json('why T1 --place main --expect 4').expect.candidates).toEqual([]);
  });

  it('does not try a transfer that began or ended there', () => {
    expect(
      json('why T1 --place main --expect 8').expect.candidates.filter(
        ({ why }: { why: string }) => why === 'place',
      ),
    ).toEqual([]);
  });
});

describe('info', () => {
  it('counts places and pending entries, where there are places', () => {
    expect(json('info')).toMatchObject({ devices: 1, units: 9, places: 3, pending: 1 });
    expect(stockbook('info').stdout).toMatch(/places +3\n/);
    expect(stockbook('info').stdout).toMatch(/pending entries +1\n/);
    stockbook('receive 5');
    expect(json('info').pending).toBe(0);
    const unplaced = newFolder();
    run(unplaced, ['init']);
    expect(JSON.parse(run(unplaced, ['info', '--json']).stdout)).not.toHaveProperty('places');
    expect(run(unplaced, ['info']).stdout).not.toContain('places');
    removeFolder(unplaced);
  });
});

describe('list --places', () => {
  it('has a column for each place, and for what is on the road', () => {
    expect(stockbook('list --places').stdout).toMatch(/on hand +sellable +main +shop-1 +in transit/);
    expect(stockbook('list --places').stdout).toMatch(/ 9 +7 +5 +2 +2 /);
  });
});
