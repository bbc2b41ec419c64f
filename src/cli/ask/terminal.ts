import { PassThrough } from 'node:stream';
import { padTo, widthOf } from '../../exchange/text/width.ts';
import type { Problem } from '../../problems.ts';
import { describeProblem } from '../errors.ts';
import { isCtrl, type Key } from '../host/keyboard.ts';
import type { Terminal } from '../host/terminal.ts';
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
import { Frame, fitted } from './frame.ts';
import type { Chosen, Item, Matches } from './list-prompt.ts';
import { placeOf } from './search/choice-typed.ts';
import { devicesAs, type Finding, placesAs } from './search/finding.ts';
import { TypeAhead } from './search/type-ahead.ts';

/** The most lines of a list of choices, and of a search. */
const maxChoiceLines = 20;
const maxDeviceLines = 14;
/** The last column at which the grey text behind names may begin. */
const maxNameWidth = 44;

/** Asks on a terminal, with lists to move in and texts that are checked at each key. Esc and Ctrl-C break off. */
export async function askOnTerminal(messages: Messages, options: AskOptions): Promise<Ask> {
  const { questions } = await import('./prompts.ts');
  const { terminal } = options;
  const { keyboard } = terminal;
  const theme = themeOf(options);
  const spelled = options.unicode ? (text: string) => text : plainPunctuation;
  const why = (problem: Problem) => spelled(describeProblem(problem, messages));

  const answer = async <T>(question: object, escapes = true): Promise<T> => {
    const escaped = new AbortController();
    const input = new PassThrough();
    const frame = new Frame(terminal);
    keyboard.open();
    let pending: Promise<void> | undefined;
    let leaves = false;
    let stop = () => {};
    const take = async (key: Key): Promise<void> => {
      if (key.name === 'escape' && !escapes) {
        // Clear the typed text.
        input.emit('keypress', undefined, { ctrl: true, name: 'u' });
        await pending;
        return;
      }
      if (breaksOff(key)) {
        leaves = key.name !== 'escape';
        stop();
        escaped.abort();
        return;
      }
      const text = key.name === 'paste' ? inOneLine(key.text) : key.text;
      input.emit('keypress', text === '' ? undefined : text, key);
      await pending;
    };
    try {
      // Each question below is of the type whose answer it returns.
      return (await questions(
        input,
        escaped.signal,
      )({
        ...question,
        theme,
        frame,
        opened: () => {
          stop = keyboard.read(take);
        },
        closed: () => stop(),
        pending: (look: Promise<void>) => {
          pending = look;
        },
      })) as T;
    } catch (error) {
      if (!escaped.signal.aborted) throw error;
      frame.leave();
      throw new Interrupted(leaves);
    } finally {
      stop();
    }
  };

  const field = async <T>(asked: Field<T>, optional: boolean): Promise<string> => {
    const { label, rule, current, usual, parse, complete } = asked;
    return answer<string>({
      type: 'field',
      message: spelled(messages.ask.value(label, optional)),
      hint: rule === undefined ? undefined : spelled(rule),
      ...(current === undefined ? {} : { prefill: current }),
      ...(usual === undefined ? {} : { usual }),
      ...(complete === undefined ? {} : { complete }),
      problem: (text: string) => {
        if ((optional || usual !== undefined) && text.trim() === '') return null;
        const result = parserOfTyped(parse)(text);
        return result.ok ? null : why(result.problem);
      },
    });
  };

  const list = {
    type: 'list',
    keysHelp: options.unicode ? messages.ask.keys : messages.ask.plainKeys,
    cursor: options.unicode ? '❯' : '>',
    more: (items: number) => spelled(messages.ask.moreBelow(items)),
  };
  /** An item whose words are made only when it is shown: a book may have very many devices. */
  const itemOf = (value: string, name: () => string, short = name, behind = ''): Item => ({
    behind: spelled(printable(behind)),
    value,
    get name() {
      return spelled(printable(name()));
    },
    get short() {
      return spelled(printable(short()));
    },
  });

  /** The lines of choices, with the text behind their names in a column. */
  const itemsOfOptions = (choices: readonly Option<string>[]): readonly Item[] => {
    const widths = choices.map(({ name, behind = '' }) => (behind === '' ? 0 : widthOf(name)));
    const width = Math.min(Math.max(...widths), maxNameWidth);
    return choices.map(({ value, name, behind = '' }) =>
      behind === ''
        ? itemOf(value, () => name)
        : itemOf(
            value,
            () => padTo(name, width, 'left'),
            () => name,
            `  ${behind}`,
          ),
    );
  };

  /** Has a digit choose at once, unless it is part of a scanned code. */
  const quick = (items: readonly Item[]) => ({
    keysHelp: spelled(messages.ask.quickKeys(items.length)),
    atOnce: (key: Key) =>
      /^[1-9]$/.test(key.text) && keyboard.comeTogether(key) === 1 ? items[Number(key.text) - 1] : undefined,
  });

  const choice = <T extends string>(
    label: string,
    choices: readonly Option<T>[],
    current?: T,
    isQuick = false,
  ): Promise<T> => {
    const items = itemsOfOptions(choices);
    const at = placeOfValue(choices, current);
    let isMeant = false;
    return answer({
      ...list,
      ...(isQuick ? quick(items) : {}),
      message: spelled(label),
      searches: false,
      maxLines: maxChoiceLines,
      first: { items, at },
      matches: async (text: string): Promise<Matches> => {
        const found = text === '' ? at : await placeOf(choices, text);
        isMeant = found !== null;
        return found !== null
          ? { items, at: found }
          : { items, at, said: messages.ask.noSuchChoice(printable(text)) };
      },
      choose: (text: string, item: Item): Chosen =>
        text === '' || isMeant ? item : { said: messages.ask.noSuchChoice(printable(text)), text: '' },
    });
  };

  const find = async <C extends Findable>(
    { shown, chosen, nothingFound, noneCalled, plain }: Finding<C>,
    label: string,
    candidates: readonly C[],
    { at = 0, prefill }: { readonly at?: number; readonly prefill?: string },
  ): Promise<string> => {
    const typeAhead = new TypeAhead(candidates);
    const itemsOf = (found: readonly C[]) =>
      found.map((candidate) =>
        itemOf(
          candidate.code,
          () => shown(candidate),
          () => chosen(candidate),
        ),
      );
    const matches = async (typed: string): Promise<Matches> => {
      const text = plain(typed);
      const found = await typeAhead.matching(text);
      if (found.length === 0) return { items: [], said: nothingFound };
      return { items: itemsOf(found), ...(text.trim() === '' ? { at: Math.max(at, 0) } : {}) };
    };
    return answer({
      ...list,
      message: spelled(label),
      searches: true,
      more: (items: number) => spelled(messages.ask.more(items)),
      maxLines: maxDeviceLines,
      ...(prefill === undefined ? {} : { prefill }),
      first: await matches(''),
      matches,
      choose: (typed: string, item: Item | undefined, isScanned: boolean): Chosen => {
        const text = plain(typed);
        const exact = typeAhead.withCode(text);
        if (exact !== undefined) return { value: exact.code, short: printable(chosen(exact)) };
        return item !== undefined && !(isScanned && typeAhead.isPartOfCode(text))
          ? item
          : {
              said: noneCalled(printable(text.trim())),
              text: isScanned && item === undefined ? '' : typed,
            };
      },
    });
  };

  return {
    text: (asked) => field(asked, false),
    optionalText: async (asked) => {
      const text = await field(asked, true);
      return text.trim() === '' ? undefined : text;
    },
    choice,
    quickChoice: (label, choices) => choice(label, choices, undefined, true),
    menu: async (label, choices, { current, maxLines, meaning }) => {
      const items = itemsOfOptions(choices);
      const at = placeOfValue(choices, current);
      let other = null as Awaited<ReturnType<typeof meaning>>;
      let place: number | null = at;
      const answered: string = await answer(
        {
          ...list,
          message: spelled(label),
          searches: false,
          maxLines,
          first: { items, at },
          matches: async (text: string): Promise<Matches> => {
            other = text === '' ? null : await meaning(text);
            place = text === '' ? at : other?.isFirst === true ? null : await placeOf(choices, text);
            const said = place === null ? other?.said : undefined;
            return { items, at: place ?? at, ...(said === undefined ? {} : { said: spelled(said) }) };
          },
          choose: (text: string, item: Item): Chosen => {
            if (text === '' || place !== null) return item;
            if (other !== null) return { value: typedOne, short: printable(text) };
            return { said: messages.ask.noSuchDevice(printable(text.trim())), text: '' };
          },
        },
        false,
      );
      // Every other answer is the value of a choice.
      return answered === typedOne && other !== null
        ? { means: other.means }
        : { chosen: answered as (typeof choices)[number]['value'] };
    },
    pause: () => pause(terminal, messages),
    device: (label, candidates, typed) =>
      find(devicesAs(messages), label, candidates, typed === undefined ? {} : { prefill: typed }),
    place: (label, places, current) =>
      find(placesAs(messages), label, places, { at: places.findIndex(({ code }) => code === current) }),
    confirm: async (label, usual) =>
      (await answer<string>({
        type: 'field',
        message: spelled(messages.ask.yesOrNo(label, usual)),
        problem: (text: string) => (meansYes(text, usual) === null ? messages.ask.sayYesOrNo : null),
      }).then((text) => meansYes(text, usual))) === true,
  };
}

/** The answer of a menu if a text was typed that is no choice. No choice has this value, since it contains blanks. */
const typedOne = 'what was typed';

const placeOfValue = (choices: readonly Option<string>[], wanted: string | undefined): number =>
  Math.max(
    choices.findIndex(({ value }) => value === wanted),
    0,
  );

/** Says what a key does, and waits for it. */
function pause(terminal: Terminal, messages: Messages): Promise<void> {
  const { keyboard } = terminal;
  keyboard.open();
  const frame = new Frame(terminal);
  const draw = () => frame.draw([fitted(messages.pages.goOn, frame.columns - 1)]);
  const unwatch = frame.onResize(draw);
  draw();
  return new Promise((wentOn, broken) => {
    const stop = keyboard.read((key) => {
      stop();
      unwatch();
      frame.close([]);
      if (isCtrl(key, 'c') || isCtrl(key, 'd')) return broken(new Interrupted(true));
      if (key.text.trim() !== '') keyboard.putBack(key);
      return wentOn();
    });
  });
}

const breaksOff = (key: Key): boolean => key.name === 'escape' || isCtrl(key, 'c') || isCtrl(key, 'd');

/** Joins the lines of a pasted text, so that its line breaks submit nothing. */
function inOneLine(pasted: string): string {
  const lines = pasted.split(/[\r\n\t]/);
  if (lines.length === 1) return pasted;
  const trimmed = lines.map((line) => line.trim());
  return trimmed.filter((line) => line !== '').join(' ');
}

/** The look of questions: without colour, or in ASCII, if the terminal has no more. */
function themeOf({ colored, unicode }: AskOptions): object {
  const plain = (text: string) => text;
  const done = unicode ? '✔' : '*';
  return {
    ...(colored && unicode ? {} : { prefix: { idle: '?', done } }),
    ...(colored
      ? {}
      : {
          style: {
            answer: plain,
            message: plain,
            error: (text: string) => `> ${text}`,
            help: plain,
            highlight: plain,
          },
        }),
  };
}
