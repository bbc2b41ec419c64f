import { Refusal } from '../inventory/refusal.ts';
import { exitCodes } from '../problems.ts';
import type { Host } from './context.ts';
import { describeRefusal, refusalJson } from './errors.ts';
import { interrupted } from './exit-codes.ts';
import { PipeClosed } from './host/output.ts';
import { refuseUndecoded } from './host/utf8.ts';
import { chooseLanguage, loadMessages } from './language.ts';
import { onStore } from './pasted.ts';
import { runProgram } from './program.ts';
import { printable, printableJson } from './render/printable.ts';

export { outputTo } from './host/output.ts';

/** Does what was typed and returns the exit code; whatever goes wrong is told on standard error. */
export async function run(words: readonly string[], host: Host): Promise<number> {
  const { env, stderr } = host;
  const language = chooseLanguage(early(words, '--lang'), env);
  const messages = onStore(await loadMessages(language), early(words, '--store'));
  try {
    refuseUndecoded(words, env);
    return await runProgram(words, host, language, messages);
  } catch (error) {
    if (error instanceof PipeClosed) return 0;
    if (error instanceof Error && error.name === 'Interrupted') return interrupted;
    const refusal = error instanceof Refusal ? error : bug(error);
    if (env['STOCKBOOK_DEBUG'] === '1') {
      const stack = String(error instanceof Error ? error.stack : error);
      stderr.write(`${stack.split('\n').map(printable).join('\n')}\n`);
    }
    const asJson = words.includes('--json') || early(words, '--format') === 'json';
    const text = asJson
      ? printableJson(refusalJson(refusal, messages))
      : messages.error(describeRefusal(refusal, messages));
    stderr.write(`${text}\n`);
    return exitCodes[refusal.code];
  }
}

/** The value of an option that is needed before options are parsed. */
function early(words: readonly string[], option: string): string | undefined {
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  const index = options.findIndex((word) => word === option || word.startsWith(`${option}=`));
  return options[index] === option ? options[index + 1] : options[index]?.slice(option.length + 1);
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
