import type { NewEntry } from '../../../inventory/book/change.ts';
import { deviceJson } from '../../../inventory/book/device-json.ts';
import { decideEdit } from '../../../inventory/decide/devices/edit.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import type { Attribute } from '../../../inventory/devices/attribute.ts';
import { attributesOf } from '../../../inventory/devices/device.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { effectsOf } from '../../../inventory/look/effects.ts';
import { rowOf } from '../../../inventory/look/list-row.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { defineCommand } from '../../command.ts';
import { attributeText } from '../../render/device-rows.ts';
import { attributeLine, effectLines } from '../../render/effects.ts';
import type { Session } from '../../session.ts';
import { placeOfMinimum } from '../places/place-options.ts';
import { askForAttribute } from './ask-attribute.ts';
import { device, deviceArgument } from './device-argument.ts';
import { words } from './edit.words.ts';
import { clearOptions, editOptions, typedFields } from './fields.ts';

export const command = defineCommand({
  words,
  arguments: { device },
  options: { fields: editOptions, clear: clearOptions, place: placeOfMinimum },
  async run(session, { device: deviceTyped, ...options }) {
    const typed = await deviceArgument(session, deviceTyped, 'edit');
    const clear = Object.keys(options.clear).filter((key) => options.clear[key]);
    const fields = typedFields(options.fields);
    const { place } = options;
    const setsMinimum = fields.has('minimum') || clear.includes('minimum');
    if (place !== undefined && !setsMinimum) refuse('usage-needs', { option: '--place', needs: '--minimum' });
    if (fields.size === 0 && clear.length === 0) await askWhatToChange(session, typed, fields, clear);
    const { entry, answer } = await session.commit((book, journal, at) => {
      const { id } = findDevice(book, journal, typed);
      let entry: NewEntry | null = null;
      const effects = effectsOf(book, [id], () => {
        entry = decideEdit(book, journal, typed, { fields, clear, place }, at);
      });
      const device = book.device(id);
      if (device === undefined) throw new Error('the device is gone');
      return { entry, answer: { code: device.code, json: deviceJson(device, book), effects } };
    });
    const { code, json, effects } = answer;
    const [own, ...following] = effects;
    session.report(
      () => ({ entry: entry?.n ?? null, ...json }),
      () =>
        entry === null || own === undefined
          ? [words[session.language].nothingToChange(code)]
          : [
              words[session.language].edited(
                entry.n,
                code,
                session.messages.clauses(own.attributes.map((one) => attributeLine(session, one))),
              ),
              ...effectLines(session, following),
            ],
    );
    return 0;
  },
});

/** On a terminal: attribute by attribute, each with its current value to change, until there is nothing more. */
async function askWhatToChange(
  session: Session,
  typed: string,
  fields: Map<string, string>,
  clear: string[],
): Promise<void> {
  if (!session.host.canAsk) refuse('usage-nothing-to-change', { command: 'edit' });
  const row = await session.lookUp((book, journal) => rowOf(findDevice(book, journal, typed), book));
  const currency = await session.currency();
  const ask = await session.ask();
  const { language } = session;
  const attributes = attributesOf(kinds.of(row.kind));
  const now = (attribute: Attribute<unknown>) =>
    clear.includes(attribute.key)
      ? ''
      : (fields.get(attribute.key) ?? attributeText(row, attribute, language));
  for (;;) {
    const key = await ask.choice(words[language].question, [
      ...attributes.map((attribute) => ({
        value: attribute.key,
        name: attribute.term[language],
        behind: now(attribute),
      })),
      { value: finished, name: words[language].done },
    ]);
    const attribute = attributes.find((known) => known.key === key);
    if (attribute === undefined) return;
    const known = { current: now(attribute) };
    const answer = await askForAttribute(session, attribute, { currency, rows: [] }, known);
    if (answer !== undefined) fields.set(key, answer);
    else fields.delete(key);
    const cleared = clear.indexOf(key);
    if (answer !== undefined && cleared !== -1) clear.splice(cleared, 1);
    if (answer === undefined && cleared === -1) clear.push(key);
  }
}

const finished = '';
