import type { ErrorCode, Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import type { Attribute } from '../../devices/attribute.ts';
import {
  attributesOf,
  type Component,
  type ComponentSlot,
  type Device,
  type Kind,
  kindOf,
  type PriceList,
  priceAttribute,
} from '../../devices/device.ts';
import { componentJson, costField } from '../../devices/device-record.ts';
import { type FieldProblem, FieldsRefusal, type Json, type Parsed, wrong } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import {
  formatMoney,
  type Money,
  parseAmount,
  parseMoney,
  parseTotal,
  valueOfStock,
} from '../../values/money.ts';
import { parseOnHand, parseSetQuantity } from '../../values/quantity.ts';
import { type FormerCodes, formerCodes, nearestCodes } from '../movements/find-device.ts';

/** What was typed or imported about a device: texts by field. A blank field of a file is absent. */
export type Fields = ReadonlyMap<string, string>;

/** The field that carries an opening quantity. */
export const quantityField = 'quantity';

/** Fields that lists have and that follow from others: the last purchase cost, and what the units on hand are worth. */
export const lastCostField = 'lastCost';
export const valueField = 'value';

/** The field of a list that says how many may be sold, which follows from where they lie. */
export const sellableField = 'sellable';

/** Fields of a list that no file decides: a store notes the times itself, and where things lie says what may be sold. */
const ignoredFields = ['addedAt', 'changedAt', sellableField];

/** Finds the device that a component's code leads to, in the book or in the file being imported, and its price. */
export interface ComponentSource extends PriceList {
  /**
   * What a component's price was before a file that changes some, which may still have it in other rows; null for one that
   * the book does not have.
   */
  before?(component: Component): Money | null;
  find(code: string, slot: ComponentSlot): Device | { readonly code: ErrorCode; readonly problem: Problem };
}

/** The components that a book offers; with its past, the new name of an unknown code, or similar codes. */
export const componentsOfBook = (book: Book, journal?: FormerCodes): ComponentSource => ({
  find: (code, slot) =>
    book.withCode(code) ?? {
      code: 'not-found',
      problem:
        (journal && formerCodes(book, journal, [code]).get(codeKey(code))?.problem) ??
        wrong('no-such-component', {
          slot: slot.key,
          value: code,
          nearest: journal === undefined ? [] : nearestCodes(book, code),
        }).problem,
    },
  priceOf: (id) => book.priceOf(id),
});

/**
 * Turns fields into a device's record, or into the patch of an existing one, keeping every problem so that all of
 * them can be reported at once.
 */
export class FieldReader {
  readonly problems: FieldProblem[] = [];
  readonly record: { [key: string]: Json } = {};
  #cost: Money | null = null;
  readonly #fields: Fields;
  readonly #kind: Kind;
  readonly #book: Book;

  constructor(fields: Fields, kind: Kind, book: Book) {
    this.#fields = fields;
    this.#kind = kind;
    this.#book = book;
  }

  /** The refusal that all problems make, if there are any. */
  refuseProblems(): void {
    const [first] = this.problems;
    if (first !== undefined) throw new FieldsRefusal(first, this.problems);
  }

  report(field: string, problem: Problem, code: ErrorCode = 'invalid'): void {
    this.problems.push({ field, value: this.#text(field), code, problem });
  }

  /** Every attribute that was given; with `complete`, a problem for each required one that was not. */
  attributes(complete: boolean): void {
    for (const attribute of attributesOf(this.#kind)) this.#attribute(attribute, complete);
    const cost = this.#read(costField, (text) => parseMoney(text, this.#book.currency));
    // Nothing costs nothing: of a device that is there already, it says that no cost is known.
    if (cost === 0 && !complete) this.record[costField] = null;
    else if (cost !== null) this.record[costField] = formatMoney(cost, this.#book.currency);
    this.#cost = cost;
    this.#refuseForeignFields();
  }

  #attribute(attribute: Attribute<unknown>, complete: boolean): void {
    const value = this.#read(attribute.key, (text) => attribute.parse(text, this.#book.currency));
    if (value !== null) this.record[attribute.key] = attribute.toJson(value, this.#book.currency);
    if (!complete || !attribute.required || this.#fields.has(attribute.key)) return;
    this.report(
      attribute.key,
      wrong('field-missing', { field: attribute.key, kind: this.#kind.term }).problem,
    );
  }

  /** The opening quantity: 0 where none is given. */
  opening(): number {
    return this.#read(quantityField, parseSetQuantity) ?? 0;
  }

  /** The values of fields such as `quantity@shop-1`, by the place's number; a problem for an unknown place. */
  atPlaces(field: string): ReadonlyMap<PlaceId, number> {
    const found = new Map<PlaceId, number>();
    for (const key of this.#fields.keys()) {
      if (!key.startsWith(`${field}@`)) continue;
      const path = key.slice(field.length + 1);
      const id = this.#book.places.idOf(path);
      const place = id === undefined ? undefined : this.#book.places.place(id);
      const units = this.#read(key, parseSetQuantity);
      if (place === undefined)
        this.report(key, wrong('no-such-place', { value: path, nearest: [] }).problem, 'not-found');
      else if (units !== null) found.set(place.id, units);
    }
    return found;
  }

  /** A quantity changes by movements only: a given one must equal the quantity on hand. */
  agreeingQuantity({ id }: Device): void {
    const given = this.#read(quantityField, parseOnHand);
    const onHand = this.#book.onHand(id);
    if (given === null || given === onHand) return;
    this.report(
      quantityField,
      wrong('quantity-differs', { value: this.#text(quantityField), onHand }).problem,
    );
  }

  /**
   * A last cost that is given must agree with the book as it was before this file, or with the cost beside it. That of a
   * device which is new is its cost.
   */
  agreeingLastCost(existing: Device | null): void {
    const { currency } = this.#book;
    const given = this.#read(lastCostField, (text) => parseMoney(text, currency));
    if (given === null) return;
    const before = existing === null ? null : this.#book.stock(existing.id).lastCost;
    if (existing === null && this.#cost === null) this.record[costField] = formatMoney(given, currency);
    else if (given !== this.#cost && given !== before) {
      const expected = this.#cost ?? before;
      const params = {
        value: this.#text(lastCostField),
        expected: expected === null ? null : formatMoney(expected, currency),
      };
      this.report(lastCostField, wrong('field-follows', params).problem);
    }
  }

  /** What the units are worth must agree with the device as the file makes it, or as it was before. */
  agreeingValue(device: Device, quantity: number, existing: Device | null, source: PriceList): void {
    const { currency } = this.#book;
    const given = this.#read(valueField, (text) => parseTotal(text, currency));
    if (given === null) return;
    const value = valueOfStock(device.price(source), quantity);
    const before = existing === null ? value : this.#book.value(existing);
    if (given === value || given === before) return;
    const expected = formatMoney(value, currency);
    const params = { value: this.#text(valueField), expected };
    this.report(valueField, wrong('field-follows', params).problem);
  }

  /**
   * The components: each a device's code, or a given price. A price beside a code must agree with it, or with what it was
   * before a file.
   */
  components(source: ComponentSource, complete: boolean, current?: Device): void {
    for (const slot of this.#kind.componentSlots) {
      const json = this.#component(slot, source, current?.components.get(slot.key));
      if (json !== null) {
        this.record[slot.key] = json;
      } else if (complete && !this.#fields.has(slot.key) && !this.#fields.has(slot.price.key)) {
        this.report(slot.key, wrong('component-missing', { slot: slot.key, price: slot.price.key }).problem);
      }
    }
  }

  #component(slot: ComponentSlot, source: ComponentSource, current: Component | undefined): Json | null {
    const { currency } = this.#book;
    const code = this.#fields.get(slot.key);
    const price = this.#read(slot.price.key, (text) => parseMoney(text, currency));
    const before = (component?: Component) =>
      component === undefined ? null : (source.before?.(component) ?? null);
    if (code === undefined) {
      const unchanged =
        current !== undefined &&
        'device' in current &&
        (price === source.priceOf(current.device) || price === before(current));
      return price === null || unchanged ? null : componentJson({ price }, currency, () => '');
    }
    const device = source.find(code, slot);
    if ('problem' in device) {
      this.report(slot.key, device.problem, device.code);
      return null;
    }
    if (!slot.accepts(kindOf(device))) {
      this.report(slot.key, wrong('not-a-component', { slot: slot.key, value: code }).problem);
      return null;
    }
    const priceNow = source.priceOf(device.id);
    if (price !== null && ![priceNow, before(current), before({ device: device.id })].includes(price)) {
      const params = { value: this.#text(slot.price.key), code, price: formatMoney(priceNow, currency) };
      this.report(slot.price.key, wrong('component-price-differs', params).problem);
    }
    return componentJson({ device: device.id }, currency, () => device.code);
  }

  /** A price given for a device whose price follows from others must agree with the rule, now or before this file. */
  followingPrice(device: Device, source: PriceList, existing: Device | null): void {
    if (this.#kind.componentSlots.length === 0) return;
    const { currency } = this.#book;
    const given = this.#read(priceAttribute.key, (text) => parseAmount(text, currency));
    const follows = device.price(source);
    if (given === null || given === follows || given === existing?.price(this.#book)) return;
    const params = { value: this.#text(priceAttribute.key), price: formatMoney(follows, currency) };
    this.report(priceAttribute.key, wrong('price-follows', params).problem);
  }

  #text(field: string): string {
    return this.#fields.get(field) ?? '';
  }

  #read<V>(field: string, parse: (text: string) => Parsed<V>): V | null {
    const text = this.#fields.get(field);
    if (text === undefined) return null;
    const result = parse(text);
    if (result.ok) return result.value;
    this.report(field, result.problem);
    return null;
  }

  /** Fields that no device of this kind has are refused, not dropped. */
  #refuseForeignFields(): void {
    const slots = this.#kind.componentSlots.flatMap((slot) => [slot.key, slot.price.key]);
    const follow = [priceAttribute.key, lastCostField, valueField, ...ignoredFields];
    const own = new Set(['kind', quantityField, costField, ...follow, ...slots]);
    for (const { key } of attributesOf(this.#kind)) own.add(key);
    for (const [field, value] of this.#fields) {
      if (!own.has(field) && !field.includes('@'))
        this.report(field, wrong('field-not-of-kind', { field, kind: this.#kind.term, value }).problem);
    }
  }
}
