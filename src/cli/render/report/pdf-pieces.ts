import type { Pdf } from '../../../exchange/pdf/document.ts';
import { type Drawing, type Ink, letterSize } from './drawing.ts';

const inks: { readonly [ink in Ink]: string } = {
  value: '#33669a',
  in: '#1f7a4d',
  out: '#b3472f',
  text: '#000000',
  faint: '#bbbbbb',
};

/** Draws a picture with its upper left corner at a place, of a given width. */
export function drawOn(
  pdf: Pdf,
  { width: drawn, shapes }: Drawing,
  x: number,
  y: number,
  width: number,
): void {
  const { document } = pdf;
  const scale = width / drawn;
  const at = (shape: { readonly x: number; readonly y: number }) =>
    [x + shape.x * scale, y + shape.y * scale] as const;
  for (const shape of shapes) {
    const color = inks[shape.ink];
    switch (shape.is) {
      case 'box':
        document.rect(...at(shape), shape.width * scale, shape.height * scale).fill(color);
        break;
      case 'line':
        document.save().translate(x, y).scale(scale);
        document.path(shape.path).lineWidth(1).strokeColor(color).stroke().restore();
        break;
      case 'dot':
        document.circle(...at(shape), 1.9 * scale).fill(color);
        break;
      case 'text': {
        const size = letterSize * scale;
        const [left, base] = at(shape);
        const align = shape.anchor === 'end' ? 'right' : 'left';
        pdf.line(shape.text, left, base - size * 0.88, { size, align, color });
        break;
      }
    }
  }
}

/** Widths that together take the room there is: what may wrap gives way, the widest first; spare room goes to it. */
export function fitted(
  columns: readonly { readonly width: number; readonly mayWrap: boolean }[],
  room: number,
): readonly number[] {
  const fixed = columns.reduce((sum, { width, mayWrap }) => sum + (mayWrap ? 0 : width), 0);
  const wrapping = columns.filter(({ mayWrap }) => mayWrap);
  const wanted = wrapping.reduce((sum, { width }) => sum + width, 0);
  const left = room - fixed;
  if (wrapping.length === 0 || left <= 0)
    return columns.map(({ width }) => (width * room) / (fixed + wanted));
  if (wanted <= left)
    return columns.map(({ width, mayWrap }) => (mayWrap ? width + (left - wanted) / wrapping.length : width));
  let most = Math.max(...wrapping.map(({ width }) => width));
  while (wrapping.reduce((sum, { width }) => sum + Math.min(width, most), 0) > left) most -= 1;
  return columns.map(({ width, mayWrap }) => (mayWrap ? Math.min(width, most) : width));
}
