import type { WentWith } from '../../../inventory/decide/movements/pieces-gone.ts';
import { signed } from '../../words/counting.ts';
import type { MovementLine, Since } from '../../words/messages.ts';
import { goneAlready } from '../../words/parties.ts';

/** What it says. */
interface Messages {
  readonly stocked: (said: MovementLine) => string;
  /** A movement recorded earlier, whether it was undone or corrected since, and the quantity on hand now. */
  readonly stockedBefore: (said: MovementLine, now: Since) => string;
  /** A movement of what an open count has counted. */
  readonly countedBefore: (count: number, at: string) => string;
  /** A late slip: what the variance of a count was, and is now. */
  readonly revised: (
    entry: number,
    revision: { readonly count: number; readonly was: number; readonly now: number },
  ) => string;
  /** A piece that goes out although it has gone out already. */
  readonly goneAlready: (serial: string, went: WentWith) => string;
  /** Sold goods that wait. */
  readonly toDeliver: (sold: string, command: string) => string;
  readonly whichPlace: string;
  readonly alreadyStocked: (entry: number, key: string) => string;
}

/** Its words. */
export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    stocked: ({ entry, code, name, change, balance, lowAt, there }) =>
      `#${entry} ${change > 0 ? 'in' : 'out'} ${change > 0 ? '+' : ''}${change}  ${code} ${name}: ${there === null ? '' : `${there.quantity} at ${there.place}, `}${balance} on hand${lowAt === null ? '' : ` (low: minimum ${lowAt})`}`,
    stockedBefore: ({ entry, code, name, change }, { undoneBy, correctedBy, onHand }) => {
      const since = [
        ...(undoneBy === null ? [] : [`, undone by #${undoneBy}`]),
        ...(correctedBy.length === 0 ? [] : [`, corrected by ${correctedBy.map((n) => `#${n}`).join(', ')}`]),
      ];
      const now = onHand === null ? 'no longer in the book' : `${onHand} on hand now`;
      return `#${entry} ${change > 0 ? 'in' : 'out'} ${signed(change)}  ${code} ${name}${since.join('')}: ${now}`;
    },
    countedBefore: (count, at) =>
      `note: count #${count} counted it at ${at}, before this; a slip from before that takes --before-count ${count}`,
    revised: (entry, { count, was, now }) =>
      `count #${count}: variance was ${signed(was)}, now ${signed(now)}: #${entry}`,
    goneAlready: (serial, went) => `note: ${goneAlready.en(serial, went)}`,
    toDeliver: (sold, command) => `${sold}; when it leaves: ${command}`,
    whichPlace: 'At which place?',
    alreadyStocked: (entry, key) => `already done as #${entry} (key ${key}); nothing was added`,
  },
  zh: {
    stocked: ({ entry, code, name, change, balance, lowAt, there }) =>
      `#${entry} ${change > 0 ? '入库' : '出库'} ${change > 0 ? '+' : ''}${change}  ${code} ${name}：${there === null ? '' : `${there.place} ${there.quantity}，`}现有 ${balance}${lowAt === null ? '' : `（已到最低库存 ${lowAt}）`}`,
    stockedBefore: ({ entry, code, name, change }, { undoneBy, correctedBy, onHand }) => {
      const since = [
        ...(undoneBy === null ? [] : [`被 #${undoneBy} 撤销`]),
        ...(correctedBy.length === 0 ? [] : [`被 ${correctedBy.map((n) => `#${n}`).join('、')} 更正`]),
      ];
      const now = onHand === null ? '已不在台账' : `现有 ${onHand}`;
      return `#${entry} ${change > 0 ? '入库' : '出库'} ${signed(change)}  ${code} ${name}${since.length === 0 ? '' : `（${since.join('，')}）`}：${now}`;
    },
    countedBefore: (count, at) =>
      `提示：盘点 #${count} 已于 ${at} 盘过，在此之前；若是之前的补单，请用 --before-count ${count}`,
    revised: (entry, { count, was, now }) =>
      `盘点 #${count}：差异原为 ${signed(was)}，现为 ${signed(now)}：#${entry}`,
    goneAlready: (serial, went) => `提示：${goneAlready.zh(serial, went)}`,
    toDeliver: (sold, command) => `${sold}；送出时请用 ${command}`,
    whichPlace: '在哪个地点？',
    alreadyStocked: (entry, key) => `已作为流水 #${entry} 记录（幂等键 ${key}），没有重复记录`,
  },
};
