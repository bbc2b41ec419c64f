import { writeOffReasons } from '../../../inventory/book/change.ts';
import { movesIn } from '../../../inventory/decide/movements/already.ts';
import { decideWriteOff } from '../../../inventory/decide/queues/write-off.ts';
import { shownChoices } from '../../ask/ask.ts';
import { defineCommand } from '../../command.ts';
import { choice, listOf } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { placeNamed } from '../../words/places.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { expect, key, note, quantity, ref } from '../movement/movement-options.ts';
import { placeIfAsked } from '../movement/stock-movement.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { askForQuantity } from './quantity.ts';
import { words } from './write-off.words.ts';

const [usual] = writeOffReasons;

export const command = defineCommand({
  words,
  arguments: { device, quantity },
  options: {
    place,
    reason: choice('--reason <reason>', listOf(writeOffReasons, usual.value), writeOffReasons),
    expect,
    ref,
    note,
    key,
  },
  async run(session, { reason: typedReason, place: typedPlace, ...typed }) {
    const { language, host } = session;
    const missing = [
      ...(typed.device === undefined ? ['DEVICE'] : []),
      ...(typed.quantity === undefined ? ['QUANTITY'] : []),
    ];
    if (missing.length > 0 && !host.canAsk) refuseMissing('write-off', missing);
    const device = await deviceArgument(session, typed.device, 'write-off');
    const place = placeToWrite(session, typedPlace) ?? (await placeIfAsked(session));
    const quantity = typed.quantity ?? (await askForQuantity(session, device, place));
    const label = session.messages.fields['reason'] ?? 'reason';
    const reason =
      typedReason ??
      (typed.quantity === undefined
        ? await (await session.ask()).quickChoice(label, shownChoices(writeOffReasons, language))
        : usual.value);
    const wanted = { ...typed, device, quantity, place, reason };
    const committed = await session.commit(
      answering((book, journal, at) => decideWriteOff(book, journal, wanted, at)),
    );
    reportEntry(
      session,
      'write-off',
      committed,
      (entry, places) => {
        const [out] = movesIn(entry);
        if (out === undefined) return [];
        const there = { place: placeNamed(places.pathOf(out.place ?? 1), language), quantity: out.at ?? 0 };
        const command = session.messages.command(`accept ${entry.n}`);
        return [words[language].setAside(entry.n, -out.change, printable(out.code), there, command)];
      },
      typed.key,
    );
    return 0;
  },
});
