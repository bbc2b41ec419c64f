import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder } from './cli/run.ts';
import { perform } from './transcripts/session.ts';

const root = resolve(import.meta.dirname, '..');
const path = join(root, 'README.md');

/** A `console` block as it looks when its commands are run. */
function played(block: string, folder: string): string {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '));
  const shown = commands.map((line) => {
    const { stdout, stderr } = perform(line.slice(2), folder, 'C.UTF-8');
    return `${line}\n${stdout}${stderr}`;
  });
  return shown.join('');
}

it('shows in the README what its commands print', () => {
  const readme = readFileSync(path, 'utf8');
  const folder = newFolder();
  try {
    for (const file of ['devices.csv', 'movements.csv'])
      copyFileSync(join(root, 'data/sample', file), join(folder, file));
    writeFileSync(join(folder, 'codes.txt'), 'CH-42P\nnope\nBBK-S1*3\n');
    const asRun = readme.replace(
      /```console\n(.*?)```/gs,
      (_, block: string) => `\`\`\`console\n${played(block, folder)}\`\`\``,
    );
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, asRun);
    else expect(readme).toBe(asRun);
  } finally {
    removeFolder(folder);
  }
});

it('runs in CI exactly the test command of the README', () => {
  const [, demo, test] = /```\n(.*)\n(.*)\n```/.exec(readFileSync(path, 'utf8')) ?? [];
  expect(demo).toBe('npm ci && npm run demo');
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(`(${test})`);
});
