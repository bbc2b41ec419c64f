import type { Attribute, Term } from '../../../inventory/devices/attribute.ts';
import { brandAttribute } from '../../../inventory/devices/device.ts';
import { type Kinds, kinds } from '../../../inventory/devices/kinds.ts';
import { asTyped, type Completion, listOf, negation, type Option, option } from '../../options.ts';
import { cost } from '../movement/movement-options.ts';

/** How an option of a field is typed: `--tv-price`. */
export const optionOf = (field: string): string =>
  `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The placeholder of an attribute's value, if its unit or key is too long or says too little. */
const placeholders: { readonly [key: string]: string } = { weight: 'kg', disc: 'format' };

function placeholderOf({ key, rule }: Attribute<unknown>): string {
  const known = placeholders[key];
  if (known !== undefined) return known;
  switch (rule.is) {
    case 'measure':
      return rule.unit.en;
    case 'money':
      return 'price';
    case 'quantity':
      return 'quantity';
    case 'code':
    case 'text':
    case 'choice':
      return key;
  }
}

/** What help says of an attribute: what it says of itself, else what its rule says, else its name. */
function aboutOf({ about, rule, term }: Attribute<unknown>): Term {
  if (about !== undefined) return about;
  if (rule.is === 'measure') return { en: rule.unit.en, zh: `${term.zh}（${rule.unit.zh}）` };
  return rule.is === 'choice' ? listOf(rule.choices) : term;
}

const completionOf = ({ key, choices }: Attribute<unknown>): Completion | undefined =>
  key === brandAttribute.key ? 'brands' : choices;

/** The domain reads the values of fields, so that everything wrong with a device is reported at once. */
const fieldOption = (key: string, placeholder: string, about: Term, complete?: Completion) =>
  [key, option(`${optionOf(key)} <${placeholder}>`, about, asTyped, complete)] as const;

type FieldOptions = { readonly [field: string]: Option<string | undefined> };

/** The options of what devices of some kinds have, each by the field it fills. */
export const fieldOptionsOf = (kinds: Kinds): FieldOptions =>
  Object.fromEntries([
    ...kinds.attributes.map((attribute) =>
      fieldOption(attribute.key, placeholderOf(attribute), aboutOf(attribute), completionOf(attribute)),
    ),
    fieldOption('quantity', 'quantity', { en: 'opening quantity', zh: '期初数量' }),
    fieldOption('cost', 'price', cost.about),
    ...kinds.componentSlots.map(({ key, about }) => fieldOption(key, 'code', about, 'devices')),
    ...kinds.componentSlots.map(({ price }) => fieldOption(price.key, placeholderOf(price), aboutOf(price))),
  ]);

/** The options of add. */
export const fieldOptions = fieldOptionsOf(kinds);

/** What is different in edit: the quantity changes by movements only, and a typed one is refused with that reason. */
const inEdit: { readonly [field: string]: Partial<Option<string | undefined>> } = {
  code: { about: { en: 'the new stock number', zh: '新的入库编号' } },
  quantity: { hidden: true },
};

/** The options of edit. */
export const editOptions: FieldOptions = Object.fromEntries(
  Object.entries(fieldOptions).map(([field, one]) => [field, { ...one, ...inEdit[field] }]),
);

/** The options that take an attribute away, by its key: every device has the others. */
export const clearOptionsOf = (kinds: Kinds): { readonly [key: string]: Option<boolean> } =>
  Object.fromEntries(
    kinds.attributes
      .filter(({ required }) => !required)
      .map(({ key, about, term }) => [
        key,
        negation(`--no-${optionOf(key).slice(2)}`, {
          en: `remove the ${(about ?? term).en}`,
          zh: `清除${term.zh}`,
        }),
      ]),
  );

export const clearOptions = clearOptionsOf(kinds);

/** The fields that options fill, by their names. */
export const typedFields = (typed: { readonly [field: string]: string | undefined }): Map<string, string> =>
  new Map(
    Object.entries(typed).flatMap(([field, value]): [string, string][] =>
      value === undefined ? [] : [[field, value]],
    ),
  );
