import { decideRemovePlace } from '../../../inventory/decide/places/remove-place.ts';
import { defineCommand } from '../../command.ts';
import { placeNamed } from '../../words/places.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { placeOrAsked } from './ask-place.ts';
import { answering, reportEntry } from './entry-report.ts';
import { placeArgument } from './place-argument.ts';
import { words } from './place-remove.words.ts';

export const command = defineCommand({
  words,
  arguments: { place: placeArgument },
  options: { note, ref, key },
  async run(session, { place: placeTyped, ...terms }) {
    const place = await placeOrAsked(session, placeTyped, 'place remove');
    const committed = await session.commit(
      answering((book, journal, at) => decideRemovePlace(book, journal, { place, ...terms }, at)),
    );
    const { language } = session;
    reportEntry(
      session,
      'place-remove',
      committed,
      (entry) =>
        entry.changes.flatMap((change) =>
          change.do === 'place-remove'
            ? [words[language].removed(entry.n, placeNamed(change.path, language))]
            : [],
        ),
      terms.key,
    );
    return 0;
  },
});
