import truncatedWidth from 'fast-string-truncated-width';

const ascii = /^[\x20-\x7e]*$/;
const ellipsis = '…';

/** The width of a text in terminal cells: East Asian wide characters and emoji take two. */
export const widthOf = (text: string): number =>
  ascii.test(text) ? text.length : truncatedWidth(text).width;

/** The text cut to a width, its end replaced by `…` where something was cut. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const { index, ellipsed } = truncatedWidth(text, { limit: width, ellipsis, ellipsisWidth: 1 });
  return `${text.slice(0, index)}${ellipsed ? ellipsis : ''}`;
}

/** The text filled with spaces up to a width. */
export function padTo(text: string, width: number, align: 'left' | 'right'): string {
  const missing = ' '.repeat(Math.max(width - widthOf(text), 0));
  return align === 'left' ? text + missing : missing + text;
}
