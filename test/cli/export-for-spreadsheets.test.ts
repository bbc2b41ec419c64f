import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledOnce, newFolder, removeFolder, run } from './run.ts';

let folder: string;
const fill = filledOnce(() => {
  run(folder, ['init']);
  writeFileSync(
    join(folder, 'd.csv'),
    'kind,code,name,disc,price,quantity\n' +
      ['0042', '219E01', '6901234567892', '2026-03-12', 'MAR1', '00043', 'DV-7']
        .map((code) => `dvd,${code},机 ${code},hd,10,1\n`)
        .join(''),
  );
  run(folder, ['import', 'devices', 'd.csv']);
});

beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const bytes = (file: string) => readFileSync(join(folder, file));
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

describe('a CSV file that export writes', () => {
  it.each(['devices', 'history'])('of %s begins with a mark, after which it is what is printed', (what) => {
    run(folder, ['export', what, '-o', 'out.csv']);
    const printed = run(folder, ['export', what]).stdout;
    expect(bytes('out.csv')).toEqual(Buffer.concat([mark, Buffer.from(printed)]));
    expect(printed.charCodeAt(0)).not.toBe(0xfeff);
  });

  it('goes without a mark to standard output, and in other formats', () => {
    const toOutput = run(folder, ['export', 'devices', '-o', '-']).stdout;
    expect(toOutput).toBe(run(folder, ['export', 'devices']).stdout);
    for (const file of ['out.json', 'out.jsonl', 'out.md']) {
      run(folder, ['export', 'devices', '-o', file]);
      expect(bytes(file).subarray(0, 3)).not.toEqual(mark);
    }
  });

  it('is imported into a new store and exported the same', () => {
    run(folder, ['export', 'devices', '-o', 'out.csv']);
    run(folder, ['init', '--store', 'other']);
    expect(run(folder, ['import', 'devices', 'out.csv', '--store', 'other']).code).toBe(0);
    run(folder, ['export', 'devices', '-o', 'again.csv', '--store', 'other']);
    expect(bytes('again.csv')).toEqual(bytes('out.csv'));
  });

  it('comes with a note on the codes that a spreadsheet would change, and on the way out', () => {
    const { code, stderr } = run(folder, ['export', 'devices', '-o', 'out.csv']);
    expect([code, stderr]).toEqual([
      0,
      '7 rows written to out.csv\n' +
        'note: a spreadsheet that opens this file changes the codes 0042, 00043, 219E01, 2026-03-12, 6901234567892 and 1 more; export to .xlsx to keep them\n',
    ]);
    const inChinese = run(folder, ['export', 'history', '-o', 'h.csv', '--lang', 'zh']).stderr;
    expect(inChinese).toContain('入库编号 0042、219E01、6901234567892、2026-03-12、MAR1 等 6 个');
    expect(inChinese).toContain('.xlsx');
  });

  it('comes without a note where there is nothing to say, as a workbook, or printed', () => {
    for (const words of [['-o', 'out.xlsx'], ['-o', 'out.json'], []])
      expect(run(folder, ['export', 'devices', ...words]).stderr).not.toContain('note');
    for (const code of ['0042', '219E01', '6901234567892', '2026-03-12', 'MAR1', '00043'])
      run(folder, ['edit', code, '--code', `X-${code}`]);
    expect(run(folder, ['export', 'devices', '-o', 'out.csv']).stderr).toBe('7 rows written to out.csv\n');
  });

  it('keeps to JSON with --json', () => {
    const { stdout } = run(folder, ['export', 'devices', '-o', 'out.csv', '--json']);
    expect(JSON.parse(stdout)).toEqual({ file: 'out.csv', rows: 7 });
  });
});
