import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newFolder, type Outcome, program, removeFolder } from '../cli/run.ts';

const bench = resolve(import.meta.dirname, '../../bench/bench.js');
const patience = { timeout: 600_000 };

let folder: string;
/** Where the programme makes its workloads. */
let temporary: string;

beforeEach(() => {
  folder = newFolder();
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
});
afterEach(() => removeFolder(folder));

function measure(...words: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('the quick benchmark', () => {
  it('finds every answer right, and leaves nothing behind', patience, () => {
    const { code, stdout, stderr } = measure('--quick', '--rounds', '1');
    expect(stderr).not.toContain('WRONG ANSWER');
    expect([code, stdout.match(/^\| (?:`|memory)/gm)?.length]).toEqual([
      0,
      stdout.match(/\| \d+ \|$/gm)?.length,
    ]);
    for (const row of [
      '`--version`',
      '`stock-out`, 1,000 devices',
      '`history CODE` out of',
      'memory of one `stock-out`',
    ]) {
      expect(stdout).toContain(`\n| ${row}`);
    }
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('fails where an answer is wrong, and says which', patience, () => {
    const liar = join(folder, 'liar.cjs');
    writeFileSync(
      liar,
      `const { status, stdout } = require('node:child_process').spawnSync(
         process.execPath, [${JSON.stringify(program)}, ...process.argv.slice(2)], { encoding: 'utf8' });
       process.stdout.write(stdout.replace(/(\\d+) on hand/, (_, onHand) => Number(onHand) + 1 + ' on hand'));
       process.exitCode = status;`,
    );
    const { code, stdout, stderr } = measure(
      '--quick',
      '--only',
      '^.stock-out., 1,000 devices',
      '--program',
      liar,
    );
    expect([code, stdout]).toEqual([1, expect.stringContaining('| wrong answer |')]);
    expect(stderr).toMatch(
      /WRONG ANSWER in `stock-out`, 1,000 devices: .*\{"balance":\d+\}, not \{"balance":\d+\}/,
    );
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('keeps its workloads where it is told to, the same for the same seed', patience, () => {
    const devices = (name: string) => {
      const kept = join(folder, name);
      const only = ['--quick', '--only', '^.list., 1,000 devices', '--rounds', '1', '--keep', kept];
      expect(measure(...only).code).toBe(0);
      return readFileSync(join(kept, 'devices-1000/stockbook/devices.csv'), 'utf8');
    };
    const first = devices('first');
    expect(devices('second')).toBe(first);
  });

  it('writes its tables between the markers of a file, and nothing else there', patience, () => {
    const file = join(folder, 'page.md');
    const marked = (name: string, text: string) => `<!-- ${name}: begin -->${text}<!-- ${name}: end -->`;
    writeFileSync(file, `before\n${marked('table', 'old')}\nbetween\n${marked('profile', '')}\nafter\n`);
    expect(measure('--quick', '--only', '^.--version', '--markdown', file).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^before\n<!-- table: begin -->\n\nMeasured on .*`--version`.*<!-- table: end -->\nbetween\n<!-- profile: begin -->.*\| reading the store \|.*<!-- profile: end -->\nafter\n$/s,
    );
  });

  it.each([
    ['--rounds', 'many'],
    ['--slowly'],
    ['--only', '('],
    ['--keep', '/'],
    ['--markdown', 'missing.md'],
  ])('says what is wrong with %s', patience, (...words) => {
    const { code, stdout, stderr } = measure(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: `);
    expect(stderr).toContain(words.at(-1));
    expect(stderr).not.toContain('    at ');
  });
});
