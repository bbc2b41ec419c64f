import { decideUndo } from '../../inventory/decide/undo.ts';
import { historyRow } from '../../inventory/history.ts';
import { parseQuantity } from '../../inventory/quantity.ts';
import type { CommandDefinition } from '../command.ts';
import { type Context, typed } from '../context.ts';
import { interrupted } from '../exit-codes.ts';
import { localTime } from '../render/history-rows.ts';
import { printable } from '../render/printable.ts';
import { balanceLines } from './preview.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[entry]', help: 'entry' }],
  run: (context, [entry]) => undo(context, entry === undefined ? undefined : entryNumber(entry)),
};

/** The number of an entry as it is typed: `12` or `#12`. */
export const entryNumber = (text: string): number =>
  typed('entry', parseQuantity(text.trim().replace(/^#/, '')));

/** Takes an entry back; on a terminal it first shows what the balances will be, and asks. */
export async function undo(context: Context, wanted: number | undefined): Promise<number> {
  const asks = context.canAsk && context.options.yes !== true;
  const number = asks ? await confirmedNumber(context, wanted) : wanted;
  if (number === null) return interrupted;
  const { entry } = await context.commit((book, past, at) => ({
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
}

/** The number of the entry that a person has seen and agreed to take back; null where they did not. */
async function confirmedNumber(context: Context, wanted: number | undefined): Promise<number | null> {
  const { preview, confirm } = context.messages;
  const store = await context.store();
  const { answer } = await store.rehearse((book, past, at) => {
    const record = decideUndo(book, past, wanted, at);
    return { record, answer: { record, entry: past.entry(record.undoes ?? 0) } };
  });
  const { record, entry } = answer;
  const { book } = await store.read();
  const lines = [
    preview.undo(record.undoes ?? 0, localTime(entry?.at ?? ''), printable(entry?.by ?? '')),
    ...balanceLines(context, record, book),
  ];
  const sure = await context.confirmed(lines, preview.undoQuestion, confirm.nothingDone);
  return sure ? (record.undoes ?? null) : null;
}
