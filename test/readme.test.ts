import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder } from './cli/run.ts';
import { perform } from './transcripts/session.ts';

const root = resolve(import.meta.dirname, '..');

/** What a person does to a file after a command: some prices are changed. */
function changePrices(line: string, folder: string): void {
  if (line !== '$ stockbook export devices -o prices.csv') return;
  const path = join(folder, 'prices.csv');
  const list = readFileSync(path, 'utf8');
  writeFileSync(path, list.replace(',,1899.00,', ',,1799.00,').replace(',hd,459.00,', ',hd,439.00,'));
}

/** Runs the commands of a `console` block and returns it with their output. */
function played(block: string, folder: string): string {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '));
  const shown = commands.map((line) => {
    const { stdout, stderr } = perform(line.slice(2), folder, 'C.UTF-8');
    changePrices(line, folder);
    return `${line}\n${stdout}${stderr}`;
  });
  return shown.join('');
}

/** The pages, and what has been done in their folder before. */
const pages: readonly (readonly [page: string, before: readonly string[]])[] = [
  ['README.md', []],
  ['docs/LABELS.md', ['init', 'import devices devices.csv']],
  ['docs/SCRIPTS.md', ['init', 'import devices devices.csv']],
  ['docs/RECEIVING.md', ['init', 'import devices devices.csv']],
  ['docs/VALUE.md', ['init']],
  ['docs/COUNTING.md', ['init', 'import devices devices.csv', 'place add shop-1']],
];

it.each(pages)('shows in %s what its commands print', { timeout: 120_000 }, (page, before) => {
  const text = readFileSync(join(root, page), 'utf8');
  const folder = newFolder();
  try {
    for (const file of ['devices.csv', 'movements.csv'])
      copyFileSync(join(root, 'data/sample', file), join(folder, file));
    writeFileSync(join(folder, 'codes.txt'), 'CH-42P\nnope\nBBK-S1*3\n');
    for (const command of before) expect(perform(`stockbook ${command}`, folder, 'C.UTF-8').code).toBe(0);
    const asRun = text.replace(
      /```console\n(.*?)```/gs,
      (_, block: string) => `\`\`\`console\n${played(block, folder)}\`\`\``,
    );
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(join(root, page), asRun);
    else expect(text).toBe(asRun);
  } finally {
    removeFolder(folder);
  }
});

it('runs in CI exactly the test command of the README', () => {
  const [, demo, test] = /```\n(.*)\n(.*)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(demo).toBe('npm ci && npm run demo');
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(`(${test})`);
});
