import { placeKinds } from '../../../inventory/book/place-kinds.ts';
import { decideEditPlace } from '../../../inventory/decide/places/edit-place.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { placeNamed } from '../../words/places.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { askForPlaceName, placeOrAsked } from './ask-place.ts';
import { answering, reportEntry } from './entry-report.ts';
import { placeArgument } from './place-argument.ts';
import { words } from './place-edit.words.ts';
import { kind, recount } from './place-options.ts';

export const command = defineCommand({
  words,
  arguments: { place: placeArgument },
  options: {
    name: option(
      '--name <place>',
      { en: 'the whole new name; places below it follow', zh: '完整的新名称；下级地点随之改名' },
      asTyped,
    ),
    kind,
    recount,
    note,
    ref,
    key,
  },
  async run(session, { place: placeTyped, ...typed }) {
    const { kind, recount, note, key } = typed;
    const isNothingTyped = [typed.name, kind, recount, note].every((value) => value === undefined);
    const place = await placeOrAsked(session, placeTyped, 'place edit');
    if (isNothingTyped && !session.host.canAsk) refuse('usage-nothing-to-change', { command: 'place edit' });
    const label = session.messages.fields['name'] ?? 'name';
    const name = isNothingTyped ? await askForPlaceName(session, label, place) : typed.name;
    const committed = await session.commit(
      answering((book, journal, at) => decideEditPlace(book, journal, { ...typed, place, name }, at)),
    );
    const { language } = session;
    reportEntry(
      session,
      'place-edit',
      committed,
      (entry, places) =>
        entry.changes.flatMap((change) => {
          if (change.do !== 'place-edit') return [];
          const { before, after } = change;
          const kindNamed = (value: string) => termOf(placeKinds, value, language);
          const parts = [
            ...(after.path === undefined
              ? []
              : [[before.path ?? '', after.path].map((path) => placeNamed(path, language))]),
            ...(after.kind === undefined ? [] : [[before.kind ?? '', after.kind].map(kindNamed)]),
            ...(after.recount === undefined ? [] : [[before.recount ?? '–', after.recount ?? '–']]),
            ...(after.note === undefined ? [] : [[before.note ?? '–', after.note ?? '–']]),
          ].map((pair) => pair.join(' → '));
          return [words[language].edited(entry.n, placeNamed(places.pathOf(change.place), language), parts)];
        }),
      key,
    );
    return 0;
  },
});
