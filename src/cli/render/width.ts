import truncatedWidth from 'fast-string-truncated-width';

const ascii = /^[\x20-\x7e]*$/;
const ellipsis = '…';

/** The width of a text in terminal cells: East Asian wide characters and emoji take two. */
export const widthOf = (text: string): number =>
  ascii.test(text) ? text.length : truncatedWidth(text).width;

/** The text cut to a width, its end replaced by `…` where something was cut; no character is cut in two. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let room = width - widthOf(ellipsis);
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept + ellipsis;
}

/** The text filled with spaces up to a width. */
export function padTo(text: string, width: number, align: 'left' | 'right'): string {
  const missing = ' '.repeat(Math.max(width - widthOf(text), 0));
  return align === 'left' ? text + missing : missing + text;
}
