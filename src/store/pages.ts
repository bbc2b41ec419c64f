import { maxPageRows } from '../limits.ts';
import { refuseUnlessFit } from './memory.ts';

/** Rows in pages. */
export async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += maxPageRows) yield rows.slice(at, at + maxPageRows);
}

/** The rows of all pages; refuses more of them than there is memory for, where it is known what each takes. */
export async function collected<Row>(
  pages: AsyncIterable<readonly Row[]>,
  bytesEach?: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) {
    for (const row of page) rows.push(row);
    if (bytesEach !== undefined) refuseUnlessFit(rows.length, bytesEach);
  }
  return rows;
}
