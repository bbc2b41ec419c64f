import { allReasons } from '../../../inventory/book/change.ts';
import { placesInHistory } from '../../../inventory/decide/places/find-place.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { rowTypes } from '../../../inventory/look/history.ts';
import { orRefuse, parsed } from '../../../inventory/refusal.ts';
import { parseEntryNumber, parseQuantity } from '../../../inventory/values/quantity.ts';
import { parseSerial } from '../../../inventory/values/serials.ts';
import { parseName } from '../../../inventory/values/text.ts';
import { collected } from '../../../store/pages.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, choice, flag, listOf, option, several } from '../../options.ts';
import { historyRows, rowInWords } from '../../render/history-rows.ts';
import { printRows, rowFormatOf, rowFormats } from '../../render/rows.ts';
import { device } from '../devices/device-argument.ts';
import { placeToRead } from '../places/place-options.ts';
import { deviceOfHistory } from './bearers.ts';
import { words } from './history.words.ts';
import { periodOptions, timingOf } from './timing.ts';

const parseType = (text: string) => parseChoice(text, rowTypes);

/** What a row takes in memory, and what it takes with its words in a table. */
const bytesOfRow = 600;
const bytesOfShown = 1100;

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
    party: option(
      '--party <party>',
      { en: 'only from or to this supplier or customer', zh: '只看该往来单位' },
      parseName,
      'parties',
    ),
    serial: option(
      '--serial <serial>',
      { en: 'only what moved the piece with this serial number', zh: '只看该序列号' },
      parseSerial,
    ),
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
    const { reason, operator, ref, party, serial, count, limit } = typed;
    const store = await session.store();
    const { place } = typed;
    const places =
      place === undefined
        ? undefined
        : await session.lookUp((book, journal) => placesInHistory(book, journal, place));
    const device = await deviceOfHistory(session, typed.device, typed.entry);
    const types = typed.types.flat();
    const filter = { types, since, until, reason, operator, ref, party, serial, count, places };
    const isForPeople = format === 'table' || format === 'md';
    const found = await collected(
      store.history({ device, filter, last: limit }),
      isForPeople ? bytesOfShown : bytesOfRow,
    );
    const rows = found.map((one) => (isForPeople ? rowInWords(session, one) : one.row));
    if (typed.reverse) rows.reverse();
    if (rows.length === 0 && format === 'table') session.note(words[session.language].noHistory);
    else {
      const shown = { isOfOneDevice: device !== undefined, withOffset: format === 'md' };
      await printRows(session, format, historyRows(rows, session, shown));
    }
    return 0;
  },
});
