/**
 * Lets a writer, which takes rows one after the other, write rows that come in pages: it is called on only while a whole page is
 * there. A writer may take at most one row for each piece that it gives.
 */
export async function* inPages<Row, Piece>(
  pages: AsyncIterable<readonly Row[]>,
  write: (rows: Iterable<Row>) => Iterable<Piece>,
): AsyncGenerator<Piece> {
  const coming = pages[Symbol.asyncIterator]();
  let page: readonly Row[] = [];
  let taken = 0;
  let hasEnded = false;
  function* rows(): Generator<Row> {
    for (;;) {
      const row = page[taken];
      if (row !== undefined) {
        taken++;
        yield row;
      } else if (hasEnded) return;
      else throw new Error('a writer has taken more than one row for a piece');
    }
  }
  const pieces = write(rows())[Symbol.iterator]();
  for (;;) {
    while (taken === page.length && !hasEnded) {
      const next = await coming.next();
      hasEnded = next.done === true;
      [page, taken] = [next.done === true ? [] : next.value, 0];
    }
    const piece = pieces.next();
    if (piece.done === true) return;
    yield piece.value;
  }
}
