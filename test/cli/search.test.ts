import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = newFolder();
  run(folder, ['init']);
  writeFileSync(
    join(folder, 'd.csv'),
    'kind,code,name,brand,size,panel,disc,price\n' +
      [
        'tv,KX-55A,康佳 55 英寸液晶电视,康佳,55,lcd,',
        'tv,KX-65,康佳 65 英寸 OLED,康佳,65,oled,',
        'tv,TL-3,東芝 32 吋液晶電視,東芝,32,lcd,',
        'tv,BN-1,Bang café Édition,Bang,50,led,',
        'dvd,PL-10,Nova player 10,Nova,,,hd',
        'dvd,PL-2,Nova player 2,Nova,,,blu-ray',
        'dvd,PL-7,Nova–Kombi,Nova,,,hd',
      ]
        .map((row) => `${row},100\n`)
        .join(''),
  );
  expect(run(folder, ['import', 'devices', 'd.csv'])).toMatchObject({ code: 0, stderr: '' });
});
afterAll(() => removeFolder(folder));

const codes = (...words: string[]) =>
  (JSON.parse(run(folder, [...words, '--json']).stdout) as { code: string }[]).map(({ code }) => code);
const found = (...words: string[]) => codes('search', ...words);

describe('a search', () => {
  it.each([
    ['55英寸', ['KX-55A']],
    ['kx55a', ['KX-55A']],
    ['kx 55a', ['KX-55A']],
    ['KX–55A', ['KX-55A']],
    ['康佳65', ['KX-65']],
    ['东芝', ['TL-3']],
    ['东芝32', ['TL-3']],
    ['cafe', ['BN-1']],
    ['edition', ['BN-1']],
    ['CAFÉÉDITION', ['BN-1']],
    ['pl10', ['PL-10']],
    ['bluray', ['PL-2']],
    ['kjyc', ['KX-55A', 'KX-65']],
    ['kāngjiā', ['KX-55A', 'KX-65']],
    ['dongzhi', ['TL-3']],
    ['nova-kombi', ['PL-7']],
  ])('for %s finds what was meant', (words, expected) => {
    expect(found(words)).toEqual(expected);
  });

  it('that finds something as it was typed finds no more than that', () => {
    expect(found('café')).toEqual(['BN-1']);
    expect(found('電視')).toEqual(['TL-3']);
    expect(found('PL-1')).toEqual(['PL-10']);
  });

  it('has every word contained or sounding so, and heeds the filters', () => {
    expect(found('kangjia', '55英寸')).toEqual(['KX-55A']);
    expect(found('康佳55', 'oled')).toEqual([]);
    expect(found('kx55a', '--kind', 'dvd')).toEqual([]);
    expect(found('pl2', '--sort', 'name')).toEqual(['PL-2']);
  });

  it('joins no two fields, and finds nothing by a mark that it passes over', () => {
    expect(found('康佳康佳')).toEqual([]);
    expect(found('——')).toEqual([]);
    expect(found('[a-z]')).toEqual([]);
  });
});

describe('a list', () => {
  it('has codes as people count, and Chinese brands by the pinyin of the word', () => {
    expect(codes('list', '--kind', 'dvd')).toEqual(['PL-2', 'PL-7', 'PL-10']);
  });
});
