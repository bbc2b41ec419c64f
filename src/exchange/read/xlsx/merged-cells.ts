import type { Column } from '../../../inventory/decide/imports/import-columns.ts';
import { Refusal } from '../../../inventory/refusal.ts';
import { problems } from '../../../problems.ts';
import { columnLetters } from '../cells.ts';

/** Cells that are shown as one; rows from 1, columns from 0. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A row of a sheet that is still being made. */
export interface SheetRow {
  readonly row: number;
  readonly values: string[];
  refused?: Map<number, Refusal>;
}

/**
 * Gives each row below a header its part of the cells that are merged: one in a column that rows may share counts for each of them,
 * and no row may have one of another column (the contract, "Import").
 */
export function spreadMerges(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  columns: readonly (Column | undefined)[],
  headerRow: number,
): void {
  for (const [index, column] of columns.entries()) {
    if (column === undefined) continue;
    const covering = merges
      .filter(({ left, right, top }) => left <= index && index <= right && top > headerRow)
      .sort((one, other) => one.top - other.top);
    let below = headerRow;
    for (const merge of covering) {
      // Cells that are merged twice are of no sound workbook; each row is looked at once.
      if (merge.top > below) spread(rows, merge, { index, column, columns });
      below = Math.max(below, merge.bottom);
    }
  }
}

interface Place {
  readonly index: number;
  readonly column: Column;
  readonly columns: readonly (Column | undefined)[];
}

function spread(rows: readonly SheetRow[], merge: Merge, { index, column, columns }: Place): void {
  const { top, bottom, left, right } = merge;
  const others = columns.slice(left, right + 1).filter((one) => one !== undefined && one !== column);
  const isFirst = columns.findIndex((one, at) => one !== undefined && at >= left) === index;
  if (top === bottom && (others.length === 0 || !isFirst)) return;
  const from = firstRowAt(rows, top);
  const anchor = rows[from];
  const value = anchor?.row === top ? (anchor.values[left] ?? '') : '';
  if (value === '') return;
  const isFilled = column.isShared === true && index === left && others.length === 0;
  const refusal = isFilled ? anchor?.refused?.get(left) : merged(merge);
  for (let at = from; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined || row.row > bottom) break;
    put(row, index, value, refusal);
  }
}

function put(row: SheetRow, index: number, value: string, refusal: Refusal | undefined): void {
  while (row.values.length <= index) row.values.push('');
  row.values[index] = value;
  if (refusal !== undefined) row.refused = new Map([...(row.refused ?? []), [index, refusal]]);
}

function merged({ top, bottom, left, right }: Merge): Refusal {
  const cells = `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`;
  return new Refusal(problems()['cell-merged'], { key: 'cell-merged', params: { cells } }, { cells });
}

/** The index of the first row that is not above one; the rows are in order. */
function firstRowAt(rows: readonly SheetRow[], row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.row ?? row) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
