import type { Book } from '../../../inventory/book/book.ts';
import type { Moved } from '../../../inventory/book/change.ts';
import { decideCorrect } from '../../../inventory/decide/movements/correct.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import { parseSetQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { option } from '../../options.ts';
import { effectLines } from '../../render/effects.ts';
import { localTime } from '../../render/history-rows.ts';
import { printable } from '../../render/printable.ts';
import { refuseMissing } from '../devices/device-argument.ts';
import { words } from './correct.words.ts';
import { note } from './movement-options.ts';
import { entryArgument, parseEntryNumber } from './undo.ts';

export const command = defineCommand({
  words,
  arguments: { entry: entryArgument('correctable') },
  options: {
    quantity: option(
      '--quantity <quantity>',
      { en: 'how many the entry should have moved', zh: '该笔流水应有的数量' },
      parseSetQuantity,
    ),
    note,
  },
  async run(context, typed) {
    const correction = { ...(await entryAndQuantity(context, typed)), note: typed.note };
    if (!(await isConfirmed(context, correction))) return interrupted;
    const { entry, answer } = await context.commit((book, journal, at) => {
      const { record, answer: outcome } = decideCorrect(book, journal, correction, at);
      return { record, answer: { ...outcome, row: unchangedRow(outcome.move, correction.entry, book) } };
    });
    const said = words[context.language];
    if (entry === null) {
      if (!context.json) context.note(said.nothingToCorrect(correction.entry, correction.quantity));
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
      () => [said.corrected(entry.n, correction.entry), ...effectLines(context, answer.effects)],
    );
    return 0;
  },
});

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
  typed: { readonly entry: Quantity | undefined; readonly quantity: Quantity | undefined },
): Promise<Pick<Asked, 'entry' | 'quantity'>> {
  const missing = [
    ...(typed.entry === undefined ? ['ENTRY'] : []),
    ...(typed.quantity === undefined ? ['--quantity'] : []),
  ];
  if (missing.length > 0 && !context.canAsk) refuseMissing('correct', missing);
  const entry = typed.entry ?? (await askForEntry(context));
  return { entry, quantity: typed.quantity ?? (await askForQuantity(context)) };
}

async function askForEntry(context: Context): Promise<Quantity> {
  const ask = await context.ask();
  const label = words[context.language].whichEntry;
  return orRefuse('entry', parseEntryNumber(await ask.text({ label, parse: parseEntryNumber })));
}

async function askForQuantity(context: Context): Promise<Quantity> {
  const ask = await context.ask();
  const label = words[context.language].correctTo;
  const rule = await ruleOfQuantity(context);
  return orRefuse('quantity', parseSetQuantity(await ask.text({ label, rule, parse: parseSetQuantity })));
}

async function ruleOfQuantity(context: Context): Promise<string> {
  const book = await context.bookToAskOf();
  return (await context.hints(book.currency)).setQuantity;
}

/** On a terminal: shows what the balance will be, and asks. */
async function isConfirmed(context: Context, correction: Asked): Promise<boolean> {
  if (!context.canAsk || context.options.yes === true) return true;
  const { preview, question } = words[context.language];
  const store = await context.store();
  const { answer: rehearsed } = await store.rehearse((book, journal, at) => {
    const { record, answer } = decideCorrect(book, journal, correction, at);
    return { record, answer: { record, ...answer } };
  });
  const { record, entry, amounted, effects } = rehearsed;
  if (record === null) return true;
  const { n, at, by } = entry;
  const lines = [
    preview(n, localTime(at), printable(by), Math.abs(amounted), correction.quantity),
    ...effectLines(context, effects),
  ];
  return context.confirmed(lines, question, context.messages.confirm.nothingDone);
}
