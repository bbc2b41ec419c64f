import { maxPageRows } from '../limits.ts';
import { fitInMemory, refuseUnlessFit } from './memory.ts';

/** Rows in pages. */
export async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += maxPageRows) yield rows.slice(at, at + maxPageRows);
}

/** What a row takes in memory at least. */
const bytesOfRow = 400;

/**
 * The rows of all pages; refuses more of them than there is memory for, which are only counted then. `bytesEach` is what a row
 * takes with all that is made of it.
 */
export async function collected<Row>(
  pages: AsyncIterable<readonly Row[]>,
  bytesEach = bytesOfRow,
): Promise<readonly Row[]> {
  let rows: Row[] = [];
  let count = 0;
  for await (const page of pages) {
    count += page.length;
    if (fitInMemory(count, bytesEach)) for (const row of page) rows.push(row);
    else rows = [];
  }
  refuseUnlessFit(count, bytesEach);
  return rows;
}
