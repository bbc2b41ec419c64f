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

/** How long a test waits for the screen, in milliseconds: a busy machine is slow, a broken program never comes. */
const patienceMs = 20_000;
const lookMs = 10;

const opened = new Set<Terminal>();

/** Ends what tests have left running. */
export function closeTerminals(): void {
  for (const terminal of opened) terminal.close();
  opened.clear();
}

/** The built program in a pseudo-terminal, and the screen that a person would see. */
export class Terminal {
  /** Everything that was sent to the terminal. */
  output = '';
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #process: IPty;
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
      this.output += data;
      this.#screen.write(data);
    });
    this.#process.onExit(({ exitCode }) => {
      this.#code = exitCode;
    });
    opened.add(this);
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

  type(text: string): void {
    this.#process.write(text);
  }

  press(key: Key): void {
    this.#process.write(keys[key]);
  }

  /** Waits until the screen's last lines show something. */
  async until(shown: string | RegExp, lines = 30): Promise<string> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const last = this.text.split('\n').slice(-lines).join('\n');
      if (typeof shown === 'string' ? last.includes(shown) : shown.test(last)) return last;
      if (performance.now() > end || (this.#code !== undefined && performance.now() > end - patienceMs / 2))
        throw new Error(`not shown: ${shown}\n${this.text}`);
      await new Promise((next) => setTimeout(next, lookMs));
    }
  }

  /** Answers the question that is open once it is this one: types, and presses Enter. */
  async answer(question: string, text = ''): Promise<void> {
    await this.asked(question);
    if (text !== '') {
      this.type(text);
      await this.#untilOpen(`? ${question} ${text}`);
    }
    this.press('enter');
  }

  /** Waits until this is the question that is open. */
  asked(question: string): Promise<void> {
    return this.#untilOpen(`? ${question}`);
  }

  async #untilOpen(line: string): Promise<void> {
    const end = performance.now() + patienceMs;
    while (
      !this.text
        .split('\n')
        .findLast((shown) => /^[?✔*] /.test(shown))
        ?.startsWith(line)
    ) {
      if (performance.now() > end) throw new Error(`not asked: ${line}\n${this.text}`);
      await new Promise((next) => setTimeout(next, lookMs));
    }
  }

  /** Moves in the list of a question to the option that is or begins so, and presses Enter. */
  async choose(question: string, option: string): Promise<void> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const list = this.#listOf(question);
      const wanted = list.findIndex((line) => `${line.slice(2)} `.startsWith(`${option} `));
      const now = list.findIndex((line) => /^[❯>] /.test(line));
      if (wanted !== -1 && wanted === now) return this.press('enter');
      if (performance.now() > end) throw new Error(`no option ${option} at ${question}\n${this.text}`);
      const before = this.output.length;
      if (wanted !== -1 && now !== -1) this.press(wanted < now ? 'up' : 'down');
      const next = performance.now() + 1000;
      while (this.output.length === before && performance.now() < next)
        await new Promise((look) => setTimeout(look, lookMs));
      // What was drawn has to reach the screen.
      await new Promise((look) => setTimeout(look, lookMs));
    }
  }

  /** The lines below the last question that is still open. */
  #listOf(question: string): readonly string[] {
    const lines = this.text.split('\n');
    const start = lines.findLastIndex((line) => /^[?✔*] /.test(line));
    if (!lines[start]?.startsWith(`? ${question}`)) return [];
    return lines.slice(start + 1);
  }

  /** The exit code, once the program has ended. */
  async ended(): Promise<number> {
    const end = performance.now() + patienceMs;
    while (this.#code === undefined) {
      if (performance.now() > end) throw new Error(`still running\n${this.text}`);
      await new Promise((next) => setTimeout(next, lookMs));
    }
    return this.#code;
  }

  close(): void {
    if (this.#code === undefined) this.#process.kill('SIGKILL');
    this.#screen.dispose();
  }
}
