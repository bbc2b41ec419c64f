import { namedEncodings } from '../../exchange/read/encoding.ts';
import { maxHeaderRow } from '../../exchange/read/find-header.ts';
import { delimiters } from '../../exchange/read/read-csv.ts';
import { inputFormats } from '../../exchange/read/rows.ts';
import { stockInReasons, stockOutReasons } from '../../inventory/book/change.ts';
import { placeKinds } from '../../inventory/book/place-kinds.ts';
import { maxPathCharacters } from '../../inventory/book/places.ts';
import { quantityField } from '../../inventory/decide/devices/fields.ts';
import {
  type Column,
  deviceColumns,
  movementColumns,
  placeColumns,
  requiredColumns,
} from '../../inventory/decide/imports/import-columns.ts';
import { directions } from '../../inventory/decide/imports/row-types.ts';
import type { Choice } from '../../inventory/devices/attribute.ts';
import { attributesOf, codeAttribute, type Kind, priceAttribute } from '../../inventory/devices/device.ts';
import { costField } from '../../inventory/devices/device-record.ts';
import { kinds } from '../../inventory/devices/kinds.ts';
import { maxOnHand, maxPerMovement } from '../../inventory/values/quantity.ts';
import { maxNameCharacters, maxNoteCharacters, maxReferenceCharacters } from '../../inventory/values/text.ts';
import { maxColumns, maxFieldCharacters, maxFileBytes, maxRows, maxSheetRows } from '../../limits.ts';
import { subjects } from '../commands/import/subjects.ts';
import type { Block } from './block.ts';
import { choiceText, grouped, moneyText, nameIn, ruleText } from './rules.ts';
import type { InLanguage, Topic } from './topics.ts';

/** The columns and files that an import reads. */
export const topic: Topic = async (words) => {
  const { texts } = words;
  return [
    { heading: texts.summaries.import },
    ...subjects.flatMap(({ value: subject }): Block[] => [
      { caption: texts.import.columns[subject] },
      { header: texts.import.header, rows: rowsOf[subject](words) },
    ]),
    { paragraph: texts.import.labels },
    { paragraph: texts.import.rowsOfFile },
    { caption: texts.import.files },
    { rows: fileRows(words) },
    { paragraph: texts.import.headersRule },
    { paragraph: texts.import.table(grouped(maxHeaderRow)) },
    { paragraph: texts.import.cells },
    { paragraph: texts.import.lookalikes },
    { paragraph: texts.import.wholeOrNothing },
    { paragraph: texts.import.options },
  ];
};

const rowsOf = { devices: deviceRows, movements: movementRows, places: placeRows };

function placeRows(words: InLanguage): readonly (readonly string[])[] {
  const { texts } = words;
  const required: readonly string[] = requiredColumns.places;
  const rules: { readonly [column: string]: string } = {
    place: texts.rules.text(grouped(maxPathCharacters)),
    kind: texts.list(placeKinds.map(choiceText(words))),
    recount: '40%, 0.4',
    note: texts.rules.text(grouped(maxNoteCharacters)),
  };
  return placeColumns.map(({ key, term }) => [
    key,
    term.zh,
    required.includes(key) ? texts.import.always : '',
    rules[key] ?? '',
  ]);
}

function deviceRows(words: InLanguage): readonly (readonly string[])[] {
  return deviceColumns(kinds).map((column) => [
    column.key,
    column.term.zh,
    neededBy(column, words),
    deviceRule(column, words),
  ]);
}

/** The kinds whose devices cannot do without a column. */
function neededBy({ key }: Column, { texts }: InLanguage): string {
  const all = [...kinds];
  if (key === 'kind') return texts.import.always;
  const needing = all.filter((kind) => needs(kind, key));
  if (needing.length === all.length) return texts.import.always;
  return texts.list(needing.map(({ id }) => id));
}

const needs = (kind: Kind, key: string): boolean =>
  attributesOf(kind).some((attribute) => attribute.key === key && attribute.required) ||
  kind.componentSlots.some((slot) => slot.key === key);

function deviceRule({ key }: Column, words: InLanguage): string {
  const { texts } = words;
  const slot = kinds.componentSlots.find((candidate) => candidate.key === key);
  if (key === 'kind') return texts.list(kinds.choices.map(choiceText(words)));
  if (key === quantityField) return texts.rules.quantity('0', grouped(maxPerMovement));
  if (key === costField) return moneyText(words);
  if (slot !== undefined)
    return `${texts.import.codeOf}${texts.import.instead(nameIn(words, slot.price.key, slot.price.term))}`;
  return attributeRule(key, words);
}

function attributeRule(key: string, words: InLanguage): string {
  const { texts } = words;
  const prices = kinds.componentSlots.map(({ price }) => price);
  const attribute = [...kinds.attributes, ...prices].find((candidate) => candidate.key === key);
  if (attribute === undefined) return '';
  const text = ruleText(attribute.rule, words);
  const following =
    attribute === priceAttribute ? [...kinds].filter(({ componentSlots }) => componentSlots.length > 0) : [];
  return following.length === 0
    ? text
    : `${text}${texts.import.follows(texts.list(following.map(({ id, term }) => nameIn(words, id, term))))}`;
}

function movementRows(words: InLanguage): readonly (readonly string[])[] {
  const required: readonly string[] = requiredColumns.movements;
  return movementColumns.map(({ key, term }) => [
    key,
    term.zh,
    required.includes(key) ? words.texts.import.always : '',
    movementRules(words)[key] ?? '',
  ]);
}

/** What each column of a movement takes. */
function movementRules(words: InLanguage): { readonly [column: string]: string } {
  const { texts } = words;
  const { rules, list } = texts;
  const reasons = new Map(
    [...stockInReasons, ...stockOutReasons].map((reason): [string, Choice] => [reason.value, reason]),
  );
  return {
    code: ruleText(codeAttribute.rule, words),
    type: list([...directions.keys()]),
    quantity: rules.quantity('1', grouped(maxPerMovement)),
    reason: list(Array.from(reasons.values(), choiceText(words))),
    cost: `${moneyText(words)}${texts.import.direction}`,
    ref: rules.text(grouped(maxReferenceCharacters)),
    note: rules.text(grouped(maxNoteCharacters)),
    key: rules.text(grouped(maxReferenceCharacters)),
    expect: rules.quantity('0', grouped(maxOnHand)),
    place: rules.text(grouped(maxPathCharacters)),
    to: rules.text(grouped(maxPathCharacters)),
    party: rules.text(grouped(maxNameCharacters)),
    serials: texts.import.serials,
    of: texts.import.of,
    beforeCount: texts.import.beforeCount,
    due: texts.import.due,
  };
}

function fileRows({ texts }: InLanguage): readonly (readonly string[])[] {
  const { formats, formatsRule, encodings, encodingsRule, limits } = texts.import;
  const separators = delimiters
    .map((delimiter) => (delimiter === '\t' ? texts.import.tab : delimiter))
    .join(' ');
  const megabytes = grouped(maxFileBytes / 1024 / 1024);
  return [
    [formats, `${texts.list(inputFormats)}${formatsRule}`],
    [texts.import.delimiters, separators],
    [encodings, `${texts.list([...namedEncodings.keys()])}${encodingsRule}`],
    [
      '',
      limits(
        megabytes,
        [grouped(maxSheetRows), grouped(maxRows)],
        grouped(maxColumns),
        grouped(maxFieldCharacters),
      ),
    ],
  ];
}
