import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly place: string;
  readonly kind: string;
  readonly devices: string;
  readonly units: string;
  readonly recount: string;
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
    recount: 'recount',
  },
  zh: {
    summary: '存放库存的地点',
    examples: [
      { typed: 'stockbook place', does: '全部地点，以及各处的库存' },
      { typed: 'stockbook place list --format csv', does: '供表格软件使用' },
    ],
    place: '地点',
    kind: '性质',
    devices: '种类',
    units: '件数',
    recount: '复盘率',
  },
};
