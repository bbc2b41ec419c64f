import { describeProblem } from '../errors.ts';
import { parserOfTyped } from '../host/utf8.ts';
import { plainPunctuation } from '../render/ascii.ts';
import { printable } from '../render/printable.ts';
import type { Messages } from '../words/messages.ts';
import {
  type Ask,
  type AskOptions,
  type Field,
  type Findable,
  Interrupted,
  meansYes,
  type Option,
} from './ask.ts';
import { placeOf } from './search/choice-typed.ts';
import { devicesAs, type Finding, placesAs } from './search/finding.ts';
import { TypeAhead } from './search/type-ahead.ts';

/** The most matches listed at once; if there are more, the person types on. */
const mostListed = 20;

/** Asks line by line, with numbered lists, on terminals that cannot move the cursor (`TERM=dumb`). */
export function askPlainly(messages: Messages, { terminal, unicode }: AskOptions): Ask {
  const { output, lines } = terminal;
  const spelled = unicode ? (text: string) => text : plainPunctuation;
  const say = (text: string) => void output.write(`${spelled(text)}\n`);

  const answer = async (question: string): Promise<string> => {
    output.write(`${spelled(question)} `);
    const line = await lines.next();
    if (line === null) throw new Interrupted(true);
    return line;
  };

  const field = async <T>(
    { label, rule, current, usual, parse }: Field<T>,
    optional: boolean,
  ): Promise<string> => {
    if (rule !== undefined) say(rule);
    const shown = current === undefined ? '' : ` [${printable(current)}]`;
    for (;;) {
      const typed = await answer(`${messages.ask.value(label, optional)}${shown}`);
      const text = typed === '' ? (current ?? usual ?? '') : typed;
      if (optional && text.trim() === '') return '';
      const result = parserOfTyped(parse)(text);
      if (result.ok) return text;
      say(messages.error(describeProblem(result.problem, messages)));
    }
  };

  const sayOptions = (options: readonly Option<string>[]) => {
    for (const [index, { name, behind }] of options.entries())
      say(`${index + 1}) ${printable(behind === undefined ? name : `${name}  ${behind}`)}`);
  };

  const choice = async <T extends string>(
    label: string,
    options: readonly Option<T>[],
    takesFirst = false,
  ): Promise<T> => {
    sayOptions(options);
    for (;;) {
      const text = await answer(label);
      const place = takesFirst && text === '' ? 0 : await placeOf(options, text);
      const chosen = place === null ? undefined : options[place];
      if (chosen !== undefined) return chosen.value;
      say(messages.ask.numberOf(options.length));
    }
  };

  const find = async <C extends Findable>(
    { shown, nothingFound, plain }: Finding<C>,
    label: string,
    candidates: readonly C[],
    typed?: string,
  ): Promise<string> => {
    const typeAhead = new TypeAhead(candidates);
    const named = (candidate: C) => printable(shown(candidate));
    for (let text = typed; ; text = undefined) {
      const wanted = plain(text ?? (await answer(label)));
      const exact = typeAhead.withCode(wanted);
      const found = exact === undefined ? await typeAhead.matching(wanted) : [exact];
      const [only] = found;
      if (only !== undefined && found.length === 1) {
        say(named(only));
        return only.code;
      }
      const listed = found.slice(0, mostListed);
      if (found.length === 0) say(nothingFound);
      else if (found.length > mostListed) {
        for (const candidate of listed) say(named(candidate));
        say(messages.ask.more(found.length - mostListed));
      } else
        return choice(
          label,
          listed.map((candidate) => ({ value: candidate.code, name: shown(candidate) })),
        );
    }
  };

  return {
    text: (asked) => field(asked, false),
    optionalText: async (asked) => {
      const text = await field(asked, true);
      return text.trim() === '' ? undefined : text;
    },
    choice: (label, options) => choice(label, options),
    quickChoice: (label, options) => choice(label, options, true),
    menu: async (label, options, { meaning }) => {
      sayOptions(options);
      for (;;) {
        const text = await answer(label);
        const other = await meaning(text);
        const place = other?.isFirst === true ? null : await placeOf(options, text);
        const chosen = place === null ? undefined : options[place];
        if (chosen !== undefined) return { chosen: chosen.value };
        if (other !== null) return { means: other.means };
        say(messages.ask.numberOf(options.length));
      }
    },
    pause: async () => {},
    device: (label, candidates, typed) => find(devicesAs(messages), label, candidates, typed),
    place: (label, places) =>
      places.length > mostListed
        ? find(placesAs(messages), label, places)
        : choice(
            label,
            places.map(({ code, name }) => ({ value: code, name, words: [code, `@${code}`] })),
          ),
    confirm: async (label, usual) => {
      for (;;) {
        const said = meansYes(await answer(messages.ask.yesOrNo(label, usual)), usual);
        if (said !== null) return said;
        say(messages.ask.sayYesOrNo);
      }
    },
  };
}
