import { allReasons } from '../../inventory/book/change.ts';
import type { WentWith } from '../../inventory/decide/movements/pieces-gone.ts';
import { termOf } from '../../inventory/devices/attribute.ts';
import type { ProblemKey, ProblemParams } from '../../problems.ts';
import type { Language } from '../language.ts';
import { shellWord } from '../pasted.ts';
import type { Command } from './messages.ts';

type PartyProblem =
  | Extract<ProblemKey, `serial-${string}`>
  | 'not-a-serial'
  | 'more-serials'
  | 'scan-serial-first'
  | 'scan-serial-missing'
  | 'of-without-return'
  | 'not-sold-in'
  | 'not-received-in'
  | 'nothing-to-return'
  | 'over-returned'
  | 'entry-returned'
  | 'correct-nothing-left'
  | 'correct-said-of-transfer';

/** What is wrong with suppliers, customers, serial numbers and returns. */
type PartyWords = {
  readonly [K in PartyProblem]: (params: ProblemParams[K], command: Command) => string;
};

/** Of a piece that goes out although it is gone. */
export const goneAlready = {
  en: (serial: string, went: WentWith): string =>
    `${serial} went out with ${'row' in went ? `row ${went.row}` : `#${went.entry}`} already, and has not come back`,
  zh: (serial: string, went: WentWith): string =>
    `序列号 ${serial} 已在${'row' in went ? `第 ${went.row} 行` : ` #${went.entry} `}出库，还没有退回`,
};

export const partyProblems: { readonly [language in Language]: () => PartyWords } = {
  en: () => ({
    'not-a-serial': ({ value }) =>
      `“${value}” is not a serial number; type letters, digits and - _ . + / without spaces, and a comma between two`,
    'serial-repeated': ({ value }) => `the serial number ${value} is there twice; each piece has its own`,
    'more-serials': ({ serials, quantity }) =>
      `${serials} serial numbers for ${quantity} ${quantity === 1 ? 'piece' : 'pieces'}; leave some out, or correct the quantity`,
    'scan-serial-first': ({ value, code }) =>
      `${value} is a code; scan the serial number of ${code} first, or undo to leave ${code} out`,
    'scan-serial-missing': ({ code }) => `no serial number of ${code} followed, so it was not recorded`,
    'of-without-return': ({ entry, reason }) =>
      `only a return takes back pieces of #${entry}; give the reason ${reason}, or leave #${entry} out`,
    'not-sold-in': ({ code, entry }, command) =>
      `#${entry} sold no ${code}; name the entry that did, see: ${command(`history ${shellWord(code)} --reason sale`)}`,
    'not-received-in': ({ code, entry }, command) =>
      `#${entry} received no ${code}; name the entry that did, see: ${command(`history ${shellWord(code)} --type stock-in`)}`,
    'nothing-to-return': ({ code, entry }) =>
      `nothing is left of the ${code} of #${entry}: all of it has come back, was taken back or has still to be delivered`,
    'over-returned': ({ code, entry, left, asked }) =>
      `only ${left} ${left === 1 ? 'is' : 'are'} left of the ${code} of #${entry}, ${asked} requested`,
    'correct-nothing-left': ({ entry }, command) =>
      `#${entry} amounts to nothing by now, so that there is nothing to say of it; see: ${command('history')}`,
    'correct-said-of-transfer': ({ field, value }) => `a transfer has no ${field}; leave “${value}” out`,
    'entry-returned': ({ entry, entries }, command) =>
      `pieces of #${entry} have come back with ${entries.map((n) => `#${n}`).join(', ')}; take that back first: ${command(`undo ${entries.at(-1)}`)}`,
  }),
  zh: () => ({
    'not-a-serial': ({ value }) =>
      `“${value}”不是序列号；请只用字母、数字和 - _ . + /，不含空格，多个之间用逗号隔开`,
    'serial-repeated': ({ value }) => `序列号 ${value} 重复，每台设备的序列号须不同`,
    'more-serials': ({ serials, quantity }) =>
      `数量为 ${quantity}，序列号却有 ${serials} 个；请减少序列号或更正数量`,
    'scan-serial-first': ({ value, code }) =>
      `${value} 是入库编号；请先扫 ${code} 的序列号，或输入“撤销”放弃 ${code}`,
    'scan-serial-missing': ({ code }) => `没有扫 ${code} 的序列号，未记录`,
    'of-without-return': ({ entry, reason }) =>
      `只有退货才能指明原流水 #${entry}；请把原因写成 ${termOf(allReasons, reason, 'zh')}，或去掉原流水号`,
    'not-sold-in': ({ code, entry }, command) =>
      `#${entry} 没有销售过 ${code}；请指明销售它的流水，查看：${command(`history ${shellWord(code)} --reason sale`)}`,
    'not-received-in': ({ code, entry }, command) =>
      `#${entry} 没有收过 ${code}；请指明收货的流水，查看：${command(`history ${shellWord(code)} --type stock-in`)}`,
    'nothing-to-return': ({ code, entry }) => `#${entry} 的 ${code} 已没有可退的：都已退回、已撤销或还未送货`,
    'over-returned': ({ code, entry, left, asked }) =>
      `#${entry} 的 ${code} 只剩 ${left} 台可退，要退 ${asked} 台`,
    'correct-nothing-left': ({ entry }, command) =>
      `#${entry} 现在数量为零，没有可更正的内容；查看：${command('history')}`,
    'correct-said-of-transfer': ({ value }) => `调拨没有此项，请去掉“${value}”`,
    'entry-returned': ({ entry, entries }, command) =>
      `#${entry} 的商品已由 ${entries.map((n) => `#${n}`).join('、')} 退回；请先撤销退货：${command(`undo ${entries.at(-1)}`)}`,
  }),
};
