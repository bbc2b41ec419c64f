import { looks } from '../commands/looks.ts';
import type { Machine } from '../host/machine.ts';
import { run as runBy } from '../run.ts';
import { everyday } from './everyday.ts';

export { outputTo } from '../host/output.ts';
export { Printed, Terminal } from '../host/terminal.ts';

/** Runs a command that looks at what is recorded, or takes back the last of it. */
export const run = (words: readonly string[], machine: Machine): Promise<number> =>
  runBy(words, machine, everyday(looks));
