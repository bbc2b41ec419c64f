import { type Parsed, parsed } from '../refusal.ts';
import { type Attribute, type Choice, parseChoice } from './attribute.ts';
import { attributesOfKinds, type ComponentSlot, type Kind } from './device.ts';
import { DvdPlayer } from './dvd-player.ts';
import { Television } from './television.ts';
import { TvDvdCombo } from './tv-dvd-combo.ts';

/** The kinds of device that a shop stocks. */
export class Kinds {
  readonly #kinds: readonly Kind[];

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  [Symbol.iterator](): Iterator<Kind> {
    return this.#kinds[Symbol.iterator]();
  }

  /** The kind of that exact name, as records carry it. */
  named(name: string): Kind | undefined {
    return this.#kinds.find(({ id }) => id === name);
  }

  /** The same of a name that is known to be one. */
  of(name: string): Kind {
    const kind = this.named(name);
    if (kind === undefined) throw new Error(`no kind ${name}`);
    return kind;
  }

  /** The attributes of all kinds, once each. */
  get attributes(): readonly Attribute<unknown>[] {
    return attributesOfKinds(this.#kinds);
  }

  /** What kinds are priced from, once each. */
  get componentSlots(): readonly ComponentSlot[] {
    return [...new Set(this.#kinds.flatMap(({ componentSlots }) => componentSlots))];
  }

  get choices(): readonly Choice[] {
    return this.#kinds.map(({ id, term }) => ({ value: id, term }));
  }

  /** The kind that was typed, by name or by label in either language. */
  parse(text: string): Parsed<Kind> {
    const choice = parseChoice(text, this.choices);
    return choice.ok ? parsed(this.of(choice.value)) : choice;
  }
}

/** The one list of kinds: another kind is one file and one line here. */
export const kinds = new Kinds([Television, DvdPlayer, TvDvdCombo]);

/** The values that an attribute of any kind is limited to; none where it is not. */
export const choicesOf = (key: string): readonly Choice[] =>
  kinds.attributes.find((attribute) => attribute.key === key)?.choices ?? [];
