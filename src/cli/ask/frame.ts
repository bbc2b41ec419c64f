import { cutTo } from '../../exchange/text/cut.ts';
import { widthOf } from '../../exchange/text/width.ts';
import type { Terminal } from '../host/terminal.ts';

/** The position of the cursor in a frame. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Sequences that colour text and take no cells. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
const colors = /\x1b\[[0-9;]*m/g;

export const uncolored = (line: string): string => line.replace(colors, '');

/** Cuts a line to the width of a window. */
export const fitted = (line: string, width: number): string =>
  widthOf(uncolored(line)) <= width ? line : cutTo(uncolored(line), width);

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const clearScreen = '\x1b[2J\x1b[H';
const clearToEnd = '\x1b[K';
const clearBelow = '\x1b[J';
const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
const right = (columns: number): string => (columns > 0 ? `\x1b[${columns}C` : '');

/** A few lines below the printed output that are redrawn in place. No line may fill the whole width of the window. */
export class Frame {
  readonly #terminal: Terminal;
  #lines: readonly string[] = [];
  #row = 0;
  #columns = 0;
  #rows = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.output.columns || 80;
  }

  get rows(): number {
    return this.#terminal.output.rows || 24;
  }

  /** Calls `changed` whenever the window is resized; returns a function that stops this. */
  onResize(changed: () => void): () => void {
    const { output } = this.#terminal;
    output.on('resize', changed);
    return () => output.removeListener('resize', changed);
  }

  /** Draws the lines over the previous ones, and hides the cursor if it has no place. */
  draw(lines: readonly string[], cursor?: Place): void {
    const { row, column } = cursor ?? { row: 0, column: 0 };
    this.#terminal.output.write(
      hideCursor +
        this.#toStart(lines.length) +
        lines.map((line) => `${line}${clearToEnd}`).join('\r\n') +
        `${clearBelow}${up(lines.length - 1 - row)}\r${right(column)}` +
        (cursor === undefined ? '' : showCursor),
    );
    this.#lines = lines;
    this.#row = row;
    [this.#columns, this.#rows] = [this.columns, this.rows];
  }

  /** Leaves these lines on the screen and puts the cursor below them. */
  close(lines: readonly string[]): void {
    this.draw(lines, { row: Math.max(lines.length - 1, 0), column: 0 });
    this.#terminal.output.write(lines.length === 0 ? '\r' : '\r\n');
    if (lines.length > 0) this.#terminal.printed(`${lines.join('\n')}\n`);
    this.#lines = [];
    this.#row = 0;
  }

  /** Leaves only the first line on the screen: a question that was broken off. */
  leave(): void {
    if (this.#lines.length > 0) this.close(this.#lines.slice(0, 1));
  }

  /**
   * Moves from the cursor to the first line. After a resize, terminals differ in where they put lines and cursor, so the screen
   * is redrawn with as much of the printed output as fits.
   */
  #toStart(lines: number): string {
    const { columns, rows } = this;
    if (this.#lines.length === 0 || (columns === this.#columns && rows === this.#rows))
      return `${up(this.#row)}\r`;
    const before = this.#terminal.lastLines(Math.max(rows - lines, 0));
    return clearScreen + before.map((line) => `${fitted(line, columns - 1)}\r\n`).join('');
  }
}
