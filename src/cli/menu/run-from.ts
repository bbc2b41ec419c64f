import { FieldsRefusal, Refusal } from '../../inventory/refusal.ts';
import type { ErrorCode, ProblemKey } from '../../problems.ts';
import { Answers } from '../ask/answers.ts';
import { Interrupted } from '../ask/ask.ts';
import { loadCommand } from '../commands/loaders.ts';
import { askForEntry } from '../commands/movement/ask-entry.ts';
import { words as correctWords } from '../commands/movement/correct.words.ts';
import { undo } from '../commands/movement/undo.ts';
import { words as transferWords } from '../commands/transfers/transfer.words.ts';
import { undoableEntries } from '../completion/offers.ts';
import { describeRefusal } from '../errors.ts';
import { perform } from '../perform.ts';
import { loadPaint } from '../render/paint.ts';
import type { Session } from '../session.ts';
import type { Wanted } from './items.ts';
import { words } from './menu.words.ts';
import { wayOut } from './ways-out.ts';

/** The session of the menu, and the words that started it, which its commands are run with too. */
export interface MenuPlace {
  readonly session: Session;
  readonly words: readonly string[];
}

/**
 * Runs a command as if it had been typed, in its own session; returns the number of the entry it recorded. `answers` answer its
 * questions before a person does.
 */
export async function runFrom(
  { session, words }: MenuPlace,
  wanted: Wanted,
  answers = Answers.none(),
): Promise<number | null> {
  const { command, options = [], arguments: args = [] } = wanted;
  // A code may begin with a dash.
  const typed = [...words, ...options, ...(args.length === 0 ? [] : ['--', ...args])];
  const { recorded } = await perform(command, await loadCommand(command), typed, {
    ...session.setup,
    answers,
  });
  session.host.answered();
  return recorded?.n ?? null;
}

/**
 * Runs a command. If it is refused, says why and offers what can be done about it, or asks again for the answer that was at
 * fault; if it is broken off, returns. Returns the entry that “undo” would take back.
 */
export async function does(
  place: MenuPlace,
  wanted: Wanted,
  recorded: number | null,
  answers = Answers.none(),
): Promise<number | null> {
  const { session } = place;
  try {
    if (wanted.command === 'undo' && wanted.arguments === undefined) {
      const code = await undo(session, recorded ?? (await entryToUndo(session)));
      return code === 0 ? null : recorded;
    }
    const now = await runFrom(place, wanted, answers);
    if (now !== null) session.host.note(words[session.language].recorded(now));
    return now ?? recorded;
  } catch (error) {
    if (error instanceof Interrupted) return recorded;
    if (!(error instanceof Refusal)) throw error;
    forgetLostPlace(session, error);
    const paint = await loadPaint(session.host.noticeColorLevel);
    const line = session.messages.error(describeRefusal(error, session.messages));
    session.host.complain(`${session.host.bell}${paint(line, 'refused')}`);
    const next = await wayOut(session, wanted, error);
    if (next === null) return recorded;
    if (next !== undefined)
      return does(place, next, recorded, next.command === wanted.command ? answers.all() : undefined);
    const again = answers.upTo(labelsAtFault(session, error));
    return again === null ? recorded : does(place, wanted, recorded, again);
  }
}

/** Forgets the place of the till once the book does not know it any more. */
function forgetLostPlace({ setup: { till } }: Session, { problem }: Refusal): void {
  const isLost = ['no-such-place', 'place-renamed', 'place-removed'].includes(problem.key);
  if (isLost && till !== undefined) till.place = undefined;
}

/** What the questions are labelled that ask for what a refusal is about. */
function labelsAtFault({ messages, language }: Session, refusal: Refusal): ReadonlySet<string> {
  const { code, problem, details } = refusal;
  const named =
    refusal instanceof FieldsRefusal ? refusal.problems.map(({ field }) => field) : [details['field']];
  const otherLabels: { readonly [field: string]: readonly string[] } = {
    quantity: [messages.headings.onHand, correctWords[language].correctTo],
    place: [messages.headings.place, messages.fields['name'] ?? 'name'],
    to: [transferWords[language].whichTo],
  };
  return new Set(
    [...named, fieldOfProblem[problem.key], fieldOfCode[code]].flatMap((field) =>
      typeof field === 'string' ? [messages.fields[field] ?? field, ...(otherLabels[field] ?? [])] : [],
    ),
  );
}

/** The value that a refusal is about, where it does not say so itself. */
const fieldOfCode: { readonly [code in ErrorCode]?: string } = {
  'insufficient-stock': 'quantity',
  'over-received': 'quantity',
  'duplicate-code': 'code',
};
const fieldOfProblem: { readonly [key in ProblemKey]?: string } = {
  'same-place': 'to',
  'place-exists': 'place',
  'place-of-queue': 'place',
  'part-above-quantity': 'quantity',
  'too-many-on-hand': 'quantity',
};

/** Asks which entry to take back; undefined if there is none, which the undo then says. */
async function entryToUndo(session: Session): Promise<number | undefined> {
  const offers = await session.lookUp((_, journal) => undoableEntries(journal, session));
  const { undoWhich } = words[session.language];
  return offers.length === 0 ? undefined : askForEntry(session, undoWhich, offers);
}
