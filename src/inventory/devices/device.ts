import { type Code, maxCodeCharacters, parseCode } from '../values/code.ts';
import type { Money } from '../values/money.ts';
import type { Quantity } from '../values/quantity.ts';
import type { Line } from '../values/text.ts';
import {
  type Attribute,
  type AttributeValues,
  asItIs,
  measureAttribute,
  moneyAttribute,
  quantityAttribute,
  type Term,
  textAttribute,
} from './attribute.ts';

export const codeAttribute: Attribute<Code> = {
  key: 'code',
  term: { en: 'code', zh: '入库编号' },
  about: { en: 'stock number (default: the next one never used)', zh: '入库编号（默认自动编号）' },
  required: true,
  rule: { is: 'code', maxCharacters: maxCodeCharacters },
  parse: parseCode,
  toJson: (code) => code,
  ofJson: asItIs,
};
export const nameAttribute = textAttribute({
  key: 'name',
  term: { en: 'name', zh: '品名' },
  about: { en: 'what people call it', zh: '品名' },
  required: true,
});
export const brandAttribute = textAttribute({
  key: 'brand',
  term: { en: 'brand', zh: '品牌' },
  required: false,
});
export const priceAttribute = moneyAttribute({
  key: 'price',
  term: { en: 'price', zh: '售价' },
  about: { en: 'unit price; a combo has none of its own', zh: '售价；带DVD的电视机不填，由单价算出' },
  required: true,
});
export const weightAttribute = measureAttribute({
  key: 'weight',
  term: { en: 'weight', zh: '重量' },
  required: false,
  fractionDigits: 3,
  most: 10_000,
  unit: { en: 'kilograms', zh: '千克' },
});
export const minimumAttribute = quantityAttribute({
  key: 'minimum',
  term: { en: 'minimum', zh: '最低库存' },
  about: { en: 'reorder level', zh: '最低库存' },
  required: false,
});

const minimumAtBegins = `${minimumAttribute.key}@`;
const minimumsAt = new Map<number, Attribute<Quantity>>();

/** The reorder level of a device at one place, by the place's number. */
export function minimumAttributeAt(place: number): Attribute<Quantity> {
  const known = minimumsAt.get(place);
  if (known !== undefined) return known;
  const { term } = minimumAttribute;
  const made = quantityAttribute({ key: `${minimumAtBegins}${place}`, term, required: false });
  minimumsAt.set(place, made);
  return made;
}

/** The reorder levels at places among some keys of a record. */
export const minimumsAtPlaces = (
  keys: Iterable<string>,
): readonly { place: number; attribute: Attribute<Quantity> }[] =>
  Array.from(keys).flatMap((key) => {
    const place = key.startsWith(minimumAtBegins) ? Number(key.slice(minimumAtBegins.length)) : 0;
    const isPlace = Number.isSafeInteger(place) && place > 0 && `${minimumAtBegins}${place}` === key;
    return isPlace ? [{ place, attribute: minimumAttributeAt(place) }] : [];
  });

/** Where one of the prices that a device is priced from comes from: a device of the book, by id, or given. */
export type Component = { readonly device: number } | { readonly price: Money };

/** A place for a component: which other kind it must be, and the fields its code and its price are known by. */
export interface ComponentSlot {
  readonly key: string;
  readonly term: Term;
  readonly about: Term;
  readonly price: Attribute<Money>;
  /** Whether a device of that kind may stand here. One that is itself priced from others never may. */
  accepts(kind: Kind): boolean;
}

/** Tells the price of any device of the book by its id. */
export interface PriceList {
  priceOf(id: number): Money;
}

/** A kind of device, as the registry lists it. */
export interface Kind {
  readonly prototype: Device;
  new (id: number, values: AttributeValues, components: ReadonlyMap<string, Component>): Device;
  /** As files and options name it: `tv`. */
  readonly id: string;
  readonly term: Term;
  /** What generated codes begin with: `TV` makes `TV-0001`. */
  readonly codePrefix: string;
  /** The attributes that its abilities bring. */
  readonly abilityAttributes: readonly Attribute<unknown>[];
  /** What it is priced from; a kind without has a price of its own. */
  readonly componentSlots: readonly ComponentSlot[];
}

/**
 * Anything the shop stocks, with what every device has, once. Kinds add abilities (mixins) to it. A device is a
 * value: what changes it makes another one of it. How many there are, and where, is the book's to say.
 */
export abstract class Device {
  static readonly abilityAttributes: readonly Attribute<unknown>[] = [];
  static readonly componentSlots: readonly ComponentSlot[] = [];
  /**
   * Kinds that this one also is, beside those it extends: TypeScript has one superclass, a combo has two. It is for the type:
   * `instanceof` holds for each, and their code is not inherited.
   */
  static readonly alsoIs: readonly (abstract new (...args: never) => Device)[] = [];

  static [Symbol.hasInstance](value: unknown): boolean {
    const isNative = (kind: unknown) => Function.prototype[Symbol.hasInstance].call(kind, value);
    if (isNative(this)) return true;
    return isDevice(value) && kindOf(value).alsoIs.some((other) => other === this);
  }

  constructor(
    /** The book's own number for the device, which renames leave alone; never shown. */
    readonly id: number,
    readonly values: AttributeValues,
    readonly components: ReadonlyMap<string, Component>,
  ) {}

  get code(): Code {
    return this.values.require(codeAttribute);
  }
  get name(): Line {
    return this.values.require(nameAttribute);
  }
  get brand(): Line | null {
    return this.values.get(brandAttribute);
  }
  get weightKg(): number | null {
    return this.values.get(weightAttribute);
  }
  /** The reorder level; null where none is set. */
  get minimum(): Quantity | null {
    return this.values.get(minimumAttribute);
  }

  /** The reorder level at one place; null where none is set. */
  minimumAt(place: number): Quantity | null {
    return this.values.get(minimumAttributeAt(place));
  }

  /** The places with a reorder level of their own. */
  get placesWithMinimum(): readonly number[] {
    return minimumsAtPlaces(this.values.keys).map(({ place }) => place);
  }

  /** The unit price. */
  price(_prices: PriceList): Money {
    return this.values.require(priceAttribute);
  }
}

function isDevice(value: unknown): value is Device {
  return Function.prototype[Symbol.hasInstance].call(Device, value);
}

/** The kind that a device was made as. */
export function kindOf(device: Device): Kind & Pick<typeof Device, 'alsoIs'> {
  // Only the registry's kinds make devices.
  return device.constructor as Kind & typeof Device;
}

/** Whether a kind is another one, or extends it. */
export const isKind = ({ prototype }: Pick<Kind, 'prototype'>, other: Pick<Kind, 'prototype'>): boolean =>
  prototype === other.prototype || Object.prototype.isPrototypeOf.call(other.prototype, prototype);

/** Every attribute of a kind, in the order of the contract's JSON. */
export const attributesOf = ({ abilityAttributes, componentSlots }: Kind): readonly Attribute<unknown>[] =>
  withAbilities(abilityAttributes, componentSlots.length === 0);

/** What devices of some kinds have between them, once each. */
export const attributesOfKinds = (kinds: readonly Kind[]): readonly Attribute<unknown>[] =>
  withAbilities(
    new Set(kinds.flatMap(({ abilityAttributes }) => abilityAttributes)),
    kinds.some(({ componentSlots }) => componentSlots.length === 0),
  );

const withAbilities = (
  abilityAttributes: Iterable<Attribute<unknown>>,
  hasPrice: boolean,
): readonly Attribute<unknown>[] => [
  codeAttribute,
  nameAttribute,
  brandAttribute,
  ...abilityAttributes,
  ...(hasPrice ? [priceAttribute] : []),
  weightAttribute,
  minimumAttribute,
];

// biome-ignore lint/suspicious/noExplicitAny: TypeScript demands it of what a mixin is applied to (TS2545)
type AnyConstructor = abstract new (...args: any[]) => Device;

/** What a mixin can be applied to. */
export type DeviceClass = AnyConstructor &
  Pick<typeof Device, 'abilityAttributes' | 'componentSlots' | 'alsoIs'>;
