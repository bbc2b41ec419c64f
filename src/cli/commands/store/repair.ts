import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { readingProgress } from '../../host/progress.ts';
import { printable } from '../../render/printable.ts';
import { currencyOption } from './currency-option.ts';
import { words } from './repair.words.ts';

export const command = defineCommand({
  words,
  options: {
    currency: currencyOption({
      en: 'ISO 4217 code, if the store has lost it',
      zh: 'ISO 4217 货币代码（台账中已丢失时）',
    }),
  },
  async run(session, { currency }) {
    const { confirm } = session.messages;
    const repaired = words[session.language];
    const progress = readingProgress(session);
    const store = await session.store();
    const shown = [confirm.repair(printable(store.where))];
    if (!(await session.confirmed(shown, confirm.proceed, confirm.nothingDone))) return interrupted;
    const { setAside, lost, bookRebuilt, firstLineRebuilt, corrections, unproved, repairedBefore } =
      await store.repair(currency);
    progress.end();
    session.report(
      () => ({ setAside, lost, corrections, bookRebuilt, firstLineRebuilt, unproved, repairedBefore }),
      () => {
        const lines = [
          ...setAside.map((path) => repaired.setAside(printable(path))),
          ...(firstLineRebuilt ? [repaired.firstLineRebuilt] : []),
          ...(unproved.length > 0 ? [repaired.unproved(ranges(unproved))] : []),
          ...(bookRebuilt ? [repaired.bookRebuilt] : []),
          ...(lost.length > 0 ? [repaired.lost(ranges(lost), setAside.some(isJournal))] : []),
          ...(corrections.length > 0 ? [repaired.stockKept(ranges(corrections))] : []),
        ];
        const before = repairedBefore.length > 0 ? [repaired.before(ranges(repairedBefore))] : [];
        return [...(lines.length > 0 ? lines : [repaired.nothingToRepair]), ...before];
      },
    );
    return 0;
  },
});

const isJournal = (path: string): boolean => path.endsWith('.jsonl');

/** Rising numbers in few words: `#3–#7, #9`. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? `#${from}` : `#${from}–#${to}`)).join(', ');
}
