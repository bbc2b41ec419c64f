import { readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { helpFileAsked } from './early.ts';
import { fileWith } from './entries/file-with.ts';
import type * as Entry from './entries/whole.ts';
import { interrupted } from './exit-codes.ts';
import { CompiledFiles } from './host/compiled.ts';
import { isTerminal, sizeOfFile } from './host/is-terminal.ts';
import type { Interrupts } from './host/machine.ts';
import { outputTo, PipeClosed } from './host/output.ts';
import type { Terminal } from './host/terminal.ts';

declare global {
  /** Of package.json, put in by the build. */
  const STOCKBOOK_VERSION: string;
}

/** The rest of the built program. */
export const files = new CompiledFiles(import.meta.filename, require);

/** Where a person was asked something: what listens to the keyboard would keep the process from ending. */
let terminal: Terminal | undefined;

async function main(words: readonly string[]): Promise<number> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    writeSync(1, `${STOCKBOOK_VERSION}\n`);
    return 0;
  }
  if (printedHelp(words)) return 0;
  // What the build makes of each entry.
  const program = files.first(fileWith(words, process.env), process.env) as typeof Entry;
  const printed = new program.Printed();
  return program.run(words, {
    stdout: program.outputTo(1, (text) => printed.add(text)),
    stderr: program.outputTo(2, (text) => printed.add(text)),
    get stdinIsTerminal() {
      return isTerminal(0);
    },
    env: process.env,
    get directory() {
      return process.cwd();
    },
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || 24;
    },
    terminal: () => {
      terminal ??= new program.Terminal(process.stdin, process.stderr, printed);
      return terminal;
    },
    installation: dirname(import.meta.dirname),
    stdin: () => process.stdin,
    get stdinSize() {
      return sizeOfFile(0);
    },
    now: () => Date.now(),
    // Of `performance`, the first use alone would take a millisecond.
    monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
    interrupts,
  });
}

/** Prints help that the build has written to a file; false if none answers, or it cannot be printed. */
function printedHelp(words: readonly string[]): boolean {
  const file = helpFileAsked(words, process.env);
  if (file === null) return false;
  try {
    outputTo(1).write(readFileSync(join(import.meta.dirname, file)));
    return true;
  } catch (error) {
    return error instanceof PipeClosed;
  }
}

let isHeld = false;
let wasInterrupted = false;
/** What Ctrl-C does while it waits. */
let whileHeld: (() => void) | undefined;

/** What the process does at Ctrl-C (SIGINT). */
const interrupts: Interrupts = {
  get isHeld() {
    return isHeld;
  },
  atOnce() {
    if (isHeld) return;
    // Without a listener the kernel ends the process; an immediate comes when Node next waits for events.
    process.removeListener('SIGINT', interrupt);
    setImmediate(listen).unref();
  },
  hold(breakOff) {
    isHeld = true;
    whileHeld = breakOff;
    if (terminal !== undefined) terminal.keyboard.whileBusy = breakOff;
    listen();
  },
  release() {
    isHeld = false;
    whileHeld = undefined;
    if (terminal !== undefined) terminal.keyboard.whileBusy = undefined;
    if (wasInterrupted) interrupt();
  },
  end() {
    isHeld = false;
    interrupt();
  },
  heard: (action) => (terminal === undefined ? action() : terminal.keyboard.hearingSignals(action)),
};

function listen(): void {
  if (!process.listeners('SIGINT').includes(interrupt)) process.on('SIGINT', interrupt);
}

function interrupt(): void {
  wasInterrupted = true;
  if (isHeld) {
    whileHeld?.();
    return;
  }
  // Should something keep the process from ending, the next Ctrl-C does not.
  process.removeListener('SIGINT', interrupt);
  // A command that has come to its end has its answer already.
  process.exit(process.exitCode ?? interrupted);
}

/** Runs the typed command, and sets the exit code. */
export function start(): void {
  listen();
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
      if (terminal !== undefined) process.exit();
    },
    () => {
      // Not even what went wrong could be said.
      process.exitCode = 1;
    },
  );
}
