import type { CommandWords } from '../../words/command-words.ts';
import { counted } from '../../words/counting.ts';
import type { Command } from '../../words/messages.ts';

interface Draw {
  readonly place: string;
  readonly lines: number;
  readonly drawn: number;
  readonly rate: string;
  readonly differing: number;
  readonly also: number;
}

/** What it says when it runs. */
interface Messages {
  readonly drawn: (entry: number, count: number, draw: Draw, command: Command) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'draw who is counted again',
    examples: [
      {
        typed: 'stockbook count recount 14 --rate main=50%',
        does: 'half of the first place, and what differed',
      },
      { typed: 'stockbook count recount 14 --also TV-0001', does: 'this one too' },
    ],
    drawn: (entry, count, { place, lines, drawn, rate, differing, also }, command) =>
      `#${entry} recount of ${counted(lines, 'line')} at ${place}: ${drawn} drawn (${rate.replace('%', ' %')}), ${differing} with a variance${also === 0 ? '' : `, ${also} asked for`}; sheet: ${command(`count sheet ${count} --pass 2`)}`,
  },
  zh: {
    summary: '抽样复盘',
    examples: [
      { typed: 'stockbook count recount 14 --rate 主库=50%', does: '主库复盘一半，加上有差异的' },
      { typed: 'stockbook count recount 14 --also TV-0001', does: '这种也复盘' },
    ],
    drawn: (entry, count, { place, lines, drawn, rate, differing, also }, command) =>
      `#${entry} ${place}复盘 ${lines} 行：抽盘 ${drawn} 行（${rate}），有差异 ${differing} 行${also === 0 ? '' : `，指定 ${also} 行`}；盘点表：${command(`count sheet ${count} --pass 2`)}`,
  },
};
