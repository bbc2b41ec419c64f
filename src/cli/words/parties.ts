import type { ProblemKey, ProblemParams } from '../../problems.ts';
import type { Language } from '../language.ts';
import type { Command } from './messages.ts';

type PartyProblem = Extract<ProblemKey, `serial-${string}`> | 'not-a-serial' | 'more-serials';

/** What is wrong with suppliers, customers, serial numbers and returns. */
type PartyWords = {
  readonly [K in PartyProblem]: (params: ProblemParams[K], command: Command) => string;
};

export const partyProblems: { readonly [language in Language]: PartyWords } = {
  en: {
    'not-a-serial': ({ value }) =>
      `“${value}” is not a serial number; type letters, digits and - _ . + / without spaces, and a comma between two`,
    'serial-repeated': ({ value }) => `the serial number ${value} is there twice; each piece has its own`,
    'more-serials': ({ serials, quantity }) =>
      `${serials} serial numbers for ${quantity} ${quantity === 1 ? 'piece' : 'pieces'}; leave some out, or correct the quantity`,
  },
  zh: {
    'not-a-serial': ({ value }) =>
      `“${value}”不是序列号；请只用字母、数字和 - _ . + /，不含空格，多个之间用逗号隔开`,
    'serial-repeated': ({ value }) => `序列号 ${value} 重复，每台设备的序列号须不同`,
    'more-serials': ({ serials, quantity }) =>
      `数量为 ${quantity}，序列号却有 ${serials} 个；请减少序列号或更正数量`,
  },
};
