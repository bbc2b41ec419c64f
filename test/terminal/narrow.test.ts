import { afterEach, beforeEach, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
  run(folder, ['stock-in', 'TV-1', '12', '--cost', '2500', '--ref', 'PO-1', '--note', 'by the back door']);
  run(folder, ['stock-out', 'TV-1', '2', '--ref', 'SO-1']);
  run(folder, ['stock-out', 'TV-1', '1', '--reason', 'correction']);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** What a terminal of some columns shows of a command. */
async function shown(columns: number, ...words: string[]): Promise<string> {
  const terminal = new Terminal(folder, words, { columns });
  expect(await terminal.ended()).toBe(0);
  return terminal.text;
}

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

it.each([
  ['history', 'TV-1'],
  ['show', 'TV-1'],
])(
  'keeps the time and the reason of each row at 60 columns, and drops what all have in common: %s',
  async (...words) => {
    const text = await shown(60, ...words);
    expect(text).toMatch(/^entry {2}time +change +balance +reason/m);
    expect(text).toMatch(new RegExp(`^ +#3 {2}${time} +\\+12 +22 +purchase`, 'm'));
    expect(text).toMatch(new RegExp(`^ +#5 {2}${time} +-1 +19 +correction`, 'm'));
    expect(text).toMatch(/not shown for lack of width: .*code, name/);
    const chinese = new Terminal(folder, words, { columns: 60, env: { LANG: 'zh_CN.UTF-8' } });
    await chinese.ended();
    expect(chinese.text).toMatch(new RegExp(`^ +#5 {2}${time} .*-1 +19 +更正`, 'm'));
  },
);

it('drops what is the same in a history of all devices too, but never a code that differs', async () => {
  const text = await shown(60, 'history');
  expect(text).toMatch(/^entry {2}time +code +change +balance/m);
  expect(text).toMatch(/operator/);
});

it('shows a single movement of a device without its code rather than without its reason', async () => {
  const text = await shown(60, 'show', 'D-1');
  expect(text).toMatch(/^entry {2}time +.*change +balance +reason/m);
});

it('never cuts a code in a list, whatever else must go', async () => {
  const code = `SHELF-${'0042/'.repeat(11)}END`;
  run(folder, [
    ...['add', 'tv', '--code', code, '--name', 'Plasma with a long name', '--size', '42', '--panel', 'lcd'],
    ...['--price', '3000', '--quantity', '12345'],
  ]);
  for (const words of [['list'], ['search', 'plasma']]) {
    const text = await shown(80, ...words);
    expect(text).toContain(code);
    expect(text).toContain('12345');
  }
});

it('keeps the minimum in a list of what is low, however narrow', async () => {
  run(folder, ['edit', 'TV-1', '--minimum', '90']);
  for (const columns of [60, 46])
    expect(await shown(columns, 'list', '--low')).toMatch(/minimum[\s\S]*low 19 +90/);
  expect(await shown(60, 'list')).toMatch(/lack of width: [\s\S]*minimum/);
});
