import { termOf } from '../../../inventory/devices/attribute.ts';
import {
  type CountReport,
  countJson,
  countReport,
  type ReportLine,
} from '../../../inventory/look/counting/count-report.ts';
import { lineStates } from '../../../inventory/look/counts.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { defineCommand } from '../../command.ts';
import { flag } from '../../options.ts';
import { fittedTable, printParts } from '../../render/rows.ts';
import { left, right, type ShownColumn } from '../../render/table.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { count, countMeant } from '../counts/count-options.ts';
import { words } from './count-show.words.ts';

export const command = defineCommand({
  words,
  arguments: { count },
  options: {
    progress: flag('--progress', { en: 'only how far it is', zh: '只看进度' }),
  },
  async run(session, typed) {
    const number = await countMeant(session, typed.count, 'count show');
    const report = await reportOf(session, number);
    const said = words[session.language];
    if (session.json) {
      const progress = { count: number, state: report.state, ...progressOf(report) };
      session.host.printJson(typed.progress ? progress : countJson(report));
      return 0;
    }
    const { lines, frozen, solo, state } = report;
    const toPrint = { rows: lines, shown: shownColumns(session, report) };
    await printParts(session, [
      ...(typed.progress || lines.length === 0
        ? []
        : [await fittedTable(session, toPrint, session.host.tableWidth)]),
      `${said.progress(number, { ...progressOf(report), frozen, solo, state })}\n`,
    ]);
    return 0;
  },
});

/** A count with its lines; refuses a number that is none. */
export async function reportOf(session: Session, count: number): Promise<CountReport> {
  const report = await session.lookUp((book, journal) => countReport(book, journal, count));
  return report ?? refuse('no-such-count', { value: `#${count}` });
}

/** How many lines are in each state. */
function progressOf({ lines }: CountReport) {
  const uncounted = lines.filter(({ state }) => state === 'uncounted').length;
  const waiting = lines.filter(({ state }) => state === 'to recount' || state === 'conflict').length;
  return { lines: lines.length, counted: lines.length - uncounted, uncounted, waiting };
}

function shownColumns(session: Session, { state }: CountReport): readonly ShownColumn<ReportLine>[] {
  const { language, messages } = session;
  const said = words[language];
  const { fields, headings } = messages;
  const figure = (units: number | null | undefined) =>
    units === null || units === undefined ? '' : String(units);
  return [
    left(headings.place, 1, ({ place }) => placeNamed(place, language)),
    left(fields['code'] ?? 'code', 0, ({ code }) => code),
    left(fields['name'] ?? 'name', 6, ({ name }) => name, 12),
    left(said.state, 2, (line) => termOf(lineStates, line.state, language)),
    right(said.first, 3, ({ first }) => figure(first?.counted)),
    left(said.by, 5, ({ first }) => first?.by.join(', ') ?? ''),
    right(said.recount, 3, ({ recount }) => figure(recount?.counted)),
    left(said.by, 5, ({ recount }) => recount?.by.join(', ') ?? ''),
    ...(state === 'open'
      ? []
      : [
          right<ReportLine>(said.book, 4, ({ book }) => figure(book)),
          right<ReportLine>(said.variance, 2, ({ variance }) => figure(variance)),
        ]),
  ];
}
