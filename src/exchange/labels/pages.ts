import type { DrawnLabel } from './layout.ts';
import { labelsPerSheet, type Sheet } from './sheet.ts';

/** A label and where its upper left corner is on the page, in millimetres. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly label: DrawnLabel;
}

/** Labels to be printed, and how many of each. */
export interface Copies {
  readonly label: DrawnLabel;
  readonly copies: number;
}

/** The labels of one sheet after the other, row by row; the first `skip` places stay empty. */
export function* pagesOf(
  labels: Iterable<Copies>,
  sheet: Sheet,
  skip: number,
): Generator<readonly PlacedLabel[]> {
  let page: PlacedLabel[] = [];
  let place = skip;
  for (const { label, copies } of labels) {
    for (let copy = 0; copy < copies; copy++) {
      page.push({ ...cornerOf(place, sheet), label });
      if (++place < labelsPerSheet(sheet)) continue;
      yield page;
      page = [];
      place = 0;
    }
  }
  if (page.length > 0) yield page;
}

const cornerOf = (place: number, { columns, origin, pitch }: Sheet): { x: number; y: number } => ({
  x: origin.width + (place % columns) * pitch.width,
  y: origin.height + Math.floor(place / columns) * pitch.height,
});
