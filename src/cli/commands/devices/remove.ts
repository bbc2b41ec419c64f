import { decideRemove } from '../../../inventory/decide/devices/remove.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { deviceJson } from '../../../inventory/devices/device-record.ts';
import type { CommandDefinition } from '../../command.ts';
import { printable } from '../../render/printable.ts';
import { deviceArgument } from './device-argument.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[device]', help: 'device' }],
  async run(context, [deviceTyped]) {
    const typed = await deviceArgument(context, deviceTyped, 'remove');
    const { entry, answer } = await context.commit((book, journal, at) => {
      const device = findDevice(book, journal, typed);
      const json = deviceJson(device, book);
      return { record: decideRemove(book, journal, typed, at), answer: { device, json } };
    });
    const { device, json } = answer;
    context.report(
      () => ({ entry: entry?.n ?? null, ...json }),
      () => [context.messages.removed(entry?.n ?? 0, device.code, printable(device.name))],
    );
    return 0;
  },
};
