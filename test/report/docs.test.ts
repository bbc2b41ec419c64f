import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, removeFolder } from '../cli/run.ts';
import { commandLine } from '../transcripts/session.ts';
import { inShanghai, type Shop, shopOfTwoMonths } from './shop.ts';

const path = resolve(import.meta.dirname, '../../docs/REPORTS.md');

inShanghai();

/** What a command prints in the shop at the time its clock is set to; only the folder has another name. */
async function printed(shop: Shop, line: string): Promise<string> {
  const { stdout, stderr } = await shop.run(commandLine(line).words);
  return (stdout + stderr).replaceAll(shop.folder, '~');
}

/** Runs the commands of a `console` block and returns it with their output; `# at TIME` sets the clock. */
async function played(shop: Shop, block: string): Promise<string> {
  const lines: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('# at ')) {
      shop.now = Date.parse(line.slice(5));
      lines.push(`${line}\n`);
    }
    if (line.startsWith('$ ')) lines.push(`${line}\n`, await printed(shop, line.slice(2)));
  }
  return lines.join('');
}

it('shows in docs/REPORTS.md what its commands print', async () => {
  const folder = newFolder();
  try {
    const shop = await shopOfTwoMonths(folder);
    const page = readFileSync(path, 'utf8');
    let asRun = page;
    for (const [whole, block = ''] of page.matchAll(/```console\n(.*?)```/gs)) {
      const shown = await played(shop, block);
      asRun = asRun.replace(whole, () => `\`\`\`console\n${shown}\`\`\``);
    }
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, asRun);
    else expect(page).toBe(asRun);
  } finally {
    removeFolder(folder);
  }
});
