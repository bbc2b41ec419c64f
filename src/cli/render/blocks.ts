const eighths = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Quantities as blocks side by side, from the lowest for 0 to the highest for the largest. */
export function sparkline(line: readonly number[]): string {
  const most = Math.max(...line, 1);
  return line.map((quantity) => eighths[Math.ceil((quantity / most) * 7)] ?? '').join('');
}

/** What fills a bar. */
export interface BarInk {
  /** A whole cell. */
  readonly full: string;
  /** Part of a cell at the end of what rises from below, from the least to the most. */
  readonly rising: readonly string[];
}

export const blockInk: BarInk = { full: '█', rising: eighths.slice(0, 7) };
/** For terminals and printers that have nothing but ASCII. */
export const plainInk: BarInk = { full: '#', rising: ['.', '.', '.', ':', ':', ':', ':'] };

/** A horizontal bar; the longest is `cells` long, and one above zero has at least one cell. */
export const barOf = (size: number, most: number, cells: number, { full }: BarInk): string =>
  size <= 0 ? '' : full.repeat(Math.max(Math.round((size / Math.max(most, 1)) * cells), 1));
