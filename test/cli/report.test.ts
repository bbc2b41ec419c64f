import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, run } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = newFolder();
  run(folder, ['init']);
  const tv = ['--size', '42', '--panel', 'lcd', '--price', '10', '--quantity', '3', '--minimum', '5'];
  run(folder, [
    'add',
    'tv',
    '--code',
    'TV-1',
    '--name',
    '<script>alert(1)</script> | *a* \u200b“液晶”',
    ...tv,
  ]);
  run(folder, [
    'add',
    'dvd',
    '--code',
    'D-1',
    '--name',
    'Nova',
    '--brand',
    'Nova',
    '--disc',
    'hd',
    '--price',
    '5',
  ]);
  run(folder, ['stock-out', 'TV-1', '1', '--reason', 'damage', '--note', '</table>']);
});
afterAll(() => removeFolder(folder));

const report = (...words: string[]) => run(folder, ['report', ...words]);

describe('stockbook report', () => {
  it('prints the inventory as text where nothing is typed', () => {
    const { code, stdout, stderr } = report();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Inventory +page 1 of 1\n/);
    expect(stdout).toMatch(/total: 2 devices +2 +20\.00/);
    expect(stdout).toContain('2 devices without a known cost');
  });

  it.each(['html', 'pdf', 'md', 'txt'])('writes the format that the ending says: %s', (format) => {
    const { code, stdout, stderr } = report('day', '-o', `day.${format}`);
    expect([code, stdout, stderr]).toEqual([0, '', `report written to day.${format}\n`]);
    const start = readFileSync(join(folder, `day.${format}`), 'latin1').slice(0, 5);
    expect(start).toBe({ html: '<!doc', pdf: '%PDF-', md: '# Day', txt: 'Day r' }[format]);
  });

  it('writes the format that is typed, to a file or to standard output', () => {
    expect(report('--format', 'html').stdout).toMatch(/^<!doctype html>/);
    expect(report('--format', 'pdf').stdout).toMatch(/^%PDF-1\.5/);
    expect(report('--format', 'md', '-o', 'plain').code).toBe(0);
    expect(readFileSync(join(folder, 'plain'), 'utf8')).toMatch(/^# Inventory/);
  });

  it('says in one line of a day what was taken back, apart from corrections that were meant', () => {
    const shop = newFolder();
    run(shop, ['init']);
    const tv = ['--size', '42', '--panel', 'lcd', '--price', '10', '--quantity', '30'];
    run(shop, ['add', 'tv', '--code', 'T', '--name', 'T', ...tv]);
    run(shop, ['scan', 'out'], { input: 'T*3\nT*4\nundo\nT\nundo\n' });
    const day = () => run(shop, ['report', 'day']).stdout;
    expect(day()).toMatch(/taken back +\+5 -5\n/);
    expect(day()).not.toMatch(/correction +[+-]/);
    run(shop, ['stock-out', 'T', '2', '--reason', 'correction']);
    expect(day()).toMatch(/out correction +-2\n.*taken back +\+5 -5\n.*\n.*closing +25\n/);
    expect(run(shop, ['report', 'day', '--lang', 'zh']).stdout).toMatch(/已撤销 +\+5 -5/);
    removeFolder(shop);
  });

  it('lets nothing that was typed become markup, or hide', () => {
    for (const name of ['inventory', 'movements']) {
      const html = report(name, '--format', 'html').stdout;
      expect(html).not.toMatch(/<script|<\/table>[^\n]/);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; | *a* “液晶”');
    }
    const markdown = report('--format', 'md').stdout;
    expect(markdown).toContain('\\<script>alert(1)\\</script> \\|');
    expect(report().stdout).not.toContain('\u200b');
  });

  it('leaves a file as it was where it cannot write it', () => {
    const inside = join(folder, 'kept.html');
    writeFileSync(inside, 'kept');
    expect(report('-o', 'nowhere/report.html')).toMatchObject({ code: 2, stdout: '' });
    expect(report('--font', 'none.ttf', '-o', 'kept.html', '--format', 'pdf').code).toBe(2);
    expect(readFileSync(inside, 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('takes only the devices of a kind or a brand', () => {
    const codes = (...words: string[]) =>
      JSON.parse(report('--json', ...words).stdout).groups.flatMap((group: { rows: { code: string }[] }) =>
        group.rows.map(({ code }) => code),
      );
    expect(codes()).toEqual(['TV-1', 'D-1']);
    expect(codes('--kind', 'dvd')).toEqual(['D-1']);
    expect(codes('--brand', 'nova')).toEqual(['D-1']);
    expect(report('--kind', 'dvd', '--brand', 'nova').stdout).toContain('only: DVD player, nova');
  });

  it.each([
    [['weekly'], '“weekly” is not one of inventory, movements, low, day'],
    [['--format', 'docx'], '“docx” is not one of html, pdf, md, txt'],
    [['--columns', '100'], '“100” is not one of 80, 132'],
    [['--paper', 'a5'], '“a5” is not one of a4, letter'],
    [['--group', 'size'], '“size” is not one of kind, brand'],
    [['--landscape', '--portrait'], '--landscape'],
    [['--since', '2026-11-02', '--until', '2026-11-01'], 'is later than --until'],
    [['--since', 'monday'], '“monday” is not a time'],
    [['--json', '--format', 'html'], '--json'],
  ])('refuses %j in one line', (words, text) => {
    const { code, stdout, stderr } = report(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.skipIf(process.platform !== 'linux')('opens what it has written with the program of the system', () => {
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > "${folder}/opened"\n`);
    chmodSync(join(programs, 'xdg-open'), 0o755);
    const env = { PATH: `${programs}:${process.env['PATH'] ?? ''}`, TMPDIR: folder };
    expect(run(folder, ['report', '-o', 'shown.html', '--open'], { env }).code).toBe(0);
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(join(folder, 'shown.html'));
    expect(run(folder, ['report', 'low', '--open'], { env }).code).toBe(0);
    const opened = readFileSync(join(folder, 'opened'), 'utf8');
    expect(opened).toMatch(/low\.html$/);
    expect(existsSync(opened)).toBe(true);
    const again = ['report', '-o', 'shown.html', '--open', '--yes'];
    const { code, stderr } = run(folder, again, { env: { PATH: '' } });
    expect([code, stderr]).toEqual([0, expect.stringContaining('open shown.html')]);
  });
});

describe('stockbook chart', () => {
  it('draws with ASCII alone where the locale has no more', () => {
    const { stdout } = run(folder, ['chart', 'D-1', '--since', '2020-01-01', '--until', '2020-02-01'], {
      env: { LANG: 'C' },
    });
    expect(Buffer.from(stdout).equals(Buffer.from(stdout, 'latin1'))).toBe(true);
    expect(stdout).toContain('balance');
  });

  it('names what is missing or too much', () => {
    expect(run(folder, ['chart']).stderr).toContain('DEVICE or --total');
    expect(run(folder, ['chart', 'D-1', '--total'])).toMatchObject({ code: 2 });
    expect(run(folder, ['chart', 'nope'])).toMatchObject({ code: 3 });
  });
});
