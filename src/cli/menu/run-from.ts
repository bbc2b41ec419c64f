import { Refusal } from '../../inventory/refusal.ts';
import { Interrupted } from '../ask/ask.ts';
import { askForEntry } from '../commands/movement/ask-entry.ts';
import { undo } from '../commands/movement/undo.ts';
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

/** Runs a command as if it had been typed, in its own session; returns the number of the entry it recorded. */
export async function runFrom({ session, words }: MenuPlace, wanted: Wanted): Promise<number | null> {
  const { command, options = [], arguments: args = [] } = wanted;
  // A code may begin with a dash.
  const typed = [...words, ...options, ...(args.length === 0 ? [] : ['--', ...args])];
  const { recorded } = await perform(command, typed, session.setup);
  session.host.answered();
  return recorded?.n ?? null;
}

/**
 * Runs a command. If it is refused, says why and offers what can be done about it; if it is broken off, returns. Returns the
 * entry that “undo” would take back.
 */
export async function does(
  place: MenuPlace,
  wanted: Wanted,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  let asked = wanted;
  try {
    if (wanted.command === 'undo' && wanted.arguments === undefined) {
      const code = await undo(session, recorded ?? (await entryToUndo(session)));
      return code === 0 ? null : recorded;
    }
    asked = await withArguments(session, wanted);
    const now = await runFrom(place, asked);
    if (now !== null) session.host.note(words[session.language].recorded(now));
    return now ?? recorded;
  } catch (error) {
    if (error instanceof Interrupted) return recorded;
    if (!(error instanceof Refusal)) throw error;
    forgetLostPlace(session, error);
    const paint = await loadPaint(session.host.noticeColorLevel);
    const line = session.messages.error(describeRefusal(error, session.messages));
    session.host.complain(`${session.host.bell}${paint(line, 'refused')}`);
    const next = await wayOut(session, asked, error);
    return next === null ? recorded : does(place, next, recorded);
  }
}

/** Forgets the place of the till once the book does not know it any more. */
function forgetLostPlace({ setup: { till } }: Session, { problem }: Refusal): void {
  const isLost = ['no-such-place', 'place-renamed', 'place-removed'].includes(problem.key);
  if (isLost && till !== undefined) till.place = undefined;
}

/** Asks for the arguments of an import first, so that they are not asked for again if it is refused. */
async function withArguments(session: Session, wanted: Wanted): Promise<Wanted> {
  if (wanted.command !== 'import' || wanted.arguments !== undefined) return wanted;
  const { whatAndFile } = await import('../commands/import/import.ts');
  return { ...wanted, arguments: await whatAndFile(session, undefined, undefined) };
}

/** Asks which entry to take back; undefined if there is none, which the undo then says. */
async function entryToUndo(session: Session): Promise<number | undefined> {
  const offers = await session.lookUp((_, journal) => undoableEntries(journal, session));
  const { undoWhich } = words[session.language];
  return offers.length === 0 ? undefined : askForEntry(session, undoWhich, offers);
}
