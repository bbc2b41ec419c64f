import type { CommandWords } from '../../words/command-words.ts';
import type { Command } from '../../words/messages.ts';

/** What it says when it runs. */
interface Messages {
  readonly noDevices: (command: Command) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'the inventory table',
    examples: [
      { typed: 'stockbook list --low', does: 'what is at or below its minimum' },
      { typed: 'stockbook list --kind tv --sort value --desc', does: 'the TVs, the most valuable first' },
      { typed: 'stockbook list --as-of 2024-10-31 --format csv', does: 'the book as it stood that evening' },
    ],
    noDevices: (command) =>
      `the book has no devices yet; add one with: ${command('add')}, or: ${command('import devices')}`,
  },
  zh: {
    summary: '库存表',
    examples: [
      { typed: 'stockbook list --low', does: '已到最低库存的设备' },
      { typed: 'stockbook list --kind tv --sort value --desc', does: '电视机，金额从大到小' },
      { typed: 'stockbook list --as-of 2024-10-31 --format csv', does: '当天结束时的库存' },
    ],
    noDevices: (command) => `台账中还没有设备，可用 ${command('add')} 或 ${command('import devices')} 登记`,
  },
};
