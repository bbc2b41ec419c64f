import { scaleBand, scaleLinear } from 'd3-scale';
import { curveStepAfter, line as lineThrough } from 'd3-shape';
import { cutTo } from '../../../exchange/text/cut.ts';
import type { SheetBars, SheetChart, SheetFlows } from './sheet.ts';

/** The role of a shape; each format has its colours. */
export type Ink = 'value' | 'in' | 'out' | 'text' | 'faint';

export type Shape =
  | {
      readonly is: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
    }
  /** A line, as SVG writes paths. */
  | { readonly is: 'line'; readonly path: string; readonly ink: Ink }
  | { readonly is: 'dot'; readonly x: number; readonly y: number; readonly ink: Ink }
  /** `y` is where its letters stand. */
  | {
      readonly is: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'end';
      readonly ink: Ink;
    };

/** A picture in units of its own, for SVG and PDF alike. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Narrow enough for its letters to stay readable on a phone. */
const chartWidth = 360;
/** The size of letters in a chart. */
export const letterSize = 11;
/** Letters are at most about this wide, for each cell that they take in a terminal. */
const cellWidth = 6.6;

export const drawChart = (chart: SheetChart): Drawing =>
  chart.is === 'bars' ? drawBars(chart) : drawFlows(chart);

/** Each bar under its name and amount, the longest as wide as the chart. */
function drawBars({ bars }: SheetBars): Drawing {
  const rowHeight = 30;
  const scale = scaleLinear([0, Math.max(...bars.map(({ size }) => size), 1)], [0, chartWidth]);
  const shapes = bars.flatMap(({ label, size, text }, index): Shape[] => {
    const y = index * rowHeight;
    const room = Math.floor(chartWidth / cellWidth) - text.length - 2;
    return [
      { is: 'text', x: 0, y: y + letterSize, text: cutTo(label, room), anchor: 'start', ink: 'text' },
      { is: 'text', x: chartWidth, y: y + letterSize, text, anchor: 'end', ink: 'text' },
      { is: 'box', x: 0, y: y + 15, width: rounded(scale(size)), height: 9, ink: 'value' },
    ];
  });
  return { width: chartWidth, height: Math.max(bars.length, 1) * rowHeight, shapes };
}

/** What came in above a line, what went out below it. */
function drawFlows({ flows, in: inWord, out: outWord }: SheetFlows): Drawing {
  const height = 170;
  const [plotLeft, plotTop, plotBottom] = [44, 18, height - 18];
  const most = Math.max(...flows.map((flow) => flow.in), 1);
  const least = -Math.max(...flows.map((flow) => flow.out), 1);
  const y = scaleLinear([least, most], [plotBottom, plotTop]).nice();
  const x = scaleBand(
    flows.map((_, index) => index),
    [plotLeft, chartWidth],
  ).padding(0.2);
  const ticks = y.ticks(4).flatMap((tick): Shape[] => {
    const at = rounded(y(tick));
    return [
      { is: 'line', path: `M${plotLeft},${at}H${chartWidth}`, ink: 'faint' },
      {
        is: 'text',
        x: plotLeft - 5,
        y: at + 4,
        text: String(Math.abs(tick)),
        anchor: 'end',
        ink: 'text',
      },
    ];
  });
  const bars = flows.flatMap((flow, index): Shape[] => {
    const box = (from: number, to: number, ink: Ink): Shape => ({
      is: 'box',
      x: rounded(x(index) ?? 0),
      y: rounded(y(from)),
      width: rounded(x.bandwidth()),
      height: rounded(y(to) - y(from)),
      ink,
    });
    return [
      ...(flow.in > 0 ? [box(flow.in, 0, 'in')] : []),
      ...(flow.out > 0 ? [box(0, -flow.out, 'out')] : []),
    ];
  });
  const legend = (text: string, at: number, ink: Ink): readonly Shape[] => [
    { is: 'box', x: at, y: 2, width: 9, height: 9, ink },
    { is: 'text', x: at + 13, y: letterSize, text, anchor: 'start', ink: 'text' },
  ];
  const date = (index: number, anchor: 'start' | 'end'): Shape => ({
    is: 'text',
    x: anchor === 'start' ? plotLeft : chartWidth,
    y: height - 3,
    text: flows.at(index)?.label ?? '',
    anchor,
    ink: 'text',
  });
  return {
    width: chartWidth,
    height,
    shapes: [
      ...ticks,
      ...bars,
      { is: 'line', path: `M${plotLeft},${rounded(y(0))}H${chartWidth}`, ink: 'text' },
      ...legend(inWord, plotLeft, 'in'),
      ...legend(outWord, plotLeft + 70, 'out'),
      date(0, 'start'),
      ...(flows.length > 1 ? [date(-1, 'end')] : []),
    ],
  };
}

/** A quantity over time, as small as a word; the dot marks its current value. */
export function drawTrend(line: readonly number[]): Drawing {
  const [width, height] = [84, 16];
  const x = scaleLinear([0, Math.max(line.length - 1, 1)], [1, width - 3]);
  const y = scaleLinear([0, Math.max(...line, 1)], [height - 2, 2]);
  const path = lineThrough<number>()
    .x((_, index) => rounded(x(index)))
    .y((quantity) => rounded(y(quantity)))
    .curve(curveStepAfter)(line as number[]);
  return {
    width,
    height,
    shapes: [
      { is: 'line', path: path ?? '', ink: 'value' },
      { is: 'dot', x: rounded(x(line.length - 1)), y: rounded(y(line.at(-1) ?? 0)), ink: 'value' },
    ],
  };
}

const rounded = (length: number): number => Math.round(length * 10) / 10;
