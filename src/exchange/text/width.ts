import truncatedWidth from 'fast-string-truncated-width';

/** How wide a text is, in the unit of the room that there is for it. */
export type WidthOf = (text: string) => number;

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

/** The text filled with spaces up to a width; `own` is its own, where that is known. */
export function padTo(text: string, width: number, align: 'left' | 'right', own = widthOf(text)): string {
  if (own >= width) return text;
  const missing = ' '.repeat(width - own);
  return align === 'left' ? text + missing : missing + text;
}
