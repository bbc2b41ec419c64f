import { allReasons } from '../../../inventory/book/change.ts';
import type { PlaceId } from '../../../inventory/book/place-kinds.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { type HistoryFilter, rowTypes, wanted } from '../../../inventory/look/history.ts';
import { orRefuse, parsed } from '../../../inventory/refusal.ts';
import { parseEntryNumber, parseQuantity } from '../../../inventory/values/quantity.ts';
import type { RecordedRow } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, choice, flag, listOf, option, several } from '../../options.ts';
import { historyRows, rowInWords } from '../../render/history-rows.ts';
import { printRows, rowFormatOf, rowFormats } from '../../render/rows.ts';
import { device } from '../devices/device-argument.ts';
import { placesToRead, placeToRead } from '../places/place-options.ts';
import { deviceOfHistory } from './bearers.ts';
import { words } from './history.words.ts';
import { periodOptions, timingOf } from './timing.ts';

const parseType = (text: string) => parseChoice(text, rowTypes);

export const command = defineCommand({
  words,
  arguments: { device },
  options: {
    ...periodOptions,
    types: several(
      '--type <types...>',
      {
        en: 'add, edit, remove, stock-in, stock-out, undo, transfer, count, tally or place; may be repeated',
        zh: 'add 登记、edit 修改、remove 移除、stock-in 入库、stock-out 出库、undo 撤销、transfer 调拨、count 盘点、tally 点数或 place 地点，可重复',
      },
      (text, { field }) => parsed(text.split(',').map((one) => orRefuse(parseType(one), field))),
      rowTypes,
    ),
    reason: option(
      '--reason <reason>',
      { en: 'only with this reason', zh: '只看该原因' },
      (text) => parseChoice(text, allReasons),
      allReasons,
    ),
    operator: option(
      '--operator <name>',
      { en: 'only by this operator', zh: '只看该操作员' },
      asTyped,
      'operators',
    ),
    ref: option('--ref <reference>', { en: 'only with this reference', zh: '只看该单号' }, asTyped),
    place: placeToRead,
    count: option(
      '--count <count>',
      { en: 'only what happened in this count, its tallies too', zh: '只看该盘点，包括点数' },
      parseEntryNumber,
      'counts',
    ),
    limit: option('--limit <rows>', { en: 'only the last N rows', zh: '只看最后 N 行' }, parseQuantity),
    reverse: flag('--reverse', { en: 'the newest first', zh: '新的在前' }),
    entry: option(
      '--entry <entry>',
      {
        en: 'of the device that had this code at entry N, if several have had it',
        zh: '编号先后属于几种设备时，取该流水时使用它的那一种',
      },
      parseEntryNumber,
    ),
    format: choice('--format <format>', listOf(rowFormats), rowFormats),
  },
  async run(session, typed) {
    const format = rowFormatOf(typed.format, session.json);
    const { since, until } = timingOf(session.host, typed);
    const { reason, operator, ref, limit } = typed;
    const filter = { types: typed.types.flat(), since, until, reason, operator, ref };
    const store = await session.store();
    const places = await placesToRead(session, typed.place);
    const device = await deviceOfHistory(session, typed.device, typed.entry);
    const { count } = typed;
    const tallies = count !== undefined || filter.types.includes('tally');
    const found = await store.history({ ...(device === undefined ? {} : { device }), tallies });
    const isForPeople = format === 'table' || format === 'md';
    const rows = session.host
      .interruptible(() => lastRows(ofCount(found, count), filter, limit, places))
      .map((one) => (isForPeople ? rowInWords(session, one) : one.row));
    if (typed.reverse) rows.reverse();
    if (rows.length === 0 && format === 'table') session.host.note(words[session.language].noHistory);
    else {
      const shown = { isOfOneDevice: device !== undefined, withOffset: format === 'md' };
      await printRows(session, format, historyRows(rows, session, shown));
    }
    return 0;
  },
});

/** The rows of a count, or all of them. */
function* ofCount(rows: Iterable<RecordedRow>, count: number | undefined): Generator<RecordedRow> {
  if (count === undefined) return yield* rows;
  for (const one of rows) if (one.count === count) yield one;
}

/** The rows at some places, with the other side of a transfer that has one there. */
function* placedRows(
  rows: Iterable<RecordedRow>,
  places: ReadonlySet<PlaceId> | undefined,
): Generator<RecordedRow> {
  if (places === undefined) return yield* rows;
  const isThere = ({ place }: RecordedRow) => place !== null && places.has(place);
  const isSide = ({ row }: RecordedRow) => row.change !== null && row.reason === null;
  /** The sides of one entry, before or after the side at the wanted place was read. */
  let sides: RecordedRow[] = [];
  for (const one of rows) {
    if (sides.length > 0 && sides[0]?.row.entry !== one.row.entry) sides = [];
    if (!isSide(one)) {
      if (isThere(one)) yield one;
      continue;
    }
    sides.push(one);
    const [first] = sides;
    if (sides.length === 1 || first?.device !== one.device) {
      sides = [one];
      continue;
    }
    if (sides.some(isThere)) yield* sides;
    sides = [];
  }
}

function lastRows(
  rows: Iterable<RecordedRow>,
  filter: HistoryFilter,
  limit: number | undefined,
  places: ReadonlySet<PlaceId> | undefined,
): readonly RecordedRow[] {
  const kept: RecordedRow[] = [];
  for (const one of placedRows(rows, places)) {
    if (!wanted(one.row, filter)) continue;
    kept.push(one);
    // There may be too many rows to keep them all.
    if (limit !== undefined && kept.length >= limit * 2) kept.splice(0, kept.length - limit);
  }
  return limit === undefined ? kept : kept.slice(-limit);
}
