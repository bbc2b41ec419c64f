import { Places } from '../../../inventory/book/places.ts';
import type { ListedLines } from '../../../store/store.ts';
import type { Session } from '../../session.ts';
import type { Wording } from '../../words/messages.ts';
import { type DeviceColumn, shownColumns, type Totals, totalTexts } from '../device-rows.ts';
import { loadPaint, type Paint } from '../paint.ts';
import { noteLeftOut } from '../rows.ts';
import {
  type Fitted,
  frameOf,
  gap,
  renderTable,
  shownCell,
  type TableFrame,
  type TableOptions,
} from '../table.ts';
import { LineCells, type MadeCell, made } from './line-cells.ts';
import { lineTexts } from './line-texts.ts';

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

/** So many lines are printed before V8 has optimized what reads more of them faster. */
const few = 2000;

/**
 * The same table as `renderTable` makes of rows, but of many lines a text is made only of what is not shown as it is written.
 * Undefined if a line is not as stockbook writes it.
 */
export function linesTable(
  listed: ListedLines,
  wording: Wording,
  options: Pick<TableOptions, 'width' | 'paint'>,
  most = few,
): LinesTable | undefined {
  const nothing = { rows: [], places: Places.unplaced, currency: listed.currency };
  const columns = shownColumns(nothing, wording, { byPlace: false, low: false });
  const { begins } = listed;
  return (begins.length > most ? tableOfCells : tableOfTexts)(listed, columns, wording, options);
}

type MakeTable = (
  listed: ListedLines,
  columns: readonly DeviceColumn[],
  wording: Wording,
  options: Pick<TableOptions, 'width' | 'paint'>,
) => LinesTable | undefined;

const tableOfTexts: MakeTable = (listed, columns, wording, options) => {
  const texts = lineTexts(listed, columns, wording.messages);
  if (texts === undefined) return undefined;
  const { rows, totals } = texts;
  const shown = shownOf(columns, (place) => rows.some((row) => row[place] !== ''));
  const cells = rows.map((row) => shown.map(({ place }) => row[place] ?? ''));
  const footer = footerOf(shown, totals, listed, wording);
  const { text, leftOut } = renderTable(shown, cells, { ...options, footer });
  return { leftOut, print: (take) => take(Buffer.from(text)) };
};

const tableOfCells: MakeTable = (listed, columns, wording, options) => {
  const cells = LineCells.of(listed, columns, wording.messages);
  if (cells === undefined) return undefined;
  const shown = shownOf(columns, (place) => cells.isFilled[place] === true);
  const widestOf = (index: number) => cells.widest[shown[index]?.place ?? 0] ?? 0;
  const footer = footerOf(shown, cells.totals, listed, wording);
  const { fitted, leftOut, above, below } = frameOf(shown, widestOf, { ...options, footer });
  const placed = fitted.map(({ index, column, width }) => ({
    column,
    width,
    isRight: column.align === 'right',
    place: shown[index]?.place ?? 0,
  }));
  return {
    leftOut,
    print(take) {
      const pieces = new Pieces(cells, placed, options.paint, take);
      for (const line of above) pieces.addText(`${line}\n`);
      pieces.addRows(columns.length);
      for (const line of below) pieces.addText(`${line}\n`);
      pieces.flush();
    },
  };
};

/** The columns that are shown, each with its place among all. */
const shownOf = (columns: readonly DeviceColumn[], isFilled: (place: number) => boolean) =>
  columns
    .map((column, place) => ({ ...column, place }))
    .filter(({ always, place }) => always || isFilled(place));

function footerOf(
  shown: readonly DeviceColumn[],
  totals: Totals,
  { currency }: ListedLines,
  wording: Wording,
): readonly string[] {
  const texts = totalTexts(totals, currency, wording);
  return shown.map(({ id }) => texts[id] ?? '');
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
  readonly isRight: boolean;
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
    this.#end = this.#flushed(this.#end);
  }

  addText(text: string): void {
    this.#end = this.#textAdded(this.#end, text);
  }

  /** Hands the piece on up to where it ends, and returns where it ends then. */
  #flushed(end: number): 0 {
    if (end > 0) this.#take(this.#piece.subarray(0, end));
    return 0;
  }

  /** Puts a text where the piece ends, and returns where it ends then. */
  #textAdded(end: number, text: string): number {
    const most = text.length * mostOfUnit;
    const from = end + most > bytesAtOnce ? this.#flushed(end) : end;
    if (most <= bytesAtOnce) return from + this.#piece.write(text, from);
    this.#take(Buffer.from(text));
    return from;
  }

  /** Adds all rows, as the lines are read, in one function and a few small ones; `perRow`: how many cells a row has, shown or not. */
  addRows(perRow: number): void {
    const { bytes, starts, lengths, widths, rows } = this.#cells;
    const piece = this.#piece;
    const columns = this.#columns;
    let end = this.#end;
    // V8 optimizes only what it has seen happen a few times, so the first pieces are small.
    let most = 1;
    for (let row = 0; row < rows; row++) {
      if (end > most) {
        end = this.#flushed(end);
        most = Math.min(2 * most, bytesAtOnce);
      }
      let spaces = 0;
      for (let index = 0; index < columns.length; index++) {
        const shown = columns[index];
        if (shown === undefined) continue;
        const cell = row * perRow + shown.place;
        let source: Uint8Array = bytes;
        let at = starts[cell] ?? 0;
        let length = lengths[cell] ?? 0;
        let rest = shown.width - (widths[cell] ?? 0);
        if (index > 0) spaces += gap.length;
        if (length === made || rest < 0) {
          const term = length === made ? this.#terms.get(at) : undefined;
          if (term === undefined) {
            end = withSpaces(piece, end, spaces);
            end = this.#textAdded(end, this.#shown(this.#cells.cellAt(cell), shown));
            spaces = 0;
            continue;
          }
          [source, at, length, rest] = [term, 0, term.length, 0];
        }
        end = withSpaces(piece, end, shown.isRight ? spaces + rest : spaces);
        end = withBytes(piece, end, source, at, length);
        spaces = shown.isRight ? 0 : rest;
      }
      end = withSpaces(piece, end, spaces);
      piece[end++] = lineEnd;
    }
    this.#end = end;
  }

  #shown({ text, width, tone }: MadeCell, shown: ShownCells): string {
    return shownCell(text, width, tone, shown.column, shown.width, this.#paint);
  }
}

/** Puts spaces where a piece ends; returns where it ends then. */
function withSpaces(piece: Buffer, from: number, count: number): number {
  const end = from + count;
  for (let at = from; at < end; at++) piece[at] = space;
  return end;
}

/** The same of some bytes. */
function withBytes(piece: Buffer, from: number, source: Uint8Array, start: number, length: number): number {
  for (let index = 0; index < length; index++) piece[from + index] = source[start + index] ?? 0;
  return from + length;
}
