import type { Book } from '../../../inventory/book/book.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import type { Movement } from '../../../inventory/decide/movements/move.ts';
import { type Guard, guardNames, guards, suspicionsOf } from '../../../inventory/decide/movements/slips.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import { parsed, Refusal, refuse } from '../../../inventory/refusal.ts';
import type { Suspicion } from '../../../problems.ts';
import { choiceOrUsage, flag, option, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';

/** The options of commands whose movements are watched for slips. */
export const guardOptions = {
  strict: flag('--strict', {
    en: 'refuse what looks like a slip if nobody can be asked',
    zh: '无法询问时，拒绝像是误操作的记录',
  }),
  unguarded: option(
    '--unguarded <guards>',
    {
      en: `do not check for these slips: ${guardNames.map(({ value }) => value).join(', ')} ($STOCKBOOK_UNGUARDED)`,
      zh: `不检查这些误操作：${guardNames.map(({ value, term }) => `${value} ${term.zh}`).join('、')}（$STOCKBOOK_UNGUARDED）`,
    },
    (text) => parsed(namedGuards(text)),
    guardNames,
  ),
};

/** What is watched for, and what comes of it: a person is asked, the movement is refused, or it is only noted. */
export interface Guarding {
  readonly watched: ReadonlySet<Guard>;
  readonly answer: 'ask' | 'refuse' | 'note';
}

/** How movements are watched, by the options and `$STOCKBOOK_UNGUARDED`; `--yes` answers every question beforehand. */
export function guardingOf(
  session: Session,
  { strict, unguarded = [] }: Values<typeof guardOptions>,
): Guarding {
  const off = [...namedGuards(session.host.env['STOCKBOOK_UNGUARDED'] ?? ''), ...unguarded];
  const all = session.options.yes === true || off.includes('all');
  return {
    watched: new Set(all ? [] : guards.map(({ value }) => value).filter((guard) => !off.includes(guard))),
    answer: session.host.canAsk ? 'ask' : strict ? 'refuse' : 'note',
  };
}

const namedGuards = (text: string) =>
  text
    .split(/[,，、]/)
    .filter((name) => name.trim() !== '')
    .map((name) => choiceOrUsage('unguarded', name.trim(), guardNames));

/** Looks at a movement that is about to be recorded; may refuse it. */
export interface Checking {
  check(book: Book, journal: Journal, device: Device, movement: Movement, at: string): void;
}

/** That little is left may well be meant, so nobody is asked about it. */
const isSlip = ({ guard }: Suspicion): boolean => guard !== 'low';

/**
 * Records under watch: what looks like a slip is asked about, refused or noted. Null where the person said no, which
 * is told.
 */
export async function checkForSlips<T>(
  session: Session,
  { watched, answer }: Guarding,
  commit: (checking: Checking) => Promise<T>,
): Promise<T | null> {
  const { guard } = session.messages;
  let found: readonly Suspicion[] = [];
  /** Refuses what `isRefused` holds for; what nobody was asked about is noted once it is recorded. */
  const attempt = async (isRefused: (suspicion: Suspicion) => boolean): Promise<T> => {
    const outcome = await commit({
      check: (...about) => {
        found = suspicionsOf(...about, watched);
        refuseSuspicions(found.filter(isRefused));
      },
    });
    const slips = answer === 'ask' ? [] : found.filter(isSlip);
    if (slips.length > 0) session.host.note(printable(guard.note(slips)));
    for (const low of found.filter((one) => !isSlip(one))) session.host.note(printable(guard.low(low)));
    return outcome;
  };
  if (answer !== 'ask') return attempt(() => answer === 'refuse');
  try {
    return await attempt(isSlip);
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.key !== 'suspicious') throw error;
    const lines = found.filter(isSlip).map((suspicion) => `! ${printable(guard.suspicion(suspicion))}`);
    const sure = await session.confirmed(lines, guard.question, guard.notRecorded, false);
    return sure ? attempt(() => false) : null;
  }
}

function refuseSuspicions(suspicions: readonly Suspicion[]): void {
  if (suspicions.length === 0) return;
  refuse('suspicious', { suspicions }, { suspicions: suspicions.map((one) => ({ ...one })) });
}
