import { rejectReasons } from '../../../inventory/book/change.ts';
import { inspection } from '../../../inventory/book/place-kinds.ts';
import { decideReject } from '../../../inventory/decide/queues/reject.ts';
import { queuedUnder } from '../../../inventory/look/queued.ts';
import { shownChoices } from '../../ask/ask.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, choice, listOf, option } from '../../options.ts';
import type { Session } from '../../session.ts';
import { words } from './reject.words.ts';
import { entryMeant, stepArguments, stepTerms, takeStep } from './step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments('reject'),
  options: {
    reason: choice('--reason <reason>', listOf(rejectReasons), rejectReasons),
    place: option(
      '--place <place>',
      {
        en: 'where what was set aside goes (default: where it came from)',
        zh: '驳回后放回的地点（默认原地点）',
      },
      asTyped,
      'places',
    ),
    ...stepTerms,
  },
  async run(session, { entry: typed, reason: typedReason, ...rest }) {
    const entry = await entryMeant(session, 'reject', typed);
    const reason = typedReason ?? (await reasonIfAsked(session, entry));
    const step = { ...rest, entry, reason };
    return takeStep(session, 'reject', step, (book, journal, at) => decideReject(book, journal, step, at));
  },
});

/** Why inspected goods go back, as a person chooses. */
async function reasonIfAsked(session: Session, entry: number) {
  if (!session.host.canAsk) return undefined;
  const needsReason = await session.lookUp((book, journal) =>
    queuedUnder(book, journal, entry).some(({ queue, left }) => queue === inspection && left > 0),
  );
  if (!needsReason) return undefined;
  const label = session.messages.fields['reason'] ?? 'reason';
  return (await session.ask()).quickChoice(label, shownChoices(rejectReasons, session.language));
}
