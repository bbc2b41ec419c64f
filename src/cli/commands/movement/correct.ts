import type { Book } from '../../../inventory/book/book.ts';
import { allReasons, type Moved, stockInReasons, stockOutReasons } from '../../../inventory/book/change.ts';
import { decideCorrect, type SaidOtherwise } from '../../../inventory/decide/movements/correct.ts';
import { termOf } from '../../../inventory/devices/attribute.ts';
import { rowsOf } from '../../../inventory/look/history.ts';
import { parseSetQuantity, type Quantity } from '../../../inventory/values/quantity.ts';
import { parseReference } from '../../../inventory/values/text.ts';
import type { Decide } from '../../../store/store.ts';
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
import { cost, note, party } from './movement-options.ts';
import { entryArgument } from './undo.ts';

const typedReasons: ReadonlySet<string> = new Set(
  [...stockInReasons, ...stockOutReasons].map(({ value }) => value),
);

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
    cost,
    reason: option(
      '--reason <reason>',
      { en: 'the reason it should have had', zh: '应有的原因' },
      asTyped,
      allReasons.filter(({ value }) => typedReasons.has(value)),
    ),
    ref: option(
      '--ref <reference>',
      { en: 'the reference it should have had', zh: '应有的单号' },
      parseReference,
    ),
    party,
    note,
  },
  async run(session, typed) {
    const { place, from, to, cost, reason, ref, party, note } = typed;
    const said = { reason, ref, party };
    const correction = { ...(await entryAndQuantity(session, typed)), place, from, to, note, ...said };
    const decide: Deciding = (book, journal, at) =>
      decideCorrect(book, journal, { ...correction, cost: cost?.(book.currency) }, at);
    if (!(await isConfirmed(session, decide))) return interrupted;
    const { entry, answer } = await session.commit((book, journal, at) => {
      const { entry, answer: outcome } = decide(book, journal, at);
      return { entry, answer: { ...outcome, row: unchangedRow(outcome.move, correction.entry, book) } };
    });
    const text = words[session.language];
    if (entry === null) {
      if (!session.json) session.note(text.nothingToCorrect(correction.entry, answer.quantity));
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
        text.corrected(entry.n, correction.entry),
        ...saidLines(session, answer.said),
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
type Deciding = (...args: Parameters<Decide<unknown>>) => ReturnType<typeof decideCorrect>;

/** What it says otherwise, a line for each part. */
function saidLines({ messages, language }: Session, said: readonly SaidOtherwise[]): readonly string[] {
  const value = (field: string, text: string | null) =>
    text === null ? messages.none : printable(field === 'reason' ? termOf(allReasons, text, language) : text);
  return said.map(
    ({ field, from, to }) =>
      `  ${messages.effect.attribute(messages.fields[field] ?? field, value(field, from), value(field, to))}`,
  );
}

type Typed = Pick<Asked, 'quantity' | 'place' | 'from' | 'to' | 'reason' | 'ref' | 'party'> & {
  readonly entry: Quantity | undefined;
  readonly cost: unknown;
};

async function entryAndQuantity(session: Session, typed: Typed): Promise<Pick<Asked, 'entry' | 'quantity'>> {
  const { place, from, to, cost, reason, ref, party } = typed;
  const isOther = [place, from, to, cost, reason, ref, party].some((one) => one !== undefined);
  const missing = [
    ...(typed.entry === undefined ? ['ENTRY'] : []),
    ...(typed.quantity === undefined && !isOther ? ['--quantity'] : []),
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
  if (isOther) return { entry, quantity: typed.quantity };
  return { entry, quantity: typed.quantity ?? (await askForQuantity(session, said.correctTo)) };
}

async function askForQuantity(session: Session, label: string): Promise<Quantity> {
  const { setQuantity: rule } = await session.hints();
  return session.askForValue({ label, rule, parse: parseSetQuantity });
}

/** On a terminal: shows what the balance will be, and asks. */
async function isConfirmed(session: Session, decide: Deciding): Promise<boolean> {
  if (!session.host.canAsk || session.options.yes === true) return true;
  const { preview, question } = words[session.language];
  const { answer: rehearsed } = await session.rehearse((book, journal, at) => {
    const { entry, answer } = decide(book, journal, at);
    return { entry, answer: { ...answer, changes: entry !== null } };
  });
  const { entry, amounted, quantity, said, effects, places, countedSince, changes } = rehearsed;
  if (!changes) return true;
  const { n, at, by } = entry;
  const lines = [
    preview(n, localTime(at), printable(by), Math.abs(amounted), quantity),
    ...saidLines(session, said),
    ...effectLines(session, effects),
    ...countedLines(session, n, places, countedSince, null),
  ];
  return session.confirmed(lines, question, session.messages.confirm.nothingDone, false);
}
