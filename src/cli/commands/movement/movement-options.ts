import { stockInReasons, stockOutReasons } from '../../../inventory/book/change.ts';
import { type Direction, parseReason } from '../../../inventory/decide/movements/movement.ts';
import { orRefuse, parsed } from '../../../inventory/refusal.ts';
import { type Currency, type Money, parseMoney } from '../../../inventory/values/money.ts';
import { parseEntryNumber, parseOnHand, parseQuantity } from '../../../inventory/values/quantity.ts';
import { parseSerials } from '../../../inventory/values/serials.ts';
import { parseName, parseNote, parseReference } from '../../../inventory/values/text.ts';
import { argument, option, type Parse } from '../../options.ts';

export const quantity = argument('[quantity]', { en: 'how many', zh: '数量' }, parseQuantity);

/** What a cost may be depends on the currency of the book, so it is read once that is known. */
const parseCost: Parse<(currency: Currency) => Money> = (text, { field }) =>
  parsed((currency) => orRefuse(parseMoney(text, currency), field));

export const cost = option('--cost <price>', { en: 'purchase cost of one unit', zh: '每台进价' }, parseCost);

const reasonFor = (direction: Direction) => (text: string) => parseReason(text, direction);

export const reasonIn = option(
  '--reason <reason>',
  {
    en: 'purchase (default), return, correction or other',
    zh: 'purchase 采购（默认）、return 退货、correction 更正或 other 其他',
  },
  reasonFor('stock-in'),
  stockInReasons,
);
export const reasonOut = option(
  '--reason <reason>',
  {
    en: 'sale (default), damage, supplier-return, lost, scrap, use, correction or other',
    zh: 'sale 销售（默认）、damage 报损、supplier-return 退供应商、lost 丢失、scrap 报废、use 领用、correction 更正或 other 其他',
  },
  reasonFor('stock-out'),
  stockOutReasons,
);

export const ref = option(
  '--ref <reference>',
  { en: 'reference, such as an order number', zh: '单号' },
  parseReference,
);
export const note = option('--note <text>', { en: 'note', zh: '备注' }, parseNote);
export const key = option(
  '--key <key>',
  {
    en: 'idempotency key: repeating the command with the same key records nothing more',
    zh: '幂等键：同一个键重复执行只记录一次',
  },
  parseReference,
);
/** The supplier or customer of whatever is recorded. */
export const party = option(
  '--party <party>',
  { en: 'the supplier or customer', zh: '往来单位：供应商或客户' },
  parseName,
  'parties',
);
export const serials = option(
  '--serials <serials>',
  { en: 'serial numbers of these pieces, with commas between them', zh: '这些商品的序列号，用逗号隔开' },
  parseSerials,
);
export const returnOf = option(
  '--of <entry>',
  {
    en: 'of a return: the entry that sold or received these pieces',
    zh: '退货时：销售或收进这些商品的流水号',
  },
  parseEntryNumber,
  'recent',
);
export const beforeCount = option(
  '--before-count <count>',
  {
    en: 'a late slip: it happened before this count counted it, so only the variance changes',
    zh: '补记：发生在该盘点点数之前，只改差异，不改库存',
  },
  parseEntryNumber,
  'counts',
);
export const expect = option(
  '--expect <quantity>',
  { en: 'record only if this many are on hand', zh: '库存数量等于此数才记录' },
  parseOnHand,
);
