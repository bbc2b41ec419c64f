import { userInfo } from 'node:os';
import type { Entry } from '../inventory/book/change.ts';
import type { Listing } from '../inventory/look/listing.ts';
import { orRefuse, Refusal } from '../inventory/refusal.ts';
import type { Currency } from '../inventory/values/money.ts';
import { parseReference } from '../inventory/values/text.ts';
import { findStore } from '../store/locate.ts';
import { loginAt, openStore } from '../store/open.ts';
import { collected } from '../store/pages.ts';
import type {
  Committed,
  Decide,
  ListedLines,
  ListQuery,
  Notice,
  Question,
  StoreOptions,
} from '../store/store.ts';
import type { KeptStore } from '../store/upkeep.ts';
import type { Answers } from './ask/answers.ts';
import type { Ask, Field, Hints } from './ask/ask.ts';
import type { GlobalOptions } from './global-options.ts';
import { Host } from './host/host.ts';
import type { Machine } from './host/machine.ts';
import { PipeClosed } from './host/output.ts';
import { isUndecoded } from './host/undecoded.ts';
import { notUtf8 } from './host/utf8.ts';
import type { Language } from './language.ts';
import { printable } from './render/printable.ts';
import type { Messages, Wording } from './words/messages.ts';

/** What the program is run with: the machine, and the language with its messages. */
export interface Setup extends Wording {
  readonly machine: Machine;
  /** The till that a menu runs at. */
  readonly till?: Till;
  /** What a menu knows of the answers to a command's questions. */
  readonly answers?: Answers;
}

/** What a person need not be asked again at a till. */
export interface Till {
  /** The path of the place where it records. */
  place: string | undefined;
}

/** What a command works with: the store and who uses it, in which language, and the host it speaks through. */
export class Session {
  #store: KeptStore | undefined;
  readonly #recorded: Entry[] = [];
  #currency: Currency | undefined;
  readonly #noticed = new Set<string>();

  /** Called with how far reading the store has come, if a command sets it before it opens the store. */
  reading: StoreOptions['progress'];

  readonly host: Host;

  constructor(
    readonly setup: Setup,
    readonly options: GlobalOptions,
  ) {
    this.host = new Host(setup.machine, options);
  }

  get language(): Language {
    return this.setup.language;
  }

  get messages(): Messages {
    return this.setup.messages;
  }

  /** A session of its own on the store at another place. */
  at(store: string): Session {
    return new Session(this.setup, { ...this.options, store });
  }

  get json(): boolean {
    return this.options.json ?? false;
  }

  /** The operator: as typed, `$STOCKBOOK_BY`, else who logs in to the store or the user of the operating system. */
  get operator(): string {
    const { env } = this.host;
    const name =
      this.options.by ?? (env['STOCKBOOK_BY'] || (loginAt(this.where ?? '', env) ?? systemUser(env)));
    if (isUndecoded(name)) throw notUtf8(name, 'by');
    return orRefuse(parseReference(name), 'by');
  }

  get where(): string | undefined {
    return this.options.store ?? (this.host.env['STOCKBOOK_STORE'] || undefined);
  }

  /** What stores are opened with. */
  get storeOptions(): StoreOptions {
    const { host } = this;
    return {
      by: this.operator,
      waitMs: this.#waitMs,
      env: host.env,
      isTyped: this.options.store !== undefined,
      now: () => host.now,
      interruptible: (action) => host.interruptible(action),
      waiting: (action) => host.interruptible(action),
      recording: (breakOff) => host.holdInterrupts(breakOff),
      givenUp: () => host.givenUp(),
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
      { key: 'not-a-whole-number', params: { value: wait } },
      { field: 'wait', value: wait },
    );
  }

  /** A command may read the store more than once; what it finds is said once. */
  #noticeOnce(notice: Notice): void {
    const text = this.#noticeText(notice);
    if (!this.#noticed.has(text)) this.host.note(text);
    this.#noticed.add(text);
  }

  #noticeText(notice: Notice): string {
    return printable(this.messages.notice(notice, this.messages.command));
  }

  /** The store that the command means, opened once. */
  async store(): Promise<KeptStore> {
    if (this.#store === undefined) {
      this.#store = await openStore(findStore(this.where, this.host), this.storeOptions);
    }
    // A signal that came meanwhile is heard now, and not only after the command.
    await new Promise((heard) => setImmediate(heard));
    this.host.endAtOnce();
    return this.#store;
  }

  /** Answers a question by what is recorded; what is recorded afterwards is decided on the book as it is then. */
  async lookUp<T>(question: Question<T>): Promise<T> {
    return (await this.store()).ask(question);
  }

  /** The currency of the book. */
  async currency(): Promise<Currency> {
    this.#currency ??= await this.lookUp((book) => book.currency);
    return this.#currency;
  }

  /** The devices asked for, all at once. */
  async list(query: ListQuery): Promise<Listing> {
    const { pages, ...listed } = await (await this.store()).list(query);
    return { ...listed, rows: await collected(pages) };
  }

  /** All devices by code as lines, if the store has them so. */
  async linesByCode(): Promise<ListedLines | undefined> {
    return (await this.store()).linesByCode();
  }

  /** Decides as `commit` would, and records nothing. */
  async rehearse<T>(decide: Decide<T>): Promise<Committed<T>> {
    const { answer } = await this.lookUp(decide);
    return { entry: null, answer };
  }

  /** Decides and records in the store that the command means, and remembers the entry recorded. */
  async commit<T>(decide: Decide<T>): Promise<Committed<T>> {
    const committed = await (await this.store()).commit(decide);
    if (committed.entry !== null) this.#remember(committed.entry);
    return committed;
  }

  /** The entry that the command has recorded last, of those that it has not taken back. */
  get recorded(): Entry | null {
    return this.#recorded.at(-1) ?? null;
  }

  #remember(entry: Entry): void {
    const undone = this.#recorded.findLastIndex(({ n }) => n === entry.undoes);
    if (undone === -1) this.#recorded.push(entry);
    else this.#recorded.splice(undone, 1);
  }

  /** Prints results that may be longer than the screen: through `$PAGER` if there is one, else page by page. */
  async printLong(text: string): Promise<void> {
    const { host } = this;
    if (!host.isLong(text)) return host.print(text);
    if (host.env['PAGER'] !== undefined) {
      const { page } = await import('./host/pager.ts');
      if (!host.lendingTerminal(() => page(text, host.env))) host.print(text);
    } else if (host.canAsk) {
      const { showPages } = await import('./ask/pages.ts');
      await showPages(host.shownAs(text), host.terminal, this.messages);
    } else host.print(text);
  }

  /** Says something about what a command does: on standard error, unless --quiet. */
  note(text: string): void {
    this.host.note(this.messages.shown(text));
  }

  /** Prints what a command has done: as JSON, or in words unless --quiet. */
  report(json: () => unknown, words: () => readonly string[], failed?: (reason: string) => string): void {
    this.afterwards(() => {
      if (this.json) this.host.printJson(json());
      else if (!this.options.quiet)
        for (const line of words()) this.host.printLine(this.messages.shown(line));
    }, failed);
  }

  /**
   * Prints the result of a command that has done its work: if that fails, the command has not, so it is only noted, in
   * the words of `failed`.
   */
  afterwards(
    print: () => void,
    failed = (reason: string) => this.#noticeText({ key: 'after-commit', reason }),
  ): void {
    try {
      print();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof PipeClosed)) this.host.note(failed(reason));
    }
  }

  /** Questions to a person; inquirer is loaded here, at the first one. */
  async ask(): Promise<Ask> {
    const { terminal, noticeColorLevel, unicode, isDumb } = this.host;
    const options = { terminal, colored: noticeColorLevel > 0, unicode };
    const ask = isDumb
      ? (await import('./ask/plain.ts')).askPlainly(this.messages, options)
      : await (await import('./ask/terminal.ts')).askOnTerminal(this.messages, options);
    return this.setup.answers?.asking(ask) ?? ask;
  }

  /** Asks for a value, until one is typed that parses. */
  async askForValue<T>(field: Field<T>): Promise<T> {
    const ask = await this.ask();
    return orRefuse(field.parse(await ask.text(field)));
  }

  /** The rules of values, to be said when a person is asked for one. */
  async hints(): Promise<Hints> {
    const currency = await this.currency();
    return (await import('./help/hints.ts')).loadHints(this.language, currency);
  }

  /**
   * Has a person confirm what the lines say. Returns true if there is nobody to ask, or --yes has answered; a no is
   * answered with `declined`.
   */
  async confirmed(
    lines: readonly string[],
    question: string,
    declined: string,
    usual = true,
  ): Promise<boolean> {
    const { host } = this;
    if (!host.canAsk || this.options.yes === true) return true;
    for (const line of lines) host.complain(line);
    const yes = await (await this.ask()).confirm(question, usual);
    if (!yes) host.complain(declined);
    return yes;
  }

  async close(): Promise<void> {
    this.host.undraw();
    await this.#store?.close();
  }
}

function systemUser(env: Machine['env']): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that the system has no name for.
    return env['USER'] || env['LOGNAME'] || 'unknown';
  }
}
