import { decideFreeze } from '../../../inventory/decide/counts/freeze.ts';
import { defineCommand } from '../../command.ts';
import { placeNamed } from '../../words/places.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { words } from './count-freeze.words.ts';
import { count, countMeant, placeOfCount, recordStep } from './count-options.ts';

export const command = defineCommand({
  words,
  arguments: { count },
  options: { place: placeOfCount, note, ref, key },
  async run(session, typed) {
    const meant = {
      ...typed,
      count: await countMeant(session, typed.count, 'count freeze'),
      do: 'freeze',
    } as const;
    const { language } = session;
    return recordStep(
      session,
      'count-freeze',
      (book, journal, at) => decideFreeze(book, journal, meant, at),
      (entry, places) =>
        entry.changes.flatMap((change) =>
          change.do === 'frozen'
            ? [
                words[language].done(
                  entry.n,
                  change.count,
                  change.after.map((id) => placeNamed(places.pathOf(id), language)),
                ),
              ]
            : [],
        ),
      typed.key,
    );
  },
});
