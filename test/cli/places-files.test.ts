import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce((kept) => {
  for (const words of [
    'init',
    'add tv --code T1 --name 电视 --size 42 --panel lcd --price 1000 --quantity 10 --cost 600',
    'add dvd --code D1 --name D --disc hd --price 300 --quantity 20 --cost 100',
    'place add shop-1 shop-2',
  ])
    run(kept, words.split(' '));
});
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string, env: { readonly [name: string]: string } = {}) =>
  run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all', ...env } });
const json = (line: string, env: { readonly [name: string]: string } = {}) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`, env);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
const write = (name: string, ...lines: readonly (string | Buffer)[]) =>
  writeFileSync(
    join(folder, name),
    Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))),
  );
/** What is wrong with a file: row, column, code. */
const rejected = (line: string) => {
  const { code, stderr } = stockbook(`${line} --json`);
  const rows = JSON.parse(stderr).error.details.rejected as {
    row: number;
    column: string;
    code: string;
  }[];
  return [code, rows.map(({ row, column, code: why }) => [row, column, why])];
};
const lying = (code: string) =>
  Object.fromEntries(
    json(`show ${code}`).places.map(({ place, quantity }: { place: string; quantity: number }) => [
      place,
      quantity,
    ]),
  );

describe('an import of movements', () => {
  it('has rows at places, transfers and shipments, all of them one entry', () => {
    write(
      'm.csv',
      'code,type,quantity,place,to,ref',
      'T1,transfer,4,main,shop-1,TR-1',
      'T1,out,1,SHOP-1,,',
      'D1,shipment,5,,shop-2,',
      'D1,shipment,2,,shop-2,',
      'T1,in,3,,,',
    );
    expect(json('import movements m.csv')).toMatchObject({ entry: 4, movements: 5, rejected: [] });
    expect([lying('T1'), lying('D1')]).toEqual([
      { main: 9, 'shop-1': 3 },
      { main: 13, transit: 7 },
    ]);
    expect(json('pending')).toMatchObject([{ entry: 4, code: 'D1', quantity: 7, left: 7, to: 'shop-2' }]);
    expect(stockbook('receive 4').code).toBe(0);
    expect(stockbook('verify').code).toBe(0);
    expect(json('import movements m.csv --again --dry-run').entry).toBeNull();
    expect(stockbook('import movements m.csv').code).toBe(4);
  });

  it('has serial numbers in JSON as it prints them, too', () => {
    write(
      'm.jsonl',
      '{"code":"T1","type":"out","quantity":2,"serials":["S1","S2"]}',
      '{"code":"T1","type":"out","quantity":1,"serials":[7]}',
      '{"code":"T1","type":"out","quantity":1,"serials":[]}',
    );
    expect(json('import movements m.jsonl')).toMatchObject({ movements: 3 });
    expect(json('history --type stock-out').map(({ serials }: { serials: unknown }) => serials)).toEqual([
      ['S1', 'S2'],
      ['7'],
      null,
    ]);
    write('m.jsonl', '{"code":"T1","type":"out","quantity":1,"serials":[["S9"]]}', '{"code":["T1"]}');
    expect(rejected('import movements m.jsonl')).toEqual([
      2,
      [
        [1, 'serials', 'invalid'],
        [2, 'code', 'invalid'],
      ],
    ]);
  });

  it('puts rows without a place where the command or the environment says', () => {
    write('m.csv', 'code,type,quantity', 'T1,in,3');
    json('import movements m.csv --place shop-1');
    write('n.csv', 'code,type,quantity', 'T1,in,2');
    json('import movements n.csv', { STOCKBOOK_PLACE: 'shop-2' });
    expect(lying('T1')).toEqual({ main: 10, 'shop-1': 3, 'shop-2': 2 });
    expect(stockbook('import movements n.csv --again --place shop-3').code).toBe(3);
  });

  it('puts opening quantities without a place there, too, and asks for no place without one', () => {
    const header = 'kind,code,name,size,panel,price,quantity';
    write('a.csv', header, 'tv,A1,A,42,lcd,1,3', 'tv,A2,A,42,lcd,1,');
    json('import devices a.csv', { STOCKBOOK_PLACE: 'shop-2' });
    write('b.csv', header, 'tv,B1,B,42,lcd,1,4');
    expect(stockbook('import devices b.csv --place shop-3').code).toBe(3);
    json('import devices b.csv --place shop-1', { STOCKBOOK_PLACE: 'shop-2' });
    write('c.csv', `${header},quantity@main`, 'tv,C1,C,42,lcd,1,5,5', 'tv,C2,C,42,lcd,1,,');
    json('import devices c.csv', { STOCKBOOK_PLACE: 'shop-3' });
    expect(['A1', 'A2', 'B1', 'C1'].map(lying)).toEqual([{ 'shop-2': 3 }, {}, { 'shop-1': 4 }, { main: 5 }]);
    write('d.csv', header, 'tv,A1,A,42,lcd,2,3');
    expect(json('import devices d.csv --update', { STOCKBOOK_PLACE: 'shop-3' })).toMatchObject({
      changed: 1,
    });
  });

  it('in GBK names the column of a place that is not there, and writes nothing', () => {
    // 入库编号,出入库,数量,地点,调入地点 / T1,调拨,2,主库,shop-1 / T1,出库,1,太原街店,
    const [header, transfer, sale] = [
      'c8ebbfe2b1e0bac52cb3f6c8ebbfe22ccafdc1bf2cb5d8b5e32cb5f7c8ebb5d8b5e3',
      '54312cb5f7b2a62c322cd6f7bfe22c73686f702d31',
      '54312cb3f6bfe22c312ccbb1d4adbdd6b5ea2c',
    ].map((bytes) => Buffer.from(bytes, 'hex'));
    if (header === undefined || transfer === undefined || sale === undefined) throw new Error('no rows');
    write('m.csv', header, transfer, sale);
    expect(rejected('import movements m.csv --encoding gbk')).toEqual([2, [[3, 'place', 'not-found']]]);
    expect(stockbook('import movements m.csv --encoding gbk --lang zh').stderr).toContain('地点');
    expect(json('info').entries).toBe(3);
    write('m.csv', header, transfer);
    expect(json('import movements m.csv --encoding gbk')).toMatchObject({ entry: 4, movements: 1 });
    expect(lying('T1')).toEqual({ main: 8, 'shop-1': 2 });
  });

  it('reports what a transfer lacks or cannot have', () => {
    write(
      'm.csv',
      'code,type,quantity,reason,place,to',
      'T1,transfer,1,,main,',
      'T1,transfer,1,sale,main,shop-1',
      'T1,out,1,,main,shop-1',
      'T1,transfer,1,,main,MAIN',
      'T1,transfer,11,,main,shop-1',
      'T1,transfer,1,,transit,shop-1',
      'D1,shipment,1,,main,shop-1',
      'D1,shipment,1,,main,shop-2',
    );
    expect(rejected('import movements m.csv')).toEqual([
      2,
      [
        [2, 'to', 'invalid'],
        [3, 'reason', 'invalid'],
        [4, 'to', 'invalid'],
        [5, 'to', 'invalid'],
        [6, 'quantity', 'insufficient-stock'],
        [7, 'place', 'queue'],
        [9, 'quantity', 'invalid'],
      ],
    ]);
  });

  it('skips a transfer whose key is there, and refuses another one under it', () => {
    write('m.csv', 'code,type,quantity,place,to,key', 'T1,transfer,2,main,shop-1,k1');
    json('import movements m.csv');
    write('n.csv', 'code,type,quantity,place,to,key', 'T1,transfer,2,main,shop-1,k1', 'T1,in,1,,,k2');
    expect(json('import movements n.csv')).toMatchObject({ movements: 1, skipped: 1 });
    write('n.csv', 'code,type,quantity,place,to,key', 'T1,transfer,2,main,shop-2,k1', 'T1,in,2,,,k1');
    expect(rejected('import movements n.csv')).toEqual([
      2,
      [
        [2, 'key', 'key-conflict'],
        [3, 'key', 'key-conflict'],
      ],
    ]);
  });
});

describe('exports of places and devices', () => {
  /** Makes a store of the files of another one, which is in `folder`. */
  const copied = (...lines: readonly string[]) => {
    for (const what of ['places', 'devices']) json(`export ${what} -o ${what}.csv`);
    expect(stockbook('init --store copy').code).toBe(0);
    for (const line of lines)
      expect([line, stockbook(`${line} --store copy`)]).toMatchObject([line, { code: 0 }]);
  };
  const exported = (what: string, where = '') => stockbook(`export ${what}${where}`).stdout;

  it('make the same store, which exports the same again', () => {
    for (const line of [
      'place add shop-1/A3 shop-2/hold --kind hold --recount 40%',
      'place edit main --name 太原街店 --note headquarters',
      'transfer T1 3 --from 太原街店 --to shop-1',
      'transfer D1 2 --from 太原街店 --to shop-2/hold',
      'edit T1 --minimum 2 --place shop-1',
      'edit T1 --minimum 3',
    ])
      expect([line, stockbook(line).code]).toEqual([line, 0]);
    copied('import places places.csv', 'import devices devices.csv');
    for (const what of ['places', 'devices']) expect(exported(what, ' --store copy')).toBe(exported(what));
    expect(exported('devices').split('\n')[0]).toContain(
      ',quantity,quantity@shop-1,quantity@shop-2/hold,quantity@太原街店,minimum,minimum@shop-1,',
    );
    expect(exported('places')).toBe(
      'place,kind,recount,note\n太原街店,stock,,headquarters\nshop-1,stock,,\nshop-1/A3,hold,40%,\nshop-2,stock,,\nshop-2/hold,hold,40%,\n',
    );
    expect(stockbook('verify --store copy').code).toBe(0);
    expect(json('import places places.csv --again --store copy')).toMatchObject({
      entry: null,
      unchanged: 5,
    });
    write('places.csv', 'place,note', 'shop-1,corner', 'shop-2,');
    expect(json('import places places.csv --store copy')).toMatchObject({ changed: 1, unchanged: 1 });
    expect(exported('places', ' --store copy')).toContain('\nshop-1,stock,,corner\n');
    expect(json('import devices devices.csv --update --again --store copy')).toMatchObject({
      entry: null,
      unchanged: 2,
    });
  });

  it('write what is on its way where it came from, and say so', () => {
    stockbook('transfer T1 4 --from main --to shop-1 --in-transit');
    const { stdout, stderr } = stockbook('export devices');
    expect(stderr).toContain('on its way');
    expect(stdout).toMatch(/\ntv,T1,[^\n]*,10,10,/);
    write('d.csv', stdout.trimEnd());
    expect(json('import devices d.csv --update')).toMatchObject({ unchanged: 2 });
  });

  it('are read by Chinese headers, and refuse places that are not there and sums that do not agree', () => {
    stockbook('place add 太原街店');
    write(
      'd.csv',
      '类别,入库编号,品名,规格,售价,入库数量,入库数量@太原街店,入库数量@主库,进价,最低库存@太原街店',
      'DVD,N1,新,普通,99,,3,2,50,1',
    );
    expect(json('import devices d.csv')).toMatchObject({ devices: 1, movements: 2 });
    expect(json('show N1')).toMatchObject({
      quantity: 5,
      lastCost: '50.00',
      places: [
        { place: 'main', quantity: 2 },
        { place: '太原街店', quantity: 3, minimum: 1 },
      ],
    });
    write(
      'd.csv',
      'kind,code,name,disc,price,quantity,quantity@shop-1,quantity@nowhere',
      'dvd,N2,N,hd,9,4,3,',
      'dvd,N3,N,hd,9,,,1',
    );
    expect(rejected('import devices d.csv')).toEqual([
      2,
      [
        [2, 'quantity', 'invalid'],
        [3, 'quantity@nowhere', 'not-found'],
      ],
    ]);
    expect(stockbook('import devices d.csv --lang zh').stderr).toContain('nowhere');
  });

  it('of places report what cannot be made', () => {
    write('p.csv', '地点,性质,复盘率', '仓库,待处理,', 'shop-1,在库,150%', 'a/b,,', 'transit,,', '主库,,');
    expect(rejected('import places p.csv')).toEqual([
      2,
      [
        [3, 'recount', 'invalid'],
        [4, 'place', 'not-found'],
        [5, 'place', 'exists'],
      ],
    ]);
    expect(json('info').entries).toBe(3);
  });
});
