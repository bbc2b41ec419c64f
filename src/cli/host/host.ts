import { refuse } from '../../inventory/refusal.ts';
import type { GlobalOptions } from '../global-options.ts';
import { plainPunctuation } from '../render/ascii.ts';
import { printableJson } from '../render/printable.ts';
import { inWholeWords } from '../render/whole-words.ts';
import { interruptible } from './interruptible.ts';
import type { Machine } from './machine.ts';
import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';
import { isUndecoded } from './undecoded.ts';

/** The machine as the options of a command have it used: its streams, colours, paging, clock and interrupts. */
export class Host {
  readonly #machine: Machine;
  readonly #options: Pick<GlobalOptions, 'input' | 'color' | 'quiet'>;
  readonly #startedMs: number;
  #isDrawn = false;

  constructor(machine: Machine, options: Pick<GlobalOptions, 'input' | 'color' | 'quiet'>) {
    this.#machine = machine;
    this.#options = options;
    this.#startedMs = machine.monotonicMs();
  }

  get env(): Machine['env'] {
    return this.#machine.env;
  }

  get installation(): string {
    return this.#machine.installation;
  }

  get now(): number {
    return this.#machine.now();
  }

  /** How long the command has been running, in milliseconds. */
  get elapsedMs(): number {
    return this.#machine.monotonicMs() - this.#startedMs;
  }

  /** The current folder. */
  get directory(): string {
    const directory = this.#currentFolder();
    return isUndecoded(directory) ? refuse('folder-not-utf8', { value: directory }) : directory;
  }

  #currentFolder(): string {
    try {
      return this.#machine.directory;
    } catch {
      return refuse('folder-gone', { path: this.env['PWD'] ?? '.' });
    }
  }

  get stdin(): AsyncIterable<Uint8Array> {
    return this.#machine.stdin();
  }

  get stdinSize(): number | undefined {
    return this.#machine.stdinSize;
  }

  get stdoutIsTerminal(): boolean {
    return this.#machine.stdout.isTerminal;
  }

  /** Whether a person can be asked. */
  get canAsk(): boolean {
    return this.#options.input && this.#machine.stdinIsTerminal && this.#machine.stderr.isTerminal;
  }

  /** The terminal that a person is asked on. */
  get terminal(): Terminal {
    return this.#machine.terminal();
  }

  /** Has another program read keys and draw meanwhile. */
  lendingTerminal<T>(action: () => T): T {
    return this.canAsk ? this.terminal.keyboard.lend(action) : action();
  }

  /** Whether the terminal cannot move its cursor. */
  get isDumb(): boolean {
    return this.env['TERM'] === 'dumb';
  }

  /** Whether the locale has more than ASCII, by what it says of its encoding. */
  get unicode(): boolean {
    const { LC_ALL, LC_CTYPE, LANG } = this.env;
    return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
  }

  /** The terminal's bell; empty if standard error is not a terminal. */
  get bell(): string {
    return this.#machine.stderr.isTerminal ? '\x07' : '';
  }

  /** The width that tables are fitted to; null if output goes to a file or a pipe. */
  get tableWidth(): number | null {
    return this.stdoutIsTerminal ? this.#machine.columns : null;
  }

  /** The colour level of chalk on standard output: 0 is no colour. */
  get colorLevel(): 0 | 1 {
    return this.#colorLevelOf(this.#machine.stdout);
  }

  /** The same on standard error. */
  get noticeColorLevel(): 0 | 1 {
    return this.#colorLevelOf(this.#machine.stderr);
  }

  #colorLevelOf({ isTerminal }: Output): 0 | 1 {
    const { NO_COLOR, FORCE_COLOR, TERM } = this.env;
    if (!this.#options.color || NO_COLOR) return 0;
    if (FORCE_COLOR) return FORCE_COLOR === '0' ? 0 : 1;
    return isTerminal && TERM !== 'dumb' ? 1 : 0;
  }

  /** Results: standard output. */
  print(text: string): void {
    if (this.stdoutIsTerminal) this.undraw();
    this.#machine.stdout.write(this.stdoutIsTerminal ? this.shownAs(text) : text);
  }

  /** A text as the terminal can show it. */
  shownAs(text: string): string {
    return this.unicode ? text : plainPunctuation(text);
  }

  /** Whether a text is longer than the screen of a person. */
  isLong(text: string): boolean {
    const { rows } = this.#machine;
    return this.stdoutIsTerminal && this.#options.input && !this.isDumb && lineCount(text) >= rows;
  }

  printBytes(bytes: Uint8Array): void {
    this.#machine.stdout.write(bytes);
  }

  printJson(value: unknown): void {
    this.print(`${this.stdoutIsTerminal ? printableJson(value) : JSON.stringify(value)}\n`);
  }

  /** Prints a line of words as a result. */
  printLine(line: string): void {
    this.print(`${this.stdoutIsTerminal ? this.#inWholeWords(line) : line}\n`);
  }

  /** A line broken between words where the terminal would break it anywhere. */
  #inWholeWords(text: string): string {
    return inWholeWords(text, this.#machine.columns);
  }

  /** Notices: standard error; not with --quiet. */
  note(line: string): void {
    if (!this.#options.quiet) this.complain(line);
  }

  /** Writes an error to standard error, even with --quiet. */
  complain(line: string): void {
    const { stderr } = this.#machine;
    this.undraw();
    stderr.write(`${stderr.isTerminal ? this.#inWholeWords(this.shownAs(line)) : line}\n`);
  }

  /** Draws a line over the last one drawn; nothing if the terminal cannot, or with --quiet. */
  draw(line: string): void {
    const { stderr } = this.#machine;
    if (this.#options.quiet || !stderr.isTerminal || this.isDumb) return;
    this.#isDrawn = true;
    stderr.write(`\r${line}\x1b[K`);
  }

  /** Removes the drawing. */
  undraw(): void {
    if (this.#isDrawn) this.#machine.stderr.write('\r\x1b[K');
    this.#isDrawn = false;
  }

  /** From here on Ctrl-C waits, until the command has reported the entry being recorded; it calls `breakOff`. */
  holdInterrupts(breakOff?: () => void): void {
    const { interrupts } = this.#machine;
    // What was recorded before is to be reported, whatever becomes of this entry.
    if (interrupts?.isHeld === false) interrupts.hold(breakOff);
  }

  /** The entry that Ctrl-C had to wait for has been given up: Ctrl-C ends the command now. */
  givenUp(): void {
    this.#machine.interrupts?.end();
  }

  /** The entry has been reported: from now on Ctrl-C ends the command. */
  answered(): void {
    this.#machine.interrupts?.release();
  }

  /** From here on Ctrl-C ends the process wherever it is, until it waits for events again. */
  endAtOnce(): void {
    this.#machine.interrupts?.atOnce();
  }

  /** Does something long in which nothing is half done; Ctrl-C breaks it off, and throws Interrupted. */
  interruptible<T>(action: () => T): T {
    const { interrupts } = this.#machine;
    if (interrupts === undefined || interrupts.isHeld) return action();
    interrupts.atOnce();
    return interrupts.heard(() => interruptible(action));
  }
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
