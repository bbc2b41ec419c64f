import { Places } from '../../../inventory/book/places.ts';
import type { ListedLines } from '../../../store/store.ts';
import type { Session } from '../../session.ts';
import type { Wording } from '../../words/messages.ts';
import { shownColumns, totalTexts } from '../device-rows.ts';
import { loadPaint, type Paint } from '../paint.ts';
import { noteLeftOut } from '../rows.ts';
import { type Fitted, frameOf, gap, shownCell, type TableFrame, type TableOptions } from '../table.ts';
import { LineCells, type MadeCell, made } from './line-cells.ts';

/** How many bytes of a table are handed on at once. */
const bytesAtOnce = 64 * 1024;
/** No UTF-16 unit takes more bytes in UTF-8. */
const mostOfUnit = 3;
const [space, lineEnd] = [0x20, 0x0a];

/** An inventory that is printed from the bytes of its lines. */
export interface LinesTable extends Pick<TableFrame, 'leftOut'> {
  /** Hands it on in pieces, none of which ends within a character, and each of which is there only until `take` returns. */
  print(take: (piece: Buffer) => void): void;
}

/**
 * The same table as `renderTable` makes of rows, but a text is made only of what is not shown as it is written. Undefined if a line
 * is not as stockbook writes it.
 */
export function linesTable(
  listed: ListedLines,
  wording: Wording,
  { width, paint }: Pick<TableOptions, 'width' | 'paint'>,
): LinesTable | undefined {
  const { currency } = listed;
  const nothing = { rows: [], places: Places.unplaced, currency };
  const all = shownColumns(nothing, wording, { byPlace: false, low: false });
  const cells = LineCells.of(listed, all, wording.messages);
  if (cells === undefined) return undefined;
  const columns = all
    .map((column, place) => ({ ...column, place }))
    .filter(({ always, place }) => always || cells.isFilled[place] === true);
  const totals = totalTexts(cells.totals, currency, wording);
  const footer = columns.map(({ id }) => totals[id] ?? '');
  const widestOf = (index: number) => cells.widest[columns[index]?.place ?? 0] ?? 0;
  const { fitted, leftOut, above, below } = frameOf(columns, widestOf, { width, paint, footer });
  const shown = fitted.map(({ index, column, width }) => ({
    column,
    width,
    place: columns[index]?.place ?? 0,
  }));
  return {
    leftOut,
    print(take) {
      const pieces = new Pieces(cells, shown, paint, take);
      for (const line of above) pieces.addText(`${line}\n`);
      for (let row = 0; row < cells.rows; row++) pieces.addRow(row * all.length);
      for (const line of below) pieces.addText(`${line}\n`);
      pieces.flush();
    },
  };
}

/** Prints an inventory from its lines; returns false if a line is not as stockbook writes it. */
export async function printLines(session: Session, listed: ListedLines): Promise<boolean> {
  const { host } = session;
  const paint = await loadPaint(host.colorLevel);
  const table = host.interruptible(() => linesTable(listed, session, { width: host.tableWidth, paint }));
  if (table === undefined) return false;
  if (host.stdoutIsTerminal) {
    let text = '';
    host.interruptible(() => table.print((piece) => (text += piece.toString())));
    await session.printLong(text);
  } else {
    // Its reader may keep us waiting.
    host.endAtOnce();
    table.print((piece) => host.printBytes(piece));
  }
  noteLeftOut(session, table.leftOut);
  return true;
}

/** A column that is shown: how wide, and the place of its cell among those of a row. */
interface ShownCells extends Pick<Fitted, 'column' | 'width'> {
  readonly place: number;
}

/** A table in the making, of which a piece is kept until it is large enough. */
class Pieces {
  readonly #cells: LineCells;
  readonly #columns: readonly ShownCells[];
  readonly #paint: Paint;
  readonly #take: (piece: Buffer) => void;
  readonly #piece: Buffer;
  /** What values are called, as their cells show it, by their places among the cells that were made. */
  readonly #terms: ReadonlyMap<number, Buffer>;
  #end = 0;

  constructor(cells: LineCells, columns: readonly ShownCells[], paint: Paint, take: (piece: Buffer) => void) {
    this.#cells = cells;
    this.#columns = columns;
    this.#paint = paint;
    this.#take = take;
    // A row is added without looking whether there is room for it: none has more bytes than three for each cell it takes.
    const mostOfRow = columns.reduce((most, { width }) => most + 3 * width + gap.length, 1);
    this.#piece = Buffer.allocUnsafe(bytesAtOnce + mostOfRow);
    this.#terms = new Map(
      columns.flatMap((shown) =>
        cells.termsOf(shown.place).map(([place, cell]) => [place, Buffer.from(this.#shown(cell, shown))]),
      ),
    );
  }

  flush(): void {
    if (this.#end > 0) this.#take(this.#piece.subarray(0, this.#end));
    this.#end = 0;
  }

  addText(text: string): void {
    const most = text.length * mostOfUnit;
    if (this.#end + most > bytesAtOnce) this.flush();
    if (most > bytesAtOnce) this.#take(Buffer.from(text));
    else this.#end += this.#piece.write(text, this.#end);
  }

  /** Adds the row that begins with a cell. */
  addRow(first: number): void {
    if (this.#end > bytesAtOnce) this.flush();
    for (let index = 0; index < this.#columns.length; index++) {
      const shown = this.#columns[index];
      if (shown === undefined) break;
      if (index > 0) this.#addSpaces(gap.length);
      this.#addCell(first + shown.place, shown);
    }
    this.#piece[this.#end++] = lineEnd;
  }

  #shown({ text, width, tone }: MadeCell, shown: ShownCells): string {
    return shownCell(text, width, tone, shown.column, shown.width, this.#paint);
  }

  #addCell(cell: number, shown: ShownCells): void {
    const { column, width } = shown;
    const { bytes, starts, lengths, widths } = this.#cells;
    const own = widths[cell] ?? 0;
    const length = lengths[cell] ?? 0;
    if (length === made || own > width) {
      const term = length === made ? this.#terms.get(starts[cell] ?? 0) : undefined;
      return term === undefined
        ? this.addText(this.#shown(this.#cells.cellAt(cell), shown))
        : this.#addBytes(term, 0, term.length);
    }
    if (column.align === 'right') this.#addSpaces(width - own);
    this.#addBytes(bytes, starts[cell] ?? 0, length);
    if (column.align === 'left') this.#addSpaces(width - own);
  }

  #addBytes(bytes: Uint8Array, start: number, length: number): void {
    const piece = this.#piece;
    let end = this.#end;
    for (let at = start; at < start + length; at++) piece[end++] = bytes[at] ?? 0;
    this.#end = end;
  }

  #addSpaces(count: number): void {
    const piece = this.#piece;
    let end = this.#end;
    for (let left = count; left > 0; left--) piece[end++] = space;
    this.#end = end;
  }
}
