import type { CommandDefinition } from '../command.ts';
import { interrupted } from '../exit-codes.ts';
import { Progress } from '../progress.ts';
import { printable } from '../render/printable.ts';

export const command: CommandDefinition = {
  async run(context) {
    const { repaired, nothingToRepair, confirm } = context.messages;
    const progress = new Progress(context, 'checking');
    context.reading = (done, total) => progress.at(done, total);
    const store = await context.store();
    const told = [confirm.repair(printable(store.where))];
    if (!(await context.confirmed(told, confirm.proceed, confirm.nothingDone))) return interrupted;
    const { setAside, lost, bookRebuilt, corrections } = await store.repair();
    progress.end();
    context.report(
      () => ({ setAside, lost, corrections, bookRebuilt }),
      () => {
        const lines = [
          ...setAside.map((path) => repaired.setAside(printable(path))),
          ...(bookRebuilt ? [repaired.bookRebuilt] : []),
          ...(lost.length > 0 ? [repaired.lost(ranges(lost))] : []),
          ...(corrections.length > 0 ? [repaired.stockKept(ranges(corrections))] : []),
        ];
        return lines.length > 0 ? lines : [nothingToRepair];
      },
    );
    return 0;
  },
};

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
