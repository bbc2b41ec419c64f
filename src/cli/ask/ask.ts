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
  /** How many are on hand. */
  readonly quantity: number;
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

/** A person broke a question off: nothing is done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    /** By Ctrl-C, which leaves the menu itself, too; Esc stays in it. */
    readonly leaves: boolean,
  ) {
    super('interrupted');
  }
}

/** What a person answers; `otherwise` if the question is left with Esc. */
export async function unlessLeft<T, const U>(answer: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Interrupted && !error.leaves) return otherwise;
    throw error;
  }
}

/** A text that Tab has completed as far as that goes. */
export interface Completed {
  readonly text: string;
  readonly offered: readonly string[];
}

/** A text that is asked for. */
export interface Field<T> {
  readonly label: string;
  /** The rule it must keep to, said beside the label. */
  readonly rule?: string;
  /** What it is now, to be changed or kept. */
  readonly current?: string;
  /** What Enter alone means. */
  readonly usual?: string;
  /** What Tab makes of what has been typed, and what it could go on with if that is not one thing. */
  readonly complete?: (text: string) => Completed;
  parse(text: string): Parsed<T>;
}

/** How a menu is shown. */
export interface MenuSettings<T extends string, M> {
  /** Where it starts. */
  readonly current: T;
  /** The most lines that it may take, so that what is above stays on the screen. */
  readonly maxLines: number;
  /** What a text means that may be none of the options; null if it means nothing. */
  meaning(text: string): Promise<MenuText<M> | null>;
}

/** A text typed at a menu: what it means, whether that goes before the options, and what is said of it. */
export interface MenuText<M> {
  readonly means: M;
  readonly isFirst: boolean;
  readonly said?: string;
}

/** What was chosen from a menu, or meant by what was typed at it. */
export type MenuAnswer<T, M> = { readonly chosen: T } | { readonly means: M };

/** Questions to a person at a terminal. Each throws Interrupted where the person breaks off. */
export interface Ask {
  /** A text that must parse; it is checked as it is typed. */
  text<T>(field: Field<T>): Promise<string>;
  /** The same where an empty answer is none. */
  optionalText<T>(field: Field<T>): Promise<string | undefined>;
  /** One of a list; `current` is where the list starts. */
  choice<T extends string>(label: string, options: readonly Option<T>[], current?: T): Promise<T>;
  /** One of a short list, by Enter for the first or by one key: its number. */
  quickChoice<T extends string>(label: string, options: readonly Option<T>[]): Promise<T>;
  /** One of a menu, which Esc does not leave, or a text that is meant for something else. */
  menu<T extends string, M>(
    label: string,
    options: readonly Option<T>[],
    settings: MenuSettings<T, M>,
  ): Promise<MenuAnswer<T, M>>;
  /** Waits for a key, so that what is on the screen can be read; one that types something is kept for what asks next. */
  pause(): Promise<void>;
  /** The code of one of the devices, found by typing part of its code, name or brand, or pinyin; `typed` is a beginning. */
  device(label: string, candidates: readonly Candidate[], typed?: string): Promise<string>;
  /** The path of one of the places, found in the same way; the list starts at `current`. */
  place(label: string, places: readonly Findable[], current: string): Promise<string>;
  /** Yes or no; Enter alone is `usual`. */
  confirm(label: string, usual: boolean): Promise<boolean>;
}

/** What questions are drawn on and read from, and how. */
export interface AskOptions {
  readonly terminal: Terminal;
  readonly colored: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}

/** What an answer to a confirmation means, in either language; null where it means neither. */
export function meansYes(text: string, usual: boolean): boolean | null {
  const said = text.trim().toLowerCase();
  if (said === '') return usual;
  if (/^(y|yes|是|好)$/.test(said)) return true;
  return /^(n|no|否|不)$/.test(said) ? false : null;
}

/** Choices as a list shows them. */
export const shownChoices = <C extends Choice>(
  choices: readonly C[],
  language: 'en' | 'zh',
): Option<C['value']>[] => choices.map(({ value, term }) => ({ value, name: term[language] }));

/** The rules of values, to be said where they are asked for. */
export interface Hints {
  readonly of: (attribute: Attribute<unknown>) => string;
  /** A price or cost. */
  readonly money: string;
  /** A quantity that is set: 0 or more. */
  readonly setQuantity: string;
  /** A quantity that moves: 1 or more. */
  readonly quantity: string;
}
