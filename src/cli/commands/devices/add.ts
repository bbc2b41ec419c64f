import type { Book } from '../../../inventory/book/book.ts';
import { isOfDevice } from '../../../inventory/book/change.ts';
import { deviceJson } from '../../../inventory/book/device-json.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import { decideAdd, type OpeningSaid } from '../../../inventory/decide/devices/add.ts';
import { quantityField } from '../../../inventory/decide/devices/fields.ts';
import {
  attributesOf,
  type ComponentSlot,
  codeAttribute,
  type Kind,
  priceAttribute,
} from '../../../inventory/devices/device.ts';
import { costField } from '../../../inventory/devices/device-record.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { allByCode, type Listing } from '../../../inventory/look/listing.ts';
import { type Json, orRefuse, refuse } from '../../../inventory/refusal.ts';
import { parseMoney } from '../../../inventory/values/money.ts';
import { parseSetQuantity } from '../../../inventory/values/quantity.ts';
import { shownChoices } from '../../ask/ask.ts';
import { inSteps, type Step } from '../../ask/steps.ts';
import { defineCommand } from '../../command.ts';
import { argument, listOf } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { askFor, refuseMissing } from '../missing.ts';
import { party } from '../movement/movement-options.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { words } from './add.words.ts';
import { askForAttribute } from './ask-attribute.ts';
import { fieldOptions, optionOf, typedFields } from './fields.ts';

export const command = defineCommand({
  words,
  arguments: {
    kind: argument('[kind]', listOf(kinds.choices), (text) => kinds.parse(text), kinds.choices),
  },
  options: { fields: fieldOptions, place, party },
  async run(session, typed) {
    const { kind, fields } = await completed(session, typed.kind, typedFields(typed.fields));
    const opening = { place: placeOfOpening(session, fields, typed.place), party: typed.party };
    const { entry, answer } = await session.commit((...known) => added(...known, { kind, fields, opening }));
    const { code, name, onHand, json } = answer;
    const n = entry?.n ?? 0;
    session.report(
      () => ({ entry: n, ...json }),
      () => [words[session.language].added(n, code, printable(name), onHand)],
    );
    return 0;
  },
});

/** A device that is to be added. */
interface NewDevice {
  readonly kind: Kind;
  readonly fields: ReadonlyMap<string, string>;
  readonly opening?: OpeningSaid;
}

/** Adds a device, and says what became of it. */
function added(book: Book, journal: Journal, at: string, { kind, fields, opening }: NewDevice) {
  const entry = decideAdd(book, journal, kind, fields, at, opening);
  const [change] = entry.changes.filter(isOfDevice);
  const device = book.device(change?.id ?? 0);
  if (device === undefined) throw new Error('the device was not added');
  const { id, code, name } = device;
  return { entry, answer: { code, name, onHand: book.onHand(id), json: deviceJson(device, book) } };
}

/** Where the opening quantity lies; a place without one means nothing. */
function placeOfOpening(
  session: Session,
  fields: ReadonlyMap<string, string>,
  typed: string | undefined,
): string | undefined {
  const hasQuantity = fields.has(quantityField);
  if (typed !== undefined && !hasQuantity) refuse('usage-needs', { option: '--place', needs: '--quantity' });
  return hasQuantity ? placeToWrite(session, typed) : undefined;
}

async function askForKind(session: Session, current: Kind | undefined): Promise<Kind> {
  const ask = await askFor(session, 'add', ['KIND']);
  const name = await ask.choice(
    session.messages.headings.kind,
    shownChoices(kinds.choices, session.language),
    current?.id,
  );
  return orRefuse(kinds.parse(name), 'kind');
}

/** The kind and the fields with those that are required: what is missing is asked for, or refused by name all at once. */
async function completed(
  session: Session,
  typedKind: Kind | undefined,
  typed: ReadonlyMap<string, string>,
): Promise<NewDevice> {
  const questions = new Questions(session, typed);
  let kind = typedKind;
  let steps: readonly Step[] = [];
  const askKind = async (): Promise<boolean> => {
    if (typedKind === undefined) kind = await askForKind(session, kind);
    if (kind !== undefined && lacksAny(session, kind, typed)) steps = await questions.about(kind);
    return typedKind === undefined;
  };
  await inSteps((index) => (index === 0 ? askKind : steps[index - 1]));
  if (kind === undefined) throw new Error('no kind was chosen');
  return { kind, fields: questions.fields };
}

/** Whether fields that are required are missing; refuses them by name if nobody can be asked. */
function lacksAny(session: Session, kind: Kind, fields: ReadonlyMap<string, string>): boolean {
  const missing = attributesOf(kind).filter(
    ({ key, required }) => required && key !== codeAttribute.key && !fields.has(key),
  );
  const slots = kind.componentSlots.filter((slot) => !fields.has(slot.key) && !fields.has(slot.price.key));
  if (missing.length === 0 && slots.length === 0) return false;
  if (session.host.canAsk) return true;
  return refuseMissing('add', [
    ...missing.map(({ key }) => optionOf(key)),
    ...slots.map(({ key, price }) => ({ oneOf: [optionOf(key), optionOf(price.key)] })),
  ]);
}

/** The questions for what was not typed of a device. Each is asked with what was answered to it before, if anything. */
class Questions {
  readonly #session: Session;
  readonly #typed: ReadonlyMap<string, string>;
  readonly #answers = new Map<string, string>();

  constructor(session: Session, typed: ReadonlyMap<string, string>) {
    this.#session = session;
    this.#typed = typed;
  }

  /** What was typed, and what was answered. */
  get fields(): ReadonlyMap<string, string> {
    return new Map([...this.#answers, ...this.#typed]);
  }

  /** The questions about a device of a kind; answers that are not about one are forgotten. */
  async about(kind: Kind): Promise<readonly Step[]> {
    const listing = await this.#session.list(allByCode);
    const attributes = attributesOf(kind);
    const kept = new Set([...attributes.map(({ key }) => key), quantityField, costField]);
    for (const key of this.#answers.keys()) if (!kept.has(key)) this.#answers.delete(key);
    return [
      ...attributes.map((attribute) =>
        this.#step(attribute.key, (current) =>
          askForAttribute(this.#session, attribute, listing, { current, isNew: true }),
        ),
      ),
      ...kind.componentSlots.flatMap((slot) => this.#aboutComponent(slot, listing)),
      () => this.#sayPrice(kind),
      ...(await this.#aboutOpening(listing)),
    ];
  }

  /** A question for a field, unless it was typed. */
  #step(key: string, ask: (current: string | undefined) => Promise<string | undefined>): Step {
    return async () => {
      if (this.#typed.has(key)) return false;
      this.#answer(key, await ask(this.#answers.get(key)));
      return true;
    };
  }

  #answer(key: string, answer: string | undefined): void {
    if (answer === undefined) this.#answers.delete(key);
    else this.#answers.set(key, answer);
  }

  /** From which device of the book a component is priced, or at which price. */
  #aboutComponent(slot: ComponentSlot, { currency, rows }: Listing): readonly Step[] {
    const { language } = this.#session;
    const said = words[language];
    const isTyped = this.#typed.has(slot.key) || this.#typed.has(slot.price.key);
    if (isTyped) return [];
    const candidates = rows.filter(({ kind }) => slot.accepts(kinds.of(kind)));
    let from: 'book' | 'price' = candidates.length === 0 ? 'price' : 'book';
    const askFrom: Step = async () => {
      if (candidates.length === 0) return false;
      const ask = await this.#session.ask();
      const options = [
        { value: 'book', name: said.fromBook },
        { value: 'price', name: said.givenPrice },
      ] as const;
      from = await ask.choice<'book' | 'price'>(said.componentFrom(slot.term[language]), options, from);
      return true;
    };
    const askIt: Step = async () => {
      const ask = await this.#session.ask();
      const label = { book: slot.term[language], price: slot.price.term[language] }[from];
      if (from === 'book') {
        this.#answer(slot.key, await ask.device(label, candidates, this.#answers.get(slot.key)));
        this.#answer(slot.price.key, undefined);
        return true;
      }
      const before = this.#answers.get(slot.price.key);
      const price = await ask.text({
        label,
        rule: (await this.#session.hints()).money,
        ...(before === undefined ? {} : { current: before }),
        parse: (text) => parseMoney(text, currency),
      });
      this.#answer(slot.price.key, price);
      this.#answer(slot.key, undefined);
      return true;
    };
    return [askFrom, askIt];
  }

  /** Says what a device will cost if that follows from others. */
  async #sayPrice(kind: Kind): Promise<boolean> {
    if (kind.componentSlots.length === 0) return false;
    const { host, language } = this.#session;
    const device = { kind, fields: this.fields };
    const { answer } = await this.#session.rehearse((...known) => added(...known, device));
    const json: { readonly [key: string]: Json } = answer.json;
    const parts = kind.componentSlots.map(({ price }) => String(json[price.key]));
    const currency = await this.#session.currency();
    host.note(words[language].priceOf(`${json[priceAttribute.key]} ${currency.code}`, parts));
    return false;
  }

  async #aboutOpening({ currency }: Listing): Promise<readonly Step[]> {
    const ask = await this.#session.ask();
    const { messages } = this.#session;
    const { setQuantity, money } = await this.#session.hints();
    const known = (current: string | undefined) => (current === undefined ? {} : { current });
    const askQuantity = this.#step(quantityField, (current) =>
      ask.optionalText({
        label: messages.headings.onHand,
        rule: setQuantity,
        ...known(current),
        parse: parseSetQuantity,
      }),
    );
    const askCost = this.#step(costField, (current) =>
      ask.optionalText({
        label: messages.fields[costField] ?? costField,
        rule: money,
        ...known(current),
        parse: (text) => parseMoney(text, currency),
      }),
    );
    const askCostOfQuantity: Step = async () => {
      // Who typed the quantity, and not the cost, has left it out.
      if (this.#answers.has(quantityField)) return askCost();
      this.#answer(costField, undefined);
      return false;
    };
    return [askQuantity, askCostOfQuantity];
  }
}
