import { maxPageRows } from '../../../limits.ts';
import { type Row, statement } from '../server/connection.ts';
import { changesTable, entriesTable } from '../tables/rows.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';

/** A line of the journal as it is recorded, without its line break. */
export interface RecordedLine {
  readonly n: number;
  readonly bytes: Buffer;
  /** What the entry is found by. */
  readonly row: Row;
}

/** The pieces of lines that are fetched at once: a piece is a mebibyte at most, and most are a line. */
const piecesAtOnce = maxPageRows;
/** Long lines are fetched a few pieces at a time. */
const longPiecesAtOnce = 16;

/**
 * The lines of a store up to an entry's, the header's first, in order of their numbers, whatever those are: a page of pieces
 * after the other, each in a transaction of its own, since entries never change.
 */
export async function* recordedLines(store: string, last: number, send: Send): AsyncGenerator<RecordedLine> {
  const s = quoted(store);
  let [n, piece] = [-1, 0];
  const columns = Object.keys(entriesTable.columns).join(', ');
  let held: { n: number; row: Row; pieces: string[] } | undefined;
  for (let most = piecesAtOnce; ; ) {
    const [page] = await send([
      statement(
        `select ${columns} from ${s}.entries where (n, piece) > ($1, $2) and n <= $3 order by n, piece limit $4`,
        n,
        piece,
        last,
        most,
      ),
    ]);
    const rows: readonly Row[] = page?.rows ?? [];
    for (const row of rows) {
      [n, piece] = [Number(row['n']), Number(row['piece'])];
      if (held !== undefined && held.n !== n) yield whole(held);
      if (held?.n !== n) held = { n, row, pieces: [] };
      held.pieces.push(String(row['line']));
    }
    if (rows.length < most) break;
    most = piece > 0 ? longPiecesAtOnce : piecesAtOnce;
  }
  if (held !== undefined) yield whole(held);
}

const whole = ({
  pieces,
  ...rest
}: Omit<RecordedLine, 'bytes'> & { readonly pieces: readonly string[] }): RecordedLine => ({
  ...rest,
  bytes: Buffer.concat(pieces.map((piece) => Buffer.from(piece))),
});

/** The rows of the changes up to an entry's, in order, in pages of the same kind. */
export async function* recordedChanges(
  store: string,
  last: number,
  send: Send,
): AsyncGenerator<Row, undefined> {
  const columns = Object.keys(changesTable.columns).join(', ');
  let [n, i] = [0, -1];
  for (;;) {
    const [page] = await send([
      statement(
        `select ${columns} from ${quoted(store)}.changes where (n, i) > ($1, $2) and n <= $3 order by n, i limit $4`,
        n,
        i,
        last,
        maxPageRows,
      ),
    ]);
    const rows: readonly Row[] = page?.rows ?? [];
    for (const row of rows) {
      [n, i] = [Number(row['n']), Number(row['i'])];
      yield row;
    }
    if (rows.length < maxPageRows) return undefined;
  }
}
