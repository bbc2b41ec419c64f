import { replaceFile } from '../../exchange/replace-file.ts';
import { parsed } from '../../inventory/refusal.ts';
import type { CommandDefinition } from '../command.ts';
import type { Context } from '../context.ts';
import { interrupted } from '../exit-codes.ts';
import { Progress } from '../progress.ts';
import { printable } from '../render/printable.ts';
import { refuseMissing } from './device-argument.ts';
import { mayWrite } from './output-file.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[file]', help: 'backup-file' }],
  async run(context, [typed]) {
    const path = typed ?? (await askForFile(context));
    const progress = new Progress(context, 'checking');
    context.reading = (done, total) => progress.at(done, total);
    const store = await context.store();
    if (path !== '-' && !(await mayWrite(context, path))) return interrupted;
    const { entries, devices, bytes } = await store.backup();
    progress.end();
    if (path === '-') {
      for (const chunk of bytes) context.printBytes(chunk);
      return 0;
    }
    await replaceFile(path, bytes);
    context.report(
      () => ({ file: path, entries, devices }),
      () => [context.messages.backedUp(entries, devices, printable(path))],
    );
    return 0;
  },
};

async function askForFile(context: Context): Promise<string> {
  if (!context.canAsk) return refuseMissing('backup', ['FILE']);
  const ask = await context.ask();
  return (await ask.text({ label: context.messages.ask.file, parse: parsed })).trim();
}
