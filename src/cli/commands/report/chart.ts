import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { type Json, refuse } from '../../../inventory/refusal.ts';
import { type BalanceChart, balanceChart } from '../../../inventory/report/balance-chart.ts';
import { flowsJson } from '../../../inventory/report/report-json.ts';
import {
  isMovement,
  type Period,
  type TimedMovement,
  timelineOf,
} from '../../../inventory/report/timeline.ts';
import { defineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { flag } from '../../options.ts';
import { balanceChartText, partsFor } from '../../render/balance-chart.ts';
import { loadPaint } from '../../render/paint.ts';
import { printable } from '../../render/printable.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { printableSheet } from '../../render/report/sheet.ts';
import { chartSheet } from '../../reports/chart/sheet.ts';
import { loadReportTexts, type ReportTexts } from '../../words/report/texts.ts';
import { device as anyDevice, deviceArgument, refuseMissing } from '../devices/device-argument.ts';
import { mayWrite, outputOf, output as outputOption } from '../export/output-file.ts';
import { formatOption, outputFormat } from '../export/output-format.ts';
import { periodOptions, type Timing, timingOf } from '../history/timing.ts';
import { words } from './chart.words.ts';
import {
  layoutOf,
  layoutOptions,
  printReport,
  refuseUnusedLayout,
  reportFormats,
  writeReport,
} from './report-file.ts';

/** So many days are told one by one as JSON, whatever the width of the terminal. */
const maxParts = 366;
/** So many parts fill the width of a page. */
const drawnParts = 40;
/** Where the output is no terminal. */
const usualWidth = 80;

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  options: {
    total: flag('--total', { en: 'all devices together', zh: '全部设备合计' }),
    ...periodOptions,
    output: outputOption,
    format: formatOption(reportFormats),
    ...layoutOptions,
  },
  async run(context, { device: deviceTyped, total: ofAll, output, format: formatTyped, ...typed }) {
    const timing = timingOf(context, typed);
    const layout = layoutOf(context, typed);
    if (ofAll && deviceTyped !== undefined) refuse('usage-conflict', { one: '--total', other: deviceTyped });
    if (!ofAll && deviceTyped === undefined && !context.canAsk)
      refuseMissing('chart', [{ oneOf: ['DEVICE', '--total'] }]);
    const reads = typed.font === undefined ? [] : [typed.font];
    const place = output === undefined ? null : await outputOf(context, output, { reads });
    const isDrawn = place === null && output === undefined && formatTyped === undefined;
    if (place === null && context.json && !isDrawn)
      refuse('usage-conflict', {
        one: '--json',
        other: formatTyped === undefined ? `-o ${output}` : '--format',
      });
    const format = outputFormat(formatTyped, place, reportFormats, 'txt');
    refuseUnusedLayout(typed, isDrawn ? 'json' : format);
    if (place === null && format === 'pdf' && context.stdoutIsTerminal) refuse('usage-not-text', { format });
    if (place !== null && !(await mayWrite(context, place))) return interrupted;
    const device = ofAll ? null : await deviceOf(context, deviceTyped);
    const movements = await movementsOf(context, timing, device?.id);
    const until = timing.until ?? timing.now;
    const since = timing.since ?? Math.min(movements[0]?.at ?? until, until);
    const shown: Period = { since, until };
    const texts = await loadReportTexts(context.language);
    const width = context.tableWidth ?? usualWidth;
    const title = device === null ? texts.chart.all : `${device.code} ${device.name}`;
    if (!isDrawn) {
      const chart = balanceChart(movements, shown, drawnParts);
      const sheet = printableSheet(chartSheet(await headsOf(context, texts), title, chart));
      if (place === null) await printReport(context, texts, sheet, format, layout);
      else await writeReport(context, texts, sheet, { place, format, layout });
      return 0;
    }
    const chart = balanceChart(movements, shown, context.json ? maxParts : partsFor(width, texts));
    if (context.json) context.printJson(chartJson(device, chart));
    else {
      const drawing = { width, unicode: context.unicode, paint: await loadPaint(context.colorLevel) };
      context.print(`${printable(title)}\n${balanceChartText(chart, texts, drawing)}`);
    }
    return 0;
  },
});

/** What stands at the head of a chart that is written. */
async function headsOf(context: Context, texts: ReportTexts): Promise<ReportContext> {
  const { messages, language, operator: by, now } = context;
  const { where: store } = await context.store();
  const { currency } = await context.bookToAskOf();
  return { texts, messages, language, by, now, only: [], currency, store };
}

async function deviceOf(context: Context, deviceTyped: string | undefined) {
  const wanted = await deviceArgument(context, deviceTyped, 'chart');
  const { book, journal } = await context.snapshot();
  return findDevice(book, journal, wanted);
}

/** The movements of a device, or all of them; times are those of the whole history. */
async function movementsOf(
  context: Context,
  { now }: Timing,
  id: number | undefined,
): Promise<readonly TimedMovement[]> {
  const timeline = timelineOf(await (await context.store()).history({}), now);
  return timeline.filter(isMovement).filter(({ device }) => id === undefined || device === id);
}

const chartJson = (
  device: { readonly code: string; readonly name: string } | null,
  { period, unit, opening, closing, parts }: BalanceChart,
): { readonly [key: string]: Json } => ({
  code: device?.code ?? null,
  name: device?.name ?? null,
  since: new Date(period.since).toISOString(),
  until: new Date(period.until).toISOString(),
  unit,
  opening: Number(opening),
  closing: Number(closing),
  parts: flowsJson(parts).map((flow, index) => ({ ...flow, balance: Number(parts[index]?.balance ?? 0n) })),
});
