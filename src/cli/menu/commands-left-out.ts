import { commandNames } from '../commands/shell/names.ts';
import type { Messages } from '../words/messages.ts';

/** Stands for a command while a message is made. */
const mark = '\0';

/** The places where a message may be cut: after the marks that end a clause. */
const betweenClauses = /(?<=[;；，?？]|,(?= or ))/;

/** An option or a command to be typed in a shell. */
const toType = new RegExp(
  `${mark}|(?<![\\p{L}\\p{N}-])--[a-z]|(?<![\\p{L}\\p{N}/])stockbook (?:${commandNames.join('|')})(?![\\p{L}\\p{N}-])`,
  'u',
);

/** A Chinese clause that only leads to the advice after it: “to …”, “if …”. */
const leadsToAdvice = /^(?:要|如|若)/;

/**
 * Removes the advice to type a command or an option from all messages. A menu takes neither; it offers what they do
 * instead.
 */
export function withoutCommands(messages: Messages): Messages {
  const said =
    <T>(text: (params: T, command: Messages['command']) => string) =>
    (params: T, command: Messages['command']): string => {
      const marked = (words: string): string => {
        command(words);
        return mark;
      };
      return cut(text(params, marked));
    };
  const problems = Object.entries(messages.problems()).map(([key, text]) => [
    key,
    said(text as (params: unknown, command: Messages['command']) => string),
  ]);
  return {
    ...messages,
    notice: said(messages.notice),
    shown: cut,
    // The same keys, each with a text of the same parameters.
    problems: () => Object.fromEntries(problems) as ReturnType<Messages['problems']>,
  };
}

/** Removes the advice from a text. The first clause says what happened, and is always kept. */
function cut(text: string): string {
  // A table gives no advice.
  if (text.includes('\n') || !toType.test(text)) return text;
  const [first = '', ...others] = text.split(betweenClauses);
  const kept = [first];
  let isCut = false;
  for (const clause of others) {
    if (toType.test(clause)) {
      isCut = true;
      while (kept.length > 1 && leadsToAdvice.test(kept.at(-1) ?? '')) kept.pop();
    } else {
      // The alternative is now the only advice.
      kept.push(isCut ? clause.replace(/^ or /, ' ').replace(/^或/, '请') : clause);
      isCut = false;
    }
  }
  return kept
    .join('')
    .replaceAll(mark, '')
    .replace(/(?<![;；，,\s])[;；，,\s]+$/, '');
}
