import { type Json, type Parsed, parsed, wrong } from '../refusal.ts';
import { parseMeasure } from '../values/decimal.ts';
import { type Currency, formatMoney, type Money, moneyAsWritten, parseMoney } from '../values/money.ts';
import { maxPerMovement, parseSetQuantity, type Quantity } from '../values/quantity.ts';
import { folded, type Line, maxNameCharacters, parseName, visible } from '../values/text.ts';

/** What something is called, in each language that the trade's words are kept in (the contract, "Words"). */
export interface Term {
  readonly en: string;
  readonly zh: string;
}

/** One of a closed list of values, with what people call it. */
export interface Choice {
  readonly value: string;
  readonly term: Term;
}

/** What people call one of a closed list; the value itself if the list lacks it. */
export const termOf = (choices: readonly Choice[], value: string, language: keyof Term): string =>
  choices.find((one) => one.value === value)?.term[language] ?? value;

/** The rule for an attribute's values, as help shows it; `parse` enforces it. */
export type Rule =
  | { readonly is: 'code'; readonly maxCharacters: number }
  | { readonly is: 'text'; readonly maxCharacters: number }
  | { readonly is: 'measure'; readonly fractionDigits: number; readonly most: number; readonly unit: Term }
  | { readonly is: 'money' }
  | { readonly is: 'quantity'; readonly most: number }
  | { readonly is: 'choice'; readonly choices: readonly Choice[] };

/** One thing a device has: how it is called, typed, stored, and whether every device of its kind must have it. */
export interface Attribute<V> {
  /** The JSON field, the import column and, in kebab case, the option. */
  readonly key: string;
  /** The heading, and the Chinese import column. */
  readonly term: Term;
  /** What it is, in a few words, where neither its name nor its rule says so. */
  readonly about?: Term;
  /** Whether every device of its kind has it; one that is not required can be taken away again. */
  readonly required: boolean;
  /** The values it is limited to, if it is. */
  readonly choices?: readonly Choice[];
  readonly rule: Rule;
  parse(text: string, currency: Currency): Parsed<V>;
  toJson(value: V, currency: Currency): Json;
  /** Inverse of `toJson`, for JSON already verified by checksum. */
  ofJson(json: Json): V;
}

type Declared<V> = Omit<Attribute<V>, 'rule' | 'parse' | 'toJson' | 'ofJson'>;

/** Where JSON is the value itself. */
export const asItIs = <V extends Json>(json: Json): V => json as V;

export const textAttribute = (declared: Declared<Line>): Attribute<Line> => ({
  ...declared,
  rule: { is: 'text', maxCharacters: maxNameCharacters },
  parse: parseName,
  toJson: (text) => text,
  ofJson: asItIs,
});

export const measureAttribute = ({
  fractionDigits,
  most,
  unit,
  ...declared
}: Declared<number> & {
  readonly fractionDigits: number;
  readonly most: number;
  readonly unit: Term;
}): Attribute<number> => ({
  ...declared,
  rule: { is: 'measure', fractionDigits, most, unit },
  parse: (text) => parseMeasure(text, fractionDigits, most),
  toJson: (measure) => measure,
  ofJson: asItIs,
});

export const moneyAttribute = (declared: Declared<Money>): Attribute<Money> => ({
  ...declared,
  rule: { is: 'money' },
  parse: parseMoney,
  toJson: formatMoney,
  ofJson: moneyAsWritten,
});

export const quantityAttribute = (declared: Declared<Quantity>): Attribute<Quantity> => ({
  ...declared,
  rule: { is: 'quantity', most: maxPerMovement },
  parse: parseSetQuantity,
  toJson: (quantity) => quantity,
  ofJson: asItIs,
});

/** A value out of a list, typed as it is stored or as people call it in either language. */
export const choiceAttribute = (
  declared: Declared<string> & { readonly choices: readonly Choice[] },
): Attribute<string> => ({
  ...declared,
  rule: { is: 'choice', choices: declared.choices },
  parse: (text) => parseChoice(text, declared.choices),
  toJson: (value) => value,
  ofJson: asItIs,
});

export function parseChoice<C extends Choice>(text: string, choices: readonly C[]): Parsed<C['value']> {
  const typed = folded(visible(text).trim());
  const found = choices.find(({ value, term }) =>
    [value, term.en, term.zh].some((word) => folded(word) === typed),
  );
  if (found !== undefined) return parsed(found.value);
  return wrong('not-a-choice', { value: text, choices });
}

/** JSON by attribute, known to be as it was written. */
export type WrittenValues = { readonly [key: string]: Json };

/** Values by attribute, each with the type that its attribute gives it. */
export class AttributeValues {
  /** `null` where an attribute has been taken away. */
  readonly #values: ReadonlyMap<string, unknown>;
  /** What stands for the attributes that no value is set for. */
  readonly #written: WrittenValues;

  private constructor(values: ReadonlyMap<string, unknown>, written: WrittenValues) {
    this.#values = values;
    this.#written = written;
  }

  static readonly empty = new AttributeValues(new Map(), {});

  /** Values that are taken from JSON when they are asked for. */
  static written(values: WrittenValues): AttributeValues {
    return new AttributeValues(AttributeValues.empty.#values, values);
  }

  /** These values with some set or, by `null`, taken away. */
  with(changes: Iterable<readonly [Attribute<unknown>, unknown]>): AttributeValues {
    const values = new Map(this.#values);
    for (const [attribute, value] of changes) values.set(attribute.key, value);
    return new AttributeValues(values, this.#written);
  }

  /** The keys of all that is set. */
  get keys(): ReadonlySet<string> {
    const keys = new Set(Object.keys(this.#written).filter((key) => this.#written[key] !== null));
    for (const [key, value] of this.#values) {
      if (value === null) keys.delete(key);
      else keys.add(key);
    }
    return keys;
  }

  get<V>(attribute: Attribute<V>): V | null {
    // What with() puts in under an attribute came from that attribute's parse, so it has that attribute's type.
    const value = this.#values.get(attribute.key) as V | null | undefined;
    if (value !== undefined) return value;
    const json = this.#written[attribute.key];
    return json === undefined || json === null ? null : attribute.ofJson(json);
  }

  /** The value of an attribute that the device's kind requires. */
  require<V>(attribute: Attribute<V>): V {
    const value = this.get(attribute);
    if (value === null) throw new Error(`a device without its ${attribute.key}`);
    return value;
  }
}
