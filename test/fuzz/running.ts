import { run } from '../../src/cli/entries/whole.ts';

/** What a command that runs in this process came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  readonly env?: { readonly [name: string]: string };
  readonly input?: string | Uint8Array;
  readonly isTerminal?: boolean;
  /** The size of the input, if it is a file. */
  readonly stdinSize?: number;
  /** What time it is. */
  readonly now?: () => number;
  /** The clock for progress, which only a test moves. */
  readonly monotonicMs?: () => number;
}

/** Runs a command as main.ts does, but in this process, so that thousands can be run. */
export async function runHere(folder: string, words: readonly string[], host: Around = {}): Promise<Outcome> {
  const { env = {}, input = '', isTerminal = false, stdinSize } = host;
  const { now = () => Date.UTC(2026, 10, 23), monotonicMs = () => 0 } = host;
  const texts = { stdout: '', stderr: '' };
  const outputTo = (name: keyof typeof texts) => ({
    isTerminal,
    write: (text: string | Uint8Array) => {
      texts[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const code = await run(words, {
    stdout: outputTo('stdout'),
    stderr: outputTo('stderr'),
    stdinIsTerminal: false,
    env: { STOCKBOOK_BY: 'li', LANG: 'C.UTF-8', NO_COLOR: '1', ...env },
    directory: folder,
    columns: 100,
    rows: 1000,
    terminal: () => {
      throw new Error('nobody can be asked');
    },
    installation: folder,
    stdin: async function* () {
      yield Buffer.from(input);
    },
    stdinSize,
    now,
    monotonicMs,
  });
  return { code, ...texts };
}
