import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly added: (entry: number, code: string, name: string, onHand: number) => string;
  readonly componentFrom: (label: string) => string;
  readonly fromBook: string;
  readonly givenPrice: string;
  /** What a combo will cost, by the prices of its parts. */
  readonly priceOf: (price: string, parts: readonly string[]) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'register a device',
    examples: [
      {
        typed: 'stockbook add tv --name "VIERA 42" --size 42 --panel plasma --price 845.48 --quantity 12',
        does: 'a TV with an opening quantity',
      },
      {
        typed:
          'stockbook add combo --name "LCD 22 DVD" --size 22 --panel lcd --disc standard --tv TV-0001 --dvd DVD-0001',
        does: 'a combo priced from two devices',
      },
    ],
    added: (entry, code, name, onHand) =>
      `#${entry} added ${code} ${name}${onHand > 0 ? `: ${onHand} on hand` : ''}`,
    componentFrom: (label) => `${label}: a device in the book, or a price?`,
    fromBook: 'a device in the book',
    givenPrice: 'a price that you type',
    priceOf: (price, parts) => `price: ${price}, 80 % of ${parts.join(' + ')}`,
  },
  zh: {
    summary: '登记设备',
    examples: [
      {
        typed: 'stockbook add tv --name "长虹 42 等离子" --size 42 --panel 等离子 --price 3299 --quantity 12',
        does: '电视机，带期初数量',
      },
      {
        typed:
          'stockbook add combo --name "22 寸液晶一体机" --size 22 --panel 液晶 --disc 普通 --tv TV-0001 --dvd DVD-0001',
        does: '一体机，售价按两种设备计算',
      },
    ],
    added: (entry, code, name, onHand) =>
      `#${entry} 登记 ${code} ${name}${onHand > 0 ? `：现有 ${onHand}` : ''}`,
    componentFrom: (label) => `${label}：按台账中的设备，还是直接输入单价？`,
    fromBook: '台账中的设备',
    givenPrice: '直接输入单价',
    priceOf: (price, parts) => `售价：${price}，即 ${parts.join(' + ')} 的 80%`,
  },
};
