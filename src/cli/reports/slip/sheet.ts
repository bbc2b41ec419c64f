import { allReasons } from '../../../inventory/book/change.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import type { Slip, SlipLine, SlipType } from '../../../inventory/report/slip.ts';
import { serialsText } from '../../../inventory/values/serials.ts';
import { rowInWords } from '../../render/history-rows.ts';
import {
  amount,
  codeColumn,
  headedSheet,
  left,
  type ReportColumn,
  type ReportContext,
  right,
  tableOf,
  timeText,
} from '../../render/report/report-context.ts';
import type { Sheet } from '../../render/report/sheet.ts';
import { placeNamed } from '../../words/places.ts';

/** The slips of goods that change hands. */
const handedOver: ReadonlySet<SlipType> = new Set([
  'stock-in',
  'stock-out',
  'transfer',
  'inspection',
  'return',
  'delivery',
  'movements',
]);

/** The slips that say nothing of a direction, which each line therefore says. */
const ofAnyDirection: ReadonlySet<SlipType> = new Set(['count', 'undo', 'correction', 'movements']);

/** An entry as a document that people sign; what all lines have in common stands at its head. */
export function slipSheet(context: ReportContext, slip: Slip): Sheet {
  const { texts, messages, language } = context;
  const { headings, fields } = messages;
  const { titles, caption, empty, handedOver: handing, approved } = texts.slip;
  const { entry, type, lines } = slip;
  const reasonOf = ({ reason }: SlipLine) => termOf(allReasons, reason ?? '', language);
  const refOf = ({ row }: SlipLine) => row.ref ?? '';
  const noteOf = (line: SlipLine) => rowInWords(context, line).note ?? '';
  const said = [
    { label: fields['party'] ?? 'party', of: ({ row }: SlipLine) => row.party ?? '' },
    { label: texts.slip.of, of: ({ of }: SlipLine) => (of === null ? '' : `#${of}`) },
    { label: texts.slip.due, of: ({ due }: SlipLine) => due ?? '' },
    { label: fields['reason'] ?? 'reason', of: reasonOf },
    { label: fields['ref'] ?? 'ref', of: refOf },
    { label: fields['note'] ?? 'note', of: noteOf },
  ];
  const isCommon = ({ of }: (typeof said)[number]) =>
    lines.every((line) => line.quantity !== null && of(line) === of(lines[0] ?? line));
  const common = said.filter(isCommon);
  const state = stateOf(context, slip);
  const facts: Sheet['facts'] = [
    [headings.entry, `#${entry.n}`],
    [headings.at, timeText(Date.parse(entry.at))],
    [texts.facts.operators, entry.by],
    ...(state === '' ? [] : [[texts.slip.state, state] as const]),
    ...common.flatMap(({ label, of }) => {
      const value = lines[0] === undefined ? '' : of(lines[0]);
      return value === '' ? [] : [[label, value] as const];
    }),
  ];
  const apart = said.filter((one) => !isCommon(one));
  const columns = columnsOf(
    context,
    type,
    apart.map(({ label, of }) => ({ ...left(label, 1, 10), cell: of })),
  ).filter(({ cell }) => lines.some((line) => cell(line) !== ''));
  const table = tableOf(
    columns,
    [{ heading: null, rows: lines, totals: null }],
    lines.length > 1 && lines.some(({ quantity }) => quantity !== null) ? slip : null,
    { caption, empty },
  );
  const head = { title: titles[type], signatures: handedOver.has(type) ? handing : approved };
  return headedSheet(context, head, facts, [table]);
}

function columnsOf(
  context: ReportContext,
  type: SlipType,
  apart: readonly ReportColumn<SlipLine, Slip>[],
): readonly ReportColumn<SlipLine, Slip>[] {
  const { texts, messages, language } = context;
  const { fields, headings } = messages;
  const place = (path: string | null) => (path === null ? '' : placeNamed(path, language));
  const signed = (quantity: number | null, direction = 0): string => {
    if (quantity === null) return '';
    const sign = !ofAnyDirection.has(type) || direction === 0 ? '' : direction > 0 ? '+' : '-';
    return sign + String(quantity);
  };
  return [
    { ...codeColumn(fields['code'] ?? 'code'), cell: ({ code }) => code ?? '' },
    {
      ...left(fields['name'] ?? 'name', 0, 14),
      cell: ({ name }) => name ?? '',
      total: () => texts.slip.total,
    },
    {
      ...right(fields['quantity'] ?? 'quantity', 0),
      cell: ({ quantity, direction }) => signed(quantity, direction),
      total: ({ units, lines }) => signed(units, lines[0]?.direction),
    },
    { ...left(texts.slip.from, 0), cell: ({ from }) => place(from) },
    { ...left(texts.slip.to, 0), cell: ({ to }) => place(to) },
    {
      ...left(fields['serials'] ?? 'serials', 1, 10),
      cell: ({ row }) => serialsText(row.serials ?? []),
    },
    { ...right(texts.columns.counted, 0), cell: ({ row }) => String(row.counted ?? '') },
    ...apart,
    { ...right(fields['cost'] ?? headings.lastCost, 0), cell: ({ cost }) => amount(cost, context) },
    {
      ...right(texts.slip.amount, 0),
      cell: (line) => amount(line.amount, context),
      total: (slip) => amount(slip.amount, context),
    },
  ];
}

/** What is to be known of an entry before anyone signs for it. */
function stateOf({ texts, messages, language }: ReportContext, slip: Slip): string {
  const { entry, undoneBy, correctedBy, isInTransit, isToDeliver } = slip;
  return [
    ...(isInTransit ? [texts.slip.inTransit] : []),
    ...(isToDeliver ? [texts.slip.toDeliver] : []),
    ...(entry.undoes === undefined ? [] : [messages.undoes(entry.undoes)]),
    ...(entry.corrects === undefined ? [] : [messages.corrects(entry.corrects)]),
    ...(undoneBy === null ? [] : [messages.undoneBy(undoneBy)]),
    ...correctedBy.map((n) => texts.slip.correctedBy(n)),
  ].join(language === 'zh' ? '，' : ', ');
}
