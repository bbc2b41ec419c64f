import { termOf } from '../../../inventory/devices/attribute.ts';
import {
  type CountReport,
  isBlind,
  type ReportLine,
  type VarianceSum,
} from '../../../inventory/look/counting/count-report.ts';
import { lineStates } from '../../../inventory/look/counts.ts';
import {
  amount,
  codeAndName,
  headedSheet,
  left,
  type ReportColumn,
  type ReportContext,
  right,
  tableOf,
  timeText,
} from '../../render/report/report-context.ts';
import type { Sheet, SheetPart } from '../../render/report/sheet.ts';
import { signed } from '../../words/counting.ts';
import { placeNamed } from '../../words/places.ts';

/** As many codes as one reads at once. */
const mostNamed = 50;

/** The variance report: gains and losses apart, never only what is left of both. */
export function countSheet(context: ReportContext, report: CountReport): Sheet {
  const { texts, language } = context;
  const said = texts.count;
  const { count, at, by, state, closedBy, solo, draws, lines, gains, losses, net } = report;
  const sums: readonly (readonly [string, VarianceSum])[] = [
    [said.gains, gains],
    [said.losses, losses],
    [said.net, net],
  ];
  const facts: Sheet['facts'] = [
    [said.count, `#${count}`],
    [said.place, report.places.map((path) => placeNamed(path, language)).join(', ')],
    [said.opened, `${timeText(Date.parse(at))}, ${by}`],
    [
      said.state,
      closedBy === null
        ? said.states[state]
        : `${said.states[state]} #${closedBy.n}, ${timeText(Date.parse(closedBy.at))}, ${closedBy.by}`,
    ],
    ...(solo ? [said.solo] : []),
    ...draws.map(
      ({ place, rate, seed, byHand }) =>
        [
          `${said.seed}, ${placeNamed(place, language)} ${rate}`,
          byHand ? said.seedByHand(seed) : seed,
        ] as const,
    ),
    ...sums.map(
      ([label, { quantity, value }]) => [label, `${signed(quantity)} (${amount(value, context)})`] as const,
    ),
  ];
  const counted = lines.filter((line) => line.state !== 'uncounted');
  const table = tableOf(
    columnsOf(context, state === 'open').filter(({ cell }) => counted.some((line) => cell(line) !== '')),
    counted.length === 0 ? [] : [{ heading: null, rows: counted, totals: null }],
    null,
    { caption: said.caption, empty: said.empty },
  );
  const parts: SheetPart[] = [table];
  const note = (text: string) => parts.push({ is: 'note', text });
  note(said.agreed(counted.filter(({ variance, ...line }) => variance === 0 && !isBlind(line)).length));
  const uncounted = lines
    .filter((line) => line.state === 'uncounted')
    .map(({ code, place }) =>
      report.places.length === 1 ? code : said.codeAt(code, placeNamed(place, language)),
    );
  if (uncounted.length > 0)
    note(said.notCounted(uncounted.slice(0, mostNamed), uncounted.length - mostNamed));
  for (const place of report.countAgain) note(said.countAgain(placeNamed(place, language)));
  return headedSheet(context, { title: said.title(count), signatures: said.signatures }, facts, parts);
}

function columnsOf(context: ReportContext, isOpen: boolean): readonly ReportColumn<ReportLine, never>[] {
  const { texts, language } = context;
  const said = texts.count;
  const figure = (units: number | null | undefined) =>
    units === null || units === undefined ? '' : String(units);
  const isHidden = (line: ReportLine) => isOpen && isBlind(line);
  const entries = (numbers: readonly number[]) => numbers.map((n) => `#${n}`).join(' ');
  return [
    { ...left(said.place, 1, 8), cell: ({ place }) => placeNamed(place, language) },
    ...codeAndName<ReportLine, never>(context, () => ''),
    { ...left(said.state, 3, 8), cell: ({ state }) => termOf(lineStates, state, language) },
    { ...right(said.first, 0), cell: ({ first }) => figure(first?.counted) },
    { ...left(said.firstBy, 2, 8), cell: ({ first }) => first?.by.join(', ') ?? '' },
    { ...right(said.recount, 0), cell: ({ recount }) => figure(recount?.counted) },
    { ...left(said.recountBy, 2, 8), cell: ({ recount }) => recount?.by.join(', ') ?? '' },
    { ...right(said.book, 0), cell: (line) => (isHidden(line) ? '' : figure(line.book)) },
    {
      ...right(said.variance, 0),
      cell: (line) => (isHidden(line) || line.variance === null ? '' : signed(line.variance)),
    },
    {
      ...right(said.atLastCost, 1),
      cell: (line) => (isHidden(line) || line.variance === 0 ? '' : amount(line.atLastCost, context)),
    },
    { ...left(said.moved, 4, 8), cell: ({ movedSince }) => entries(movedSince) },
    { ...left(said.explained, 4, 8), cell: ({ explainedBy }) => entries(explainedBy) },
  ];
}
