import type { Book } from '../../../inventory/book/book.ts';
import type { Moved } from '../../../inventory/book/change.ts';
import { decideCorrect } from '../../../inventory/decide/movements/correct.ts';
import { rowsOf } from '../../../inventory/look/history.ts';
import { parseSetQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { correctableEntries } from '../../completion/offers.ts';
import { interrupted } from '../../exit-codes.ts';
import { asTyped, option } from '../../options.ts';
import { effectLines } from '../../render/effects.ts';
import { localTime } from '../../render/local-time.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { refuseMissing } from '../missing.ts';
import { askForEntry } from './ask-entry.ts';
import { words } from './correct.words.ts';
import { countedLines } from './counted-since.ts';
import { note } from './movement-options.ts';
import { entryArgument } from './undo.ts';

export const command = defineCommand({
  words,
  arguments: { entry: entryArgument('correctable') },
  options: {
    quantity: option(
      '--quantity <quantity>',
      { en: 'how many the entry should have moved', zh: '该笔流水应有的数量' },
      parseSetQuantity,
    ),
    place: option(
      '--place <place>',
      { en: 'where it should have been', zh: '应在的地点' },
      asTyped,
      'places',
    ),
    from: option(
      '--from <place>',
      { en: 'where a transfer should have come from', zh: '调拨应调出的地点' },
      asTyped,
      'places',
    ),
    to: option(
      '--to <place>',
      { en: 'where a transfer should have gone', zh: '调拨应调入的地点' },
      asTyped,
      'places',
    ),
    note,
  },
  async run(session, typed) {
    const { place, from, to, note } = typed;
    const correction = { ...(await entryAndQuantity(session, typed)), place, from, to, note };
    if (!(await isConfirmed(session, correction))) return interrupted;
    const { entry, answer } = await session.commit((book, journal, at) => {
      const { entry, answer: outcome } = decideCorrect(book, journal, correction, at);
      return { entry, answer: { ...outcome, row: unchangedRow(outcome.move, correction.entry, book) } };
    });
    const said = words[session.language];
    if (entry === null) {
      if (!session.json) session.note(said.nothingToCorrect(correction.entry, answer.quantity));
      session.report(
        () => answer.row,
        () => [],
      );
      return 0;
    }
    const rows = rowsOf(entry, null, answer.places);
    const { n, at, by } = entry;
    session.report(
      () =>
        rows.length === 1
          ? rows[0]
          : { entry: n, at, by, type: 'correct', undoes: null, undoneBy: null, rows },
      () => [
        said.corrected(entry.n, correction.entry),
        ...effectLines(session, answer.effects),
        ...countedLines(session, correction.entry, answer.places, answer.countedSince, entry.n),
      ],
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
  session: Session,
  typed: Pick<Asked, 'quantity' | 'place' | 'from' | 'to'> & { readonly entry: Quantity | undefined },
): Promise<Pick<Asked, 'entry' | 'quantity'>> {
  const { place, from, to } = typed;
  const isElsewhere = [place, from, to].some((one) => one !== undefined);
  const missing = [
    ...(typed.entry === undefined ? ['ENTRY'] : []),
    ...(typed.quantity === undefined && !isElsewhere ? ['--quantity'] : []),
  ];
  if (missing.length > 0 && !session.host.canAsk) refuseMissing('correct', missing);
  const said = words[session.language];
  const entry =
    typed.entry ??
    (await askForEntry(
      session,
      said.whichEntry,
      await session.lookUp((_, journal) => correctableEntries(journal, session)),
    ));
  if (isElsewhere) return { entry, quantity: typed.quantity };
  return { entry, quantity: typed.quantity ?? (await askForQuantity(session, said.correctTo)) };
}

async function askForQuantity(session: Session, label: string): Promise<Quantity> {
  const { setQuantity: rule } = await session.hints();
  return session.askForValue({ label, rule, parse: parseSetQuantity });
}

/** On a terminal: shows what the balance will be, and asks. */
async function isConfirmed(session: Session, correction: Asked): Promise<boolean> {
  if (!session.host.canAsk || session.options.yes === true) return true;
  const { preview, question } = words[session.language];
  const { answer: rehearsed } = await session.rehearse((book, journal, at) => {
    const { entry, answer } = decideCorrect(book, journal, correction, at);
    return { entry, answer: { ...answer, changes: entry !== null } };
  });
  const { entry, amounted, quantity, effects, places, countedSince, changes } = rehearsed;
  if (!changes) return true;
  const { n, at, by } = entry;
  const lines = [
    preview(n, localTime(at), printable(by), Math.abs(amounted), quantity),
    ...effectLines(session, effects),
    ...countedLines(session, n, places, countedSince, null),
  ];
  return session.confirmed(lines, question, session.messages.confirm.nothingDone, false);
}
