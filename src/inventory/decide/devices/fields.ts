import type { ErrorCode, Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Attribute } from '../../devices/attribute.ts';
import type { Component, ComponentSlot, Device, Kind, PriceList } from '../../devices/device.ts';
import { attributesOf, priceAttribute } from '../../devices/device.ts';
import { componentJson, costField } from '../../devices/device-record.ts';
import { type FieldProblem, FieldsRefusal, type Json, type Parsed, wrong } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { formatMoney, parseAmount, parseMoney } from '../../values/money.ts';
import { parseSetQuantity } from '../../values/quantity.ts';

import { type FormerCodes, formerCodes } from '../movements/find-device.ts';

/** What was typed or imported about a device: texts by field. A blank field of a file is absent. */
export type Fields = ReadonlyMap<string, string>;

/** The field that carries an opening quantity. */
export const quantityField = 'quantity';

/** Finds the device that a component's code leads to, in the book or in the file being imported, and its price. */
export interface ComponentSource extends PriceList {
  find(code: string, slot: ComponentSlot): Device | { readonly code: ErrorCode; readonly problem: Problem };
}

/** The components that a book offers; with its past, what a code that is none any more is called now. */
export const componentsOfBook = (book: Book, journal?: FormerCodes): ComponentSource => ({
  find: (code, slot) =>
    book.withCode(code) ?? {
      code: 'not-found',
      problem:
        (journal && formerCodes(book, journal, [code]).get(codeKey(code))?.problem) ??
        wrong('no-such-component', { slot: slot.key, value: code }).problem,
    },
  priceOf: (id) => book.priceOf(id),
});

/**
 * Turns fields into a device's record, or into the patch of an existing one, keeping every problem so that all of
 * them can be told at once.
 */
export class FieldReader {
  readonly problems: FieldProblem[] = [];
  readonly record: { [key: string]: Json } = {};
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
    this.problems.push({ field, value: this.#fields.get(field) ?? '', code, problem });
  }

  /** Every attribute that was given; with `complete`, a problem for each required one that was not. */
  attributes(complete: boolean): void {
    for (const attribute of attributesOf(this.#kind)) this.#attribute(attribute, complete);
    const cost = this.#read(costField, (text) => parseMoney(text, this.#book.currency));
    if (cost !== null) this.record[costField] = formatMoney(cost, this.#book.currency);
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

  /** The components: each a device's code, or a given price. A price beside a code must agree with it. */
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
    if (code === undefined) {
      const unchanged =
        current !== undefined && 'device' in current && source.priceOf(current.device) === price;
      return price === null || unchanged ? null : componentJson({ price }, currency, () => '');
    }
    const device = source.find(code, slot);
    if ('problem' in device) {
      this.report(slot.key, device.problem, device.code);
      return null;
    }
    if (!slot.accepts(device)) {
      this.report(slot.key, wrong('not-a-component', { slot: slot.key, value: code }).problem);
      return null;
    }
    const priceNow = source.priceOf(device.id);
    if (price !== null && price !== priceNow) {
      const params = {
        value: this.#fields.get(slot.price.key) ?? '',
        code,
        price: formatMoney(priceNow, currency),
      };
      this.report(slot.price.key, wrong('component-price-differs', params).problem);
    }
    return componentJson({ device: device.id }, currency, () => device.code);
  }

  /** A price given for a device whose price follows from others must agree with the rule. */
  followingPrice(device: Device, source: PriceList): void {
    if (this.#kind.componentSlots.length === 0) return;
    const { currency } = this.#book;
    const given = this.#read(priceAttribute.key, (text) => parseAmount(text, currency));
    const follows = device.price(source);
    if (given === null || given === follows) return;
    const params = {
      value: this.#fields.get(priceAttribute.key) ?? '',
      price: formatMoney(follows, currency),
    };
    this.report(priceAttribute.key, wrong('price-follows', params).problem);
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
    const own = new Set(['kind', quantityField, costField, priceAttribute.key, ...slots]);
    for (const { key } of attributesOf(this.#kind)) own.add(key);
    for (const [field, value] of this.#fields) {
      if (!own.has(field))
        this.report(field, wrong('field-not-of-kind', { field, kind: this.#kind.term, value }).problem);
    }
  }
}
