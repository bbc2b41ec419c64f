import { widthOf } from '../../../exchange/text/width.ts';
import { cellText, isTrend, type Sheet, type SheetTable } from './sheet.ts';

/** A size of paper in points. */
export interface PaperSize {
  /** As CSS and people call it. */
  readonly name: 'A4' | 'letter';
  readonly width: number;
  readonly height: number;
}

export const papers = ['a4', 'letter'] as const;

export const paperSizes: { readonly [paper in (typeof papers)[number]]: PaperSize } = {
  a4: { name: 'A4', width: 595.28, height: 841.89 },
  letter: { name: 'letter', width: 612, height: 792 },
};

/** The paper of a report, and how it is held. */
export interface Page {
  readonly size: PaperSize;
  readonly isLandscape: boolean;
}

/** About as many terminal cells go on a portrait page; a report that is wider is turned. */
const portraitCells = 126;
const gapCells = 2;
const trendCells = 12;
const blankCells = 10;

/** Whether a report is too wide to be held upright. */
export const wantsLandscape = (sheet: Sheet): boolean =>
  sheet.parts.some((part) => part.is === 'table' && widthInCells(part) > portraitCells);

function widthInCells({ columns, groups, totals }: SheetTable): number {
  let width = 0;
  columns.forEach(({ heading, blank, shrinkTo }, index) => {
    let widest = Math.max(
      blank !== undefined ? blankCells : longestWord(heading),
      widthOf(totals?.[index] ?? ''),
    );
    for (const { rows, subtotal } of groups) {
      widest = Math.max(widest, widthOf(subtotal?.[index] ?? ''));
      for (const row of rows) {
        const cell = row[index];
        widest = Math.max(widest, isTrend(cell) ? trendCells : widthOf(cellText(cell)));
      }
    }
    // Names wrap.
    width += Math.min(widest, shrinkTo === undefined ? widest : shrinkTo * 2) + gapCells;
  });
  return width;
}

const longestWord = (text: string): number => Math.max(...text.split(' ').map(widthOf));
