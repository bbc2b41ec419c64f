import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What Ctrl-C does. As long as the program waits for events it is heard, as exit code 130. */
export interface Interrupts {
  readonly isHeld: boolean;
  /** It ends the process at once, wherever that is, until it waits for events again: Node hears of no signal before. */
  atOnce(): void;
  /** It waits, so that the entry being recorded is reported; it calls `breakOff`, which may end it earlier. */
  hold(breakOff?: () => void): void;
  /** It is heard now: what it was to wait for is given up. */
  end(): void;
  /** It no longer waits; one that did is heard now. */
  release(): void;
  /** It is a signal meanwhile, even at a terminal that is read key by key, where it is a key. */
  heard<T>(action: () => T): T;
}

/** The machine that the program runs on; main.ts gives the real one. */
export interface Machine {
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
  terminal(): Terminal;
  /** Where the program is installed. */
  readonly installation: string;
  /** Bytes of standard input. */
  stdin(): AsyncIterable<Uint8Array>;
  /** How many they are, if standard input is a file. */
  readonly stdinSize?: number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  readonly interrupts?: Interrupts;
  /** Milliseconds of a monotonic clock: only differences mean anything. */
  monotonicMs(): number;
}
