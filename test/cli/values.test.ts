import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, type Outcome, removeFolder, run } from './run.ts';

let folder: string;

const fill = filledOnce(() => {
  stockbook('init', '-q');
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => {
  removeFolder(folder);
});

const stockbook = (...words: string[]): Outcome => run(folder, words);

type Row = { readonly [column: string]: string };
const television = { kind: 'tv', name: 'Set', size: '42', panel: 'lcd', price: '100' };

/** A row for each value, in one column of an otherwise sound television. */
const rowsWith = (column: string, values: readonly string[]): Row[] =>
  values.map((value, index) => ({ ...television, code: `${column}-${index}`, [column]: value }));

function importRows(rows: readonly Row[]): Outcome {
  return run(folder, ['import', 'devices', '-', '--json'], { input: JSON.stringify(rows) });
}

/** What the book holds in a column for each of the values typed. */
function kept(column: string, values: readonly string[]): unknown[] {
  const { code, stderr } = importRows(rowsWith(column, values));
  expect([code, stderr]).toEqual([0, '']);
  const devices: { [field: string]: unknown }[] = JSON.parse(stockbook('list', '--json').stdout);
  return values.map((_, index) => devices.find(({ code }) => code === `${column}-${index}`)?.[column]);
}

/** Expects that each value alone is refused, with its row, its column and the value itself. */
function expectRefused(column: string, values: readonly string[]): void {
  const { code, stdout, stderr } = importRows(rowsWith(column, values));
  expect([code, stdout]).toEqual([2, '']);
  expect(
    JSON.parse(stderr).error.details.rejected.map(
      ({ row, column: where, value, code: why }: { [field: string]: unknown }) => [row, where, value, why],
    ),
  ).toEqual(values.map((value, index) => [index + 1, column, value, 'invalid']));
}

const noNumbers =
  '1,29 12,34 1,2345 0,123 12,34,567 1.299,00 1e3 1E3 0x10 0b1 NaN Infinity -5 −5 +5 ٣ ५ ① 1_000 .5 5. 1.2.3 12abc'.split(
    ' ',
  );

describe('a price', () => {
  it('is exact, and may have full-width digits, well-placed commas and a leading sign', () => {
    const forms: [typed: string, price: string][] = [
      ['0', '0.00'],
      ['0.1', '0.10'],
      ['007', '7.00'],
      [' 5 ', '5.00'],
      ['1,299.00', '1299.00'],
      ['１，２９９．００', '1299.00'],
      ['１２９９', '1299.00'],
      ['1,234,567.8', '1234567.80'],
      ['¥1299', '1299.00'],
      ['￥1,299.5', '1299.50'],
      ['￥ 5', '5.00'],
      ['5元', '5.00'],
      ['5.000 CNY', '5.00'],
      ['999999999.99', '999999999.99'],
    ];
    expect(
      kept(
        'price',
        forms.map(([typed]) => typed),
      ),
    ).toEqual(forms.map(([, price]) => price));
  });

  it('is refused where it is no plain decimal, has too many decimals or is too large', () => {
    expectRefused('price', [
      ...noNumbers,
      '1.234',
      '1000000000',
      '999999999.991',
      '9'.repeat(400),
      '5¥',
      '¥¥5',
      '¥-5',
      '¥',
      '$5',
      '5 USD',
      '1 299',
    ]);
  });

  it('has as many decimals as the currency has', () => {
    const yen = (...words: string[]) => stockbook(...words, '--store', 'yen', '--json');
    yen('init', '--currency', 'JPY');
    const add = (price: string) =>
      yen('add', 'tv', '--name', 'Set', '--size', '42', '--panel', 'lcd', '--price', price);
    expect(JSON.parse(add('¥1,299').stdout)).toMatchObject({ price: '1299', value: '0' });
    expect(add('1299.5').code).toBe(2);
    expect(add('1299.00').code).toBe(0);
    const combo = 'add combo --name Both --size 22 --panel lcd --disc hd --tv-price 3 --dvd-price 1';
    expect(JSON.parse(yen(...combo.split(' ')).stdout).price).toBe('3');
  });

  it('of a combo is 80 % of the two, rounded half up to the cent', () => {
    const prices: [tv: string, dvd: string, price: string][] = [
      ['338.99', '39.36', '302.68'],
      ['0.01', '0', '0.01'],
      ['0.02', '0', '0.02'],
      ['0.03', '0', '0.02'],
      ['999999999.99', '999999999.99', '1599999999.98'],
    ];
    const rows = prices.map(([tvPrice, dvdPrice], index) => ({
      ...{ kind: 'combo', code: `C-${index}`, name: 'Both', size: '22', panel: 'lcd', disc: 'hd' },
      ...{ tvPrice, dvdPrice },
    }));
    expect(importRows(rows)).toMatchObject({ code: 0, stderr: '' });
    const devices: { price: string }[] = JSON.parse(stockbook('list', '--json').stdout);
    expect(devices.map(({ price }) => price)).toEqual(prices.map(([, , price]) => price));
  });
});

describe('a size, a weight and a quantity', () => {
  it('keep to their limits and decimals', () => {
    expect(kept('size', ['0.01', '42.5', '４２．５', '500', '500.00'])).toEqual([0.01, 42.5, 42.5, 500, 500]);
    expect(kept('weight', ['0.001', '1.5', '10,000', '9999.999'])).toEqual([0.001, 1.5, 10000, 9999.999]);
    expect(kept('quantity', ['0', '１２', '1,000', '1000000000'])).toEqual([0, 12, 1000, 1_000_000_000]);
    expect(kept('minimum', ['0', '5'])).toEqual([0, 5]);
  });

  it('are refused beyond them, and where they are no plain numbers', () => {
    expectRefused('size', [...noNumbers, '0', '0.00', '500.01', '42.555', '42"']);
    expectRefused('weight', [...noNumbers, '0', '10000.001', '1.2345', '1kg']);
    expectRefused('quantity', [...noNumbers, '1.5', '1.01', '1000000001', '9007199254740993']);
    expectRefused('minimum', [...noNumbers, '1.5', '1000000001']);
  });

  it('that are whole are refused with a whole number to type, others with a number as it may be typed', () => {
    importRows([{ ...television, code: 'T-1' }]);
    const [whole, any] = [
      'is not a number; type a whole number such as 12\n',
      'type digits such as 1299 or 1,299.00\n',
    ];
    for (const [advice, words] of [
      [whole, ['stock-in', 'T-1', '1,29']],
      [whole, ['stock-out', 'T-1', '1', '--expect', 'x']],
      [whole, ['edit', 'T-1', '--minimum', '1.299,00']],
      [whole, ['undo', '#x']],
      [whole, ['list', '--wait', '1,299']],
      [any, ['stock-in', 'T-1', '1', '--cost', '1,29']],
      [any, ['edit', 'T-1', '--size', '1e3']],
    ] as const)
      expect([words, stockbook(...words).stderr]).toEqual([
        words,
        expect.stringMatching(new RegExp(`${advice}$`)),
      ]);
    expect(stockbook('stock-in', 'T-1', '1,29', '--lang', 'zh').stderr).toContain(
      '不是数字，请输入整数，例如 12',
    );
  });

  it('are refused when typed empty', () => {
    const words = 'add tv --code T-1 --name Set --size 42 --panel lcd --price 100'.split(' ');
    for (const option of ['--price=', '--weight=', '--quantity=', '--minimum= ', '--cost=', '--size=']) {
      expect([option, stockbook(...words, option).code]).toEqual([option, 2]);
    }
  });

  it('typed as a movement are 1 to 1,000,000,000', () => {
    importRows([{ ...television, code: 'T-1' }]);
    const codes = (command: string, quantities: readonly string[]) =>
      quantities.map((quantity) => stockbook(command, 'T-1', quantity).code);
    expect(codes('stock-in', ['0', '-5', '1e3', '0x10', 'NaN', '1,29', '', '1000000001'])).toEqual(
      Array(8).fill(2),
    );
    expect(codes('stock-in', ['1,000,000,000', '５'])).toEqual([0, 0]);
    expect(codes('stock-out', ['0', '1,000,000,005', '1,000,000,000'])).toEqual([2, 2, 0]);
    expect(JSON.parse(stockbook('show', 'T-1', '--json').stdout)).toMatchObject({
      quantity: 5,
      value: '500.00',
    });
    expect(stockbook('stock-in', 'T-1', '1', '--expect', '-1').code).toBe(2);
    expect(stockbook('stock-in', 'T-1', '1', '--expect', '５').code).toBe(0);
  });

  it('multiply without floating point', () => {
    importRows([{ ...television, code: 'T-1', price: '999999999.99', quantity: '1000000000' }]);
    expect(stockbook('stock-in', 'T-1', '1').code).toBe(0);
    expect(JSON.parse(stockbook('show', 'T-1', '--json').stdout).value).toBe('1000000000989999999.99');
    expect(stockbook('list').stdout).toContain('1000000000989999999.99');
  });
});

describe('a code', () => {
  it('is letters and digits of any script and - _ . / +, trimmed and in NFKC', () => {
    const forms: [typed: string, code: string][] = [
      ['a_b.c/d+e-1', 'a_b.c/d+e-1'],
      [' padded ', 'padded'],
      ['Ａ１', 'A1'],
      ['長虹-壹', '長虹-壹'],
      ['телевизор', 'телевизор'],
      ['e\u0301', 'é'],
      ['ﾃﾚﾋﾞ', 'テレビ'],
      ['__proto__', '__proto__'],
      ['constructor', 'constructor'],
      ['-5', '-5'],
      ['x'.repeat(64), 'x'.repeat(64)],
    ];
    expect(importRows(forms.map(([code]) => ({ ...television, code })))).toMatchObject({ code: 0 });
    const devices: { code: string }[] = JSON.parse(stockbook('list', '--json').stdout);
    expect(devices.map(({ code }) => code).sort()).toEqual(forms.map(([, code]) => code).sort());
    expect(stockbook('stock-in', '__PROTO__', '1', '--json')).toMatchObject({ code: 0 });
    expect(stockbook('show', '--json', '--', '-5').code).toBe(0);
  });

  it('is refused with spaces, other signs, or more than 64 characters', () => {
    expectRefused('code', ['a b', 'a,b', 'a*b', '"a"', '=1', '@a', '😀', 'a\nb', 'x'.repeat(65)]);
  });

  it('is the same in whatever case, and prints as first typed', () => {
    importRows([{ ...television, code: 'Tv-straße' }]);
    for (const code of ['tv-STRASSE', 'TV-STRAẞE', 'ＴＶ-straße']) {
      expect([code, importRows([{ ...television, code }]).code]).toEqual([code, 2]);
      expect(JSON.parse(stockbook('show', code, '--json').stdout).code).toBe('Tv-straße');
    }
  });
});

describe('a name and a brand', () => {
  it('are trimmed and in NFC, up to 200 characters', () => {
    const typed = ['  Set  ', '\u3000电视\u3000', 'e\u0301', 'ﬁ', '=1+1', "'x", '👨‍👩‍👧', '😀'.repeat(200)];
    const names = ['Set', '电视', 'é', 'ﬁ', '=1+1', "'x", '👨‍👩‍👧', '😀'.repeat(200)];
    expect(kept('name', typed)).toEqual(names);
    expect(kept('brand', typed)).toEqual(names);
  });

  it('are refused with control characters, line breaks or bidirectional overrides', () => {
    const bad = [
      'a\nb',
      'a\rb',
      'a\tb',
      'a\u0007b',
      'a\u007fb',
      'a\u0085b',
      'a\u2028b',
      'a\u202eb',
      'a\u2066b',
      'x'.repeat(201),
    ];
    expectRefused('name', bad);
    expectRefused('brand', bad);
    const empty = 'add tv --size 42 --panel lcd --price 1'.split(' ');
    expect(stockbook(...empty, '--name', ' \u3000').code).toBe(2);
  });
});

describe('a panel and a disc format', () => {
  it('are taken in English and Chinese, in whatever case or width', () => {
    const panels = 'lcd LCD ＬＣＤ 液晶 plasma 等离子 oled led crt 显像管 dlp 背投'.split(' ');
    expect(kept('panel', panels)).toEqual(
      'lcd lcd lcd lcd plasma plasma oled led crt crt dlp dlp'.split(' '),
    );
    const discs = 'standard 普通 hd 高清 HD blu-ray Blu-ray 蓝光高清'.split(' ');
    const rows = discs.map((disc, index) => ({
      ...{ kind: 'DVD', code: `D-${index}`, name: 'Player', price: '1' },
      disc,
    }));
    expect(importRows(rows).code).toBe(0);
    expect(
      JSON.parse(stockbook('list', '--kind', 'dvd', '--json').stdout).map(
        ({ disc }: { disc: string }) => disc,
      ),
    ).toEqual('standard standard hd hd hd blu-ray blu-ray blu-ray'.split(' '));
  });

  it('are refused otherwise', () => {
    expectRefused('panel', ['qled', 'lc d', 'hd', 'constructor']);
    expect(stockbook(...'add dvd --name Player --disc vhs --price 1'.split(' ')).code).toBe(2);
  });
});

describe('a time', () => {
  it('is ISO 8601, and a bare date is that day in local time', () => {
    importRows([{ ...television, code: 'T-1' }]);
    const [{ at }] = JSON.parse(stockbook('history', '--json').stdout);
    const shanghai = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
    const today = shanghai.slice(0, 10);
    const entries = (...words: string[]): number =>
      JSON.parse(stockbook('history', '--json', ...words).stdout).length;
    expect(entries('--since', today, '--until', today)).toBe(1);
    expect(entries('--since', at, '--until', at)).toBe(1);
    expect(entries('--since', shanghai.replace('Z', '+08:00'))).toBe(1);
    expect(entries('--since', shanghai.replace('Z', ''))).toBe(1);
    const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    expect(entries('--until', yesterday)).toBe(0);
  });

  it('is refused where there is no such day or hour', () => {
    for (const time of [
      'tomorrow',
      '2026',
      '2026-02-30',
      '2026-13-01',
      '2026-11-23T25:00',
      '23/11/2026',
      '',
    ]) {
      expect([time, stockbook('history', '--since', time).code]).toEqual([time, 2]);
    }
  });
});
