import { createInterface, emitKeypressEvents } from 'node:readline';
import { PassThrough } from 'node:stream';

/** One key as it was pressed, or a text that was pasted. */
export interface Key {
  /** What readline calls it: `return`, `escape`, `up`, `a`; `paste` for a pasted text. */
  readonly name: string | undefined;
  /** What it types; empty for a key that types nothing. */
  readonly text: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly sequence: string;
  /** Which keys came together, as those of a scanner do: they share this number. */
  readonly burst: number;
}

/** Takes one key; the next is handed over when what it returns has come to its end. */
export type KeyReader = (key: Key) => unknown;

/** A key as Node's readline makes it out. */
interface Keypress {
  readonly name?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
  readonly sequence?: string;
}

/** Pasted text comes between marks; the cursor is shown; both are undone when the program ends. */
const modesOn = '\x1b[?2004h';
const modesOff = '\x1b[?2004l\x1b[?25h';

/** Esc is a key of its own if nothing follows it for so long; sequences come whole but over the slowest lines. */
const escapeCodeTimeout = 50;

const plainKey = { text: '', ctrl: false, meta: false, shift: false, burst: 0 };
const escapeKey: Key = { ...plainKey, name: 'escape', sequence: '\x1b' };
const ctrlC: Key = { ...plainKey, name: 'c', ctrl: true, sequence: '\x03' };

/** What the keyboard needs of a terminal. */
interface KeyboardTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/**
 * The one reader of a terminal's keys, from the first question to the end of the program. Keys wait in a queue until a
 * reader takes them, so that keys typed ahead reach the next question, in order.
 */
export class Keyboard {
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  readonly #queue: Key[] = [];
  #reader: KeyReader | undefined;
  #isHandingOver = false;
  #isOpen = false;
  #hasEnded = false;
  #burst = 0;
  /** Called at a Ctrl-C that a reader cannot come to yet, since it is busy with the key before. */
  whileBusy: (() => void) | undefined;
  /** The text pasted so far; undefined between pastes. */
  #pasted: string | undefined;

  constructor({ input, output }: KeyboardTerminal) {
    this.#input = input;
    this.#output = output;
  }

  /** Hands each key to the reader, those that wait first, until the function that is returned is called. */
  read(reader: KeyReader): () => void {
    this.open();
    this.#reader = reader;
    void this.#handOver();
    return () => {
      if (this.#reader === reader) this.#reader = undefined;
      this.#endIfInterrupted();
    };
  }

  /** Puts a key back: the next reader gets it first. */
  putBack(key: Key): void {
    this.#queue.unshift(key);
  }

  /** How many keys came together with this one, itself included, that have not been taken yet. */
  comeTogether({ burst }: Key): number {
    return 1 + this.#queue.filter((key) => key.burst === burst).length;
  }

  /** Lends the terminal to something that reads lines or keys of its own, or that Ctrl-C should end as a signal. */
  lend<T>(action: () => T): T {
    if (!this.#isOpen) return action();
    this.#leaveModes();
    try {
      return action();
    } finally {
      this.#enterModes();
    }
  }

  /** The same without a change on the screen: Ctrl-C is a signal meanwhile. */
  hearingSignals<T>(action: () => T): T {
    if (!this.#isOpen) return action();
    this.#input.setRawMode(false);
    try {
      return action();
    } finally {
      this.#input.setRawMode(true);
    }
  }

  /** Has keys come one by one, unseen: before anything is drawn that they could disturb. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    // It takes only one option from an interface: how long an escape waits for the rest of a sequence.
    emitKeypressEvents(this.#input, createInterface({ input: new PassThrough(), escapeCodeTimeout }));
    this.#input.on('data', () => this.#burst++);
    this.#input.on('keypress', (text: string | undefined, key: Keypress) => this.#pressed(text, key));
    this.#input.on('end', () => {
      this.#hasEnded = true;
      this.#take(ctrlC);
    });
    process.on('exit', () => this.#leaveModes());
    for (const signal of ['SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        this.#leaveModes();
        process.kill(process.pid, signal);
      });
    this.#enterModes();
    this.#input.resume();
  }

  #enterModes(): void {
    if (this.#hasEnded) return;
    this.#input.setRawMode(true);
    this.#output.write(modesOn);
  }

  #leaveModes(): void {
    this.#output.write(modesOff);
    if (!this.#hasEnded) this.#input.setRawMode(false);
  }

  #pressed(text: string | undefined, key: Keypress): void {
    if (key.name === 'paste-start') this.#pasted = '';
    else if (key.name === 'paste-end') {
      const pasted = this.#pasted ?? '';
      this.#pasted = undefined;
      this.#take({ ...plainKey, name: 'paste', text: pasted, sequence: pasted });
    } else if (this.#pasted !== undefined) this.#pasted += key.sequence ?? text ?? '';
    else if (key.ctrl === true && key.name === 'z') this.#suspend();
    else for (const one of keysOf(text, key)) this.#take(one);
  }

  #take(key: Key): void {
    this.#queue.push({ ...key, burst: this.#burst });
    if (this.#reader === undefined) this.#endIfInterrupted();
    else {
      const isNext = this.#isHandingOver && this.#queue.length === 1;
      if (isNext && isCtrl(key, 'c')) this.whileBusy?.();
      void this.#handOver();
    }
  }

  /** Ctrl-C that no question waits for ends the program, as it does where keys are not read one by one. */
  #endIfInterrupted(): void {
    if (this.#reader !== undefined || !this.#queue.some((key) => isCtrl(key, 'c'))) return;
    this.#queue.length = 0;
    process.kill(process.pid, 'SIGINT');
  }

  /** One key at a time: what it does to the question, such as closing it, is done before the next one. */
  async #handOver(): Promise<void> {
    if (this.#isHandingOver) return;
    this.#isHandingOver = true;
    try {
      // Keys that come together are all in the queue before the first is handed over.
      await new Promise((next) => setImmediate(next));
      for (;;) {
        const reader = this.#reader;
        const key = reader === undefined ? undefined : this.#queue.shift();
        if (reader === undefined || key === undefined) return;
        await reader(key);
        await new Promise((next) => setImmediate(next));
      }
    } finally {
      this.#isHandingOver = false;
    }
  }

  #suspend(): void {
    this.#leaveModes();
    process.once('SIGCONT', () => {
      this.#enterModes();
      // Redraw the screen.
      this.#output.emit('resize');
    });
    process.kill(process.pid, 'SIGTSTP');
  }
}

/** Whether it is this letter with Ctrl. */
export const isCtrl = ({ name, ctrl }: Key, letter: string): boolean => ctrl && name === letter;

function keysOf(text: string | undefined, key: Keypress): readonly Key[] {
  const { name, ctrl = false, meta = false, shift = false, sequence = '' } = key;
  // Esc with a key right behind it looks like that key with Alt, which means nothing here.
  if (sequence === '\x1b\x1b') return [escapeKey, escapeKey];
  if (meta && sequence.startsWith('\x1b') && charactersIn(sequence) === 2)
    return [escapeKey, ...keysOf(sequence.slice(1), { ...key, meta: false, sequence: sequence.slice(1) })];
  const types = !ctrl && !meta && text !== undefined && !/^\p{Cc}/u.test(text);
  // Enter comes as a line feed if the terminal was read line by line when it was pressed.
  const known = name === 'enter' ? 'return' : name;
  return [{ ...plainKey, name: known, text: types ? text : '', ctrl, meta, shift, sequence }];
}

const charactersIn = (text: string): number => [...text].length;
