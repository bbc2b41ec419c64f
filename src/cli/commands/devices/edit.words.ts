import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly edited: (entry: number, code: string, what: string) => string;
  readonly nothingToChange: (code: string) => string;
  readonly question: string;
  readonly done: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: "change a device's attributes, never its quantity",
    examples: [
      { typed: 'stockbook edit TV-0001 --price 799', does: 'a new price' },
      { typed: 'stockbook edit TV-0001 --code TH42PZ80U --no-minimum', does: 'a new code, and no minimum' },
    ],
    edited: (entry, code, what) => `#${entry} edited ${code}: ${what}`,
    nothingToChange: (code) => `${code} already has these values; nothing was changed`,
    question: 'What do you want to change?',
    done: 'done',
  },
  zh: {
    summary: '修改设备资料（数量除外）',
    examples: [
      { typed: 'stockbook edit TV-0001 --price 2999', does: '改售价' },
      { typed: 'stockbook edit TV-0001 --code TH42PZ80U --no-minimum', does: '改编号，取消最低库存' },
    ],
    edited: (entry, code, what) => `#${entry} 修改 ${code}：${what}`,
    nothingToChange: (code) => `${code} 已是如此，没有改动`,
    question: '改哪一项？',
    done: '完成',
  },
};
