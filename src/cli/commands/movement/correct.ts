import type { Book } from '../../../inventory/book/book.ts';
import type { Moved } from '../../../inventory/book/change.ts';
import { decideCorrect } from '../../../inventory/decide/movements/correct.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import { parseQuantity, parseSetQuantity } from '../../../inventory/values/quantity.ts';
import { parseNote } from '../../../inventory/values/text.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { effectLines } from '../../render/effects.ts';
import { localTime } from '../../render/history-rows.ts';
import { printable } from '../../render/printable.ts';
import { refuseMissing } from '../devices/device-argument.ts';
import { entryNumber } from './undo.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[entry]', help: 'entry' }],
  options: [
    { flags: '--quantity <quantity>', help: 'correct-quantity' },
    { flags: '--note <text>', help: 'note' },
  ],
  async run(context, [entryTyped], options) {
    const { note } = options;
    const correction = {
      ...(await entryAndQuantity(context, entryTyped, options)),
      ...(typeof note === 'string' ? { note: orRefuse('note', parseNote(note)) } : {}),
    };
    if (!(await isConfirmed(context, correction))) return interrupted;
    const { entry, answer } = await context.commit((book, journal, at) => {
      const { record, answer: outcome } = decideCorrect(book, journal, correction, at);
      return { record, answer: { ...outcome, row: unchangedRow(outcome.move, correction.entry, book) } };
    });
    const { messages } = context;
    if (entry === null) {
      if (!context.json) context.note(messages.nothingToCorrect(correction.entry, correction.quantity));
      context.report(
        () => answer.row,
        () => [],
      );
      return 0;
    }
    const [row] = entry.changes.map((change) => historyRow(entry, change, null));
    if (row === undefined) throw new Error('the correction was not recorded');
    context.report(
      () => row,
      () => [messages.corrected(entry.n, correction.entry), ...effectLines(context, answer.effects)],
    );
    return 0;
  },
};

/** What `--json` prints where an entry comes to that already: a row of no entry, by which nothing moves. */
function unchangedRow({ id, code, name, change }: Moved, corrects: number, book: Book) {
  const device = book.device(id);
  return {
    entry: null,
    at: null,
    by: null,
    type: change > 0 ? 'stock-in' : 'stock-out',
    code: device?.code ?? code,
    name: device?.name ?? name,
    change: 0,
    balance: book.onHand(id),
    reason: 'correction',
    cost: null,
    ref: null,
    note: null,
    key: null,
    undoes: null,
    undoneBy: null,
    corrects,
  };
}

type Asked = Parameters<typeof decideCorrect>[2];

async function entryAndQuantity(
  context: Context,
  entryTyped: string | undefined,
  { quantity }: TypedOptions,
): Promise<Pick<Asked, 'entry' | 'quantity'>> {
  const missing = [
    ...(entryTyped === undefined ? ['ENTRY'] : []),
    ...(quantity === undefined ? ['--quantity'] : []),
  ];
  if (missing.length > 0 && !context.canAsk) refuseMissing('correct', missing);
  const ask = missing.length > 0 ? await context.ask() : null;
  const { messages } = context;
  const entry =
    entryTyped ??
    (await ask?.text({
      label: messages.ask.whichEntry,
      parse: (text) => parseQuantity(text.trim().replace(/^#/, '')),
    }));
  const number = entryNumber(entry ?? '');
  const amount =
    typeof quantity === 'string'
      ? quantity
      : await ask?.text({
          label: messages.ask.correctTo,
          rule: await ruleOfQuantity(context),
          parse: parseSetQuantity,
        });
  return { entry: number, quantity: orRefuse('quantity', parseSetQuantity(amount ?? '')) };
}

async function ruleOfQuantity(context: Context): Promise<string> {
  const book = await context.bookToAskOf();
  return (await context.hints(book.currency)).setQuantity;
}

/** On a terminal: shows what the balance will be, and asks. */
async function isConfirmed(context: Context, correction: Asked): Promise<boolean> {
  if (!context.canAsk || context.options.yes === true) return true;
  const { preview, confirm } = context.messages;
  const store = await context.store();
  const { answer: rehearsed } = await store.rehearse((book, journal, at) => {
    const { record, answer } = decideCorrect(book, journal, correction, at);
    return { record, answer: { record, ...answer } };
  });
  const { record, entry, amounted, effects } = rehearsed;
  if (record === null) return true;
  const { n, at, by } = entry;
  const lines = [
    preview.correct(n, localTime(at), printable(by), Math.abs(amounted), correction.quantity),
    ...effectLines(context, effects),
  ];
  return context.confirmed(lines, preview.correctQuestion, confirm.nothingDone);
}
