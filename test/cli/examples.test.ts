import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandName, commandNames, pathOf } from '../../src/cli/commands/shell/names.ts';
import { isOnServer } from '../postgres/store-under-test.ts';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';
import { shell } from './shell.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const names = { en: ['VIERA 42', 'SD4100'], zh: ['长虹 42 等离子', '步步高 DVD'] } as const;
type Language = keyof typeof names;
const languages = Object.keys(names) as Language[];

/** A shop with what the examples speak of: two devices, a dozen entries, and files. */
const fillShop = (language: Language) =>
  filledOnce((shop) => {
    const typed = (...words: readonly string[]) =>
      expect(run(shop, [...words, '-q'])).toMatchObject({ code: 0 });
    const [tv, dvd] = names[language];
    typed('init');
    typed('add', 'tv', '--name', tv, '--size', '42', '--panel', 'plasma', '--price', '845.48');
    typed('add', 'dvd', '--name', dvd, '--disc', 'standard', '--price', '39.36', '--quantity', '8');
    for (let entry = 3; entry < 12; entry++) typed('stock-in', 'DVD-0001', '1', '--ref', `PO-${entry}`);
    typed('stock-in', 'TV-0001', '12');
    typed('stock-in', 'DVD-0001', '1', '--ref', 'PO-13');
    const devices = 'kind,code,name,size,panel,price\ntv,TV-9,Nova,32,lcd,99\n';
    const movements = 'code,type,quantity\nTV-0001,in,2\nDVD-0001,out,1\n';
    for (const name of ['catalogue.csv', '设备.csv']) writeFileSync(join(shop, name), devices);
    for (const name of ['tonight.csv', '今晚.csv']) writeFileSync(join(shop, name), movements);
    writeFileSync(join(shop, 'codes.txt'), 'TV-0001\nDVD-0001*2\n');
  });

/** Two shops with back rooms, made by entry 14, and six televisions on the road to one of them by entry 15. */
const placed = () => {
  shell(folder, 'stockbook place add shop-1 shop-1/back 太原街店 太原街店/库房');
  shell(folder, 'stockbook transfer TV-0001 6 --from main --to shop-1 --in-transit');
};

/** Also an order of ten, #16, and a sale to be delivered, #17. */
const flowing = () => {
  placed();
  shell(folder, 'stockbook order TV-0001 10');
  shell(folder, 'stockbook stock-out TV-0001 2 --to-deliver');
};

/** Five televisions to be inspected, #14, and one to be written off, #15. */
const judged = () => {
  shell(folder, 'stockbook stock-in TV-0001 5 --inspect');
  shell(folder, 'stockbook write-off TV-0001 1');
};

/** A count, which entry 14 opens, with something counted in it and a sheet that has come back. */
const counting = () => {
  shell(folder, 'stockbook count open');
  shell(folder, 'stockbook count enter 14 DVD-0001 17 --counter chen');
  writeFileSync(join(folder, 'sheet.csv'), 'code,counted\nTV-0001,12\n');
};
const counted = () => {
  counting();
  shell(folder, 'stockbook count enter 14 TV-0001 12');
};

/** What has been done before a command's examples are. */
const before: { readonly [name in CommandName]?: () => void } = {
  init: () => rmSync(join(folder, 'data'), { recursive: true }),
  remove: () => shell(folder, 'stockbook stock-out TV-0001 12'),
  info: () => shell(folder, 'stockbook init --store ~/shop'),
  restore: () => {
    for (const name of ['friday', '周五']) shell(folder, `stockbook backup ${name}.backup`);
    rmSync(join(folder, 'data'), { recursive: true });
  },
  scan: () => {
    placed();
    shell(folder, 'stockbook count open');
  },
  'place edit': placed,
  'place remove': () => shell(folder, 'stockbook place add shop-1 太原街店'),
  labels: placed,
  transfer: placed,
  receive: flowing,
  accept: judged,
  reject: judged,
  deliver: () => shell(folder, 'stockbook stock-out TV-0001 3 --to-deliver'),
  cancel: flowing,
  pending: flowing,
  'count open': placed,
  'count sheet': () => shell(folder, 'stockbook count open'),
  'count enter': () => {
    counting();
    writeFileSync(join(folder, 'sheet.csv'), 'code,counted\nTV-0001,\n');
  },
  'count rest': counting,
  'count recount': counted,
  'count freeze': counting,
  'count thaw': counting,
  'count show': counted,
  'count post': counted,
  'count cancel': counted,
  completion: () => mkdirSync(join(folder, '.config/fish/completions'), { recursive: true }),
};

describe.each(languages)('the examples of help in %s', (language) => {
  const fill = fillShop(language);

  // These make stores in files of their own.
  const names = commandNames.filter((name) => !(isOnServer && ['init', 'restore'].includes(name)));

  it.each(names)('on %s can be run one after the other', (name) => {
    fill(folder);
    before[name]?.();
    const env = { STOCKBOOK_LANG: language };
    const { stdout } = run(folder, [...pathOf(name), '--help'], { env });
    const examples = [...stdout.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line);
    expect(examples.length).toBeGreaterThan(0);
    for (const line of examples)
      expect({ line, ...shell(folder, line, env) }).toMatchObject({ line, code: 0 });
  });
});
