import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../report/shop.ts';
import { newFolder, removeFolder } from './run.ts';

const rows = [
  ['TV-10', '小米电视', '小米', 3],
  ['TV-2', '长虹等离子', '长虹', 0],
  ['tv-1', '重庆电视', '重庆', 2],
  ['TV-100', 'Sony X', 'Sony', 1],
  ['TV-9', '海信电视', '海信', 0],
  ['TV-20', 'Dell', '', 5],
] as const;
const byCode = ['tv-1', 'TV-2', 'TV-9', 'TV-10', 'TV-20', 'TV-100'];
const byBrand = ['TV-20', 'TV-2', 'tv-1', 'TV-9', 'TV-100', 'TV-10'];
const byName = ['TV-2', 'tv-1', 'TV-20', 'TV-9', 'TV-100', 'TV-10'];

let shop: Shop;
beforeAll(async () => {
  shop = new Shop(newFolder(), Date.parse('2026-11-20T12:00:00Z'));
  await shop.must('init');
  const lines = rows.map(
    ([code, name, brand, quantity]) => `tv,${code},${name},${brand},42,lcd,10,${quantity},9`,
  );
  writeFileSync(
    join(shop.folder, 'devices.csv'),
    ['kind,code,name,brand,size,panel,price,quantity,minimum', ...lines, ''].join('\n'),
  );
  await shop.must('import', 'devices', join(shop.folder, 'devices.csv'));
  shop.now += 3_600_000;
});
afterAll(() => removeFolder(shop.folder));

interface Coded {
  readonly code: string;
}
const codes = async (...words: string[]): Promise<readonly string[]> =>
  (JSON.parse(await shop.must(...words, '--json')) as Coded[]).map(({ code }) => code);

/** The known codes in their order in a text. */
const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\btv-\d+\b/gi)].map(([code]) => code).filter((code) => byCode.includes(code));

describe('devices', () => {
  it('are listed, searched, reported, exported and completed in the order of their codes', async () => {
    expect(await codes('list')).toEqual(byCode);
    expect(await codes('list', '--sort', 'code', '--desc')).toEqual([...byCode].reverse());
    expect(await codes('search', 'lcd')).toEqual(byCode);
    for (const format of ['table', 'csv', 'tsv', 'jsonl', 'md'])
      expect(codesIn(await shop.must('list', '--format', format))).toEqual(byCode);
    for (const format of ['csv', 'jsonl', 'md'])
      expect(codesIn(await shop.must('export', 'devices', '--format', format))).toEqual(byCode);
    expect(codesIn(await shop.must('report'))).toEqual(byCode);
    expect(codesIn(await shop.must('report', 'movements'))).toEqual(
      byCode.filter((code) => rows.some(([one, , , quantity]) => one === code && quantity > 0)),
    );
    expect(codesIn(await shop.must('report', 'low'))).toEqual(byCode);
    expect((await shop.must('__complete', 'show', 'tv')).trim().split('\n')).toEqual(byCode);
    expect((await shop.must('__complete', 'list', '--brand', '')).trim().split('\n')).toEqual([
      ...['长虹', '重庆', '海信', 'Sony', '小米'],
    ]);
  });

  it('are listed by what their brands and names sound like as words', async () => {
    expect(await codes('list', '--sort', 'brand')).toEqual(byBrand);
    expect(await codes('list', '--sort', 'name')).toEqual(byName);
    expect(codesIn(await shop.must('list', '--sort', 'brand', '--desc'))).toEqual([...byBrand].reverse());
  });

  it('are grouped by brand in the order of the brands, those without one last', async () => {
    const { groups } = JSON.parse(await shop.must('report', '--group', 'brand', '--json'));
    const brands = ['长虹', '重庆', '海信', 'Sony', '小米', null];
    expect(groups.map(({ key }: { key: string | null }) => key)).toEqual(brands);
    const { groups: moved } = JSON.parse(
      await shop.must('report', 'movements', '--group', 'brand', '--json'),
    );
    expect(moved.map(({ key }: { key: string | null }) => key)).toEqual(brands);
  });

  it('come back from an export as they were', async () => {
    const other = new Shop(newFolder(), shop.now);
    try {
      await other.must('init');
      const exported = await shop.must('export', 'devices');
      writeFileSync(join(other.folder, 'devices.csv'), exported);
      await other.must('import', 'devices', join(other.folder, 'devices.csv'));
      await other.must('export', 'devices', '-o', join(other.folder, 'again.csv'));
      expect(readFileSync(join(other.folder, 'again.csv'), 'utf8').replace('\ufeff', '')).toBe(exported);
    } finally {
      removeFolder(other.folder);
    }
  });
});
