import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';

/** What waits in a queue at a place that is to be counted. */
interface Unsettled {
  readonly entry: number;
  readonly queue: string;
  readonly left: number;
  readonly code: string;
}

/** What it says when it runs. */
interface Messages {
  readonly opened: (
    entry: number,
    places: readonly string[],
    devices: number,
    sheets: number,
    frozen: boolean,
  ) => string;
  readonly before: (unsettled: readonly Unsettled[]) => string;
}

const waiting = {
  en: { transit: 'on the way here', inspection: 'to be inspected' },
  zh: { transit: '在途', inspection: '待检' },
} as const;

const named = (queue: string, said: { readonly [queue: string]: string }): string => said[queue] ?? queue;

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'open a count (stocktake); the shop may stay open',
    examples: [
      { typed: 'stockbook count open --place shop-1', does: 'the shop, with what is below it' },
      {
        typed: 'stockbook count open --place main --kind tv --freeze',
        does: 'the televisions of the first place; none of them may move meanwhile',
      },
    ],
    opened: (entry, places, devices, sheets, frozen) =>
      `#${entry} count opened: ${places.join(', ')}, ${counted(devices, 'device')} on ${counted(sheets, 'sheet')}; ${frozen ? 'frozen' : 'not frozen'}`,
    before: (unsettled) =>
      `before you count: ${unsettled.map(({ entry, queue, left, code }) => `#${entry} ${named(queue, waiting.en)} (${left} ${code})`).join(', ')}`,
  },
  zh: {
    summary: '开始盘点，可以照常营业',
    examples: [
      { typed: 'stockbook count open --place 太原街店', does: '该店及其下级' },
      {
        typed: 'stockbook count open --place 主库 --kind tv --freeze',
        does: '盘主库的电视机，期间不能出入库',
      },
    ],
    opened: (entry, places, devices, sheets, frozen) =>
      `#${entry} 盘点开始：${places.join('、')}，${devices} 种设备，盘点表 ${sheets} 张；${frozen ? '已冻结' : '未冻结'}`,
    before: (unsettled) =>
      `盘点前请先办完：${unsettled.map(({ entry, queue, left, code }) => `#${entry} ${named(queue, waiting.zh)}（${left} 台 ${code}）`).join('、')}`,
  },
};
