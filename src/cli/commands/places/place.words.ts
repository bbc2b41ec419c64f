import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly place: string;
  readonly kind: string;
  readonly devices: string;
  readonly units: string;
  readonly recount: string;
  readonly lastCount: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'the places where stock lies',
    examples: [
      { typed: 'stockbook place', does: 'all of them, with what lies in each' },
      { typed: 'stockbook place list --format csv', does: 'the same for a spreadsheet' },
    ],
    place: 'place',
    kind: 'kind',
    devices: 'devices',
    units: 'units',
    lastCount: 'last count',
    recount: 'recount',
  },
  zh: {
    summary: '地点及各处库存',
    examples: [
      { typed: 'stockbook place', does: '全部地点及其库存' },
      { typed: 'stockbook place list --format csv', does: '供电子表格使用' },
    ],
    place: '地点',
    kind: '性质',
    devices: '设备种数',
    units: '台数',
    lastCount: '上次盘点',
    recount: '复盘率',
  },
};
