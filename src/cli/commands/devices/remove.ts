import { deviceJson } from '../../../inventory/book/device-json.ts';
import { decideRemove } from '../../../inventory/decide/devices/remove.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { defineCommand } from '../../command.ts';
import { printable } from '../../render/printable.ts';
import { device as anyDevice, deviceArgument } from './device-argument.ts';
import { words } from './remove.words.ts';

export const command = defineCommand({
  words,
  arguments: { device: anyDevice },
  async run(session, { device: deviceTyped }) {
    const typed = await deviceArgument(session, deviceTyped, 'remove');
    const { entry, answer } = await session.commit((book, journal, at) => {
      const device = findDevice(book, journal, typed);
      const json = deviceJson(device, book);
      return { entry: decideRemove(book, journal, typed, at), answer: { device, json } };
    });
    const { device, json } = answer;
    session.report(
      () => ({ entry: entry?.n ?? null, ...json }),
      () => [words[session.language].removed(entry?.n ?? 0, device.code, printable(device.name))],
    );
    return 0;
  },
});
