import type { Entry, EntryCommand } from '../../../inventory/book/change.ts';
import type { Places } from '../../../inventory/book/places.ts';
import type { EntryOutcome } from '../../../inventory/decide/movements/transfer.ts';
import { parseEntryNumber } from '../../../inventory/values/quantity.ts';
import { parseReference } from '../../../inventory/values/text.ts';
import type { Decide } from '../../../store/store.ts';
import { argument, asTyped, option } from '../../options.ts';
import type { Session } from '../../session.ts';
import { refuseMissing } from '../missing.ts';
import { answering, reportEntry } from '../places/entry-report.ts';
import { words } from './count-options.words.ts';

/** The count that is meant. */
export const count = argument(
  '[count]',
  { en: 'the number of the count', zh: '盘点号' },
  parseEntryNumber,
  'counts',
);

/** One of its places. */
export const placeOfCount = option(
  '--place <place>',
  { en: 'where (default: the only place of the count)', zh: '地点（默认为盘点的唯一地点）' },
  asTyped,
  'places',
);

export const counter = option(
  '--counter <name>',
  { en: 'who counted (default: the operator)', zh: '盘点人（默认为操作员）' },
  parseReference,
  'operators',
);

/** The number of the count that is meant: as typed, or asked for. */
export async function countMeant(
  session: Session,
  typed: number | undefined,
  command: string,
): Promise<number> {
  if (typed !== undefined) return typed;
  if (!session.host.canAsk) refuseMissing(command, ['COUNT']);
  const [only, ...others] = await session.lookUp(({ counts }) => counts.open);
  if (only !== undefined && others.length === 0) return only.count;
  return session.askForValue({ label: words[session.language].whichCount, parse: parseEntryNumber });
}

/** Decides on a step of a count, records it, and says what came of it. */
export async function recordStep(
  session: Session,
  command: EntryCommand,
  decide: (...args: Parameters<Decide<unknown>>) => EntryOutcome,
  lines: (entry: Entry, places: Places) => readonly string[],
  key: string | undefined,
): Promise<number> {
  const committed = await session.commit(answering(decide));
  reportEntry(session, command, committed, lines, key);
  return 0;
}
