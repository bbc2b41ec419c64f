import type { StepName } from '../inventory/book/place-kinds.ts';
import { type Choice, parseChoice, type Term } from '../inventory/devices/attribute.ts';
import { orRefuse, type Parsed, parsed, refuse } from '../inventory/refusal.ts';
import { orZh } from './words/counting.ts';

/** What a shell can offer for a value: words of a list, a file, or what the store has. */
export type Completion =
  | 'files'
  | 'devices'
  | 'brands'
  | 'operators'
  | 'parties'
  | 'places'
  | StepName
  | 'recent'
  | 'counts'
  | 'undoable'
  | 'correctable'
  | readonly (string | Choice)[];

/** What commander found for an option or an argument: a text, several, or whether a flag was typed; nothing if none was. */
export type Found = string | readonly string[] | boolean | undefined;

/** What a value is read by, beside its text. */
export interface Typing {
  /** What refusals call it. */
  readonly field: string;
  /** When the command was typed, in milliseconds since 1970. */
  readonly now: number;
}

/** Reads a text as a value. A text that is wrong makes the refusal `invalid`, which names the field; a parser may throw another. */
export type Parse<V> = (text: string, typing: Typing) => Parsed<V>;

/** An option or an argument, declared once: how it is typed, what help says of it, and how its value is read. */
export interface Option<V> {
  /** As help shows it: `--cost <price>`, `-o, --output <file>`, `[device]`. */
  readonly typed: string;
  readonly about: Term;
  readonly complete?: Completion | undefined;
  /** Understood so that it can be refused with a reason, but offered nowhere. */
  readonly hidden?: boolean;
  /** The name of its value in what commander found, which is also what refusals call it. */
  readonly field: string;
  value(found: Found, now: number): V;
}

/** Options or arguments, or groups of them, by the names that a command knows their values by. */
export interface Options {
  readonly [name: string]: Option<unknown> | Options;
}

/** The values of options or arguments. */
export type Values<O> = {
  readonly [name in keyof O]: O[name] extends Option<infer V> ? V : Values<O[name]>;
};

const isOption = (one: Option<unknown> | Options): one is Option<unknown> => typeof one.value === 'function';

/** Options or arguments in their order, those of groups too. */
export const listed = (options: Options): readonly Option<unknown>[] =>
  Object.values(options).flatMap((one) => (isOption(one) ? [one] : listed(one)));

/** The field of `--as-of <time>` and `--no-as-of` is `asOf`, that of `[file]` is `file`. */
function fieldOf(typed: string): string {
  const word = /--(?:no-)?([a-z-]+)/.exec(typed)?.[1] ?? /[a-z]+/.exec(typed)?.[0] ?? '';
  return word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The long flag of an option: `--output` of `-o, --output <file>`. */
export const flagOf = ({ typed }: Pick<Option<unknown>, 'typed'>): string =>
  /--[a-z-]+/.exec(typed)?.[0] ?? typed;

/** An option with a value; undefined if it is not typed. */
export function option<V>(
  typed: string,
  about: Term,
  parse: Parse<V>,
  complete?: Completion,
): Option<V | undefined> {
  const field = fieldOf(typed);
  const value = (found: Found, now: number) =>
    typeof found === 'string' ? orRefuse(parse(found, { field, now }), field) : undefined;
  return { typed, about, complete, field, value };
}

/** An argument such as `[device]`; undefined if it is not typed. */
export const argument: typeof option = option;

/** An option with several values, `--type <types...>`, or an argument that takes all that is left, `[words...]`. */
export function several<V>(
  typed: string,
  about: Term,
  parse: Parse<V>,
  complete?: Completion,
): Option<readonly V[]> {
  const field = fieldOf(typed);
  const value = (found: Found, now: number) =>
    (Array.isArray(found) ? found : []).map((text: string) => orRefuse(parse(text, { field, now }), field));
  return { typed, about, complete, field, value };
}

/** An option without a value: whether it is typed. */
export const flag = (typed: string, about: Term): Option<boolean> => ({
  typed,
  about,
  field: fieldOf(typed),
  value: (found) => found === true,
});

/** An option such as `--no-brand`: whether it is typed. */
export const negation = (typed: string, about: Term): Option<boolean> => ({
  typed,
  about,
  field: fieldOf(typed),
  value: (found) => found === false,
});

/** An option that takes one word of a closed list. */
export const choice = <const C extends string | Choice>(
  typed: string,
  about: Term,
  choices: readonly C[],
): Option<ValueOf<C> | undefined> => option(typed, about, oneOf(choices), choices);

/** An argument that takes one word of a closed list. */
export const choiceArgument: typeof choice = choice;

/** What a word of a closed list stands for. */
export type ValueOf<C extends string | Choice> = C extends Choice ? C['value'] : C;

/** Reads one word of a closed list, by value or label; anything else is wrong usage, which is refused as `usage`. */
export const oneOf =
  <C extends string | Choice>(choices: readonly C[]): Parse<ValueOf<C>> =>
  (text, { field }) =>
    parsed(choiceOrUsage(field, text, choices));

/** The choice typed from a closed list, by value or label; anything else is a usage error of the field. */
export function choiceOrUsage<C extends string | Choice>(
  field: string,
  text: string,
  choices: readonly C[],
): ValueOf<C> {
  const known: readonly Choice[] = choices.map((one: string | Choice) =>
    typeof one === 'string' ? { value: one, term: { en: one, zh: one } } : one,
  );
  const chosen = parseChoice(text, known);
  // The parsed text is the value of one of the choices.
  if (chosen.ok) return chosen.value as ValueOf<C>;
  return refuse('not-a-choice', { value: text, choices }, { field, value: text });
}

/** Reads a text as it is. */
export const asTyped: Parse<string> = (text) => parsed(text);

/** A closed list in words, with the usual one marked if there is one: `in, out or count-up`. */
export function listOf(choices: readonly (string | Choice)[], usual?: string): Term {
  const en = choices.map((one) => marked(typeof one === 'string' ? one : one.value, usual, ' (default)'));
  const zh = choices.map((one) => {
    if (typeof one === 'string') return marked(one, usual, '（默认）');
    const isSame = one.term.zh.toLowerCase() === one.value;
    return marked(one.value, usual, '（默认）', isSame ? '' : ` ${one.term.zh}`);
  });
  return { en: orEn(en), zh: orZh(zh) };
}

const marked = (value: string, usual: string | undefined, mark: string, label = ''): string =>
  `${value}${label}${value === usual ? mark : ''}`;

const orEn = (items: readonly string[]): string =>
  [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter(Boolean).join(' or ');

/** The values of options or arguments, in their order: the first one that is wrong is refused. */
export const valuesOf = <O extends Options>(
  options: O,
  found: { readonly [field: string]: Found },
  now: number,
): Values<O> =>
  // Each value is what its own option reads.
  Object.fromEntries(
    Object.entries(options).map(([name, one]) => [
      name,
      isOption(one) ? one.value(found[one.field], now) : valuesOf(one, found, now),
    ]),
  ) as Values<O>;
