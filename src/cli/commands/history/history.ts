import { allReasons } from '../../../inventory/book/change.ts';
import { parseChoice } from '../../../inventory/devices/attribute.ts';
import { type HistoryFilter, rowTypes, wanted } from '../../../inventory/look/history.ts';
import { parseQuantity } from '../../../inventory/values/quantity.ts';
import type { RowOfDevice } from '../../../store/store.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { historyRows, rowInWords } from '../../render/history-rows.ts';
import { printRows, rowFormatOf } from '../../render/rows.ts';
import { deviceOfHistory } from './bearers.ts';
import { periodOptions, timingOf } from './timing.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[device]', help: 'device' }],
  options: [
    ...periodOptions,
    { flags: '--type <types...>', help: 'type' },
    { flags: '--reason <reason>', help: 'reason-filter' },
    { flags: '--operator <name>', help: 'operator' },
    { flags: '--ref <reference>', help: 'ref-filter' },
    { flags: '--limit <rows>', help: 'limit' },
    { flags: '--reverse', help: 'reverse' },
    { flags: '--entry <entry>', help: 'bearer-at' },
    { flags: '--format <format>', help: 'format' },
  ],
  async run(context, [deviceTyped], options) {
    const format = rowFormatOf(text(options['format']), context.json);
    const filter = filterOf(context, options);
    const limit =
      options['limit'] === undefined ? undefined : orRefuse('limit', parseQuantity(String(options['limit'])));
    const store = await context.store();
    const device = await deviceOfHistory(context, deviceTyped, text(options['entry']));
    const found = await store.history(device === undefined ? {} : { device });
    const isForPeople = format === 'table' || format === 'md';
    const rows = context
      .interruptible(() => lastRows(found, filter, limit))
      .map((one) => (isForPeople ? rowInWords(context, one) : one.row));
    if (options['reverse'] === true) rows.reverse();
    if (rows.length === 0 && format === 'table') context.note(context.messages.noHistory);
    else {
      const shown = { isOfOneDevice: device !== undefined, withOffset: format === 'md' };
      await printRows(context, format, historyRows(rows, context.messages, context.language, shown));
    }
    return 0;
  },
};

const text = (option: TypedOptions[string]): string | undefined =>
  typeof option === 'string' ? option : undefined;

function filterOf(context: Context, options: TypedOptions): HistoryFilter {
  const [reason, operator, ref] = [options['reason'], options['operator'], options['ref']].map(text);
  const { since, until } = timingOf(context, options);
  const { type } = options;
  const types = (Array.isArray(type) ? type : []).flatMap((one: string) => one.split(',')).map(typeNamed);
  return {
    types,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(reason === undefined ? {} : { reason: orRefuse('reason', parseChoice(reason, allReasons)) }),
    ...(operator === undefined ? {} : { operator }),
    ...(ref === undefined ? {} : { ref }),
  };
}

const typeNamed = (text: string): string => orRefuse('type', parseChoice(text, rowTypes));

function lastRows(
  rows: Iterable<RowOfDevice>,
  filter: HistoryFilter,
  limit: number | undefined,
): readonly RowOfDevice[] {
  const kept: RowOfDevice[] = [];
  for (const one of rows) {
    if (!wanted(one.row, filter)) continue;
    kept.push(one);
    // There may be too many rows to keep them all.
    if (limit !== undefined && kept.length >= limit * 2) kept.splice(0, kept.length - limit);
  }
  return limit === undefined ? kept : kept.slice(-limit);
}
