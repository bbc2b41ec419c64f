import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualSheet } from '../../src/exchange/labels/sheet.ts';
import { pictureOf, scannedLabels } from '../exchange/labels/scanner.ts';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = newFolder();
  for (const line of [
    'init',
    'add tv --code T1 --name T --size 42 --panel lcd --price 1000 --quantity 5',
    'place add shop-1 shop-1/back shop-1/back/A3 太原街店 太原街店/库房',
    'transfer T1 2 --from main --to shop-1/back',
  ])
    expect(run(folder, line.split(' ')).code).toBe(0);
});
afterAll(() => removeFolder(folder));

const labels = (line: string) => run(folder, ['labels', ...line.split(' ')]);
const scanned = (file: string) =>
  scannedLabels(pictureOf(readFileSync(join(folder, file), 'utf8')), usualSheet);

describe('labels of places', () => {
  it('are read back as what switches a scanner to them, in bars where these hold them, else as QR', async () => {
    const paths = ['main', 'shop-1/back/A3', '太原街店', '太原街店/库房'];
    const made = labels(`--places 主库 ${paths.slice(1).join(' ')} -o places.svg --json --yes`);
    expect(made.stderr).not.toMatch(/error/);
    expect(JSON.parse(made.stdout)).toMatchObject({ labels: 4, places: 4 });
    const codes = await scanned('places.svg');
    expect(codes).toEqual(paths.map((path) => `@${path}`));
    run(folder, ['scan', 'in'], { input: codes.map((code) => `${code}\nT1\n`).join('') });
    const { places } = JSON.parse(run(folder, ['show', 'T1', '--json']).stdout);
    expect(
      Object.fromEntries(places.map((one: { place: string; quantity: number }) => [one.place, one.quantity])),
    ).toEqual({ main: 4, 'shop-1/back': 2, 'shop-1/back/A3': 1, 太原街店: 1, '太原街店/库房': 1 });
  });

  it('are as many of each as asked for, and in the symbology asked for', async () => {
    expect(labels('--places shop-1 --copies 2 --symbology qr -o two.svg').code).toBe(0);
    expect(await scanned('two.svg')).toEqual(['@shop-1', '@shop-1']);
    expect(labels('--places 太原街店 --symbology code128 -o no.svg').code).toBe(2);
  });

  it('are refused of what is no place to record at, and together with devices', () => {
    expect(labels('--places nowhere -o x.svg').code).toBe(3);
    expect(labels('--places transit -o x.svg').code).toBe(4);
    expect(labels('--places shop-1 --all -o x.svg').code).toBe(2);
    expect(labels('--places shop-1 --per-unit -o x.svg').code).toBe(2);
  });
});

describe('labels per unit', () => {
  it('are as many as are at a place with those below it', async () => {
    expect(labels('T1 --per-unit --place shop-1 -o units.svg').code).toBe(0);
    expect(await scanned('units.svg')).toEqual(['T1', 'T1', 'T1']);
    expect(labels('T1 --place shop-1 -o x.svg').code).toBe(2);
  });
});
