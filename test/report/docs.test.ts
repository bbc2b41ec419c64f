import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { perform } from '../transcripts/session.ts';
import { shopOfTwoMonths } from './shop.ts';

const path = resolve(import.meta.dirname, '../../docs/REPORTS.md');

it('shows in docs/REPORTS.md what its commands print', async () => {
  const folder = newFolder();
  try {
    await shopOfTwoMonths(folder);
    const page = readFileSync(path, 'utf8');
    const asRun = page.replace(/```console\n(.*?)```/gs, (_, block: string) => {
      const commands = block.split('\n').filter((line) => line.startsWith('$ '));
      const shown = commands.map((line) => {
        const { stdout, stderr } = perform(line.slice(2), folder, 'C.UTF-8');
        return `${line}\n${stdout}${stderr}`;
      });
      return `\`\`\`console\n${shown.join('')}\`\`\``;
    });
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, asRun);
    else expect(page).toBe(asRun);
  } finally {
    removeFolder(folder);
  }
});
