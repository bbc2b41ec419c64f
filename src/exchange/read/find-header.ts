import { refuse } from '../../inventory/refusal.ts';
import type { TableRow, Wanted } from './cells.ts';

/** A table begins in one of so many first rows (the contract, "Import"). */
export const maxHeaderRow = 20;

/** Where the header was found. */
export interface FoundHeader {
  readonly row: TableRow;
  /** Whether it has the headers that are needed. */
  readonly isWanted: boolean;
  /** Whether it is not the first row with text, so that the rows above it are not read. */
  readonly isBelowOthers: boolean;
}

/**
 * The header among rows that are not blank: the one that the user says, else the first of the first rows that has what
 * is needed, else the first; undefined if there is none.
 */
export function findHeader(
  rows: Iterable<TableRow>,
  wanted: Wanted | undefined,
  headerRow: number | undefined,
): FoundHeader | undefined {
  if (headerRow !== undefined) return rowNumbered(headerRow, rows, wanted);
  let first: TableRow | undefined;
  for (const row of rows) {
    first ??= row;
    if (wanted === undefined || row.row > maxHeaderRow) break;
    if (wanted.isHeader(row.values)) return { row, isWanted: true, isBelowOthers: row !== first };
  }
  return first && { row: first, isWanted: false, isBelowOthers: false };
}

function rowNumbered(
  number: number,
  rows: Iterable<TableRow>,
  wanted: Wanted | undefined,
): FoundHeader | undefined {
  for (const row of rows) {
    if (row.row > number) break;
    const isWanted = wanted?.isHeader(row.values) ?? true;
    if (row.row === number) return { row, isWanted, isBelowOthers: false };
  }
  return undefined;
}

/** Refuses a file in which no header was found. */
export const refuseWithoutHeader = (name: string, headerRow: number | undefined): never =>
  headerRow === undefined ? refuse('file-empty', { name }) : refuse('header-row-blank', { row: headerRow });
