import { guardNames, guards, isSlip, type Watch } from '../../../inventory/decide/movements/slips.ts';
import { parsed, Refusal } from '../../../inventory/refusal.ts';
import type { Suspicion } from '../../../problems.ts';
import { choiceOrUsage, flag, option, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';

/** The options of commands whose movements are watched for slips. */
export const guardOptions = {
  strict: flag('--strict', {
    en: 'refuse likely slips when there is nobody to ask',
    zh: '不能询问时，拒绝疑似误操作的记录',
  }),
  unguarded: option(
    '--unguarded <guards>',
    {
      en: `do not check for these slips: ${guardNames.map(({ value }) => value).join(', ')} ($STOCKBOOK_UNGUARDED)`,
      zh: `不检查的误操作：${guardNames.map(({ value, term }) => `${value} ${term.zh}`).join('、')}（$STOCKBOOK_UNGUARDED）`,
    },
    (text) => parsed(namedGuards(text)),
    guardNames,
  ),
};

/**
 * How movements are watched, by the options and `$STOCKBOOK_UNGUARDED`. If a person is asked, slips are refused so that
 * the answer can be committed; `--yes` answers every question beforehand.
 */
export function watchOf(
  { host, options }: Session,
  { strict, unguarded = [] }: Values<typeof guardOptions>,
  asks: boolean,
): Watch {
  const off = [...namedGuards(host.env['STOCKBOOK_UNGUARDED'] ?? ''), ...unguarded];
  const all = options.yes === true || off.includes('all');
  return {
    guards: new Set(all ? [] : guards.map(({ value }) => value).filter((guard) => !off.includes(guard))),
    refused: asks ? 'slips' : strict ? 'all' : 'none',
  };
}

const namedGuards = (text: string) =>
  text
    .split(/[,，、]/)
    .filter((name) => name.trim() !== '')
    .map((name) => choiceOrUsage('unguarded', name.trim(), guardNames));

/**
 * Asks a person whether a movement refused as a slip is intended. Returns how the movement is watched after a yes, null
 * after a no; throws the error if it is anything else, or there is nobody to ask.
 */
export async function watchAfterAsking(
  session: Session,
  watch: Watch,
  error: unknown,
): Promise<Watch | null> {
  if (!session.host.canAsk || !(error instanceof Refusal) || error.problem.key !== 'suspicious') throw error;
  const { guard } = session.messages;
  const { suspicions } = error.problem.params;
  const lines = suspicions.map((one) => `! ${printable(guard.suspicion(one))}`);
  if (!(await session.confirmed(lines, guard.question, guard.notRecorded, false))) return null;
  const answered = suspicions.map((one) => one.guard);
  return { ...watch, guards: new Set([...watch.guards].filter((one) => !answered.includes(one))) };
}

/** Notes what a movement that is recorded looks like. */
export function noteSuspicions({ host, messages }: Session, suspicions: readonly Suspicion[]): void {
  const { guard } = messages;
  const slips = suspicions.filter(isSlip);
  if (slips.length > 0) host.note(printable(guard.note(slips)));
  for (const low of suspicions.filter((one) => !isSlip(one))) host.note(printable(guard.low(low)));
}
