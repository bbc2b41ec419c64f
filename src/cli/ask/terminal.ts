import { emitKeypressEvents } from 'node:readline';
import { cutTo } from '../../exchange/text/cut.ts';
import type { Problem } from '../../problems.ts';
import { describeProblem } from '../errors.ts';
import { parserOfTyped } from '../host/utf8.ts';
import { plainPunctuation } from '../render/ascii.ts';
import { printable } from '../render/printable.ts';
import type { Messages } from '../words/messages.ts';
import { type Ask, type AskOptions, type Candidate, type Field, Interrupted, meansYes } from './ask.ts';
import { shown, TypeAhead } from './type-ahead.ts';

/** How many lines of a list are shown at once. */
const pageSize = 16;

/** Questions drawn by inquirer: lists to move in, texts that are checked as they are typed. Esc and Ctrl-C break off. */
export async function askOnTerminal(messages: Messages, options: AskOptions): Promise<Ask> {
  const { questions } = await import('./prompts.ts');
  const { input, output } = options;
  const theme = themeOf(messages, options);
  const spelled = options.unicode ? (text: string) => text : plainPunctuation;
  const why = (problem: Problem) => spelled(describeProblem(problem, messages));

  const answer = async <T>(question: object): Promise<T> => {
    const escaped = new AbortController();
    let leaves = false;
    const onKey = (
      _: string | undefined,
      key: { readonly name?: string; readonly ctrl?: boolean } | undefined,
    ) => {
      if (key?.name === 'escape') escaped.abort();
      // One that is typed right behind an answer would reach neither this question nor the next.
      if (key?.name === 'c' && key.ctrl === true) leaves = true;
    };
    emitKeypressEvents(input);
    input.on('keypress', onKey);
    try {
      // Each question below is of the type whose answer it returns.
      const answered = (await questions({ input, output, signal: escaped.signal })({
        ...question,
        theme,
      })) as T;
      if (leaves) throw new Interrupted(true);
      return answered;
    } catch (error) {
      if (error instanceof Interrupted || !(error instanceof Error) || !isBreakingOff(error)) throw error;
      throw new Interrupted(!escaped.signal.aborted);
    } finally {
      input.removeListener('keypress', onKey);
    }
  };

  const field = <T>({ label, rule, current, parse }: Field<T>, optional: boolean) =>
    answer<string>({
      type: 'field',
      message: spelled(messages.ask.value(label, optional)),
      hint: rule === undefined ? undefined : spelled(rule),
      ...(current === undefined ? {} : { prefill: current }),
      problem: (text: string) => {
        if (optional && text.trim() === '') return null;
        const result = parserOfTyped(parse)(text);
        return result.ok ? null : why(result.problem);
      },
    });

  return {
    text: (asked) => field(asked, false),
    optionalText: async (asked) => {
      const text = await field(asked, true);
      return text.trim() === '' ? undefined : text;
    },
    choice: (label, choices, current) =>
      answer({
        type: 'select',
        message: label,
        choices: choices.map(({ value, name }) => ({ value, name: spelled(printable(name)) })),
        pageSize,
        loop: false,
        ...(current === undefined ? {} : { default: current }),
      }),
    device: (label, candidates) => {
      const typeAhead = new TypeAhead(candidates);
      return answer({
        type: 'search',
        message: label,
        pageSize: shown,
        source: async (typed: string | undefined) => {
          const found = await typeAhead.matching(typed ?? '');
          return found.length === 0
            ? [{ type: 'separator', separator: messages.ask.nothingFound }]
            : found.map((candidate) => ({
                value: candidate.code,
                name: spelled(line(candidate)),
                short: candidate.code,
              }));
        },
      });
    },
    confirm: async (label, usual) =>
      (await answer<string>({
        type: 'field',
        message: messages.ask.yesOrNo(label, usual),
        problem: (text: string) => (meansYes(text, usual) === null ? messages.ask.sayYesOrNo : null),
      }).then((text) => meansYes(text, usual))) === true,
  };
}

const isBreakingOff = ({ name }: Error): boolean =>
  name === 'ExitPromptError' || name === 'AbortPromptError' || name === 'CancelPromptError';

/** A candidate in one line of at most 76 cells, so that no list wraps at 80 columns. */
const line = ({ code, name, brand }: Candidate): string =>
  cutTo(printable(`${code}  ${name}${brand === null ? '' : `  ${brand}`}`), 76);

/** The look of questions: without colour where there is none, and in ASCII where the terminal shows no more. */
function themeOf(messages: Messages, { colored, unicode }: AskOptions): object {
  const plain = (text: string) => text;
  const done = unicode ? '✔' : '*';
  return {
    ...(colored && unicode ? {} : { prefix: { idle: '?', done } }),
    ...(unicode ? {} : { icon: { cursor: '>' } }),
    style: {
      keysHelpTip: () => (unicode ? messages.ask.keys : messages.ask.plainKeys),
      ...(colored
        ? {}
        : {
            answer: plain,
            message: plain,
            error: (text: string) => `> ${text}`,
            defaultAnswer: (text: string) => `(${text})`,
            help: plain,
            highlight: plain,
            key: plain,
            disabled: plain,
            searchTerm: plain,
            description: plain,
          }),
    },
  };
}
