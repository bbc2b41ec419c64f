import { describe, expect, it } from 'vitest';
import { TypeAhead } from '../../src/cli/ask/search/type-ahead.ts';
import { newFolder, removeFolder, run } from './run.ts';

const candidates = [
  { code: 'TV-1', name: '长虹等离子', brand: '长虹', quantity: 1 },
  { code: 'TV-2', name: '重庆 42 英寸液晶', brand: null, quantity: 1 },
  { code: 'CH-9', name: 'Plain player', brand: 'Sony', quantity: 1 },
];
const codes = async (typed: string) =>
  (await new TypeAhead(candidates).matching(typed)).map(({ code }) => code);

describe('the type-ahead', () => {
  it('finds by part of the code, the name and the brand, in any case and width', async () => {
    expect(await codes('ｔｖ-2')).toEqual(['TV-2']);
    expect(await codes('SONY play')).toEqual(['CH-9']);
    expect(await codes('等离')).toEqual(['TV-1']);
  });

  it('finds by the initials or beginnings of pinyin, with every reading of a character', async () => {
    expect(await codes('chdz')).toEqual(['TV-1']);
    expect(await codes('changhong')).toEqual(['TV-1']);
    expect(await codes('zhdlz')).toEqual(['TV-1']);
    expect(await codes('cq42')).toEqual(['TV-2']);
    expect(await codes('zq42')).toEqual(['TV-2']);
    expect(await codes('chxx')).toEqual([]);
  });

  it('shows what contains the letters before what only sounds so', async () => {
    expect((await codes('ch'))[0]).toBe('CH-9');
  });

  it('finds without regard to dashes, spaces, accents and traditional characters what it finds no other way', async () => {
    const alike = [
      { code: 'CH-42P', name: '长虹 42 英寸电视', brand: null, quantity: 1 },
      { code: 'X-1', name: 'Série 9', brand: null, quantity: 1 },
    ];
    const found = async (typed: string) =>
      (await new TypeAhead(alike).matching(typed)).map(({ code }) => code);
    for (const typed of ['ch42p', '42英寸', '長虹42', '長虹 42p'])
      expect(await found(typed)).toEqual(['CH-42P']);
    for (const typed of ['serie9', 'x1']) expect(await found(typed)).toEqual(['X-1']);
    expect(await found('ch-43')).toEqual([]);
  });

  it('answers within a moment among a hundred thousand devices', async () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({
      code: `X-${n}`,
      name: n === 99_999 ? '长虹等离子' : `创维液晶 ${n} 寸`,
      brand: null,
      quantity: 1,
    }));
    const typeAhead = new TypeAhead(many);
    expect((await typeAhead.matching('chdz')).map(({ code }) => code)).toEqual(['X-99999']);
  });
});

describe('search', () => {
  it('finds by pinyin what no device contains, and only that', () => {
    const folder = newFolder();
    try {
      run(folder, ['init']);
      const add = (code: string, name: string) =>
        run(folder, [
          ...['add', 'tv', '--code', code, '--name', name, '--size', '42', '--panel', 'lcd', '--price', '1'],
        ]);
      add('TV-1', '长虹等离子');
      add('HD-1', 'Plain');
      const found = (...words: string[]) =>
        (JSON.parse(run(folder, ['search', ...words, '--json']).stdout) as { code: string }[]).map(
          ({ code }) => code,
        );
      expect(found('chdz')).toEqual(['TV-1']);
      expect(found('chdz', 'lcd')).toEqual(['TV-1']);
      expect(found('hd')).toEqual(['HD-1']);
      expect(found('xyz')).toEqual([]);
    } finally {
      removeFolder(folder);
    }
  });
});
