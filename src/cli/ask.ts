import type { Choice } from '../inventory/attribute.ts';
import type { Parsed, Problem } from '../inventory/refusal.ts';
import { describeProblem } from './errors.ts';
import type { Messages } from './messages/messages.ts';

/** A device that can be chosen. */
export interface Candidate {
  readonly code: string;
  readonly name: string;
  readonly brand: string | null;
}

/** A person broke a question off: nothing is done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Questions to a person at a terminal. Each throws Interrupted where the person breaks off. */
export interface Ask {
  /** A text that must parse; where it is optional, an empty answer is none. */
  text<T>(label: string, parse: (text: string) => Parsed<T>): Promise<string>;
  optionalText<T>(label: string, parse: (text: string) => Parsed<T>): Promise<string | undefined>;
  choice<T extends string>(
    label: string,
    choices: readonly { readonly value: T; readonly name: string }[],
  ): Promise<T>;
  /** The code of one of the devices, found by typing part of its code, name or brand. */
  device(label: string, candidates: readonly Candidate[]): Promise<string>;
}

/** Choices as a list shows them. */
export const shownChoices = (choices: readonly Choice[], language: 'en' | 'zh') =>
  choices.map(({ value, term }) => ({ value, name: term[language] }));

/** How many candidates a list shows at once. */
const shown = 10;

/** Questions drawn on a stream, by inquirer. */
export async function askOnTerminal(messages: Messages, stream: NodeJS.WritableStream): Promise<Ask> {
  const { default: inquirer } = await import('inquirer');
  const why = (problem: Problem) => describeProblem(problem, messages);

  const answer = async <T>(question: object): Promise<T> => {
    try {
      const prompt = inquirer.createPromptModule({ output: stream });
      const answers: { readonly answer?: unknown } = await prompt([{ ...question, name: 'answer' } as never]);
      // Each question below is of the type whose answer it returns.
      return answers.answer as T;
    } catch (error) {
      if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError'))
        throw new Interrupted();
      throw error;
    }
  };

  return {
    text: (label, parse) =>
      answer({
        type: 'input',
        message: messages.ask.value(label, false),
        validate: (text: string) => verdict(parse(text), why),
      }),
    optionalText: async (label, parse) => {
      const validate = (text: string) => text.trim() === '' || verdict(parse(text), why);
      const text = await answer<string>({
        type: 'input',
        message: messages.ask.value(label, true),
        validate,
      });
      return text.trim() === '' ? undefined : text;
    },
    choice: (label, choices) => answer({ type: 'select', message: label, choices }),
    device: (label, candidates) =>
      answer({
        type: 'search',
        message: label,
        source: (typed: string | undefined) => matching(candidates, typed ?? ''),
      }),
  };
}

const verdict = <T>(result: Parsed<T>, why: (problem: Problem) => string): true | string =>
  result.ok ? true : why(result.problem);

function matching(candidates: readonly Candidate[], typed: string): { value: string; name: string }[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { value: string; name: string }[] = [];
  for (const { code, name, brand } of candidates) {
    const text = `${code} ${name} ${brand ?? ''}`.toLowerCase();
    if (words.every((word) => text.includes(word))) found.push({ value: code, name: `${code}  ${name}` });
    if (found.length === shown) break;
  }
  return found;
}
