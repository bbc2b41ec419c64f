import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledWithTwo, newFolder, removeFolder, run } from './run.ts';

let folder: string;
/** Entry 1 adds ten televisions at 600, entry 2 twenty players at 100. */
const fill = filledWithTwo();
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string, input = '') => run(folder, line.split(' '), { input });
const json = (line: string) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
const refusal = (line: string, input = '') => {
  const { code, stdout, stderr } = stockbook(`${line} --json`, input);
  expect(stdout).toBe('');
  return { exit: code, ...JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error };
};

describe('a party', () => {
  it('is on the row of its movement, and finds it, in a store with one place as in any', () => {
    const sold = json('stock-out T1 1 --serials SN7 --party 王女士');
    expect(sold).toMatchObject({ party: '王女士', serials: ['SN7'] });
    expect(sold).not.toHaveProperty('place');
    stockbook('stock-out T1 1 --party 李女士');
    stockbook('stock-in T1 5');
    for (const found of ['history --serial sn7', 'history --party 王女士'])
      expect(json(found).map(({ entry }: { entry: number }) => entry)).toEqual([3]);
    expect(json('history --limit 1')[0]).not.toHaveProperty('party');
    expect(stockbook('history T1').stdout).toMatch(/party .*serials/);
    stockbook('place add shop-1');
    expect(json('history --party 王女士')[0]).toMatchObject({
      place: 'main',
      of: null,
      party: '王女士',
      count: null,
    });
    expect(json('history --limit 2')[0]).toMatchObject({ party: null, serials: null });
  });

  it('has columns in the files of a history only where a row has one', () => {
    const header = () => stockbook('export history --format csv').stdout.split('\n')[0];
    expect(header()).not.toContain('party');
    stockbook('stock-out T1 2 --party 王女士 --serials SN7,SN8');
    expect(header()).toMatch(/,corrects,of,party,serials$/);
    for (const line of ['export history --format csv', 'history --format csv'])
      expect(stockbook(line).stdout).toMatch(/,王女士,"SN7,SN8"$/m);
  });

  it('one key off a known one is noted, asked about by --strict, and recorded with --yes', () => {
    stockbook('stock-out T1 1 --party Panasonic');
    expect(stockbook('stock-out D1 1 --party Panasnic').stderr).toBe(
      'note: this looks like a slip: Panasnic is new, and one typing error away from Panasonic (#3)\n',
    );
    expect(refusal('stock-out D1 1 --party Panasonik --strict')).toMatchObject({
      exit: 4,
      details: { suspicions: [{ guard: 'party', party: 'Panasonik', known: 'Panasonic', entry: 3 }] },
    });
    expect(stockbook('stock-out D1 1 --party Panasonik --strict --unguarded party').code).toBe(0);
    expect(stockbook('stock-out D1 2 --party Panasonic --lang zh').stderr).toBe('');
  });

  it('is offered by the shell from what was recorded, the last one first', () => {
    stockbook('stock-out T1 1 --party 长虹');
    stockbook('stock-in D1 1 --party ACME');
    expect(stockbook('__complete stock-out --party '.trimEnd()).code).toBe(0);
    const { stdout } = run(folder, ['__complete', 'stock-out', '--party', '']);
    expect(stdout.split('\n').filter(Boolean)).toEqual(['ACME', '长虹']);
  });
});

describe('an opening quantity', () => {
  const add = 'add dvd --code D2 --name E --disc hd --price 300';

  it('says from whom it is', () => {
    expect(stockbook(`${add} --quantity 3 --party ACME`).code).toBe(0);
    expect(json('history --party ACME')).toMatchObject([
      { code: 'D2', reason: 'opening', change: 3, party: 'ACME' },
    ]);
  });

  it('is what a party is said of', () => {
    expect(refusal(`${add} --party ACME`)).toMatchObject({ exit: 2, code: 'usage' });
    expect(refusal(`${add} --quantity 0 --party ACME`)).toMatchObject({ exit: 2, code: 'usage' });
  });
});

describe('serial numbers', () => {
  it('that go out twice without coming back are noted, in either language', () => {
    stockbook('stock-out T1 1 --serials SN7');
    expect(stockbook('stock-out T1 1 --serials sn7')).toMatchObject({
      code: 0,
      stderr: 'note: sn7 went out with #3 already, and has not come back\n',
    });
    expect(stockbook('stock-out T1 1 --serials SN7 --lang zh --note x').stderr).toBe(
      '提示：序列号 SN7 已在 #4 出库，还没有退回\n',
    );
    stockbook('stock-in T1 1 --reason return --serials SN7');
    expect(stockbook('stock-out T1 1 --serials SN7 --note y').stderr).toBe('');
  });

  it('more than units, or twice the same, are invalid', () => {
    expect(refusal('stock-out T1 1 --serials A,B')).toMatchObject({
      exit: 2,
      details: { serials: 2, quantity: 1 },
    });
    expect(refusal('stock-out T1 2 --serials A,a')).toMatchObject({ exit: 2, details: { field: 'serials' } });
    expect(stockbook('stock-in T1 1 --serials a*b').stderr).toContain('“a*b” is not a serial number');
  });
});

describe('scanning with serial numbers', () => {
  it('takes after each code as many as there are pieces, and names what is wrong by its line', () => {
    const lines = ['T1', 'SN7', 'D1*2', 'A1', 'a1', 'A2', 'T1', 'D1', 'undo', 'X9', 'T1', 'S N', 'sn7', 'T1'];
    const { code, stdout, stderr } = stockbook('scan out --serials', `${lines.join('\n')}\n`);
    expect(code).toBe(4);
    const refused = stderr.split('\n').flatMap((line) => /^line (\d+)/.exec(line)?.[1] ?? []);
    expect(refused).toEqual(['5', '8', '10', '12', '14']);
    expect(stderr).toContain('sn7 went out with #3 already');
    expect(stdout).toContain('3 scans recorded, 5 refused');
    expect(json('history --type stock-out')).toMatchObject([
      { code: 'T1', change: -1, serials: ['SN7'] },
      { code: 'D1', change: -2, serials: ['A1', 'A2'] },
      { code: 'T1', change: -1, serials: ['sn7'] },
    ]);
    expect(stockbook('scan transfer --from main --to x --serials', 'T1\n').code).toBe(2);
    expect(stockbook('scan in --inspect --serials', 'T1\nSN9\n').code).toBe(0);
    expect(json('history --serial SN9').length).toBe(1);
  });
});

describe('a return of what an entry moved', () => {
  it('takes back no more than is left of it, and says so', () => {
    stockbook('stock-out T1 3 --party 王女士');
    expect(json('stock-in T1 2 --reason return --of 3')).toMatchObject({ change: 2, of: 3 });
    expect(refusal('stock-in T1 2 --reason return --of 3')).toMatchObject({
      exit: 4,
      message: 'only 1 is left of the T1 of #3, 2 requested',
      details: { left: 1 },
    });
    expect(stockbook('undo 3').stderr).toContain('pieces of #3 have come back with #4');
    expect(json('stock-out T1 4 --reason supplier-return --of 1')).toMatchObject({ change: -4, of: 1 });
    expect(refusal('stock-out T1 1 --reason supplier-return --of 3')).toMatchObject({ exit: 2 });
    expect(refusal('stock-in D1 1 --reason return --of 3')).toMatchObject({ exit: 2 });
    expect(refusal('stock-in T1 1 --reason return --of 99')).toMatchObject({ exit: 3 });
  });

  it('is a return by its reason, which must be said', () => {
    stockbook('stock-out T1 1');
    expect(refusal('stock-in T1 1 --of 3')).toMatchObject({ exit: 2 });
    expect(stockbook('stock-in T1 1 --of 3').stderr).toContain('--reason return');
    expect(stockbook('stock-out T1 1 --reason damage --of 1').stderr).toContain('--reason supplier-return');
  });

  it('of goods that are still to be delivered is not possible, nor of what was cancelled', () => {
    stockbook('stock-out T1 3 --to-deliver');
    expect(refusal('stock-in T1 1 --reason return --of 3')).toMatchObject({ exit: 4 });
    stockbook('deliver 3 T1 2');
    stockbook('cancel 3');
    expect(refusal('stock-in T1 3 --reason return --of 3')).toMatchObject({ exit: 4, details: { left: 2 } });
    expect(stockbook('stock-in T1 2 --reason return --of 3').code).toBe(0);
  });
});

describe('a file of movements', () => {
  const importing = (
    rows: readonly string[],
    columns = 'code,type,quantity,reason,party,serials,of,beforeCount',
  ) => {
    writeFileSync(join(folder, 'm.csv'), [columns, ...rows].join('\n'));
    return 'import movements m.csv';
  };

  it('says whose goods, which pieces and whose return, under names in either language', () => {
    stockbook('stock-out T1 2');
    const rows = [
      'T1,in,1,return,王女士,SN7,3,',
      'D1,out,2,,ACME,"A1,A2",,',
      'D1,out,1,supplier-return,,,2,',
    ];
    expect(json(importing(rows)).movements).toBe(3);
    expect(json('history --type stock-in,stock-out --limit 3')).toMatchObject([
      { code: 'T1', of: 3, party: '王女士', serials: ['SN7'] },
      { code: 'D1', party: 'ACME', serials: ['A1', 'A2'] },
      { code: 'D1', of: 2 },
    ]);
    const zh = '入库编号,出入库,数量,原因,往来单位,序列号,原流水号,盘前';
    expect(json(importing(['T1,入库,1,退货,李,SN9,3,'], zh)).movements).toBe(1);
    expect(stockbook('verify').code).toBe(0);
  });

  it('notes a piece that goes out though it is gone, by the book or by an earlier row', () => {
    stockbook('stock-out T1 1 --serials SN7');
    const rows = [
      'T1,out,1,,,sn7,,',
      'D1,out,1,,,SN7,,',
      'D1,out,2,,,"SN7,SN8",,',
      'T1,in,1,,,SN7,,',
      'T1,out,1,,,SN7,,',
    ];
    const { stderr } = stockbook(`${importing(rows)} --dry-run`);
    expect(stderr).toBe(
      'note: row 2: sn7 went out with #3 already, and has not come back\n' +
        'note: row 4: SN7 went out with row 3 already, and has not come back\n',
    );
    expect(stockbook(`${importing(rows)} --lang zh --dry-run`).stderr).toBe(
      '提示：第 2 行：序列号 sn7 已在 #3 出库，还没有退回\n提示：第 4 行：序列号 SN7 已在第 3 行出库，还没有退回\n',
    );
    const { movements, notes } = json(importing(rows));
    expect([movements, notes]).toEqual([
      5,
      [
        'row 2: sn7 went out with #3 already, and has not come back',
        'row 4: SN7 went out with row 3 already, and has not come back',
      ],
    ]);
  });

  it('names each bad value of these columns by its column', () => {
    stockbook('stock-out T1 1');
    stockbook('place add shop-1');
    const rows = [
      'T1,in,1,return,,,1,',
      'T1,in,1,,,,3,',
      'T1,out,1,,,"A,B",,',
      'T1,out,1,,,a b,,',
      'T1,out,1,,,,x,',
      'T1,out,1,,,,,9',
      'T1,in,1,return,,,99,',
      'T1,in,1,return,,,3,',
      'T1,in,1,return,,,3,',
    ];
    const { exit, details } = refusal(importing(rows));
    expect(exit).toBe(2);
    expect(
      details.rejected.map(({ row, column, code: kind }: { [key: string]: unknown }) => [row, column, kind]),
    ).toEqual([
      [2, 'of', 'invalid'],
      [3, 'of', 'invalid'],
      [4, 'serials', 'invalid'],
      [5, 'serials', 'invalid'],
      [6, 'of', 'invalid'],
      [7, 'beforeCount', 'invalid'],
      [8, 'of', 'not-found'],
      [10, 'of', 'settled'],
    ]);
    const transfer = refusal(
      importing(['T1,transfer,1,main,shop-1,ACME'], 'code,type,quantity,place,to,party'),
    );
    expect(transfer.details.rejected).toMatchObject([{ row: 2, column: 'party' }]);
  });

  it('takes a late slip before a count, and repeats it by its key without recording it twice', () => {
    stockbook('count spot T1 8');
    const columns = 'code,type,quantity,beforeCount,key';
    expect(json(importing(['T1,out,2,3,k'], columns)).movements).toBe(1);
    expect(json('list').find(({ code }: { code: string }) => code === 'T1').quantity).toBe(8);
    expect(json(importing(['T1,out,2,3,k', 'D1,out,1,,', 'T1,out,2,3,k'], columns))).toMatchObject({
      movements: 1,
      skipped: 2,
    });
    stockbook('stock-in D1 1');
    expect(json(importing(['D1,out,1,,k2', 'D1,out,1,,k2'], columns))).toMatchObject({
      movements: 1,
      skipped: 1,
    });
    expect(stockbook('verify').code).toBe(0);
  });
});

describe('a correction of what an entry says', () => {
  it('says what becomes what, and finds the entry under the party that it should have had', () => {
    stockbook('stock-out T1 2 --party ACME --ref R-1');
    const said = stockbook('correct 3 --reason damage --party 王女士 --lang zh');
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toBe('#4 更正了 #3\n  原因 销售 → 报损\n  往来单位 ACME → 王女士\n');
    expect(stockbook('correct 3 --reason 报损 --party 王女士')).toMatchObject({
      stdout: '',
      stderr: '#3 already amounts to 2; nothing was changed\n',
    });
    const changes = (party: string) =>
      json(`history --party ${party}`).map(({ change }: { change: number }) => change);
    expect([changes('ACME'), changes('王女士')]).toEqual([[-2, 2], [-2]]);
    const [row] = json('report movements').groups[0].rows;
    expect([row.out.damage, row.out.sale ?? 0, row.in.purchase ?? 0]).toEqual([2, 0, 0]);
    expect(json('why T1').quantity).toBe(8);
    expect(stockbook('undo 4').code).toBe(0);
    expect(stockbook('verify').code).toBe(0);
    expect(stockbook('correct 3').stderr).toContain('--quantity');
  });

  it('of a cost changes what the stock is worth from then on, and the last cost by the order of entries', () => {
    stockbook('add dvd --code W --name W --disc hd --price 2000');
    stockbook('stock-in W 10 --cost 100');
    stockbook('stock-in W 10 --cost 1000');
    stockbook('stock-out W 9');
    stockbook('correct 5 --cost 100');
    const worth = json('report value').find(({ code }: { code: string }) => code === 'W');
    expect(worth).toMatchObject({ quantity: 11, lastCost: '100.00', atAverage: '1100.00' });
    const amounts = JSON.stringify(json('report movements --amounts --kind dvd'));
    expect(amounts).toContain('"correction":"4050.00"');
    expect(amounts).toContain('1100.00');
    expect(json('undo 7').entry).toBe(8);
    expect(json('show W').lastCost).toBe('1000.00');
    expect(json('report value').find(({ code }: { code: string }) => code === 'W').atAverage).toBe('6050.00');
    expect(stockbook('verify').code).toBe(0);
  });

  it('of a transfer is of its reference only', () => {
    stockbook('place add shop-1');
    const { entry } = json('transfer T1 2 --from main --to shop-1 --ref A');
    expect(json(`correct ${entry} --ref B`).rows).toMatchObject([
      { change: 2, place: 'main', ref: 'A' },
      { change: -2, place: 'main', ref: 'B' },
      { change: 2, place: 'shop-1', ref: 'B' },
      { change: -2, place: 'shop-1', ref: 'A' },
    ]);
    expect(refusal(`correct ${entry} --party X`)).toMatchObject({ exit: 2 });
    expect(json(`correct ${entry} --ref B`).change).toBe(0);
    expect(stockbook('verify').code).toBe(0);
    expect(json('list --place shop-1 --in-stock')).toMatchObject([{ code: 'T1', quantity: 2 }]);
  });
});
