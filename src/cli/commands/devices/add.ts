import type { Book } from '../../../inventory/book/book.ts';
import { isOfDevice } from '../../../inventory/book/change.ts';
import { deviceJson } from '../../../inventory/book/device-json.ts';
import { decideAdd } from '../../../inventory/decide/devices/add.ts';
import { quantityField } from '../../../inventory/decide/devices/fields.ts';
import { attributesOf, type Kind } from '../../../inventory/devices/device.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { orRefuse, refuse } from '../../../inventory/refusal.ts';
import { parseMoney } from '../../../inventory/values/money.ts';
import { parseSetQuantity } from '../../../inventory/values/quantity.ts';
import { shownChoices } from '../../ask/ask.ts';
import { defineCommand } from '../../command.ts';
import { argument, listOf } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { askFor, refuseMissing } from '../missing.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { words } from './add.words.ts';
import { askForAttribute } from './ask-attribute.ts';
import { candidatesOf } from './device-argument.ts';
import { fieldOptions, optionOf, typedFields } from './fields.ts';

export const command = defineCommand({
  words,
  arguments: {
    kind: argument('[kind]', listOf(kinds.choices), (text) => kinds.parse(text), kinds.choices),
  },
  options: { fields: fieldOptions, place },
  async run(session, typed) {
    const kind = typed.kind ?? (await askForKind(session));
    const fields = await completed(session, kind, typedFields(typed.fields));
    const place = placeOfOpening(session, fields, typed.place);
    const { entry, answer } = await session.commit((book, journal, at) => {
      const entry = decideAdd(book, journal, kind, fields, at, place);
      const [added] = entry.changes.filter(isOfDevice);
      const device = book.device(added?.id ?? 0);
      if (device === undefined) throw new Error('the device was not added');
      const { id, code, name } = device;
      return { entry, answer: { code, name, onHand: book.onHand(id), json: deviceJson(device, book) } };
    });
    const { code, name, onHand, json } = answer;
    const n = entry?.n ?? 0;
    session.report(
      () => ({ entry: n, ...json }),
      () => [words[session.language].added(n, code, printable(name), onHand)],
    );
    return 0;
  },
});

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

async function askForKind(session: Session): Promise<Kind> {
  const ask = await askFor(session, 'add', ['KIND']);
  const name = await ask.choice(
    session.messages.headings.kind,
    shownChoices(kinds.choices, session.language),
  );
  return orRefuse(kinds.parse(name), 'kind');
}

/** The fields with all required ones: missing ones are asked for, or refused by name all at once. */
async function completed(
  session: Session,
  kind: Kind,
  fields: Map<string, string>,
): Promise<Map<string, string>> {
  const missing = attributesOf(kind).filter(
    ({ key, required }) => required && key !== 'code' && !fields.has(key),
  );
  const slots = kind.componentSlots.filter((slot) => !fields.has(slot.key) && !fields.has(slot.price.key));
  if (missing.length === 0 && slots.length === 0) return fields;
  if (!session.host.canAsk) {
    const names = missing.map(({ key }) => optionOf(key));
    return refuseMissing('add', [
      ...names,
      ...slots.map(({ key, price }) => ({ oneOf: [optionOf(key), optionOf(price.key)] })),
    ]);
  }
  await askForFields(session, kind, fields);
  return fields;
}

async function askForFields(session: Session, kind: Kind, fields: Map<string, string>): Promise<void> {
  const book = await session.bookToAskOf();
  const ask = await session.ask();
  const { messages } = session;
  const hints = await session.hints();
  for (const attribute of attributesOf(kind)) {
    if (fields.has(attribute.key)) continue;
    const answer = await askForAttribute(session, attribute, book);
    if (answer !== undefined) fields.set(attribute.key, answer);
  }
  await askForComponents(session, kind, fields, book);
  if (fields.has('quantity')) return;
  const quantity = await ask.optionalText({
    label: messages.headings.onHand,
    rule: hints.setQuantity,
    parse: parseSetQuantity,
  });
  if (quantity === undefined) return;
  fields.set('quantity', quantity);
  if (fields.has('cost')) return;
  const cost = await ask.optionalText({
    label: messages.fields['cost'] ?? 'cost',
    rule: hints.money,
    parse: (text) => parseMoney(text, book.currency),
  });
  if (cost !== undefined) fields.set('cost', cost);
}

async function askForComponents(
  session: Session,
  kind: Kind,
  fields: Map<string, string>,
  book: Book,
): Promise<void> {
  const ask = await session.ask();
  const { language } = session;
  const said = words[language];
  for (const slot of kind.componentSlots) {
    if (fields.has(slot.key) || fields.has(slot.price.key)) continue;
    const candidates = candidatesOf(
      book,
      [...book.devices()].filter((device) => slot.accepts(device)),
    );
    const given =
      candidates.length === 0 ||
      (await ask.choice(said.componentFrom(slot.term[language]), [
        { value: 'book', name: said.fromBook },
        { value: 'price', name: said.givenPrice },
      ])) === 'price';
    if (given)
      fields.set(
        slot.price.key,
        await ask.text({
          label: slot.price.term[language],
          rule: (await session.hints()).money,
          parse: (text) => parseMoney(text, book.currency),
        }),
      );
    else fields.set(slot.key, await ask.device(slot.term[language], candidates));
  }
}
