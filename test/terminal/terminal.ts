import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { cleanEnvironment, program } from '../cli/run.ts';

/** What a terminal sends for a key. */
const keys = {
  enter: '\r',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  backspace: '\x7f',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-u': '\x15',
  tab: '\t',
} as const;
export type Key = keyof typeof keys;

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: { readonly [name: string]: string };
  /** Another program, in place of the built one. */
  readonly program?: string;
}

/** How long a test waits for what the screen shows, in milliseconds: only a broken program never shows it. */
const patienceMs = 60_000;

const opened = new Set<Terminal>();

/** Ends what tests have left running. */
export function closeTerminals(): void {
  for (const terminal of opened) terminal.close();
  opened.clear();
}

/** The built program in a pseudo-terminal, and the screen that a person would see. */
export class Terminal {
  /** Everything that was sent to the terminal and has reached the screen. */
  output = '';
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #process: IPty;
  /** Looks again, for those who wait for the screen. */
  readonly #watchers = new Set<() => void>();
  #code: number | undefined;

  constructor(folder: string, words: readonly string[], options: TerminalOptions = {}) {
    const { columns = 80, rows = 40, env = {} } = options;
    const [file, args] =
      options.program === undefined ? [process.execPath, [program, ...words]] : [options.program, [...words]];
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#process = spawn(file, args, {
      cols: columns,
      rows,
      cwd: folder,
      env: { ...cleanEnvironment(folder), TERM: 'xterm-256color', ...env },
    });
    this.#process.onData((data) => {
      this.#screen.write(data, () => {
        this.output += data;
        this.#look();
      });
    });
    this.#process.onExit(({ exitCode, signal }) => {
      // Behind all that was shown before.
      this.#screen.write('', () => {
        // As a shell says of a process that a signal has ended.
        this.#code = signal ? 128 + signal : exitCode;
        this.#look();
      });
    });
    opened.add(this);
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Waits until a look at the screen, now or at any change of it, finds something; `wanted` says what, should it never come. */
  #found<T>(look: () => T | undefined, wanted: string): Promise<T> {
    return new Promise((found, missing) => {
      const stop = () => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
      };
      const giveUp = (why: string) => {
        stop();
        missing(new Error(`${why}: ${wanted}\n${this.text}`));
      };
      const watcher = () => {
        const seen = look();
        if (seen === undefined) {
          if (this.#code !== undefined) giveUp(`ended with ${this.#code} before it was shown`);
          return;
        }
        stop();
        found(seen);
      };
      const timer = setTimeout(() => giveUp('not shown'), patienceMs);
      this.#watchers.add(watcher);
      watcher();
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The text on the screen and above it, without the blanks at the ends of lines. */
  get text(): string {
    const { active } = this.#screen.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, row) => active.getLine(row)?.translateToString(true) ?? '',
    );
    return lines.join('\n').trimEnd();
  }

  /** What the window shows now, without what has scrolled out of it. */
  get screen(): readonly string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  get columns(): number {
    return this.#screen.cols;
  }

  /** Whether the cursor is shown and bracketed paste is off, by the last sequence for each. */
  get isSane(): boolean {
    const last = (sequence: string) => this.output.lastIndexOf(`\x1b[?${sequence}`);
    return last('25l') <= last('25h') && last('2004h') <= last('2004l');
  }

  /** Gives the window another size, as a person does who drags its corner. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  get #lines(): readonly string[] {
    return this.text.split('\n');
  }

  type(text: string): void {
    this.#process.write(text);
  }

  press(key: Key): void {
    this.#process.write(keys[key]);
  }

  /** Waits until all that is on the screen, as `seen` makes it out, is this. */
  async untilAll(expected: string, seen: (terminal: Terminal) => string): Promise<void> {
    await this.#found(() => seen(this) === expected || undefined, expected);
  }

  /** Waits until the screen meets a condition. */
  async untilSeen(isSo: () => boolean, wanted: string): Promise<void> {
    await this.#found(() => isSo() || undefined, wanted);
  }

  /** Waits until the screen's last lines show something. */
  until(shown: string | RegExp, lines = 30): Promise<string> {
    return this.#found(() => {
      const last = this.#lines.slice(-lines).join('\n');
      return (typeof shown === 'string' ? last.includes(shown) : shown.test(last)) ? last : undefined;
    }, String(shown));
  }

  /** Answers the question that is open once it is this one: types, and presses Enter. */
  async answer(question: string, text = ''): Promise<void> {
    await this.asked(question);
    if (text !== '') {
      this.type(text);
      await this.#opened(`? ${question} ${text}`);
    }
    await this.#enter();
  }

  /** Presses Enter at the question that is open, and waits until it is closed: the next one may be the same. */
  async #enter(): Promise<void> {
    const row = this.#questionRow();
    this.press('enter');
    await this.#found(() => !this.#lines[row]?.startsWith('? ') || undefined, 'the question answered');
  }

  /** Waits until this is the question that is open. */
  asked(question: string): Promise<void> {
    return this.#opened(`? ${question}`);
  }

  async #opened(line: string): Promise<void> {
    await this.#found(() => this.#lines[this.#questionRow()]?.startsWith(line) || undefined, line);
  }

  /** Where the last question is, whether open or answered. */
  #questionRow(): number {
    return this.#lines.findLastIndex((line) => /^[?✔*] /.test(line));
  }

  /** Moves in the list of a question to the option that is or begins so, and presses Enter. */
  async choose(question: string, option: string): Promise<void> {
    let before: number | undefined;
    for (;;) {
      // Each key is pressed when the pointer is seen to have moved by the one before; a list may be seen half drawn.
      const { now, wanted } = await this.#found(() => {
        const list = this.#listOf(question);
        const wanted = list.findIndex((line) => `${line.slice(2)} `.startsWith(`${option} `));
        const now = list.findIndex((line) => /^[❯>] /.test(line));
        return wanted === -1 || now === -1 || now === before ? undefined : { now, wanted };
      }, `option ${option} at ${question}`);
      if (wanted === now) return this.#enter();
      this.press(wanted < now ? 'up' : 'down');
      before = now;
    }
  }

  /** The lines below the last question that is still open. */
  #listOf(question: string): readonly string[] {
    const start = this.#questionRow();
    return this.#lines[start]?.startsWith(`? ${question}`) ? this.#lines.slice(start + 1) : [];
  }

  /** The exit code, once the program has ended and all that it showed is on the screen. */
  ended(): Promise<number> {
    return this.#found(() => this.#code, 'the end');
  }

  close(): void {
    if (this.#code === undefined) this.#process.kill('SIGKILL');
    this.#screen.dispose();
  }
}
