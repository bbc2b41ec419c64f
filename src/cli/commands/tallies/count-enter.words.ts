import { allReasons } from '../../../inventory/book/change.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { rowTypes } from '../../../inventory/look/history.ts';
import type { MovedSince } from '../../../problems.ts';
import type { CommandWords } from '../../words/command-words.ts';
import { counted, fewCodes, signed } from '../../words/counting.ts';

/** What it says when it runs. */
interface Messages {
  readonly counted: (
    entry: number,
    count: number,
    code: string,
    place: string | null,
    units: number,
    isMore: boolean,
  ) => string;
  readonly entered: (entry: number, count: number, tallies: number) => string;
  readonly blank: (rows: number) => string;
  /** What is to be counted again. */
  readonly inConflict: (codes: readonly string[]) => string;
  readonly when: (code: string, place: string) => string;
  readonly before: (mover: MovedSince) => string;
  readonly afterAll: (movers: readonly MovedSince[]) => string;
  readonly now: string;
}

const what = ({ entry, type, reason, change }: MovedSince, language: 'en' | 'zh'): string =>
  `#${entry} ${reason === null ? termOf(rowTypes, type, language) : termOf(allReasons, reason, language)} ${signed(change)}`;

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'record what was counted: one device, or a filled sheet',
    examples: [
      {
        typed: 'stockbook count enter 14 TV-0001 9 --counter wang',
        does: 'nine are there; wang counted them',
      },
      { typed: 'stockbook count enter 14 TV-0001 4 --add', does: 'four more at another end of the shelf' },
      {
        typed: 'stockbook count enter 14 sheet.csv',
        does: 'a sheet that came back; a blank was not counted',
      },
    ],
    counted: (entry, count, code, place, units, isMore) =>
      `#${entry} count #${count}: ${code}${place === null ? '' : ` at ${place}`}, ${isMore ? `${units} more` : units} counted`,
    entered: (entry, count, tallies) => `#${entry} count #${count}: ${counted(tallies, 'line')} counted`,
    blank: (rows) => `${counted(rows, 'row')} without a figure: not counted`,
    inConflict: (codes) =>
      `in conflict, because of what moved since: ${fewCodes(codes, ', ')}; count again, the next figure is taken instead`,
    when: (code, place) => `${code} moved at ${place} meanwhile; when was it counted?`,
    before: (mover) => `before ${what(mover, 'en')}`,
    afterAll: (movers) => (movers.length === 1 ? 'after it' : 'after all of them'),
    now: 'just now',
  },
  zh: {
    summary: '录入实盘：一种设备，或填好的盘点表',
    examples: [
      { typed: 'stockbook count enter 14 TV-0001 9 --counter 王', does: '实有 9 台，王盘的' },
      { typed: 'stockbook count enter 14 TV-0001 4 --add', does: '货架另一头还有 4 台' },
      { typed: 'stockbook count enter 14 sheet.csv', does: '交回的盘点表；空白为未盘' },
    ],
    counted: (entry, count, code, place, units, isMore) =>
      `#${entry} 盘点 #${count}：${place === null ? '' : `${place} `}${code} ${isMore ? '加盘' : '实盘'} ${units}`,
    entered: (entry, count, tallies) => `#${entry} 盘点 #${count}：录入 ${tallies} 行`,
    blank: (rows) => `${rows} 行没有填数：未盘`,
    inConflict: (codes) => `因有变动而矛盾：${fewCodes(codes, '、')}；请重盘，以下次的点数为准`,
    when: (code, place) => `${place}的 ${code} 期间有变动，是什么时候盘的？`,
    before: (mover) => `在 ${what(mover, 'zh')} 之前`,
    afterAll: (movers) => (movers.length === 1 ? '在其之后' : '在这些之后'),
    now: '刚盘的',
  },
};
