import { userInfo } from 'node:os';
import type { Book } from '../inventory/book/book.ts';
import type { Entry } from '../inventory/book/change.ts';
import { type Parsed, Refusal, refuse, valueOrRefusal } from '../inventory/refusal.ts';
import type { Currency } from '../inventory/values/money.ts';
import { parseReference } from '../inventory/values/text.ts';
import { findStore } from '../store/locate.ts';
import { openStore } from '../store/open.ts';
import type { Committed, Decide, Notice, Snapshot, StoreOptions } from '../store/store.ts';
import type { KeptStore } from '../store/upkeep.ts';
import type { Ask, Hints } from './ask/ask.ts';
import { interruptible } from './host/interruptible.ts';
import { type Output, PipeClosed } from './host/output.ts';
import { isUndecoded } from './host/undecoded.ts';
import { notUtf8 } from './host/utf8.ts';
import type { Language } from './language.ts';
import { plainPunctuation } from './render/ascii.ts';
import { printable, printableJson } from './render/printable.ts';
import type { Messages } from './words/messages.ts';

/** The options that every command takes, as typed. */
export interface GlobalOptions {
  readonly store?: string;
  readonly by?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly wait?: string;
  readonly input: boolean;
  readonly yes?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/** What Ctrl-C does. As long as the program waits for events it is heard, as exit code 130. */
export interface Interrupts {
  readonly isHeld: boolean;
  /** It ends the process at once, wherever that is, until it waits for events again: Node hears of no signal before. */
  atOnce(): void;
  /** It waits, so that what is being recorded is answered for. */
  hold(): void;
  /** It no longer waits; one that did is heard now. */
  release(): void;
}

/** The machine around a command; main.ts gives the real one. */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTerminal: boolean;
  readonly env: { readonly [name: string]: string | undefined };
  readonly directory: string;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Rows of the terminal. */
  readonly rows: number;
  /** What questions are read from and drawn on. */
  terminal(): { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WritableStream };
  /** Where the program is installed. */
  readonly installation: string;
  /** Bytes of standard input. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Milliseconds since 1970. */
  now(): number;
  readonly interrupts?: Interrupts;
  /** Milliseconds on a clock that nobody sets: only differences mean anything. */
  monotonicMs(): number;
}

/** A value that was typed for an option or argument, or the refusal that names it. */
export const orRefuse = <T>(field: string, result: Parsed<T>): T => valueOrRefusal(result, field);

/** What a command is handed: everything it may know of the world. */
export class Context {
  readonly #around: Host;
  #store: KeptStore | undefined;
  #input: NodeJS.ReadStream | undefined;
  #recorded: Entry | null = null;
  #snapshot: Snapshot | undefined;
  #isDrawn = false;
  readonly #noticed = new Set<string>();
  readonly #startedMs: number;

  /** Told how far reading the store has come, where a command sets it before it opens the store. */
  reading: StoreOptions['progress'];

  constructor(
    host: Host,
    readonly options: GlobalOptions,
    readonly language: Language,
    readonly messages: Messages,
  ) {
    this.#around = host;
    this.#startedMs = host.monotonicMs();
  }

  /** How long the command has been running, in milliseconds. */
  get elapsedMs(): number {
    return this.#around.monotonicMs() - this.#startedMs;
  }

  /** The same, where the store is at another place. */
  at(store: string): Context {
    return new Context(this.#around, { ...this.options, store }, this.language, this.messages);
  }

  get env(): Host['env'] {
    return this.#around.env;
  }
  get json(): boolean {
    return this.options.json ?? false;
  }
  get stdin(): AsyncIterable<Uint8Array> {
    return this.#around.stdin();
  }
  get stdoutIsTerminal(): boolean {
    return this.#around.stdout.isTerminal;
  }
  /** Whether a person can be asked. */
  get canAsk(): boolean {
    return this.options.input && this.#around.stdinIsTerminal && this.#around.stderr.isTerminal;
  }
  /** Whether the locale has more than ASCII, by what it says of its encoding. */
  get unicode(): boolean {
    const { LC_ALL, LC_CTYPE, LANG } = this.env;
    return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
  }
  /** A sound that tells what the eyes may miss; none where nobody hears it. */
  get bell(): string {
    return this.#around.stderr.isTerminal ? '\x07' : '';
  }
  get installation(): string {
    return this.#around.installation;
  }
  /** The entry that the command has recorded last. */
  get recorded(): Entry | null {
    return this.#recorded;
  }
  get directory(): string {
    const directory = this.#currentFolder();
    return isUndecoded(directory) ? refuse('folder-not-utf8', { value: directory }) : directory;
  }

  #currentFolder(): string {
    try {
      return this.#around.directory;
    } catch {
      const path = this.#around.env['PWD'] ?? '.';
      return refuse('folder-gone', { path });
    }
  }

  /** The width that tables are fitted to; null where output goes to a file or a pipe. */
  get tableWidth(): number | null {
    return this.stdoutIsTerminal ? this.#around.columns : null;
  }

  /** The colour levels of chalk on standard output: 0 is none. */
  get colorLevel(): 0 | 1 {
    return this.#colorLevelOf(this.#around.stdout);
  }

  /** The same on standard error. */
  get noticeColorLevel(): 0 | 1 {
    return this.#colorLevelOf(this.#around.stderr);
  }

  #colorLevelOf({ isTerminal }: Output): 0 | 1 {
    const { env } = this.#around;
    if (!this.options.color || env['NO_COLOR']) return 0;
    if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '')
      return env['FORCE_COLOR'] === '0' ? 0 : 1;
    return isTerminal && env['TERM'] !== 'dumb' ? 1 : 0;
  }

  /** Results: standard output. */
  print(text: string): void {
    this.#around.stdout.write(this.stdoutIsTerminal ? this.#shownAs(text) : text);
  }

  /** A text as the terminal can show it. */
  #shownAs(text: string): string {
    return this.unicode ? text : plainPunctuation(text);
  }

  /** Results that may be longer than the screen: through the pager, on a terminal. */
  async printLong(text: string): Promise<void> {
    if (this.stdoutIsTerminal && this.options.input && lineCount(text) >= this.#around.rows) {
      const { page } = await import('./host/pager.ts');
      if (page(text, this.env)) return;
    }
    this.print(text);
  }

  printBytes(bytes: Uint8Array): void {
    this.#around.stdout.write(bytes);
  }

  printJson(value: unknown): void {
    this.print(`${this.stdoutIsTerminal ? printableJson(value) : JSON.stringify(value)}\n`);
  }

  /** What a command has done: as JSON, or in words unless --quiet. */
  report(json: () => unknown, words: () => readonly string[], failed?: (reason: string) => string): void {
    this.afterwards(() => {
      if (this.json) this.printJson(json());
      else if (!this.options.quiet) for (const line of words()) this.print(`${line}\n`);
    }, failed);
  }

  /**
   * Prints what comes of a command that has done its work: a failure to do so is no failure of the command but a note,
   * which `failed` puts in words.
   */
  afterwards(
    print: () => void,
    failed = (reason: string) => this.#noticeText({ key: 'after-commit', reason }),
  ): void {
    try {
      print();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof PipeClosed)) this.note(failed(reason));
    }
  }

  /** Notices: standard error; not with --quiet. */
  note(line: string): void {
    if (!this.options.quiet) this.complain(line);
  }

  /** What is wrong: standard error, even with --quiet. */
  complain(line: string): void {
    const { stderr } = this.#around;
    stderr.write(`${stderr.isTerminal ? this.#shownAs(line) : line}\n`);
  }

  /** Draws a line over the last one that was drawn so; nothing where no terminal can, or with --quiet. */
  draw(line: string): void {
    if (this.options.quiet || !this.#around.stderr.isTerminal || this.env['TERM'] === 'dumb') return;
    this.#isDrawn = true;
    this.#around.stderr.write(`\r${line}\x1b[K`);
  }

  /** Takes away what was drawn. */
  undraw(): void {
    if (this.#isDrawn) this.#around.stderr.write('\r\x1b[K');
    this.#isDrawn = false;
  }

  /** The operator: as typed, `$STOCKBOOK_BY`, else the user of the operating system. */
  get operator(): string {
    const name = this.options.by ?? (this.env['STOCKBOOK_BY'] || systemUser(this.env));
    if (isUndecoded(name)) throw notUtf8(name, 'by');
    return orRefuse('by', parseReference(name));
  }

  get now(): number {
    return this.#around.now();
  }

  get where(): string | undefined {
    return this.options.store ?? (this.env['STOCKBOOK_STORE'] || undefined);
  }

  /** What stores are opened with. */
  get storeOptions(): StoreOptions {
    return {
      by: this.operator,
      waitMs: this.#waitMs,
      now: () => this.#around.now(),
      interruptible: (action) => this.interruptible(action),
      waiting: (action) => this.#hearingKeys(() => this.interruptible(action)),
      recording: () => this.#around.interrupts?.hold(),
      notice: (notice) => this.#noticeOnce(notice),
      ...(this.reading === undefined ? {} : { progress: this.reading }),
    };
  }

  get #waitMs(): number {
    const { wait } = this.options;
    if (wait === undefined) return 10_000;
    if (/^\d{1,7}(\.\d+)?$/.test(wait)) return Number(wait) * 1000;
    throw new Refusal(
      'usage',
      { key: 'not-a-number', params: { value: wait } },
      { field: 'wait', value: wait },
    );
  }

  /** A command may read the store more than once; what it finds is said once. */
  #noticeOnce(notice: Notice): void {
    const text = this.#noticeText(notice);
    if (!this.#noticed.has(text)) this.note(text);
    this.#noticed.add(text);
  }

  #noticeText(notice: Notice): string {
    return printable(this.messages.notice(notice, this.messages.command));
  }

  /** The store that the command means, opened once. */
  async store(): Promise<KeptStore> {
    if (this.#store === undefined) {
      this.#store = await openStore(findStore(this.where, this), this.storeOptions);
    }
    // A signal that came meanwhile is heard now, and not only after the command.
    await new Promise((heard) => setImmediate(heard));
    this.endAtOnce();
    return this.#store;
  }

  /** The book that questions are asked about, read once: what is recorded is decided on the book as it is then. */
  async bookToAskOf(): Promise<Book> {
    return (await this.snapshot()).book;
  }

  /** That book with its past. */
  async snapshot(): Promise<Snapshot> {
    this.#snapshot ??= await (await this.store()).read();
    return this.#snapshot;
  }

  /** Decides and records in the store that the command means, and keeps in mind what was recorded. */
  async commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    const committed = await (await this.store()).commit(decide);
    this.#recorded = committed.entry ?? this.#recorded;
    return committed;
  }

  /** What was recorded has been answered for: from now on Ctrl-C ends the command. */
  answered(): void {
    this.#around.interrupts?.release();
  }

  /** From here on Ctrl-C ends the process wherever it is, until it waits for events again. */
  endAtOnce(): void {
    this.#around.interrupts?.atOnce();
  }

  /** Does something long in which nothing is half done; Ctrl-C breaks it off, and throws Interrupted. */
  interruptible<T>(action: () => T): T {
    const { interrupts } = this.#around;
    if (interrupts === undefined || interrupts.isHeld) return action();
    interrupts.atOnce();
    return interruptible(action);
  }

  /** A terminal that is read key by key gives Ctrl-C as a key, which nobody reads meanwhile: it becomes a signal again. */
  #hearingKeys<T>(action: () => T): T {
    const input = this.#input;
    if (input?.isRaw !== true) return action();
    input.setRawMode(false);
    try {
      return action();
    } finally {
      input.setRawMode(true);
    }
  }

  /** Questions to a person; inquirer is loaded here, at the first one. */
  async ask(): Promise<Ask> {
    const { input, output } = this.#around.terminal();
    const options = { input, output, colored: this.noticeColorLevel > 0, unicode: this.unicode };
    if (this.env['TERM'] === 'dumb')
      return (await import('./ask/plain.ts')).askPlainly(this.messages, options);
    return (await import('./ask/terminal.ts')).askOnTerminal(this.messages, options);
  }

  /** The rules of values, to be said where they are asked for. */
  async hints(currency: Currency): Promise<Hints> {
    return (await import('./help/hints.ts')).loadHints(this.language, currency);
  }

  /**
   * Has a person confirm what the lines say; true where nobody can be asked, or --yes has answered. Saying no is told
   * as `declined`.
   */
  async confirmed(
    lines: readonly string[],
    question: string,
    declined: string,
    usual = true,
  ): Promise<boolean> {
    if (!this.canAsk || this.options.yes === true) return true;
    for (const line of lines) this.complain(line);
    const yes = await (await this.ask()).confirm(question, usual);
    if (!yes) this.complain(declined);
    return yes;
  }

  /** The terminal, to read lines from as they are typed. */
  get terminal(): ReturnType<Host['terminal']> {
    const terminal = this.#around.terminal();
    this.#input = terminal.input;
    return terminal;
  }

  async close(): Promise<void> {
    this.undraw();
    await this.#store?.close();
  }
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function systemUser(env: Host['env']): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that the system has no name for.
    return env['USER'] || env['LOGNAME'] || 'unknown';
  }
}
