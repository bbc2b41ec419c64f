import { placeForStore } from '../../../store/locate.ts';
import { restoreStore } from '../../../store/open.ts';
import { askForPath } from '../../ask/typed-path.ts';
import { defineCommand } from '../../command.ts';
import { readingProgress } from '../../host/progress.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { existingFile, inputFile, inputOf } from '../import/import-file.ts';
import { askFor } from '../missing.ts';
import { madeJson } from './info.ts';
import { words } from './restore.words.ts';

export const command = defineCommand({
  words,
  arguments: { file: inputFile },
  async run(session, { file }) {
    const name = file ?? (await askForFile(session));
    const path = placeForStore(session.where, session.host);
    const { bytes, size, close } = await inputOf(session, name);
    const progress = readingProgress(session);
    const store = await restoreStore(
      path,
      { name, bytes, ...(size === undefined ? {} : { size }) },
      session.storeOptions,
    ).finally(() => {
      progress.end();
      close();
    });
    const info = await store.info().finally(() => store.close());
    session.report(
      () => madeJson(info, store),
      () => [
        words[session.language].restored(
          info.entries,
          info.devices,
          String(info.units),
          printable(store.where),
        ),
        ...(store.grants ?? []),
      ],
    );
    return 0;
  },
});

async function askForFile(session: Session): Promise<string> {
  const ask = await askFor(session, 'restore', ['FILE']);
  const parse = existingFile(session.host.directory);
  return askForPath(ask, { label: session.messages.ask.file, parse }, session.host.directory);
}
