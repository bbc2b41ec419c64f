import type { CommandWords } from '../../words/command-words.ts';
import { signed } from '../../words/counting.ts';

interface Sum {
  readonly quantity: number;
  readonly value: string;
}

interface Lines {
  readonly counted: number;
  readonly twice: number;
  readonly differed: number;
  readonly notCounted: readonly string[];
  readonly isClosed: boolean;
}

/** What it says when it runs. */
interface Messages {
  readonly posted: (entry: number, count: number, gains: Sum, losses: Sum, net: Sum) => string;
  readonly lines: (lines: Lines) => string;
  /** A line of a count of several places. */
  readonly codeAt: (code: string, place: string) => string;
}

/** As many codes as one reads at once. */
const mostNamed = 20;

function codesIn(codes: readonly string[], between: string, more: (rest: number) => string): string {
  const rest = codes.length - mostNamed;
  return codes.slice(0, mostNamed).join(between) + (rest > 0 ? more(rest) : '');
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'book what a count has found, in one entry',
    examples: [
      {
        typed: 'stockbook count post 14 --ready --by zhao',
        does: 'what is ready, by someone who counted nothing in it',
      },
      { typed: 'stockbook count post 14 --solo', does: 'in a shop of one person' },
    ],
    posted: (entry, count, gains, losses, net) =>
      `#${entry} count #${count} posted: gains ${signed(gains.quantity)} (${gains.value}), losses ${signed(losses.quantity)} (${losses.value}); net ${signed(net.quantity)}, ${net.value} at last cost`,
    codeAt: (code, place) => `${code} at ${place}`,
    lines: ({ counted, twice, differed, notCounted, isClosed }) =>
      [
        `${counted} counted${twice === 0 ? '' : `, ${twice} of them twice`}${differed === 0 ? '' : `, ${differed} differed`}`,
        ...(notCounted.length === 0
          ? []
          : [
              `${notCounted.length} not counted: ${codesIn(notCounted, ', ', (rest) => ` and ${rest} more`)}`,
            ]),
        ...(isClosed ? [] : ['the count stays open']),
      ].join('; '),
  },
  zh: {
    summary: '盘点过账：把盘盈盘亏记入一笔流水',
    examples: [
      { typed: 'stockbook count post 14 --ready --by 赵', does: '已可过账的，由没有参加盘点的人过账' },
      { typed: 'stockbook count post 14 --solo', does: '只有一人的店' },
    ],
    posted: (entry, count, gains, losses, net) =>
      `#${entry} 盘点 #${count} 已过账：盘盈 ${signed(gains.quantity)}（${gains.value}），盘亏 ${signed(losses.quantity)}（${losses.value}）；净 ${signed(net.quantity)}，按最后进价 ${net.value}`,
    codeAt: (code, place) => `${place}的 ${code}`,
    lines: ({ counted, twice, differed, notCounted, isClosed }) =>
      [
        `已盘 ${counted} 行${twice === 0 ? '' : `，其中复盘 ${twice} 行`}${differed === 0 ? '' : `，复盘不符 ${differed} 行`}`,
        ...(notCounted.length === 0
          ? []
          : [`未盘 ${notCounted.length} 行：${codesIn(notCounted, '、', (rest) => ` 等，另有 ${rest} 行`)}`]),
        ...(isClosed ? [] : ['盘点继续']),
      ].join('；'),
  },
};
