import { stockInReasons, stockOutReasons } from '../../inventory/book/change.ts';
import { quantityField } from '../../inventory/decide/devices/fields.ts';
import {
  type Column,
  deviceColumns,
  movementColumns,
} from '../../inventory/decide/imports/import-columns.ts';
import type { Attribute, Choice } from '../../inventory/devices/attribute.ts';
import { attributesOf } from '../../inventory/devices/device.ts';
import { costField } from '../../inventory/devices/device-record.ts';
import { kinds } from '../../inventory/devices/kinds.ts';
import { moneySigns, moneyWords, parseMoney } from '../../inventory/values/money.ts';
import { maxOnHand, maxPerMovement } from '../../inventory/values/quantity.ts';
import { maxNameCharacters, maxNoteCharacters, maxReferenceCharacters } from '../../inventory/values/text.ts';
import { parseTime } from '../../inventory/values/time.ts';
import type { Block } from './block.ts';
import { choiceText, grouped, moneyText, ruleText, shownCurrency } from './rules.ts';
import type { InLanguage, Topic } from './topics.ts';

/** Numbers as people type them; whether each is taken is asked of the parser. */
const numbers = [
  '1299',
  '1,299.00',
  '１２９９',
  '¥1299',
  '1299元',
  '1299.000',
  '$1299',
  '1,29',
  '1299.001',
  '1e3',
  '0x10',
  'NaN',
  '-5',
  '٣',
  '',
];

/** The same for times. */
const times = [
  '2026-11-23',
  '2026/11/23',
  '2026-11-23T09:30',
  '2026-11-23 09:30:15',
  '2026-11-23T01:30:00.000Z',
  '2026-11-23T09:30+08:00',
  'today',
  '今天',
  'yesterday',
  '昨天',
  '2026-11-31',
  '23.11.2026',
];

/** Every value that can be typed, with the rule it is held to. */
export const topic: Topic = async (words) => {
  const { values, summaries } = words.texts;
  return [
    { heading: summaries.values },
    { caption: values.device },
    { rows: attributeRows(words) },
    { paragraph: values.following },
    { caption: values.movement },
    { rows: movementRows(words) },
    { paragraph: values.onHand(grouped(maxOnHand)) },
    ...numberBlocks(words),
    ...timeBlocks(words),
  ];
};

/** The attributes that any kind of device has, once each. */
const allAttributes = (): readonly Attribute<unknown>[] => [
  ...new Map([...kinds].flatMap(attributesOf).map((attribute) => [attribute.key, attribute])).values(),
];

function attributeRows(words: InLanguage): readonly (readonly string[])[] {
  const { texts } = words;
  const { optional } = texts.rules;
  const column = (key: string, rule: string) => [key, columnName(key, deviceColumns(kinds)), rule];
  return [
    column('kind', texts.list(kinds.choices.map(choiceText(words)))),
    ...allAttributes().map((attribute) => [
      attribute.key,
      attribute.term.zh,
      `${ruleText(attribute.rule, words)}${attribute.required ? '' : optional}`,
    ]),
    column(quantityField, texts.values.opening(texts.rules.quantity('0', grouped(maxPerMovement)))),
    column(costField, `${moneyText(words)}${optional}`),
  ];
}

function movementRows(words: InLanguage): readonly (readonly string[])[] {
  const { texts } = words;
  const { rules, values } = texts;
  const row = (key: string, rule: string) => [key, columnName(key, movementColumns), rule];
  return [
    row('quantity', rules.quantity('1', grouped(maxPerMovement))),
    row('expect', `${rules.quantity('0', grouped(maxOnHand))}${rules.optional}`),
    row(costField, `${moneyText(words)}${rules.optional}`),
    row('ref', `${rules.text(grouped(maxReferenceCharacters))}${rules.optional}`),
    row('key', `${rules.text(grouped(maxReferenceCharacters))}${rules.optional}`),
    row('party', `${rules.text(grouped(maxNameCharacters))}${rules.optional}`),
    row('serials', `${texts.import.serials}${rules.optional}`),
    row('note', `${rules.text(grouped(maxNoteCharacters))}${rules.optional}`),
    row('reason', values.reasonIn(reasonTexts(stockInReasons, words))),
    ['', '', values.reasonOut(reasonTexts(stockOutReasons, words))],
  ];
}

/** What a column is called in Chinese. */
const columnName = (key: string, columns: readonly Column[]): string =>
  columns.find((column) => column.key === key)?.term.zh ?? '';

/** The reasons, with the one that is meant if none is typed marked. */
function reasonTexts(reasons: readonly Choice[], words: InLanguage): string {
  const [first = '', ...others] = reasons.map(choiceText(words));
  return words.texts.list([words.texts.values.usual(first), ...others]);
}

function numberBlocks({ texts }: InLanguage): readonly Block[] {
  const currency = shownCurrency();
  const { values, list } = texts;
  const isTaken = (text: string) => parseMoney(text, currency).ok;
  const shown = (some: readonly string[]) => list(some.map((text) => (text === '' ? values.empty : text)));
  return [
    { caption: values.numbers },
    {
      rows: [
        [values.accepted, shown(numbers.filter(isTaken))],
        [values.refused, shown(numbers.filter((text) => !isTaken(text)))],
      ],
    },
    { paragraph: values.numbersRule([...moneySigns(currency)].join(' '), list(moneyWords(currency))) },
  ];
}

function timeBlocks({ texts }: InLanguage): readonly Block[] {
  const { values, list } = texts;
  const isTaken = (text: string) => parseTime(text, 'start', 0).ok;
  return [
    { caption: values.times },
    {
      rows: [
        [values.accepted, list(times.filter(isTaken))],
        [values.refused, list(times.filter((text) => !isTaken(text)))],
      ],
    },
    { paragraph: values.timesRule },
  ];
}
