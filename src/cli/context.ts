import { userInfo } from 'node:os';
import { type Parsed, Refusal, valueOrRefusal } from '../inventory/refusal.ts';
import { parseReference } from '../inventory/text.ts';
import { findStore } from '../store/locate.ts';
import type { Notice, Store, StoreOptions } from '../store/store.ts';
import type { Ask } from './ask.ts';
import type { Language } from './language.ts';
import type { Messages } from './messages/messages.ts';
import { type Output, PipeClosed } from './output.ts';
import { printable } from './render/printable.ts';

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

/** The machine around a command; main.ts gives the real one. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTerminal: boolean;
  readonly env: { readonly [name: string]: string | undefined };
  readonly directory: string;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Where questions are drawn. */
  promptStream(): NodeJS.WritableStream;
  /** Bytes of standard input. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A value that was typed for an option or argument, or the refusal that names it. */
export const typed = <T>(field: string, result: Parsed<T>): T => valueOrRefusal(result, field);

/** What a command is handed: everything it may know of the world. */
export class Context {
  readonly #around: Surroundings;
  #store: Store | undefined;
  readonly #noticed = new Set<string>();

  constructor(
    around: Surroundings,
    readonly options: GlobalOptions,
    readonly language: Language,
    readonly messages: Messages,
  ) {
    this.#around = around;
  }

  get env(): Surroundings['env'] {
    return this.#around.env;
  }
  get directory(): string {
    return this.#around.directory;
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
  /** The width that tables are fitted to; null where output goes to a file or a pipe. */
  get tableWidth(): number | null {
    return this.stdoutIsTerminal ? this.#around.columns : null;
  }

  /** The colour levels of chalk: 0 is none. */
  get colorLevel(): 0 | 1 {
    const { env, stdout } = this.#around;
    if (!this.options.color || env['NO_COLOR']) return 0;
    if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '')
      return env['FORCE_COLOR'] === '0' ? 0 : 1;
    return stdout.isTerminal && env['TERM'] !== 'dumb' ? 1 : 0;
  }

  /** Results: standard output. */
  print(text: string): void {
    this.#around.stdout.write(text);
  }

  printBytes(bytes: Uint8Array): void {
    this.#around.stdout.write(bytes);
  }

  printJson(value: unknown): void {
    this.print(`${JSON.stringify(value)}\n`);
  }

  /**
   * What a command has done: as JSON, or in words unless --quiet. It is done, so a failure to say so is no failure of
   * the command.
   */
  report(json: () => unknown, words: () => readonly string[]): void {
    try {
      if (this.json) this.printJson(json());
      else if (!this.options.quiet)
        this.print(
          words()
            .map((line) => `${line}\n`)
            .join(''),
        );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof PipeClosed)) this.note(this.#noticeText({ key: 'after-commit', reason }));
    }
  }

  /** Notices: standard error; not with --quiet. */
  note(line: string): void {
    if (!this.options.quiet) this.#around.stderr.write(`${line}\n`);
  }

  /** What is wrong: standard error, even with --quiet. */
  complain(line: string): void {
    this.#around.stderr.write(`${line}\n`);
  }

  /** For progress, which is drawn over and over. */
  get progress(): Output | null {
    return this.options.quiet || !this.#around.stderr.isTerminal ? null : this.#around.stderr;
  }

  /** The operator: as typed, `$STOCKBOOK_BY`, else the user of the operating system. */
  get operator(): string {
    return typed('by', parseReference(this.options.by ?? (this.env['STOCKBOOK_BY'] || systemUser(this.env))));
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
      notice: (notice) => this.#noticeOnce(notice),
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
    return printable(this.messages.notice(notice));
  }

  /** The store that the command means, opened once. */
  async store(): Promise<Store> {
    if (this.#store === undefined) {
      const path = findStore(this.where, this.directory);
      const { openJsonFileStore } = await import('../store/json-file/json-file-store.ts');
      this.#store = await openJsonFileStore(path, this.storeOptions);
    }
    return this.#store;
  }

  /** Questions to a person; inquirer is loaded here, at the first one. */
  async ask(): Promise<Ask> {
    const { askOnTerminal } = await import('./ask.ts');
    return askOnTerminal(this.messages, this.#around.promptStream());
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }
}

function systemUser(env: Surroundings['env']): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that the system has no name for.
    return env['USER'] || env['LOGNAME'] || 'unknown';
  }
}
