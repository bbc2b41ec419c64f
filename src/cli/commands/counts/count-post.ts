import { decidePost } from '../../../inventory/decide/counts/post.ts';
import {
  countReport,
  linesBookedBy,
  type VarianceSum,
  variancesOf,
} from '../../../inventory/look/counting/count-report.ts';
import { formatMoney } from '../../../inventory/values/money.ts';
import { defineCommand } from '../../command.ts';
import { flag } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { withCommas } from '../../words/counting.ts';
import { placeNamed } from '../../words/places.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { reportEntry } from '../places/entry-report.ts';
import { count, countMeant } from './count-options.ts';
import { words } from './count-post.words.ts';

export const command = defineCommand({
  words,
  arguments: { count },
  options: {
    ready: flag('--ready', {
      en: 'only the lines that are ready; the count stays open',
      zh: '只过账已可过账的，盘点继续',
    }),
    withoutRecount: flag('--without-recount', {
      en: 'lines still to be counted again are booked at their first count',
      zh: '待复盘的按初盘过账',
    }),
    solo: flag('--solo', {
      en: 'by who counted, where there is nobody else; every report says so',
      zh: '只有一人时盘点人自己过账，各报表都会注明',
    }),
    note,
    ref,
    key,
  },
  async run(session, typed) {
    const meant = { ...typed, count: await countMeant(session, typed.count, 'count post') };
    const said = words[session.language];
    const committed = await session.commit((book, journal, at) => {
      const report = countReport(book, journal, meant.count);
      const { currency } = book;
      const { entry, answer } = decidePost(book, journal, meant, at, session.operator);
      return { entry, answer: { already: answer, places: book.places, report, currency } };
    });
    const { report, currency } = committed.answer;
    const money = (value: bigint) => withCommas(formatMoney(value, currency));
    reportEntry(
      session,
      'count-post',
      committed,
      (entry, places) => {
        if (report === undefined || committed.entry === null) return [];
        const booked = linesBookedBy(report, entry, places);
        const isClosed = entry.changes.some((change) => change.do === 'count-close');
        const sum = ({ quantity, value }: VarianceSum) => ({ quantity, value: money(value) });
        const { gains, losses, net } = variancesOf(booked);
        return [
          said.posted(entry.n, meant.count, sum(gains), sum(losses), sum(net)),
          said.lines({
            counted: booked.length,
            twice: booked.filter(({ recount }) => recount !== null).length,
            differed: booked.filter(({ differed }) => differed).length,
            notCounted: report.lines
              .filter(({ state }) => state === 'uncounted')
              .map(({ code, place }) =>
                report.places.length === 1
                  ? printable(code)
                  : said.codeAt(printable(code), placeNamed(place, session.language)),
              ),
            isClosed,
          }),
        ];
      },
      typed.key,
    );
    return 0;
  },
});
