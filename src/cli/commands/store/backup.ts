import { parsed, refuse } from '../../../inventory/refusal.ts';
import { askForPath } from '../../ask/typed-path.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { readingProgress } from '../../host/progress.ts';
import { argument, asTyped } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { mayWrite, outputOf, reportWritten, writeOutput } from '../export/output-file.ts';
import { askFor } from '../missing.ts';
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
  async run(session, { file }) {
    const path = file ?? (await askForFile(session));
    const progress = readingProgress(session);
    const place = await outputOf(session, path, { called: 'FILE' });
    if (place === null && session.json) refuse('usage-conflict', { one: '--json', other: '-' });
    const store = await session.store();
    if (place !== null && !(await mayWrite(session, place))) return interrupted;
    const { entries, devices, lines } = await store.backup();
    progress.end();
    if (place === null) {
      for await (const piece of lines) session.host.printBytes(piece);
      return 0;
    }
    await writeOutput(place, lines);
    reportWritten(
      session,
      () => ({ file: path, entries, devices }),
      () => [words[session.language].backedUp(entries, devices, printable(path))],
    );
    return 0;
  },
});

async function askForFile(session: Session): Promise<string> {
  const ask = await askFor(session, 'backup', ['FILE']);
  return askForPath(ask, { label: session.messages.ask.file, parse: parsed }, session.host.directory);
}
