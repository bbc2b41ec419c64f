import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { rowOf } from '../../../inventory/look/list-row.ts';
import { sortedByCode } from '../../../inventory/values/order.ts';
import { collected } from '../../../store/pages.ts';
import { defineCommand } from '../../command.ts';
import { renderCard } from '../../render/card.ts';
import { deviceCard } from '../../render/device-rows.ts';
import { historyRows } from '../../render/history-rows.ts';
import { fittedTable, printParts } from '../../render/rows.ts';
import { device as anyDevice, deviceArgument } from './device-argument.ts';
import { words } from './show.words.ts';

/** How many of the last movements are shown. */
const lastMovements = 5;

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  async run(session, { device: deviceTyped }) {
    const typed = await deviceArgument(session, deviceTyped, 'show');
    const { row, users, currency, places } = await session.lookUp((book, journal) => {
      const found = findDevice(book, journal, typed);
      const pricedFrom = sortedByCode(book.pricedFrom(found.id)).map(({ code }) => code);
      const { currency, places } = book;
      return { row: rowOf(found, book), users: pricedFrom, currency, places };
    });
    const query = { device: row.id, filter: { isMovement: true }, last: lastMovements };
    const found = await collected((await session.store()).history(query));
    const movements = found.map((one) => one.row);
    if (session.json) {
      session.host.printJson({ ...row.json, movements, combos: users });
      return 0;
    }
    const { lastMovements: title, pricedFromIt } = words[session.language];
    const shown = historyRows(movements, session, { isOfOneDevice: true });
    await printParts(session, [
      await renderCard(deviceCard(row, { currency, places }, session)),
      users.length === 0 ? '' : `${pricedFromIt(users)}\n`,
      ...(movements.length === 0
        ? []
        : [`\n${title}\n`, await fittedTable(session, shown, session.host.tableWidth)]),
    ]);
    return 0;
  },
});
