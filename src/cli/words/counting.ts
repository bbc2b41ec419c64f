/** A number with what it counts: `1 row`, `2 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** A list in Chinese with 或 before its last item, with spaces beside other text than Chinese. */
export function orZh(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  const others = items.slice(0, -1).join('、');
  if (others === '') return last;
  const isChinese = (character = ''): boolean => /[\p{Script=Han}，。、（）“”]/u.test(character);
  return `${others}${isChinese(others.at(-1)) ? '' : ' '}或${isChinese(last[0]) ? '' : ' '}${last}`;
}

/** A change with its sign: `+3`, `-2`. */
export const signed = (change: number): string => (change > 0 ? `+${change}` : String(change));

/** An amount with commas between its thousands, as it stands in a sentence: `-1,770.00`. */
export function withCommas(amount: string): string {
  const [whole = '', ...decimals] = amount.split('.');
  const digits = whole.replace('-', '');
  const thousands: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) thousands.unshift(digits.slice(Math.max(0, end - 3), end));
  const sign = whole.startsWith('-') ? '-' : '';
  return sign + [thousands.join(','), ...decimals].join('.');
}

/** As many codes as one reads at once. */
const mostNamed = 20;

/** Codes in a row, of many the first. */
export const fewCodes = (codes: readonly string[], between: string): string =>
  codes.slice(0, mostNamed).join(between) + (codes.length > mostNamed ? ' …' : '');
