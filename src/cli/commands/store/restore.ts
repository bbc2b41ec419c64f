import { placeForStore } from '../../../store/locate.ts';
import { restoreStore } from '../../../store/open.ts';
import { defineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { Progress } from '../../host/progress.ts';
import { printable } from '../../render/printable.ts';
import { refuseMissing } from '../devices/device-argument.ts';
import { existingFile, inputFile, inputOf } from '../import/import-file.ts';
import { infoJson } from './info.ts';
import { words } from './restore.words.ts';

export const command = defineCommand({
  words,
  arguments: { file: inputFile },
  async run(context, { file }) {
    const name = file ?? (await askForFile(context));
    const path = placeForStore(context.where, context);
    const { bytes, size } = await inputOf(context, name);
    const progress = new Progress(context, 'checking');
    context.reading = (done, total) => progress.at(done, total);
    const store = await restoreStore(
      path,
      { name, bytes, ...(size === undefined ? {} : { size }) },
      context.storeOptions,
    ).finally(() => progress.end());
    const info = await store.info();
    context.report(
      () => infoJson(info),
      () => [
        words[context.language].restored(info.entries, info.devices, String(info.units), printable(path)),
      ],
    );
    return 0;
  },
});

async function askForFile(context: Context): Promise<string> {
  if (!context.canAsk) return refuseMissing('restore', ['FILE']);
  const ask = await context.ask();
  const parse = existingFile(context.directory);
  return (await ask.text({ label: context.messages.ask.file, parse })).trim();
}
