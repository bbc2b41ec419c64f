import { Refusal } from '../inventory/refusal.ts';
import type { Surroundings } from './context.ts';
import { describeRefusal, refusalJson } from './errors.ts';
import { exitCodes, interrupted } from './exit-codes.ts';
import { chooseLanguage, loadMessages } from './language.ts';
import { outputTo, PipeClosed } from './output.ts';

declare global {
  /** Of package.json, put in by the build. */
  const STOCKBOOK_VERSION: string;
}

const words = process.argv.slice(2);
const stdout = outputTo(1);
const stderr = outputTo(2);

/** The value of an option that is needed before options are parsed. */
function early(option: string): string | undefined {
  const index = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[index];
  return word === undefined || (words.indexOf('--') !== -1 && words.indexOf('--') < index)
    ? undefined
    : word === option
      ? words[index + 1]
      : word.slice(option.length + 1);
}

const surroundings: Surroundings = {
  stdout,
  stderr,
  get stdinIsTerminal() {
    return process.stdin.isTTY === true;
  },
  env: process.env,
  get directory() {
    return process.cwd();
  },
  get columns() {
    return process.stdout.columns || 80;
  },
  promptStream: () => process.stderr,
  stdin: () => process.stdin,
  now: () => Date.now(),
};

async function main(): Promise<number> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    stdout.write(`${STOCKBOOK_VERSION}\n`);
    return 0;
  }
  const language = chooseLanguage(early('--lang'), process.env);
  const messages = await loadMessages(language);
  try {
    const { runProgram } = await import('./program.ts');
    return await runProgram(words, surroundings, language, messages);
  } catch (error) {
    if (error instanceof PipeClosed) return 0;
    if (error instanceof Error && error.name === 'Interrupted') return interrupted;
    const refusal = error instanceof Refusal ? error : bug(error);
    if (process.env['STOCKBOOK_DEBUG'] === '1')
      stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const asJson = words.includes('--json') || early('--format') === 'json';
    const text = asJson
      ? JSON.stringify(refusalJson(refusal, messages))
      : messages.error(describeRefusal(refusal, messages));
    stderr.write(`${text}\n`);
    return exitCodes[refusal.code];
  }
}

/** What nothing here expected: an error of the system, which names its call, or a bug. */
function bug(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const params = { reason: String(error.code), action: String(error.syscall) };
    return new Refusal('io', { key: 'system-refused', params }, { reason: params.reason });
  }
  return new Refusal('internal', { key: 'internal', params: { reason } });
}

// What has been recorded by the time the signal is heard has its answer already.
process.on('SIGINT', () => process.exit(process.exitCode ?? interrupted));
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // Standard error itself has failed: there is nobody left to tell.
    process.exitCode = error instanceof PipeClosed ? 0 : 1;
  },
);
