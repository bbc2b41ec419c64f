import type { CommandWords } from '../../words/command-words.ts';

/** What help says of it. */
export const words: CommandWords = {
  en: {
    summary: "change a device's attributes, never its quantity",
    examples: [
      { typed: 'stockbook edit TV-0001 --price 799', does: 'a new price' },
      { typed: 'stockbook edit TV-0001 --code TH42PZ80U --no-minimum', does: 'a new code, and no minimum' },
    ],
  },
  zh: {
    summary: '修改设备的属性，不改数量',
    examples: [
      { typed: 'stockbook edit TV-0001 --price 2999', does: '新的售价' },
      { typed: 'stockbook edit TV-0001 --code TH42PZ80U --no-minimum', does: '新的编号，不再设最低库存' },
    ],
  },
};
