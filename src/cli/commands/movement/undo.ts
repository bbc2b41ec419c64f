import { decideUndo, type Undo, type UndoOutcome } from '../../../inventory/decide/movements/undo.ts';
import { rowsOf } from '../../../inventory/look/history.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { argument } from '../../options.ts';
import { effectLines, placeEffectLines } from '../../render/effects.ts';
import { localTime } from '../../render/local-time.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { countedLines } from './counted-since.ts';
import { words } from './undo.words.ts';

/** An argument that is an entry, which a shell offers if it can be taken back, or corrected. */
export const entryArgument = (complete: 'undoable' | 'correctable') =>
  argument('[entry]', { en: 'the number of an entry', zh: '流水号' }, parseEntryNumber, complete);

export const command = defineCommand({
  words,
  arguments: { entry: entryArgument('undoable') },
  run: (session, { entry }) => undo(session, entry),
});

/** Takes an entry back; on a terminal it first shows what becomes of each device, and asks. */
export async function undo(session: Session, entry: number | undefined): Promise<number> {
  const asks = session.host.canAsk && session.options.yes !== true;
  const wanted: Undo = { entry, by: session.operator };
  const number = asks ? await confirmedNumber(session, wanted) : entry;
  if (number === null) return interrupted;
  const { entry: recorded, answer } = await session.commit((book, journal, at) =>
    decideUndo(book, journal, { ...wanted, entry: number }, at),
  );
  if (recorded === null) throw new Error('the undo was not recorded');
  const { n, at, by, undoes = 0 } = recorded;
  const rows = rowsOf(recorded, null, answer.places);
  session.report(
    () => (rows.length === 1 ? rows[0] : { entry: n, at, by, type: 'undo', undoes, undoneBy: null, rows }),
    () => undoneLines(session, n, answer),
  );
  return 0;
}

/** What an undo has done, in words: of whose entry, and what became of each device. */
const undoneLines = (session: Session, n: number, answer: UndoOutcome['answer']): readonly string[] => {
  const { undone } = answer;
  return [
    words[session.language].undone(n, undone.n, localTime(undone.at), printable(undone.by)),
    ...outcomeLines(session, answer, n),
  ];
};

/** What becomes of devices and places, and what does not move since it has been counted. */
const outcomeLines = (
  session: Session,
  { undone, effects, placeEffects, places, countedSince }: UndoOutcome['answer'],
  recorded: number | null,
): readonly string[] => [
  ...effectLines(session, effects),
  ...placeEffectLines(session, placeEffects),
  ...countedLines(session, undone.n, places, countedSince, recorded),
];

/** The number of the entry that a person has seen and agreed to take back; null if they did not. */
async function confirmedNumber(session: Session, wanted: Undo): Promise<number | null> {
  const { preview, question } = words[session.language];
  const { answer } = await session.rehearse((book, journal, at) => decideUndo(book, journal, wanted, at));
  const { undone } = answer;
  const lines = [
    preview(undone.n, localTime(undone.at), printable(undone.by)),
    ...outcomeLines(session, answer, null),
  ];
  const sure = await session.confirmed(lines, question, session.messages.confirm.nothingDone, false);
  return sure ? undone.n : null;
}
