import type { Journal } from '../../book/journal.ts';
import { folded } from '../../values/text.ts';

/** The suppliers and customers of the recent entries, those of the last ones first. */
export function recentParties(journal: Journal): readonly string[] {
  const parties = new Map<string, string>();
  for (const { changes } of journal.recent())
    for (const change of changes)
      if (change.do === 'move' && change.party !== undefined && !parties.has(folded(change.party)))
        parties.set(folded(change.party), change.party);
  return [...parties.values()];
}
