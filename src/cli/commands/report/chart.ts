import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { type Json, refuse } from '../../../inventory/refusal.ts';
import { type BalanceChart, balanceChart } from '../../../inventory/report/balance-chart.ts';
import { flowsJson } from '../../../inventory/report/report-json.ts';
import { isMovement, type Period, type TimedMovement } from '../../../inventory/report/timeline.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { flag } from '../../options.ts';
import { balanceChartText, partsFor } from '../../render/balance-chart.ts';
import { loadPaint } from '../../render/paint.ts';
import { printable } from '../../render/printable.ts';
import { printableSheet } from '../../render/report/sheet.ts';
import { chartSheet } from '../../reports/chart/sheet.ts';
import type { Session } from '../../session.ts';
import { loadReportTexts } from '../../words/report/texts.ts';
import { device as anyDevice, deviceArgument } from '../devices/device-argument.ts';
import { mayWrite, outputOf, output as outputOption } from '../export/output-file.ts';
import { formatOption, outputFormat, refuseOnTerminal } from '../export/output-format.ts';
import { periodOptions, timingOf } from '../history/timing.ts';
import { refuseMissing } from '../missing.ts';
import { words } from './chart.words.ts';
import { layoutOf, layoutOptions, putOut, refuseUnusedLayout, reportFormats } from './report-file.ts';
import { reportContext, timelineIn } from './report-of.ts';

/** The most parts of a period in JSON, whatever the width of the terminal. */
const maxParts = 366;
/** The number of parts that fill the width of a page. */
const drawnParts = 40;
/** If the output is not a terminal. */
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
  async run(session, { device: deviceTyped, total: ofAll, output, format: formatTyped, ...typed }) {
    const timing = timingOf(session.host, typed);
    const layout = layoutOf(session, typed);
    if (ofAll && deviceTyped !== undefined) refuse('usage-conflict', { one: '--total', other: deviceTyped });
    if (!ofAll && deviceTyped === undefined && !session.host.canAsk)
      refuseMissing('chart', [{ oneOf: ['DEVICE', '--total'] }]);
    const place = await outputOf(session, output, { reads: [typed.font] });
    const isDrawn = place === null && output === undefined && formatTyped === undefined;
    if (place === null && session.json && !isDrawn)
      refuse('usage-conflict', {
        one: '--json',
        other: formatTyped === undefined ? `-o ${output}` : '--format',
      });
    const format = outputFormat(formatTyped, place, reportFormats, 'txt');
    refuseUnusedLayout(typed, isDrawn ? 'json' : format);
    refuseOnTerminal(session, place, format);
    if (place !== null && !(await mayWrite(session, place))) return interrupted;
    const device = ofAll ? null : await deviceOf(session, deviceTyped);
    const movements = await movementsOf(session, device?.id);
    const until = timing.until ?? timing.now;
    const since = timing.since ?? Math.min(movements[0]?.at ?? until, until);
    const shown: Period = { since, until };
    const texts = await loadReportTexts(session.language);
    const width = session.host.tableWidth ?? usualWidth;
    const title = device === null ? texts.chart.all : `${device.code} ${device.name}`;
    if (!isDrawn) {
      const chart = balanceChart(movements, shown, drawnParts);
      const sheet = printableSheet(chartSheet(await reportContext(session, texts, []), title, chart));
      await putOut(session, { sheet, format, layout, texts }, place);
      return 0;
    }
    const chart = balanceChart(movements, shown, session.json ? maxParts : partsFor(width, texts));
    if (session.json) session.host.printJson(chartJson(device, chart));
    else {
      const drawing = {
        width,
        unicode: session.host.unicode,
        paint: await loadPaint(session.host.colorLevel),
      };
      session.host.print(`${printable(title)}\n${balanceChartText(chart, texts, drawing)}`);
    }
    return 0;
  },
});

async function deviceOf(session: Session, deviceTyped: string | undefined) {
  const wanted = await deviceArgument(session, deviceTyped, 'chart');
  return session.lookUp((book, journal) => {
    const { id, code, name } = findDevice(book, journal, wanted);
    return { id, code, name };
  });
}

/** The movements of a device, or all of them. */
async function movementsOf(session: Session, device: number | undefined): Promise<readonly TimedMovement[]> {
  const store = await session.store();
  const times = await store.entryTimes(0);
  const timeline = await timelineIn(store, { device, filter: { isMovement: true } }, times);
  return timeline.filter(isMovement);
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
