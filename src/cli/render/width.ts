import truncatedWidth from 'fast-string-truncated-width';

const ellipsis = '…';

/** The width of a text in terminal cells: East Asian wide characters and emoji take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x20 && unit <= 0x7e) width += 1;
    else if (unit >= 0x4e00 && unit <= 0x9fff) width += 2;
    else return truncatedWidth(text).width;
  }
  return width;
}

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

/** The text filled with spaces up to a width; `own` is its own, where that is known. */
export function padTo(text: string, width: number, align: 'left' | 'right', own = widthOf(text)): string {
  if (own >= width) return text;
  const missing = ' '.repeat(width - own);
  return align === 'left' ? text + missing : missing + text;
}
