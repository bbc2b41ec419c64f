import { maxPageRows } from '../limits.ts';

/** Rows in pages. */
export async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += maxPageRows) yield rows.slice(at, at + maxPageRows);
}

/** The rows of all pages. */
export async function collected<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) for (const row of page) rows.push(row);
  return rows;
}
