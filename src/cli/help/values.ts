import type { Attribute, Choice } from '../../inventory/attribute.ts';
import { stockInReasons, stockOutReasons } from '../../inventory/change.ts';
import { movementColumns } from '../../inventory/decide/import-columns.ts';
import { attributesOf } from '../../inventory/device.ts';
import { costField } from '../../inventory/device-record.ts';
import { kinds } from '../../inventory/kinds.ts';
import { moneySigns, parseMoney } from '../../inventory/money.ts';
import { mostOnHand, mostPerMovement } from '../../inventory/quantity.ts';
import { mostNoteCharacters, mostReferenceCharacters } from '../../inventory/text.ts';
import { parseTime } from '../../inventory/time.ts';
import type { Block } from './block.ts';
import { choiceTexts, grouped, moneyText, ruleText, shownCurrency } from './rules.ts';
import type { InLanguage, Topic } from './topics.ts';

/** Numbers as people type them; whether each is taken is asked of the parser. */
const numbers = [
  '1299',
  '1,299.00',
  '１２９９',
  '¥1299',
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
  '2026-11-23T09:30',
  '2026-11-23 09:30:15',
  '2026-11-23T01:30:00.000Z',
  '2026-11-23T09:30+08:00',
  '2026-11-31',
  '23.11.2026',
];

/** Every value that can be typed, with the rule it is held to. */
export const topic: Topic = async (words) => {
  const { values, summaries } = words.texts;
  return [
    { heading: summaries.values },
    { paragraph: values.device },
    { rows: attributeRows(words) },
    { paragraph: values.following },
    { paragraph: values.movement },
    { rows: movementRows(words) },
    ...numberBlocks(words),
    ...timeBlocks(words),
  ];
};

/** The attributes that any kind of device has, once each. */
const allAttributes = (): readonly Attribute<unknown>[] => [
  ...new Map([...kinds].flatMap(attributesOf).map((attribute) => [attribute.key, attribute])).values(),
];

function attributeRows(words: InLanguage): readonly (readonly string[])[] {
  const { texts, language } = words;
  const { optional } = texts.rules;
  return [
    ['kind', texts.values.kind, texts.list(choiceTexts(kinds.choices, words))],
    ...allAttributes().map((attribute) => [
      attribute.key,
      attribute.term[language],
      `${ruleText(attribute.rule, words)}${attribute.required ? '' : optional}`,
    ]),
  ];
}

function movementRows(words: InLanguage): readonly (readonly string[])[] {
  const { texts, language } = words;
  const { rules, values } = texts;
  const row = (key: string, rule: string) => {
    const term = movementColumns.find((column) => column.key === key)?.term[language] ?? '';
    return [key, term, rule];
  };
  return [
    row('quantity', rules.quantity('1', grouped(mostPerMovement))),
    row('expect', `${rules.quantity('0', grouped(mostOnHand))}${rules.optional}`),
    row(costField, `${moneyText(words)}${rules.optional}`),
    row('ref', `${rules.text(grouped(mostReferenceCharacters))}${rules.optional}`),
    row('key', `${rules.text(grouped(mostReferenceCharacters))}${rules.optional}`),
    row('note', `${rules.text(grouped(mostNoteCharacters))}${rules.optional}`),
    ['reason', values.reasonIn, reasonTexts(stockInReasons, words)],
    ['reason', values.reasonOut, reasonTexts(stockOutReasons, words)],
    ['quantity', values.quantity, rules.quantity('0', grouped(mostPerMovement))],
    ['', values.onHand, rules.quantity('0', grouped(mostOnHand))],
  ];
}

/** The reasons, with the one that is meant where none is typed marked. */
function reasonTexts(reasons: readonly Choice[], words: InLanguage): string {
  const [first = '', ...others] = choiceTexts(reasons, words);
  return words.texts.list([`${first}${words.texts.values.usual}`, ...others]);
}

function numberBlocks({ texts }: InLanguage): readonly Block[] {
  const currency = shownCurrency();
  const { values, list } = texts;
  const isTaken = (text: string) => parseMoney(text, currency).ok;
  const shown = (some: readonly string[]) => list(some.map((text) => (text === '' ? values.empty : text)));
  return [
    { paragraph: values.numbers },
    {
      rows: [
        [values.accepted, shown(numbers.filter(isTaken))],
        [values.refused, shown(numbers.filter((text) => !isTaken(text)))],
      ],
    },
    { paragraph: values.numbersRule([...moneySigns].join(' ')) },
  ];
}

function timeBlocks({ texts }: InLanguage): readonly Block[] {
  const { values, list } = texts;
  const isTaken = (text: string) => parseTime(text, 'start').ok;
  return [
    { paragraph: values.times },
    {
      rows: [
        [values.accepted, list(times.filter(isTaken))],
        [values.refused, list(times.filter((text) => !isTaken(text)))],
      ],
    },
    { paragraph: values.timesRule },
  ];
}
