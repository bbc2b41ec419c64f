import { decideUndo } from '../../inventory/decide/undo.ts';
import { historyRow } from '../../inventory/history.ts';
import { parseQuantity } from '../../inventory/quantity.ts';
import type { CommandDefinition } from '../command.ts';
import { typed } from '../context.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[entry]', help: 'entry' }],
  async run(context, [entryTyped]) {
    const number =
      entryTyped === undefined ? undefined : typed('entry', parseQuantity(entryTyped.replace(/^#/, '')));
    const store = await context.store();
    const { entry } = await store.commit((book, past, at) => ({
      record: decideUndo(book, past, number, at),
      answer: null,
    }));
    if (entry === null) throw new Error('the undo was not recorded');
    const rows = entry.changes.map((change) => historyRow(entry, change, null));
    const { n, at, by, undoes = 0 } = entry;
    context.report(
      () => (rows.length === 1 ? rows[0] : { entry: n, at, by, type: 'undo', undoes, undoneBy: null, rows }),
      () => [
        context.messages.undone(n, undoes),
        ...rows
          .slice(0, 10)
          .map(({ code, change, balance }) => context.messages.undoneRow(code, change, balance)),
        ...(rows.length > 10 ? [`  … ${rows.length - 10}`] : []),
      ],
    );
    return 0;
  },
};
