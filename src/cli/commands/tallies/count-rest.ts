import { decideRest } from '../../../inventory/decide/counts/rest.ts';
import { defineCommand } from '../../command.ts';
import { printable } from '../../render/printable.ts';
import {
  count,
  counter,
  countMeant,
  placeCounted,
  placeOfCount,
  recordStep,
} from '../counts/count-options.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { words } from './count-rest.words.ts';

export const command = defineCommand({
  words,
  arguments: { count },
  options: { place: placeOfCount, counter, note, ref, key },
  async run(session, typed) {
    const number = await countMeant(session, typed.count, 'count rest');
    const meant = { ...typed, count: number, place: await placeCounted(session, number, typed.place) };
    return recordStep(
      session,
      'count-rest',
      (book, journal, at) => decideRest(book, journal, meant, at, session.operator),
      (entry) => {
        const codes = entry.changes.flatMap((change) =>
          change.do === 'tally' ? [printable(change.code)] : [],
        );
        return [words[session.language].none(entry.n, meant.count, codes)];
      },
      typed.key,
    );
  },
});
