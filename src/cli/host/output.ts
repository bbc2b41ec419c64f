import { writeSync } from 'node:fs';
import { isTerminal } from './is-terminal.ts';

/** The reader of a pipe has gone: there is no reader left. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

/** A stream that text is written to at once, whole, in order. */
export interface Output {
  readonly isTerminal: boolean;
  /** Throws PipeClosed, or what the operating system throws. */
  write(text: string | Uint8Array): void;
}

/**
 * Standard output or standard error, by descriptor: lighter to start than Node's own streams. `written` gets each text, too.
 * What cannot be written to standard error is dropped: a notice that nobody can read changes neither what was done nor
 * the exit code.
 */
export function outputTo(descriptor: 1 | 2, written?: (text: string) => void): Output {
  return {
    get isTerminal() {
      return isTerminal(descriptor);
    },
    write: (text) => {
      try {
        writeWhole(descriptor, typeof text === 'string' ? Buffer.from(text) : text);
      } catch (error) {
        if (descriptor === 1) throw error;
        return;
      }
      if (typeof text === 'string') written?.(text);
    },
  };
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The second, where the pipe is a socket whose reader has gone without having read all.
      if (code === 'EPIPE' || code === 'ECONNRESET') throw new PipeClosed();
      if (code !== 'EAGAIN') throw error;
      // A pipe that others made non-blocking is full: let its reader catch up.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
