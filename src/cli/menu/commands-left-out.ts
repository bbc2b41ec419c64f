import type { Messages } from '../words/messages.ts';

/** Stands for a command while a message is made. */
const mark = '\0';

/** Where a message may be cut: behind what ends a part of a sentence. */
const betweenClauses = /(?<=[;；，?？])/;

/** An option, or a command, that is to be typed in a shell. */
const toType = /\0|(?<![\p{L}\p{N}-])--[a-z]|(?<![\p{L}\p{N}/])stockbook [a-z]/u;

/**
 * The messages without the parts that have somebody type a command or an option, which a menu does not take: it offers
 * what they do instead.
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
  const problems = Object.entries(messages.problems).map(([key, text]) => [
    key,
    said(text as (params: unknown, command: Messages['command']) => string),
  ]);
  return {
    ...messages,
    notice: said(messages.notice),
    // The same keys, each with a text of the same parameters.
    problems: Object.fromEntries(problems) as Messages['problems'],
  };
}

function cut(text: string): string {
  const kept = text.split(betweenClauses).filter((clause) => !toType.test(clause));
  return kept.length === 0
    ? text.replaceAll(mark, '')
    : kept.join('').replace(/(?<![;；，?\s])[;；，?\s]+$/, '');
}
