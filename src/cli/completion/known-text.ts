import { folded } from '../../inventory/values/text.ts';
import type { Completed } from '../ask/ask.ts';

/** The most texts that Tab offers. */
const mostOffered = 20;

/** The text with as much more as all known ones that begin so have in common; those, if there are several. */
export function completedAmong(text: string, known: readonly string[]): Completed {
  const begun = folded(text.trim());
  const found = known.filter((one) => folded(one).startsWith(begun));
  const [first, ...others] = found;
  if (first === undefined) return { text, offered: [] };
  if (others.length === 0) return { text: first, offered: [] };
  let common = [...first];
  for (const other of others)
    while (!folded(other).startsWith(folded(common.join('')))) common = common.slice(0, -1);
  const completed = common.join('');
  return { text: completed.length > text.length ? completed : text, offered: found.slice(0, mostOffered) };
}
