import { parsed, refuse } from '../../../inventory/refusal.ts';
import { defineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { Progress } from '../../host/progress.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { refuseMissing } from '../devices/device-argument.ts';
import { mayWrite, outputOf, reportWritten, writeOutput } from '../export/output-file.ts';
import { words } from './backup.words.ts';

export const command = defineCommand({
  words,
  arguments: {
    file: argument(
      '[file]',
      { en: 'the file to write, or - for standard output', zh: '要写入的文件，或 - 表示标准输出' },
      asTyped,
      'files',
    ),
  },
  async run(context, { file }) {
    const path = file ?? (await askForFile(context));
    const progress = new Progress(context, 'checking');
    context.reading = (done, total) => progress.at(done, total);
    const place = await outputOf(context, path, { called: 'FILE' });
    if (place === null && context.json) refuse('usage-conflict', { one: '--json', other: '-' });
    const store = await context.store();
    if (place !== null && !(await mayWrite(context, place))) return interrupted;
    const { entries, devices, bytes } = await store.backup();
    progress.end();
    if (place === null) {
      for (const chunk of bytes) context.printBytes(chunk);
      return 0;
    }
    await writeOutput(place, bytes);
    reportWritten(
      context,
      () => ({ file: path, entries, devices }),
      () => [words[context.language].backedUp(entries, devices, printable(path))],
    );
    return 0;
  },
});

async function askForFile(context: Context): Promise<string> {
  if (!context.canAsk) return refuseMissing('backup', ['FILE']);
  const ask = await context.ask();
  return (await ask.text({ label: context.messages.ask.file, parse: parsed })).trim();
}
