import { afterEach, beforeEach, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  const places = Array.from({ length: 12 }, (_, index) => `outlet-${index + 1}`);
  for (const line of [
    'init',
    'add dvd --code D1 --name Player --disc hd --price 300 --quantity 20',
    `place add ${places.join(' ')}`,
    ...places.map((place) => `transfer D1 1 --from main --to ${place}`),
  ])
    expect(run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' } }).code).toBe(0);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

it('shows in one column what lies at the places that have no room for one of their own', async () => {
  const terminal = new Terminal(folder, ['list', '--places', '--no-color'], { columns: 80 });
  expect(await terminal.ended()).toBe(0);
  const [heading = '', , row = ''] = terminal.text.split('\n').filter((line) => line.trim() !== '');
  const shown = heading.match(/outlet-\d+/g) ?? [];
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.length).toBeLessThan(12);
  expect(heading).toMatch(/elsewhere/);
  expect(row.trim().split(/\s+/)).toContain(String(12 - shown.length));
  expect(terminal.text).not.toMatch(/left out.*outlet/);
});
