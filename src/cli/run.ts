import { Refusal } from '../inventory/refusal.ts';
import { exitCodes } from '../problems.ts';
import { earlyOption } from './early.ts';
import { describeRefusal, refusalJson } from './errors.ts';
import { interrupted } from './exit-codes.ts';
import type { Machine } from './host/machine.ts';
import { PipeClosed } from './host/output.ts';
import { refuseUndecoded } from './host/utf8.ts';
import { chooseLanguage } from './language.ts';
import { onStore } from './pasted.ts';
import { printable, printableJson } from './render/printable.ts';
import { inWholeWords } from './render/whole-words.ts';
import type { Setup } from './session.ts';
import { loadMessages } from './words/load-messages.ts';

/** Carries out the typed words, and returns the exit code. Throws refusals. */
export type Program = (words: readonly string[], setup: Setup) => Promise<number>;

/** Runs the typed command by a program and returns the exit code; writes errors to standard error. */
export async function run(words: readonly string[], machine: Machine, program: Program): Promise<number> {
  const { env, stderr } = machine;
  const language = chooseLanguage(earlyOption(words, '--lang'), env);
  const messages = onStore(await loadMessages(language), earlyOption(words, '--store'));
  try {
    refuseUndecoded(words, env);
    return await program(words, { machine, language, messages });
  } catch (error) {
    if (error instanceof PipeClosed) return 0;
    if (error instanceof Error && error.name === 'Interrupted') return interrupted;
    const refusal = error instanceof Refusal ? error : bug(error);
    if (env['STOCKBOOK_DEBUG'] === '1') {
      const stack = String(error instanceof Error ? error.stack : error);
      stderr.write(`${stack.split('\n').map(printable).join('\n')}\n`);
    }
    const asJson = words.includes('--json') || earlyOption(words, '--format') === 'json';
    const text = asJson
      ? printableJson(refusalJson(refusal, messages))
      : messages.error(describeRefusal(refusal, messages));
    stderr.write(`${stderr.isTerminal && !asJson ? inWholeWords(text, machine.columns) : text}\n`);
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
