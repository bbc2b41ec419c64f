import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder, run } from '../cli/run.ts';

it('a movement among many places reads the book by pieces, and does not write all of it again', () => {
  const folder = newFolder();
  try {
    const places = Array.from({ length: 300 }, (_, index) => `太原街店-${index}`);
    const rows = Array.from({ length: 2000 }, (_, index) => `dvd,D${index},Player ${index},hd,300,20`);
    writeFileSync(join(folder, 'd.csv'), ['kind,code,name,disc,price,quantity', ...rows].join('\n'));
    run(folder, ['init']);
    expect(run(folder, ['import', 'devices', 'd.csv']).code).toBe(0);
    expect(run(folder, ['place', 'add', ...places]).code).toBe(0);
    const book = () => readFileSync(join(folder, 'data/inventory.json'), 'utf8');
    const transfer = (to: string) => run(folder, ['transfer', 'D7', '1', '--from', 'main', '--to', to]);
    while (!/^[^\n]*"places"/.test(book())) expect(transfer('太原街店-0').code).toBe(0);
    const before = book();
    expect(transfer('太原街店-299').code).toBe(0);
    expect(book() === before).toBe(true);
    const { places: lying } = JSON.parse(run(folder, ['show', 'D7', '--json']).stdout);
    expect(lying).toContainEqual({ place: '太原街店-299', quantity: 1 });
    expect(run(folder, ['verify']).code).toBe(0);
  } finally {
    removeFolder(folder);
  }
});
