import type { CandidateWhy, WhyCategory } from '../../../inventory/look/why.ts';
import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly title: (code: string, name: string, onHand: number) => string;
  readonly category: string;
  readonly total: string;
  readonly movements: string;
  readonly entries: string;
  /** A part of what is on hand: `6 sold`. */
  readonly part: (category: string, units: number) => string;
  readonly categories: { readonly [category in WhyCategory]: string };
  readonly low: (balance: number, entry: number, time: string) => string;
  readonly high: (balance: number, entry: number, time: string) => string;
  readonly agrees: (expected: number) => string;
  /** `difference` is the count minus the book's figure, never 0. */
  readonly differs: (expected: number, onHand: number, difference: number) => string;
  readonly noCandidates: string;
  readonly perhaps: string;
  /** What may be wrong with an entry, in a few words; `other` is the entry it may be a double of. */
  readonly candidates: { readonly [why in CandidateWhy]: (other: number) => string };
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'where the quantity on hand comes from',
    examples: [
      { typed: 'stockbook why TV-0001', does: 'bought, sold, damaged … on one screen' },
      { typed: 'stockbook why TV-0001 --expect 9', does: '9 were counted: which entries may be wrong' },
    ],
    title: (code, name, onHand) => `${code} ${name}: ${onHand} on hand`,
    category: 'category',
    total: 'total',
    movements: 'movements',
    entries: 'entries',
    part: (category, units) => `${units} ${category}`,
    categories: {
      opening: 'opening',
      received: 'received',
      returned: 'returned',
      sold: 'sold',
      damaged: 'damaged',
      'supplier-return': 'returned to suppliers',
      counted: 'counted',
      corrected: 'corrected',
      other: 'other',
      transferred: 'transferred',
      undone: 'undone',
    },
    low: (balance, entry, time) => `lowest: ${balance} after #${entry}, ${time}`,
    high: (balance, entry, time) => `highest: ${balance} after #${entry}, ${time}`,
    agrees: (expected) => `counted ${expected}: the book agrees`,
    differs: (expected, onHand, difference) =>
      `counted ${expected}, the book says ${onHand}: ${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'} than the book`,
    noCandidates: 'no single entry explains it',
    perhaps: 'perhaps',
    candidates: {
      double: (other) => `a duplicate of #${other}`,
      equal: () => 'never happened',
      opposite: () => 'wrong direction',
      place: () => 'booked at the wrong place',
      neighbour: () => 'meant for this device',
      undone: () => 'wrongly undone',
    },
  },
  zh: {
    summary: '库存数量的由来',
    examples: [
      { typed: 'stockbook why TV-0001', does: '采购、销售、报损等各多少' },
      { typed: 'stockbook why TV-0001 --expect 9', does: '实盘 9 台：查找可能有误的流水' },
    ],
    title: (code, name, onHand) => `${code} ${name}：现有 ${onHand}`,
    category: '项目',
    total: '合计',
    movements: '笔数',
    entries: '流水',
    part: (category, units) => `${category} ${units}`,
    categories: {
      opening: '期初',
      received: '采购',
      returned: '退货',
      sold: '销售',
      damaged: '报损',
      'supplier-return': '退供应商',
      counted: '盘点',
      corrected: '更正',
      other: '其他',
      undone: '已撤销',
      transferred: '调拨',
    },
    low: (balance, entry, time) => `最低：#${entry} 之后为 ${balance}，${time}`,
    high: (balance, entry, time) => `最高：#${entry} 之后为 ${balance}，${time}`,
    agrees: (expected) => `实盘 ${expected}，与账存一致`,
    differs: (expected, onHand, difference) =>
      `实盘 ${expected}，账存 ${onHand}：${difference > 0 ? '盘盈' : '盘亏'} ${Math.abs(difference)}`,
    noCandidates: '没有哪一笔流水可以单独解释该差异',
    perhaps: '可能',
    candidates: {
      double: (other) => `与 #${other} 重复`,
      equal: () => '多记了这一笔',
      opposite: () => '出入库记反',
      place: () => '记错地点',
      neighbour: () => '应记在本设备名下',
      undone: () => '误撤销',
    },
  },
};
