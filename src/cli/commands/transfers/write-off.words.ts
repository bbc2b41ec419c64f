import type { CommandWords } from '../../words/command-words.ts';

/** What it says when it runs. */
interface Messages {
  readonly setAside: (
    entry: number,
    units: number,
    code: string,
    there: { readonly place: string; readonly quantity: number },
    command: string,
  ) => string;
}

/** What help says of it, and what it says. */
export const words: CommandWords<Messages> = {
  en: {
    summary: 'set stock aside until somebody else approves that it is written off',
    examples: [
      { typed: 'stockbook write-off TV-0001 1 --note "cracked panel"', does: 'one is damaged' },
      { typed: 'stockbook write-off TV-0001 1 --place main --reason lost', does: 'one cannot be found' },
    ],
    setAside: (entry, units, code, { place, quantity }, command) =>
      `#${entry} set aside ${units}  ${code}: ${quantity} at ${place}; somebody else approves it: ${command}`,
  },
  zh: {
    summary: '报损：先放一边，由他人批准后出库',
    examples: [
      { typed: 'stockbook write-off TV-0001 1 --note 屏裂', does: '一台破损' },
      { typed: 'stockbook write-off TV-0001 1 --place 主库 --reason 丢失', does: '一台找不到' },
    ],
    setAside: (entry, units, code, { place, quantity }, command) =>
      `#${entry} 待报损 ${units}  ${code}：${place} ${quantity}；须由他人批准：${command}`,
  },
};
