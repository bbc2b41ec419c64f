import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce((empty) => {
  run(empty, ['init']);
  run(empty, ['import', 'devices', '-'], {
    input: [
      'kind,code,name,size,panel,disc,price,quantity,cost,tv,dvd',
      'tv,TV-1,Nova 42,42,lcd,,1,3,60,,',
      'dvd,D-1,Nova player,,,hd,50,1,,,',
      'combo,C-1,Nova 22 DVD,22,lcd,hd,,,,TV-1,D-1',
    ].join('\n'),
  });
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stock = (...words: string[]): Outcome => run(folder, words);
const by = (operator: string, ...words: string[]): Outcome => stock(...words, '--by', operator);
const device = (code: string): { [field: string]: unknown } =>
  JSON.parse(stock('show', code, '--json').stdout);

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly details: { readonly entries?: readonly number[]; readonly inTheWay?: unknown };
}
function refused(...words: string[]): Refused {
  const { stdout, stderr } = stock(...words, '--json');
  expect(stdout).toBe('');
  return JSON.parse(stderr).error;
}

describe('undo says what it does', () => {
  it('of an edit: each attribute as it was and is, the combo that follows, and by whom the edit was made', () => {
    by('wang', 'edit', 'TV-1', '--price', '9', '--brand', 'Nova', '--panel', 'plasma');
    const { code, stdout } = by('li', 'undo', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^#3 undid #2 \(\d{4}-.*, wang\)\n/);
    expect(stdout).toContain('TV-1 Nova 42: ');
    expect(stdout).toContain('price 9.00 → 1.00');
    expect(stdout).toContain('brand Nova → –');
    expect(stdout).toContain('panel plasma → LCD');
    expect(stdout).toContain('C-1 Nova 22 DVD: price 47.20 → 40.80');
  });

  it('of an edit, in Chinese with the labels of attributes and values', () => {
    stock('edit', 'TV-1', '--price', '9', '--panel', 'plasma', '--cost', '61');
    const { stdout } = stock('undo', '--lang', 'zh');
    expect(stdout).toContain('售价 9.00 → 1.00');
    expect(stdout).toContain('等离子 → 液晶');
    expect(stdout).toContain('最后进价 61.00 → 60.00');
  });

  it('of an import or an add: every code with its quantity', () => {
    const { stdout } = stock('undo', '1');
    expect(stdout).toContain('TV-1 Nova 42: 3 → 0 on hand; no longer in the book');
    expect(stdout).toContain('D-1 Nova player: 1 → 0 on hand; no longer in the book');
    expect(stdout).toContain('C-1 Nova 22 DVD: 0 on hand; no longer in the book');
    expect(stock('undo', '2').stdout).toContain('TV-1 Nova 42: 0 → 3 on hand; in the book again');
  });
});

describe('undo of an edit', () => {
  it('is refused where a later edit of the same attribute stands, and names that one', () => {
    stock('edit', 'TV-1', '--price', '5');
    stock('edit', 'TV-1', '--brand', 'Nova');
    stock('edit', 'TV-1', '--price', '9');
    const { code, message, details } = refused('undo', '2');
    expect([code, details.entries]).toEqual(['in-use', [4]]);
    expect(message).toContain('#4 changed price of TV-1');
    expect(device('TV-1')['price']).toBe('9.00');
    for (const [entry, price] of [
      ['4', '5.00'],
      ['2', '1.00'],
    ] as const) {
      expect(stock('undo', entry).code).toBe(0);
      expect(device('TV-1')['price']).toBe(price);
    }
    expect(device('TV-1')['brand']).toBe('Nova');
  });

  it('is refused where a later import has changed the attribute', () => {
    stock('edit', 'TV-1', '--price', '5');
    run(folder, ['import', 'devices', '-', '--update'], { input: 'code,price\nTV-1,7\n' });
    expect(refused('undo', '2').details.entries).toEqual([3]);
  });

  it('brings back what the edits that stand have made of an attribute, in whatever order they were taken back', () => {
    stock('edit', 'TV-1', '--price', '5');
    stock('undo', '2');
    stock('edit', 'TV-1', '--price', '9');
    stock('undo', '4');
    stock('undo', '3');
    expect(device('TV-1')['price']).toBe('5.00');
    stock('undo', '5');
    expect(device('TV-1')['price']).toBe('9.00');
    expect(refused('undo', '2').details.entries).toEqual([4]);
    stock('undo', '4');
    expect(device('TV-1')['price']).toBe('5.00');
    expect(stock('verify').code).toBe(0);
  });
});

describe('undo without a number', () => {
  it("takes back the operator's own last entry, never another till's", () => {
    by('li', 'stock-out', 'TV-1', '1');
    by('wang', 'stock-in', 'D-1', '5');
    expect(by('li', 'undo').stdout).toMatch(/^#4 undid #2 /);
    expect(by('zhao', 'undo', '--json').stderr).toContain('zhao has no entry left to undo');
    expect(by('zhao', 'undo')).toMatchObject({ code: 3, stdout: '' });
    expect(by('wang', 'undo').stdout).toMatch(/^#5 undid #3 /);
  });
});

describe('undo after a repair', () => {
  it.skipIf(isOnServer)('passes over what the repair made, and says that an entry stands for nothing', () => {
    stock('stock-out', 'TV-1', '1');
    stock('edit', 'D-1', '--brand', 'Nova');
    stock('stock-in', 'D-1', '5');
    const journal = join(folder, 'data', 'inventory.journal.jsonl');
    writeFileSync(
      journal,
      readFileSync(journal, 'utf8').replace('"after":{"brand":"Nova"}', '"after":{"brand":"Nowa"}'),
    );
    expect(stock('repair', '--yes').code).toBe(0);
    expect(refused('undo', '3').code).toBe('invalid');
    expect(stock('undo').stdout).toMatch(/undid #4 /);
    expect(stock('undo').stdout).toMatch(/undid #2 /);
    expect(stock('undo').stdout).toMatch(/undid #1 /);
    expect(stock('undo').code).toBe(3);
    expect(stock('verify').code).toBe(0);
  });
});

describe('an undo or a correction that is refused', () => {
  it('for stock says what would have to go out, not to take out less', () => {
    stock('stock-in', 'TV-1', '5');
    stock('stock-out', 'TV-1', '7');
    for (const words of [
      ['undo', '2'],
      ['correct', '2', '--quantity', '0'],
    ]) {
      const { code, message, details } = refused(...words);
      expect([code, details.entries]).toEqual(['insufficient-stock', [3]]);
      expect(message).not.toMatch(/take out less|stock in first/);
      expect(message).toMatch(
        /^entry #2 cannot be (taken back: 5 of TV-1 Nova 42 would have to go out again|corrected to that: 5 of TV-1 Nova 42 would have to go out), but only 1 is on hand/,
      );
      expect(message).toContain('in the way: #3 stock-out TV-1 -7');
    }
  });

  it('for a code that another device has by now does not say to choose another code for nothing', () => {
    stock('edit', 'TV-1', '--code', 'TV-9');
    run(folder, [
      'add',
      'tv',
      '--code',
      'TV-1',
      '--name',
      'Other',
      '--size',
      '42',
      '--panel',
      'lcd',
      '--price',
      '1',
    ]);
    const { code, message } = refused('undo', '2');
    expect(code).toBe('duplicate-code');
    expect(message).toContain('now belongs to Other; give that device another code first');
  });
});
