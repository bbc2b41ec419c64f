import { clearable, decideEdit } from '../../inventory/decide/edit.ts';
import { findDevice } from '../../inventory/decide/find-device.ts';
import { attributesOf, kindOf } from '../../inventory/device.ts';
import { deviceJson } from '../../inventory/device-record.ts';
import { editSummary } from '../../inventory/history.ts';
import { refuse } from '../../inventory/refusal.ts';
import { shownChoices } from '../ask.ts';
import type { CommandDefinition } from '../command.ts';
import type { Context } from '../context.ts';
import { attributeText } from '../render/device-rows.ts';
import { printable } from '../render/printable.ts';
import { deviceArgument } from './device-argument.ts';
import { fieldOptions, typedFields } from './fields.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[device]', help: 'device' }],
  options: [
    ...fieldOptions,
    { flags: '--no-brand', help: 'no-brand' },
    { flags: '--no-weight', help: 'no-weight' },
    { flags: '--no-minimum', help: 'no-minimum' },
  ],
  async run(context, [deviceTyped], options) {
    const typed = await deviceArgument(context, deviceTyped, 'edit');
    const clear = clearable.filter((field) => options[field] === false);
    const fields = typedFields(options);
    if (fields.size === 0 && clear.length === 0) await askWhatToChange(context, typed, fields);
    const store = await context.store();
    const { entry, answer, book } = await store.commit((inventory, _past, at) => {
      const { id } = findDevice(inventory, typed);
      return { record: decideEdit(inventory, typed, { fields, clear }, at), answer: id };
    });
    const device = book.device(answer);
    if (device === undefined) throw new Error('the device is gone');
    const [change] = entry?.changes ?? [];
    context.report(
      () => deviceJson(device, book),
      () => [
        entry === null || change?.do !== 'edit'
          ? context.messages.nothingToChange(device.code)
          : context.messages.edited(
              entry.n,
              device.code,
              printable(
                editSummary(change.before, change.after, (key) => context.messages.fields[key] ?? key),
              ),
            ),
      ],
    );
    return 0;
  },
};

/** On a terminal: which attribute, and its new value. */
async function askWhatToChange(context: Context, typed: string, fields: Map<string, string>): Promise<void> {
  if (!context.canAsk) refuse('usage', 'usage-nothing-to-change', { command: 'edit' });
  const { book } = await (await context.store()).read();
  const device = findDevice(book, typed);
  const ask = await context.ask();
  const { language, messages } = context;
  const attributes = attributesOf(kindOf(device));
  const key = await ask.choice(
    messages.headings.what,
    attributes.map((attribute) => ({
      value: attribute.key,
      name: `${attribute.term[language]}  ${printable(attributeText(device, attribute, book, language))}`,
    })),
  );
  const attribute = attributes.find((known) => known.key === key);
  if (attribute === undefined) return;
  const label = attribute.term[language];
  const answer =
    attribute.choices === undefined
      ? await ask.text(label, (text) => attribute.parse(text, book.currency))
      : await ask.choice(label, shownChoices(attribute.choices, language));
  fields.set(key, answer);
}
