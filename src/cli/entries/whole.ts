import type { Machine } from '../host/machine.ts';
import { runProgram } from '../program.ts';
import { run as runBy } from '../run.ts';

export { outputTo } from '../host/output.ts';
export { Printed, Terminal } from '../host/terminal.ts';

/** Runs whatever was typed. */
export const run = (words: readonly string[], machine: Machine): Promise<number> =>
  runBy(words, machine, runProgram);
