import type { Attribute } from '../../../inventory/devices/attribute.ts';
import { codeAttribute } from '../../../inventory/devices/device.ts';
import type { Listing } from '../../../inventory/look/listing.ts';
import { wrong } from '../../../inventory/refusal.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { shownChoices } from '../../ask/ask.ts';
import type { Session } from '../../session.ts';

/** What is known of the device that an attribute is asked for. */
interface Known {
  /** The value that it has, or that was typed before. */
  readonly current?: string | undefined;
  /** It gets a code if none is typed, and may not take another's. */
  readonly isNew?: boolean;
}

/** Asks for the value of an attribute, and returns it as typed; undefined for none. */
export async function askForAttribute(
  session: Session,
  attribute: Attribute<unknown>,
  { currency, rows }: Pick<Listing, 'currency' | 'rows'>,
  { current, isNew = false }: Known,
): Promise<string | undefined> {
  const { language } = session;
  const { choices, required } = attribute;
  const label = attribute.term[language];
  const ask = await session.ask();
  if (choices !== undefined) {
    const choice = choices.find(({ term }) => term[language] === current);
    return ask.choice(label, shownChoices(choices, language), choice?.value ?? current);
  }
  const isNewCode = isNew && attribute.key === codeAttribute.key;
  const field = {
    label,
    rule: (await session.hints()).of(attribute),
    ...(current === undefined ? {} : { current }),
    parse: (text: string) => {
      const result = attribute.parse(text, currency);
      const holder =
        isNewCode && result.ok ? rows.find((row) => codeKey(row.code) === codeKey(text.trim())) : undefined;
      return holder === undefined
        ? result
        : wrong('duplicate-code', { code: holder.code, name: holder.name });
    },
  };
  return required && !isNewCode ? ask.text(field) : ask.optionalText(field);
}
