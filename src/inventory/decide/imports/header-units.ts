import { refuse } from '../../refusal.ts';
import { bracketed, type Column } from './import-columns.ts';

/** Units that a column does not hold, as people write them behind its name. */
const foreignUnits: { readonly [column: string]: RegExp } = {
  size: /^(?:cm|mm|m|centimet(?:re|er)s?|厘米|毫米|米|公分)$/u,
  weight: /^(?:g|gr?ams?|lbs?|pounds?|oz|ounces?|t|克|磅|斤|市斤|两|吨)$/u,
};

/** Amounts of money in other units than whole yuan, and in other currencies. */
const foreignMoney =
  /^(?:[十百千万亿]+元?|分|角|美[元金]|欧元|日[元圆]|港[元币]|英镑|韩[元圆]|台币|新台币|usd|eur|jpy|hkd|gbp|krw|twd|us\$|hk\$|nt\$|[$€£₩])$/u;
const moneyColumns = ['price', 'cost', 'tvPrice', 'dvdPrice'];

/**
 * Refuses a header that names another unit in brackets than its column has: numbers that are taken as they stand would
 * all be wrong. `isOwn` says whether a currency is the book's.
 */
export function refuseForeignUnit(
  header: string,
  column: Column | undefined,
  isOwn: (currency: string) => boolean,
): void {
  if (column === undefined) return;
  const foreign = moneyColumns.includes(column.key) ? foreignMoney : foreignUnits[column.key];
  const unit = bracketed(header).find((inside) => foreign?.test(inside) && !isOwn(inside));
  if (unit !== undefined) refuse('column-unit', { column: column.key, unit });
}
