import { type Found, listed, type Option, type Options, type Values, valuesOf } from './options.ts';
import type { Session } from './session.ts';
import type { CommandWords } from './words/command-words.ts';

/** One command: how it is typed, and what it does. */
export interface CommandDefinition {
  readonly words: CommandWords;
  /** In their order; the last one may take all that is left: `[words...]`. */
  readonly arguments: readonly Option<unknown>[];
  readonly options: readonly Option<unknown>[];
  /** Reads what commander found, does the work, and returns the exit code. */
  run(session: Session, args: readonly string[], found: { readonly [field: string]: Found }): Promise<number>;
}

/** The modules of commands, each loaded only when it is called. */
export type Loaders<Name extends string> = {
  readonly [name in Name]: () => Promise<{ readonly command: CommandDefinition }>;
};

/** No options, or no arguments. */
type None = Record<never, never>;

/** Declares a command: `run` gets the values of its arguments and options by their names. */
export function defineCommand<A extends Options = None, O extends Options = None>(declared: {
  readonly words: CommandWords;
  readonly arguments?: A;
  readonly options?: O;
  run(session: Session, typed: Values<A> & Values<O>): Promise<number>;
}): CommandDefinition {
  const { words, run } = declared;
  const all = { ...declared.arguments, ...declared.options } as A & O;
  const args = listed(declared.arguments ?? {});
  return {
    words,
    arguments: args,
    options: listed(declared.options ?? {}),
    run: (session, given, found) => {
      const foundArguments = args.map((one, place): [string, Found] => [
        one.field,
        takesRest(one) ? given.slice(place) : given[place],
      ]);
      return run(
        session,
        valuesOf(all, { ...found, ...Object.fromEntries(foundArguments) }, session.host.now),
      );
    },
  };
}

/** Whether an option or argument has more than one value. */
export const takesRest = ({ typed }: Option<unknown>): boolean => typed.includes('...');
