import { createHash } from 'node:crypto';
import type { Drawn, Entry } from '../../../inventory/book/change.ts';
import { parseRate } from '../../../inventory/book/places.ts';
import { decideRecount } from '../../../inventory/decide/counts/recount.ts';
import { parsed, wrong } from '../../../inventory/refusal.ts';
import { parseReference } from '../../../inventory/values/text.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option, several } from '../../options.ts';
import { placeNamed } from '../../words/places.ts';
import { count, countMeant } from '../counts/count-options.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { entryJson, reportEntry } from '../places/entry-report.ts';
import { words } from './count-recount.words.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A place with its rate: `main=50%`. */
function parsePlaceRate(text: string) {
  const [, place = '', rate = ''] = /^(.*)=(.*)$/s.exec(text) ?? [];
  if (place.trim() === '') return wrong('rate-without-place', { value: text });
  const read = parseRate(rate);
  return read.ok ? parsed({ place, rate: read.value }) : read;
}

export const command = defineCommand({
  words,
  arguments: { count },
  options: {
    rates: several(
      '--rate <rates...>',
      {
        en: 'the part of a place that is counted again, such as main=50% (default: that of the place)',
        zh: '某地点的复盘率，例如 主库=50%（默认为该地点的）',
      },
      parsePlaceRate,
    ),
    also: several('--also <devices...>', { en: 'these too', zh: '另外复盘这些' }, asTyped, 'devices'),
    seed: option(
      '--seed <text>',
      {
        en: 'a seed chosen by hand (default: the seal of the last entry, which nobody can know before)',
        zh: '人工指定的种子（默认为上一笔流水的校验值，事先无人知道）',
      },
      parseReference,
    ),
    note,
    ref,
    key,
  },
  async run(session, typed) {
    const meant = { ...typed, count: await countMeant(session, typed.count, 'count recount') };
    const committed = await session.commit((book, journal, at) => {
      const { entry, answer } = decideRecount(book, journal, meant, at, sha256);
      const recorded = entry ?? answer?.already ?? { changes: [] };
      const drawn = drawsIn(recorded).flatMap(({ place, drawn: ids }) =>
        ids.map((id) => ({ place: book.places.pathOf(place), code: book.codeOf(id) })),
      );
      return { entry, answer: { already: answer, places: book.places, drawn } };
    });
    const { already, places, drawn } = committed.answer;
    if (session.json) {
      const entry = already?.already ?? committed.entry;
      session.report(
        () => ({ ...entryJson(entry, 'count-recount', places, already), drawn }),
        () => [],
      );
      return 0;
    }
    const { language } = session;
    reportEntry(
      session,
      'count-recount',
      committed,
      (entry) =>
        drawsIn(entry).map((draw) =>
          words[language].drawn(
            entry.n,
            meant.count,
            {
              place: placeNamed(places.pathOf(draw.place), language),
              lines: new Set([...draw.drawn, ...draw.differing, ...draw.also]).size,
              drawn: draw.drawn.length,
              rate: draw.rate,
              differing: draw.differing.length,
              also: draw.also.length,
            },
            session.messages.command,
          ),
        ),
      typed.key,
    );
    return 0;
  },
});

const drawsIn = ({ changes }: Pick<Entry, 'changes'>): readonly Drawn[] =>
  changes.filter((change): change is Drawn => change.do === 'draw');
