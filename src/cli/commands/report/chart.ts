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
import { flag } from '../../options.ts';
import { balanceChartText, partsFor } from '../../render/balance-chart.ts';
import { loadPaint } from '../../render/paint.ts';
import { printable } from '../../render/printable.ts';
import { loadReportTexts } from '../../words/report/texts.ts';
import { device as anyDevice, deviceArgument, refuseMissing } from '../devices/device-argument.ts';
import { periodOptions, type Timing, timingOf } from '../history/timing.ts';
import { words } from './chart.words.ts';

/** So many days are told one by one as JSON, whatever the width of the terminal. */
const maxParts = 366;
/** Where the output is no terminal. */
const usualWidth = 80;

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  options: { total: flag('--total', { en: 'all devices together', zh: '全部设备合计' }), ...periodOptions },
  async run(context, { device: deviceTyped, total: ofAll, ...period }) {
    const timing = timingOf(context, period);
    if (ofAll && deviceTyped !== undefined) refuse('usage-conflict', { one: '--total', other: deviceTyped });
    if (!ofAll && deviceTyped === undefined && !context.canAsk)
      refuseMissing('chart', [{ oneOf: ['DEVICE', '--total'] }]);
    const device = ofAll ? null : await deviceOf(context, deviceTyped);
    const movements = await movementsOf(context, timing, device?.id);
    const until = timing.until ?? timing.now;
    const since = timing.since ?? Math.min(movements[0]?.at ?? until, until);
    const shown: Period = { since, until };
    const texts = await loadReportTexts(context.language);
    const width = context.tableWidth ?? usualWidth;
    const chart = balanceChart(movements, shown, context.json ? maxParts : partsFor(width, texts));
    if (context.json) context.printJson(chartJson(device, chart));
    else {
      const title = device === null ? texts.chart.all : `${device.code} ${device.name}`;
      const layout = { width, unicode: context.unicode, paint: await loadPaint(context.colorLevel) };
      context.print(`${printable(title)}\n${balanceChartText(chart, texts, layout)}`);
    }
    return 0;
  },
});

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
