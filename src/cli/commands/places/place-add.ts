import { decideAddPlaces } from '../../../inventory/decide/places/add-places.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, several } from '../../options.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { askForPlaceName } from './ask-place.ts';
import { answering, reportEntry } from './entry-report.ts';
import { words } from './place-add.words.ts';
import { kind, recount } from './place-options.ts';

export const command = defineCommand({
  words,
  arguments: {
    places: several(
      '[places...]',
      { en: 'their names, such as shop-1/back', zh: '名称，例如 太原街店/库房' },
      asTyped,
    ),
  },
  options: { kind, recount, note, ref, key },
  async run(session, typed) {
    const { places: pathsTyped, kind, recount, note, ref, key } = typed;
    if (pathsTyped.length === 0 && !session.host.canAsk) refuseMissing('place add', ['PLACE']);
    const paths =
      pathsTyped.length > 0 ? pathsTyped : [await askForPlaceName(session, session.messages.headings.place)];
    const wanted = { paths, kind, recount, note, ref, key };
    const committed = await session.commit(
      answering((book, journal, at) => decideAddPlaces(book, journal, wanted, at)),
    );
    const { language } = session;
    reportEntry(
      session,
      'place-add',
      committed,
      (entry, places) => [
        words[language].added(
          entry.n,
          entry.changes.flatMap((change) =>
            change.do === 'place' ? [placeNamed(places.pathOf(change.place), language)] : [],
          ),
        ),
      ],
      key,
    );
    return 0;
  },
});
