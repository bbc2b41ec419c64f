import type { Entry, EntryCommand, Moved } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { standingCorrections, undoneEntries } from '../../look/history.ts';
import { refuseConflict } from './move.ts';

/** An entry that is already there under its key, and what has become of it. */
export interface AlreadyRecorded {
  readonly already: Entry;
  readonly undoneBy: number | null;
  /** The corrections that stand, by number. */
  readonly correctedBy: readonly number[];
}

/**
 * The whole entry that was recorded under a key, if one was; one of another command, or one for which `differs` names a field
 * that is not as it is asked for now, is a conflict.
 */
export function alreadyRecorded(
  journal: Journal,
  key: string | undefined,
  command: EntryCommand,
  differs: (entry: Entry) => string | undefined,
): AlreadyRecorded | null {
  const used = key === undefined ? undefined : journal.entryKeyed(key);
  if (key === undefined || used === undefined) return null;
  const { n } = used;
  const already = journal.entry(n) ?? used;
  const difference = already.command === command ? differs(already) : 'type';
  if (difference !== undefined) refuseConflict(key, { entry: n, row: null }, difference);
  const undone = undoneEntries(journal.undos());
  return {
    already,
    undoneBy: undone.get(n) ?? null,
    correctedBy: standingCorrections(journal, n, undone).map((correction) => correction.n),
  };
}

/** The movements of an entry. */
export const movesIn = ({ changes }: Entry): readonly Moved[] =>
  changes.filter((change): change is Moved => change.do === 'move');
