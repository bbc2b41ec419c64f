import { decideCancelCount } from '../../../inventory/decide/counts/cancel.ts';
import { defineCommand } from '../../command.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { words } from './count-cancel.words.ts';
import { count, countMeant, recordStep } from './count-options.ts';

export const command = defineCommand({
  words,
  arguments: { count },
  options: { note, ref, key },
  async run(session, typed) {
    const meant = { ...typed, count: await countMeant(session, typed.count, 'count cancel') };
    return recordStep(
      session,
      'count-cancel',
      (book, journal, at) => decideCancelCount(book, journal, meant, at),
      (entry) => [words[session.language].cancelled(entry.n, meant.count)],
      typed.key,
    );
  },
});
