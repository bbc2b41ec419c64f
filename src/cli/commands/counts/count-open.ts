import { placesOfCount } from '../../../inventory/book/counts.ts';
import { decideOpenCount } from '../../../inventory/decide/counts/open.ts';
import { countSheets } from '../../../inventory/look/counting/count-sheets.ts';
import { pendingItems } from '../../../inventory/look/pending.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, flag, several } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { placeNamed } from '../../words/places.ts';
import { filterOptions } from '../devices/listing.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { reportEntry } from '../places/entry-report.ts';
import { words } from './count-open.words.ts';

/** What is to be settled before a count: it may come to the shelves meanwhile. */
const toSettle: ReadonlySet<string> = new Set(['transit', 'inspection']);

export const command = defineCommand({
  words,
  arguments: {
    devices: several('[devices...]', { en: 'only these devices', zh: '只盘这些设备' }, asTyped, 'devices'),
  },
  options: {
    places: several(
      '--place <places...>',
      { en: 'only these places, with what is below them', zh: '只盘这些地点及其下级' },
      asTyped,
      'places',
    ),
    kind: filterOptions.kind,
    brand: filterOptions.brand,
    freeze: flag('--freeze', { en: 'nothing may move there meanwhile', zh: '盘点期间不能出入库' }),
    solo: flag('--solo', {
      en: 'who counts may post it too; every report says so',
      zh: '盘点人自己也可过账，各报表都会注明',
    }),
    note,
    ref,
    key,
  },
  async run(session, typed) {
    const { language, host } = session;
    const said = words[language];
    const committed = await session.commit((book, journal, at) => {
      const { entry, answer } = decideOpenCount(book, journal, { ...typed, kind: typed.kind?.id }, at);
      const opened = entry?.changes.find((change) => change.do === 'count-open');
      const sheets = opened?.do === 'count-open' ? countSheets(book, journal, opened, Date.parse(at)) : [];
      const places = opened?.do === 'count-open' ? placesOfCount(opened, book.places) : new Set<number>();
      const toHere = new Set([...places].map((id) => book.places.pathOf(id)));
      const unsettled = pendingItems(book, journal, { places }).filter(
        ({ queue, to }) => toSettle.has(queue) && to !== null && toHere.has(to),
      );
      return { entry, answer: { already: answer, places: book.places, sheets, unsettled } };
    });
    const { sheets, unsettled } = committed.answer;
    reportEntry(
      session,
      'count-open',
      committed,
      (entry) => {
        const opened = entry.changes.find((change) => change.do === 'count-open');
        if (opened?.do !== 'count-open') return [];
        const named = opened.places.map((id) => placeNamed(committed.answer.places.pathOf(id), language));
        const devices = new Set(sheets.flatMap((sheet) => sheet.devices.map(({ id }) => id))).size;
        return [said.opened(entry.n, named, devices, sheets.length, opened.frozen !== undefined)];
      },
      typed.key,
    );
    if (unsettled.length > 0 && !session.json)
      host.note(
        said.before(
          unsettled.map(({ entry, queue, left, code }) => ({ entry, queue, left, code: printable(code) })),
        ),
      );
    return 0;
  },
});
