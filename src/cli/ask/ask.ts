import type { Attribute, Choice } from '../../inventory/devices/attribute.ts';
import type { Parsed } from '../../inventory/refusal.ts';
import type { Terminal } from '../host/terminal.ts';

/** What is found by typing part of its code, name or brand, or pinyin. */
export interface Findable {
  readonly code: string;
  readonly name: string;
  readonly brand: string | null;
}

/** A device that can be chosen. */
export interface Candidate extends Findable {
  /** How many are on hand; null if that must not be shown. */
  readonly quantity: number | null;
}

/** One line of a list to choose from. */
export interface Option<T extends string> {
  readonly value: T;
  readonly name: string;
  /** What is shown in grey behind the names, in a column of its own. */
  readonly behind?: string;
  /** What else it may be called by who types it. */
  readonly words?: readonly string[];
}

/** Thrown when a person breaks off a question; nothing is done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    /** Whether it was Ctrl-C, which also leaves the menu; Esc stays in it. */
    readonly leaves: boolean,
  ) {
    super('interrupted');
  }
}

/** Returns the answer to a question, or `otherwise` if the person leaves it with Esc. */
export async function unlessLeft<T, const U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Interrupted && !error.leaves) return otherwise;
    throw error;
  }
}

/** A text that Tab has completed, and how it can go on if there are several ways. */
export interface Completed {
  readonly text: string;
  readonly offered: readonly string[];
}

/** A question for a text. */
export interface Field<T> {
  readonly label: string;
  /** The rule for the text, shown with the label. */
  readonly rule?: string;
  /** The current value, to be changed or kept. */
  readonly current?: string;
  /** The value if the person types nothing. */
  readonly usual?: string;
  /** Completes the typed text when Tab is pressed. */
  readonly complete?: (text: string) => Completed;
  parse(text: string): Parsed<T>;
}

/** How a menu is shown. */
export interface MenuSettings<T extends string, M> {
  /** The option that the pointer starts at. */
  readonly current: T;
  /** The most lines it may take, so that the output above it stays on the screen. */
  readonly maxLines: number;
  /** Returns what a typed text means other than an option; null if nothing. */
  meaning(text: string): Promise<MenuText<M> | null>;
}

/** The meaning of a text typed at a menu, whether it comes before the options, and what to say about it. */
export interface MenuText<M> {
  readonly means: M;
  readonly isFirst: boolean;
  readonly said?: string;
}

/** The option chosen from a menu, or the meaning of the text typed at it. */
export type MenuAnswer<T, M> = { readonly chosen: T } | { readonly means: M };

/** Questions to a person at a terminal. Each throws Interrupted where the person breaks off. */
export interface Ask {
  /** Asks for a text that parses; checks it at each key. */
  text<T>(field: Field<T>): Promise<string>;
  /** The same, but the text may be left empty. */
  optionalText<T>(field: Field<T>): Promise<string | undefined>;
  /** Asks to choose from a list; the pointer starts at `current`. */
  choice<T extends string>(label: string, options: readonly Option<T>[], current?: T): Promise<T>;
  /** Asks to choose from a short list by one key: Enter for the first, or a number. */
  quickChoice<T extends string>(label: string, options: readonly Option<T>[]): Promise<T>;
  /** Asks to choose from a menu, or to type a text with another meaning. Esc does not leave it. */
  menu<T extends string, M>(
    label: string,
    options: readonly Option<T>[],
    settings: MenuSettings<T, M>,
  ): Promise<MenuAnswer<T, M>>;
  /** Waits for a key, so that the screen can be read. A key that types something is kept for the next question. */
  pause(): Promise<void>;
  /** Asks for a device, found by typing part of its code, name or brand, or pinyin, starting with `typed`; returns its code. */
  device(label: string, candidates: readonly Candidate[], typed?: string): Promise<string>;
  /** Asks for a place, found in the same way; returns its path. The pointer starts at `current`. */
  place(label: string, places: readonly Findable[], current: string): Promise<string>;
  /** Asks yes or no; Enter alone answers `usual`. */
  confirm(label: string, usual: boolean): Promise<boolean>;
}

/** The terminal that questions are asked on, and what it can show. */
export interface AskOptions {
  readonly terminal: Terminal;
  readonly colored: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

/** Reads a yes or no in either language; null if it is neither. */
export function meansYes(text: string, usual: boolean): boolean | null {
  const said = text.trim().toLowerCase();
  if (said === '') return usual;
  if (/^(y|yes|是|好)$/.test(said)) return true;
  return /^(n|no|否|不)$/.test(said) ? false : null;
}

/** The choices of an attribute as options of a list. */
export const shownChoices = <C extends Choice>(
  choices: readonly C[],
  language: 'en' | 'zh',
): Option<C['value']>[] => choices.map(({ value, term }) => ({ value, name: term[language] }));

/** The rules for values, shown when they are asked for. */
export interface Hints {
  readonly of: (attribute: Attribute<unknown>) => string;
  /** A price or cost. */
  readonly money: string;
  /** A quantity that is set: 0 or more. */
  readonly setQuantity: string;
  /** A quantity that moves: 1 or more. */
  readonly quantity: string;
}
