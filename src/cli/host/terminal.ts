import { createInterface, type Interface } from 'node:readline';
import { Keyboard } from './keyboard.ts';

/** More characters than any screen shows. */
const mostKept = 100_000;

/** The terminal that a person sits at: what questions are read from and drawn on, for the life of the program. */
export class Terminal {
  readonly keyboard: Keyboard;
  readonly output: NodeJS.WriteStream;
  readonly #input: NodeJS.ReadStream;
  readonly #printed: Printed;
  #lines: TypedLines | undefined;

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream, printed: Printed) {
    this.#printed = printed;
    this.#input = input;
    this.output = output;
    this.keyboard = new Keyboard({ input, output });
  }

  /** Remembers drawn lines that stay on the screen. */
  printed(text: string): void {
    this.#printed.add(text);
  }

  /** At most so many of the lines that were printed last. */
  lastLines(most: number): readonly string[] {
    return this.#printed.last(most);
  }

  /** How many lines were printed since the last call of `read`, and may be unread. */
  get unread(): number {
    return this.#printed.unread;
  }

  /** Marks the lines printed so far as read. */
  read(): void {
    this.#printed.unread = 0;
  }

  /** Whole lines, for a terminal that cannot move the cursor and edits them itself. */
  get lines(): TypedLines {
    this.#lines ??= new TypedLines(this.#input);
    return this.#lines;
  }
}

/** The last lines printed, to be printed again when the window changes. */
export class Printed {
  #text = '';
  /** Lines since they were last set to none. */
  unread = 0;

  add(text: string): void {
    // A line that is drawn over and over, such as a progress bar, does not stay.
    if (text.startsWith('\r')) return;
    this.#text = (this.#text + text).slice(-mostKept);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.unread++;
  }

  /** At most so many of the last lines. */
  last(most: number): readonly string[] {
    const lines = this.#text.split('\n').slice(0, -1);
    return most === 0 ? [] : lines.slice(-most);
  }
}

/** Lines as they are typed, kept until they are asked for. */
export class TypedLines {
  readonly #interface: Interface;
  readonly #waiting: string[] = [];
  #wanted: ((line: string | null) => void) | undefined;
  #hasEnded = false;

  constructor(input: NodeJS.ReadStream) {
    this.#interface = createInterface({ input, terminal: false });
    this.#interface.on('line', (line) => {
      this.#waiting.push(line);
      this.#answer();
    });
    this.#interface.on('close', () => {
      this.#hasEnded = true;
      this.#answer();
    });
  }

  /** The next line; null where Ctrl-D has ended them. */
  next(): Promise<string | null> {
    return new Promise((wanted) => {
      this.#wanted = wanted;
      this.#answer();
    });
  }

  #answer(): void {
    if (this.#wanted === undefined || (this.#waiting.length === 0 && !this.#hasEnded)) return;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    wanted(this.#waiting.shift() ?? null);
  }
}
