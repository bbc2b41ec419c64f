import { widthOf } from '../../exchange/text/width.ts';
import { wrap } from '../../exchange/text/wrap.ts';
import { isCtrl, type Key } from '../host/keyboard.ts';
import type { Terminal } from '../host/terminal.ts';
import type { Messages } from '../words/messages.ts';
import { Interrupted } from './ask.ts';
import { Frame, fitted, uncolored } from './frame.ts';

/** What a key does: turns pages, scrolls lines, goes to an end, or leaves. */
type Turn = { readonly pages: number } | { readonly lines: number } | 'first' | 'last' | 'on' | 'leave';

const turns: { readonly [key: string]: Turn } = {
  space: 'on',
  return: 'on',
  pagedown: { pages: 1 },
  pageup: { pages: -1 },
  b: { pages: -1 },
  down: { lines: 1 },
  up: { lines: -1 },
  home: 'first',
  end: 'last',
  q: 'leave',
  escape: 'leave',
};

/** A scanner sends at least this many keys at once: a code and its Enter. */
const leastScanned = 4;

/**
 * Shows a text page by page until the person leaves with q, Esc, or Enter at the end; the last page stays on the screen. Each
 * page within a table repeats its heading. A scanned code leaves it too, and is kept for the next question. Throws
 * Interrupted at Ctrl-C.
 */
export function showPages(text: string, terminal: Terminal, messages: Messages): Promise<void> {
  const { keyboard } = terminal;
  keyboard.open();
  const frame = new Frame(terminal);
  const pages = new Pages(text, frame);
  return new Promise((left, broken) => {
    const draw = () => {
      const { page, isLast } = pages;
      const { next, end } = messages.pages;
      frame.draw([...page, ...wrap(isLast ? end : next, frame.columns - 1, { maxLines: 1 })]);
    };
    const leave = () => {
      stop();
      unwatch();
      frame.close(pages.page);
      terminal.read();
    };
    const unwatch = frame.onResize(draw);
    const stop = keyboard.read((key: Key) => {
      if (isCtrl(key, 'c') || isCtrl(key, 'd')) {
        leave();
        return broken(new Interrupted(true));
      }
      if (key.text !== '' && keyboard.comeTogether(key) >= leastScanned) {
        keyboard.putBack(key);
        leave();
        return left();
      }
      const turn = turns[key.name ?? ''];
      if (turn === 'leave' || (turn === 'on' && pages.isLast)) {
        leave();
        return left();
      }
      if (turn !== undefined) pages.turn(turn);
      return draw();
    });
    draw();
  });
}

/** The most lines above the rule of a table: its title and its heading. */
const maxAboveRule = 2;

/** The page of a text that is on the screen. */
class Pages {
  readonly #text: readonly string[];
  readonly #frame: Frame;
  /** The first line of the page, not counting a repeated heading. */
  #top = 0;
  #columns = 0;
  #lines: readonly string[] = [];

  constructor(text: string, frame: Frame) {
    const width = frame.columns - 1;
    this.#text = text
      .replace(/\n$/, '')
      .split('\n')
      .flatMap((line) => (widthOf(uncolored(line)) <= width ? [line] : wrap(uncolored(line), width)));
    this.#frame = frame;
  }

  get page(): readonly string[] {
    this.#fit();
    const heading = this.#heading;
    return [...heading, ...this.#lines.slice(this.#top, this.#endOfPage(heading.length))];
  }

  get isLast(): boolean {
    this.#fit();
    return this.#top >= this.#lastTop;
  }

  turn(turn: Exclude<Turn, 'leave'>): void {
    const { length } = this.page;
    const whole = Math.max(length - this.#heading.length, 1);
    if (turn === 'first') this.#top = 0;
    else if (turn === 'last') this.#top = this.#lastTop;
    else if (turn === 'on') this.#top += whole;
    else this.#top += 'pages' in turn ? turn.pages * whole : turn.lines;
    this.#fit();
  }

  /** Cuts the lines to the window, and keeps the top where the last page is full. */
  #fit(): void {
    const width = this.#frame.columns - 1;
    if (this.#columns !== width) {
      this.#lines = this.#text.map((line) => fitted(line, width));
      this.#columns = width;
    }
    this.#top = Math.max(Math.min(this.#top, this.#lastTop), 0);
  }

  /** The last line of the screen names the keys. */
  get #room(): number {
    return Math.max(this.#frame.rows - 1, 1);
  }

  get #lastTop(): number {
    const wholeTop = Math.max(this.#lines.length - this.#room, 0);
    return wholeTop === 0 ? 0 : wholeTop + this.#headingAbove(wholeTop).length;
  }

  get #heading(): readonly string[] {
    return this.#headingAbove(this.#top);
  }

  /** The heading of the table that contains a line; empty if the line is not below it. */
  #headingAbove(line: number): readonly string[] {
    const rule = this.#ruleBelow(this.#startOfBlock(line - 1));
    return rule === null || rule >= line ? [] : this.#lines.slice(rule - 1, rule + 1);
  }

  /** The line after the page. No page ends between the heading of a table and its first row. */
  #endOfPage(repeated: number): number {
    const end = Math.min(this.#top + this.#room - repeated, this.#lines.length);
    const start = this.#startOfBlock(end - 1);
    const rule = this.#ruleBelow(start);
    return start > this.#top && rule !== null && end <= rule + 1 ? start : end;
  }

  /** The first line of the block, between blank lines, that contains a line. */
  #startOfBlock(line: number): number {
    return line < 0 ? 0 : this.#lines.lastIndexOf('', line) + 1;
  }

  /** The rule below the heading of a table that starts at this line; null if no table does. */
  #ruleBelow(start: number): number | null {
    for (let at = start + 1; at <= start + maxAboveRule; at++) {
      const line = uncolored(this.#lines[at] ?? '');
      if (line === '') return null;
      if (/^[─-]{2}[─ -]*…?$/.test(line)) return at;
    }
    return null;
  }
}
