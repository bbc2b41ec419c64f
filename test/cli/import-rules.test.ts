import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run, runBeside } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init');
  expect(
    importText('devices', [
      'kind,code,name,size,panel,price,quantity',
      'tv,A,Nova 42,42,lcd,100,3',
      'tv,B,Nova 22,22,lcd,50,',
    ]).code,
  ).toBe(0);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);

const importText = (what: string, lines: readonly string[], ...words: string[]): Outcome =>
  run(folder, ['import', what, '-', '--json', ...words], { input: `${lines.join('\n')}\n` });

interface Rejected {
  readonly row: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
}

/** The bad rows of an import that is refused as a whole. */
function rejectedBy({ code, stdout, stderr }: Outcome): Rejected[] {
  expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
  return JSON.parse(stderr).error.details.rejected;
}

const quantities = (): { [code: string]: number } =>
  Object.fromEntries(
    JSON.parse(stockbook('list', '--json').stdout).map(
      ({ code, quantity }: { code: string; quantity: number }) => [code, quantity],
    ),
  );

/** Every file of the store, byte for byte. */
const contents = (): [string, string][] =>
  readdirSync(join(folder, 'data')).map((name) => [name, readFileSync(join(folder, 'data', name), 'latin1')]);

const header = 'code,type,quantity,reason,cost,ref,note,key,expect';

describe('a row of movements', () => {
  it('is checked against the book as the good rows before it left it, and names only those that took', () => {
    const rows = ['A,out,2', 'B,in,9', 'A,out,2', 'A,out,1', 'A,out,1', 'A,in,5', 'A,out,6'];
    const rejected = rejectedBy(importText('movements', ['code,type,quantity', ...rows]));
    expect(rejected.map(({ row, column, value, code }) => [row, column, value, code])).toEqual([
      [4, 'quantity', '2', 'insufficient-stock'],
      [6, 'quantity', '1', 'insufficient-stock'],
      [8, 'quantity', '6', 'insufficient-stock'],
    ]);
    expect(rejected[0]?.message).toMatch(/\b1 on hand\b.*\brows? 2\b/);
    expect(rejected[0]?.message).not.toMatch(/\b5\b/);
    expect(rejected[1]?.message).toMatch(/\b0 on hand\b.*\brows? 2\b.*\b5\b/);
    expect(quantities()).toEqual({ A: 3, B: 0 });
  });

  it('says what is wrong in its every column', () => {
    const rows = [
      'NOPE,in,1,,,,,,',
      'A,sell,1,,,,,,',
      'A,out,1,purchase,,,,,',
      'A,in,1,opening,,,,,',
      'A,out,1,,5,,,,',
      'A,in,0,,,,,,',
      'A,in,1e3,,1.234,,,,',
      'A,in,1,,,,,,7',
      'Nova 42,in,1,,,,,,',
    ];
    expect(
      rejectedBy(importText('movements', [header, ...rows])).map(({ row, column, code }) => [
        row,
        column,
        code,
      ]),
    ).toEqual([
      [2, 'code', 'not-found'],
      [3, 'type', 'invalid'],
      [4, 'reason', 'invalid'],
      [5, 'reason', 'invalid'],
      [6, 'cost', 'invalid'],
      [7, 'quantity', 'invalid'],
      [8, 'quantity', 'invalid'],
      [8, 'cost', 'invalid'],
      [9, 'expect', 'unexpected-quantity'],
      [10, 'code', 'not-found'],
    ]);
  });

  it('with a key repeats within a file and between a file and a command', () => {
    const repeated = ['A,in,1,,,,,k1,3', 'A,in,1,,,,,k1,3', 'B,in,2,return,,R-1,,k2,'];
    expect(JSON.parse(importText('movements', [header, ...repeated]).stdout)).toEqual({
      ...{ entry: 2, devices: 0, movements: 2, skipped: 1, rejected: [] },
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
    });
    expect(JSON.parse(stockbook('stock-in', 'a', '1', '--key', 'k1', '--json').stdout)).toMatchObject({
      entry: 2,
      balance: 4,
    });
    expect(stockbook('stock-in', 'B', '2', '--key', 'k2').code).toBe(4);
    stockbook('stock-out', 'A', '1', '--key', 'k3');
    const later = ['A,out,1,sale,,,,k3,', 'A,out,1,,,,,k4,'];
    expect(JSON.parse(importText('movements', [header, ...later]).stdout)).toMatchObject({
      ...{ entry: 4, movements: 1, skipped: 1 },
    });
    expect(quantities()).toEqual({ A: 2, B: 2 });
  });

  it('may be written in Chinese, with labels for the reasons', () => {
    const rows = [
      '入库编号,出入库,数量,原因,进价,单号,备注,幂等键,应存',
      'A,入库,１２,采购,￥6.5,单-1,第一批,键1,3',
      'A,出库,1,报损,,,,,15',
    ];
    expect(importText('movements', rows).code).toBe(0);
    expect(
      JSON.parse(stockbook('history', 'A', '--json').stdout)
        .slice(2)
        .map(({ at: _, ...row }: { at: string }) => row),
    ).toMatchObject([
      { change: 12, reason: 'purchase', cost: '6.50', ref: '单-1', note: '第一批', key: '键1' },
      { change: -1, reason: 'damage', cost: null, balance: 14 },
    ]);
  });
});

describe('--skip-bad', () => {
  it('lets later rows see the book without the bad ones, and the rejects can be imported once mended', () => {
    const rows = ['A,out,2,,,,,,', 'A,out,2,,,,,k1,', 'A,out,1,,,,"=note, ""x""",,1', 'A,in,1,,,,,,9'];
    const outcome = importText('movements', [header, ...rows], '--skip-bad', '--rejects', 'bad.csv');
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ entry: 2, movements: 2, skipped: 0 });
    expect(quantities()).toEqual({ A: 0, B: 0 });
    const [head, ...bad] = readFileSync(join(folder, 'bad.csv'), 'utf8').trimEnd().split('\n');
    expect(head).toBe(`${header},error`);
    expect(bad.map((line) => line.split(',').slice(0, 9).join(','))).toEqual([rows[1], rows[3]]);
    stockbook('stock-in', 'A', '11');
    expect(stockbook('import', 'movements', 'bad.csv').code).toBe(0);
    expect(quantities()).toEqual({ A: 10, B: 0 });
    expect(stockbook('verify').code).toBe(0);
  });

  it('with nothing good makes no entry', () => {
    const before = contents();
    const { code, stdout } = importText('movements', ['code,type,quantity', 'A,out,99'], '--skip-bad');
    expect([code, JSON.parse(stdout).entry]).toEqual([2, null]);
    expect(contents()).toEqual(before);
  });
});

describe('a file', () => {
  const rows = ['code,type,quantity', 'A,in,1'];

  it('with --dry-run is reported and nothing is written', () => {
    const before = contents();
    expect(JSON.parse(importText('movements', rows, '--dry-run').stdout)).toEqual({
      ...{ entry: null, devices: 0, movements: 1, skipped: 0, rejected: [] },
      ...{ added: 0, changed: 0, unchanged: 0, notes: [] },
    });
    expect(rejectedBy(importText('movements', [...rows, 'A,out,99'], '--dry-run'))).toHaveLength(1);
    expect(contents()).toEqual(before);
    expect(importText('movements', rows).code).toBe(0);
  });

  it('is known by its bytes, under whatever name, until --again', () => {
    writeFileSync(join(folder, 'one.csv'), rows.join('\n'));
    writeFileSync(join(folder, 'two.csv'), rows.join('\n'));
    expect(stockbook('import', 'movements', 'one.csv').code).toBe(0);
    const { code, stderr } = stockbook('import', 'movements', 'two.csv', '--json');
    expect([code, JSON.parse(stderr).error]).toMatchObject([
      4,
      { code: 'already-imported', details: { entry: 2 } },
    ]);
    expect(stockbook('import', 'movements', 'two.csv', '--again').code).toBe(0);
    expect(quantities()).toEqual({ A: 5, B: 0 });
  });

  it('that is no table, or in an unknown encoding, is refused in one line', async () => {
    const files: [name: string, bytes: string | Uint8Array][] = [
      ['empty.csv', ''],
      ['open-quote.csv', 'code,type,"quantity\nA,in,1\n'],
      ['twice.csv', 'code,code,type,quantity\nA,A,in,1\n'],
      ['alias.csv', 'code,入库编号,type,quantity\nA,A,in,1\n'],
      ['no-type.csv', 'code,quantity\nA,1\n'],
      ['latin1.csv', Buffer.from('code,type,quantity,note\nA,in,1,Caf\xe9\n', 'latin1')],
      ['broken.json', '[{"code":"A",]'],
      ['broken.xlsx', 'PK\x03\x04'],
    ];
    const before = contents();
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
    const outcomes = await Promise.all(
      [...files.map(([name]) => name), 'no-such-file.csv'].map((name) =>
        runBeside(folder, ['import', 'movements', name]),
      ),
    );
    for (const { code, stdout, stderr } of outcomes) {
      expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^error: .+\n$/)]);
    }
    expect(contents()).toEqual(before);
  });

  it('may hold a row that cannot be read, which is told with all the others', () => {
    const ragged = rejectedBy(importText('movements', [...rows, 'A,in,1,too,many', 'A,in,x']));
    expect(ragged.map(({ row, column }) => [row, column])).toEqual([
      [3, null],
      [4, 'quantity'],
    ]);
    const lines = [
      '{"code":"A","type":"in","quantity":1}',
      '{broken',
      '{"code":["A"],"type":"in","quantity":1}',
    ];
    expect(rejectedBy(importText('movements', lines)).map(({ row }) => row)).toEqual([2, 3]);
    expect(importText('movements', lines, '--skip-bad').code).toBe(2);
    expect(quantities()).toEqual({ A: 4, B: 0 });
  });
});

describe('--update', () => {
  it('changes what a row gives, leaves what it leaves blank, and adds what is new', () => {
    const update = (...lines: string[]) => importText('devices', lines, '--update');
    const answer = update('kind,code,name,size,panel,price,quantity', 'tv,a,,,,80,', 'tv,N,New,42,oled,9,4');
    expect(JSON.parse(answer.stdout)).toEqual({
      entry: 2,
      devices: 2,
      movements: 1,
      ...{ added: 1, changed: 1, unchanged: 0, notes: [] },
      skipped: 0,
      rejected: [],
    });
    const [a] = JSON.parse(stockbook('list', '--json').stdout);
    expect(a).toMatchObject({ code: 'A', name: 'Nova 42', price: '80.00', quantity: 3 });
    expect(rejectedBy(update('code,quantity', 'A,0')).map(({ column }) => column)).toEqual(['quantity']);
    expect(rejectedBy(update('code,kind', 'A,dvd')).map(({ column }) => column)).toEqual(['kind']);
    expect(rejectedBy(update('code,name', 'A,x', 'a,y')).map(({ row, code }) => [row, code])).toEqual([
      [3, 'duplicate-code'],
    ]);
    stockbook('undo');
    expect(quantities()).toEqual({ A: 3, B: 0 });
  });
});

describe('a code that is in no device of the book', () => {
  beforeEach(() => {
    importText('devices', [
      'kind,code,name,disc,price',
      'dvd,NV-200,Two hundred,hd,1',
      'dvd,NV-300,Three hundred,hd,1',
    ]);
    stockbook('edit', 'NV-300', '--code', 'LM-77');
  });

  it('is refused with those that may be meant, as stock-out refuses it', () => {
    const [typo, renamed, other] = rejectedBy(
      importText('movements', ['code,type,quantity', 'NV-20O,in,1', 'nv-300,in,1', 'Q-9,in,1']),
    );
    expect(typo?.message).toContain('did you mean NV-200?');
    expect(renamed?.message).toContain('is called LM-77 since #3');
    expect(other?.message).not.toContain('did you mean');
    const chinese = importText('movements', ['code,type,quantity', 'NV-20O,in,1'], '--lang', 'zh');
    expect(rejectedBy(chinese)[0]?.message).toContain('是否想输入 NV-200');
  });

  it('is refused so where an update finds none, and where a combo is priced from it', () => {
    const update = importText('devices', ['code,price', 'NV200,2'], '--update');
    expect(rejectedBy(update)[0]?.message).toContain('did you mean NV-200?');
    const combo = ['kind,code,name,size,panel,disc,tvPrice,dvd', 'combo,C,Both,20,lcd,hd,5,NV-2O0'];
    expect(rejectedBy(importText('devices', combo))[0]?.message).toContain('did you mean NV-200?');
    const { stderr } = stockbook(
      'add',
      'combo',
      '--name',
      'Both',
      '--size',
      '20',
      '--panel',
      'lcd',
      '--disc',
      'hd',
      '--tv-price',
      '5',
      '--dvd',
      'NV-2O0',
    );
    expect(stderr).toContain('did you mean NV-200?');
  });
});
