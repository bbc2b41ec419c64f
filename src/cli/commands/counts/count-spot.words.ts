import type { CommandWords } from '../../words/command-words.ts';
import { signed } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly counted: (
    entry: number,
    device: { readonly code: string; readonly name: string },
    place: string | null,
    counted: number,
    book: number,
  ) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'count one device and book it at once',
    examples: [
      { typed: 'stockbook count spot TV-0001 9', does: '9 are there, whatever the book says' },
      { typed: 'stockbook count spot DVD-0001 0', does: 'there is none' },
    ],
    counted: (entry, { code, name }, place, counted, book) => {
      const difference = counted === book ? 'as booked' : `${signed(counted - book)} to the ${book} booked`;
      return `#${entry} ${counted} counted  ${code} ${name}${place === null ? '' : ` at ${place}`}: ${difference}`;
    },
  },
  zh: {
    summary: '盘点一种设备并立即过账',
    examples: [
      { typed: 'stockbook count spot TV-0001 9', does: '实有 9 台，不论账存多少' },
      { typed: 'stockbook count spot DVD-0001 0', does: '一台也没有' },
    ],
    counted: (entry, { code, name }, place, counted, book) => {
      const difference =
        counted === book
          ? '账实相符'
          : `账存 ${book}，${counted > book ? '盘盈' : '盘亏'} ${Math.abs(counted - book)}`;
      return `#${entry} 实盘 ${counted}  ${code} ${name}${place === null ? '' : `（${place}）`}：${difference}`;
    },
  },
};
