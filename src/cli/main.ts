import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledFiles } from './compiled.ts';
import { interrupted } from './exit-codes.ts';
import { isTerminal } from './is-terminal.ts';
import type * as Run from './run.ts';

declare global {
  /** Of package.json, put in by the build. */
  const STOCKBOOK_VERSION: string;
}

/** The rest of the built program. */
export const files = new CompiledFiles(import.meta.filename);

/** Whether a person was asked something: what listens to the keyboard would keep the process from ending. */
let conversed = false;

async function main(words: readonly string[]): Promise<number> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    writeSync(1, `${STOCKBOOK_VERSION}\n`);
    return 0;
  }
  // What the build makes of run.ts.
  const { outputTo, run } = files.require('./run.js') as typeof Run;
  return run(words, {
    stdout: outputTo(1),
    stderr: outputTo(2),
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
      conversed = true;
      return { input: process.stdin, output: process.stderr };
    },
    installation: dirname(import.meta.dirname),
    stdin: () => process.stdin,
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
  });
}

/** Does what was typed, and sets the exit code. */
export function start(): void {
  // What has been recorded by the time the signal is heard has its answer already.
  process.on('SIGINT', () => process.exit(process.exitCode ?? interrupted));
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
      if (conversed) process.exit();
    },
    () => {
      // Standard error, or all that could be written to, has failed: there is nobody left to tell.
      process.exitCode = 1;
    },
  );
}
