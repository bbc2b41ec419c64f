import { Script } from 'node:vm';
import { Interrupted } from '../ask/ask.ts';

/** The global through which the script finds the function to call: a script sees only globals. */
const slot = 'stockbook.interruptible';
let script: Script | undefined;

/**
 * Calls something that takes long without ever waiting for events, and in which nothing is half done. Ctrl-C breaks it off
 * wherever it is, as it could not otherwise: a signal is an event to Node. Throws Interrupted then.
 */
export function interruptible<T>(action: () => T): T {
  script ??= new Script(`globalThis['${slot}']()`);
  let done: { readonly value: T } | undefined;
  Reflect.set(globalThis, slot, () => {
    done = { value: action() };
  });
  try {
    script.runInThisContext({ breakOnSigint: true, displayErrors: false });
  } catch (error) {
    throw isBrokenOff(error) ? new Interrupted(true) : error;
  } finally {
    Reflect.deleteProperty(globalThis, slot);
  }
  if (done === undefined) throw new Error('the script called nothing');
  return done.value;
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
