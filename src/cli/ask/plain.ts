import { createInterface } from 'node:readline/promises';
import { describeProblem } from '../errors.ts';
import { parserOfTyped } from '../host/utf8.ts';
import { printable } from '../render/printable.ts';
import type { Messages } from '../words/messages.ts';
import {
  type Ask,
  type AskOptions,
  type Candidate,
  type Field,
  Interrupted,
  meansYes,
  type Option,
} from './ask.ts';
import { TypeAhead } from './type-ahead.ts';

/** Questions a line at a time, for terminals that cannot move the cursor (`TERM=dumb`): lists are numbered. */
export function askPlainly(messages: Messages, { input, output }: AskOptions): Ask {
  const say = (text: string) => void output.write(`${text}\n`);

  const answer = async (question: string): Promise<string> => {
    const lines = createInterface({ input, output, terminal: false });
    const broken = new AbortController();
    lines.on('close', () => broken.abort());
    try {
      return await lines.question(`${question} `, { signal: broken.signal });
    } catch {
      throw new Interrupted(true);
    } finally {
      lines.close();
    }
  };

  const field = async <T>({ label, rule, current, parse }: Field<T>, optional: boolean): Promise<string> => {
    if (rule !== undefined) say(rule);
    const shown = current === undefined ? '' : ` [${printable(current)}]`;
    for (;;) {
      const typed = await answer(`${messages.ask.value(label, optional)}${shown}`);
      const text = typed === '' ? (current ?? '') : typed;
      if (optional && text.trim() === '') return '';
      const result = parserOfTyped(parse)(text);
      if (result.ok) return text;
      say(messages.error(describeProblem(result.problem, messages)));
    }
  };

  const choice = async <T extends string>(label: string, options: readonly Option<T>[]): Promise<T> => {
    for (const [index, { name }] of options.entries()) say(`${index + 1}) ${printable(name)}`);
    for (;;) {
      const chosen = options[Number(await answer(label)) - 1];
      if (chosen !== undefined) return chosen.value;
      say(messages.ask.numberOf(options.length));
    }
  };

  const device = async (label: string, candidates: readonly Candidate[]): Promise<string> => {
    const typeAhead = new TypeAhead(candidates);
    for (;;) {
      const found = await typeAhead.matching(await answer(label));
      const [only] = found;
      if (only !== undefined && found.length === 1) return only.code;
      if (found.length === 0) say(messages.ask.nothingFound);
      else
        return choice(
          label,
          found.map(({ code, name }) => ({ value: code, name: `${code}  ${name}` })),
        );
    }
  };

  return {
    text: (asked) => field(asked, false),
    optionalText: async (asked) => {
      const text = await field(asked, true);
      return text.trim() === '' ? undefined : text;
    },
    choice,
    device,
    confirm: async (label, usual) => {
      for (;;) {
        const said = meansYes(await answer(messages.ask.yesOrNo(label, usual)), usual);
        if (said !== null) return said;
        say(messages.ask.sayYesOrNo);
      }
    },
  };
}
