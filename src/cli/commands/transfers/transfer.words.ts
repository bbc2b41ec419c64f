import type { CommandWords } from '../../words/command-words.ts';
import type { Command } from '../../words/messages.ts';

/** A device, and a place with what lies there. */
interface DeviceSaid {
  readonly code: string;
  readonly name: string;
}
interface LyingSaid {
  readonly place: string;
  readonly quantity: number;
}

/** What it says when it runs. */
interface Messages {
  readonly transferred: (
    entry: number,
    units: number,
    device: DeviceSaid,
    from: LyingSaid,
    to: LyingSaid,
  ) => string;
  readonly sent: (
    entry: number,
    units: number,
    device: DeviceSaid,
    from: LyingSaid,
    to: string,
    command: Command,
  ) => string;
  readonly whichFrom: string;
  readonly whichTo: string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'move stock from one place to another',
    examples: [
      { typed: 'stockbook transfer TV-0001 2 --from main --to shop-1', does: 'two for the shop' },
      {
        typed: 'stockbook transfer TV-0001 2 --from main --to shop-1 --in-transit',
        does: 'on the road until the shop receives them',
      },
      {
        typed: 'stockbook transfer --all --from shop-1 --to main',
        does: 'everything, such as to close a shop',
      },
    ],
    transferred: (entry, units, { code, name }, from, to) =>
      `#${entry} moved ${units}  ${code} ${name}: ${from.quantity} at ${from.place}, ${to.quantity} at ${to.place}`,
    sent: (entry, units, { code, name }, from, to, command) =>
      `#${entry} sent ${units} to ${to}  ${code} ${name}: ${from.quantity} at ${from.place}; when it arrives: ${command(`receive ${entry}`)}`,
    whichFrom: 'From which place?',
    whichTo: 'To which place?',
  },
  zh: {
    summary: '调拨：从一个地点调到另一个地点',
    examples: [
      { typed: 'stockbook transfer TV-0001 2 --from 主库 --to 太原街店', does: '调两台到门店' },
      {
        typed: 'stockbook transfer TV-0001 2 --from 主库 --to 太原街店 --in-transit',
        does: '先转在途，门店收货后入账',
      },
      { typed: 'stockbook transfer --all --from 太原街店 --to 主库', does: '全部调走，例如关店' },
    ],
    transferred: (entry, units, { code, name }, from, to) =>
      `#${entry} 调拨 ${units}  ${code} ${name}：${from.place} ${from.quantity}，${to.place} ${to.quantity}`,
    sent: (entry, units, { code, name }, from, to, command) =>
      `#${entry} 发往 ${to} ${units}  ${code} ${name}：${from.place} ${from.quantity}；到货后请用 ${command(`receive ${entry}`)}`,
    whichFrom: '从哪个地点调出？',
    whichTo: '调入哪个地点？',
  },
};
