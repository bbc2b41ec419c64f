import { deviceJson } from '../../../inventory/book/device-json.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import type { HistoryRow } from '../../../inventory/look/history.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import type { RecordedRow } from '../../../store/store.ts';
import { defineCommand } from '../../command.ts';
import { renderCard } from '../../render/card.ts';
import { deviceCard } from '../../render/device-rows.ts';
import { historyRows } from '../../render/history-rows.ts';
import { printRows } from '../../render/rows.ts';
import { device as anyDevice, deviceArgument } from './device-argument.ts';
import { words } from './show.words.ts';

/** How many of the last movements are shown. */
const lastMovements = 5;

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  async run(session, { device: deviceTyped }) {
    const typed = await deviceArgument(session, deviceTyped, 'show');
    const store = await session.store();
    const { book, journal } = await store.read();
    const device = findDevice(book, journal, typed);
    const rows = lastOf(await store.history({ device: device.id }));
    const users = sortedByCode(book.pricedFrom(device.id)).map(({ code }) => code);
    if (session.json) {
      session.host.printJson({ ...deviceJson(device, book), movements: rows, combos: users });
      return 0;
    }
    const { lastMovements: title, pricedFromIt } = words[session.language];
    session.host.print(await renderCard(deviceCard(device, book, session)));
    if (users.length > 0) session.host.print(`${pricedFromIt(users)}\n`);
    if (rows.length > 0) {
      session.host.print(`\n${title}\n`);
      await printRows(session, 'table', historyRows(rows, session, { isOfOneDevice: true }));
    }
    return 0;
  },
});

/** The last movements of a history, which may be too long to keep. */
function lastOf(history: Iterable<RecordedRow>): readonly HistoryRow[] {
  const last: HistoryRow[] = [];
  for (const { row } of history) {
    if (row.change === null) continue;
    last.push(row);
    if (last.length > lastMovements) last.shift();
  }
  return last;
}
