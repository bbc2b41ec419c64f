import type { Added, Change, DeviceChange, Edited, Entry, Removed } from '../book/change.ts';
import type { Bearer } from '../book/journal.ts';
import { codeKey } from '../values/code.ts';

/** The code that a change gives a device or leaves it, if it is about that. */
export function codeGiven(change: Change): string | undefined {
  switch (change.do) {
    case 'add':
      return String(change.device['code']);
    case 'edit':
      return change.code;
    default:
      return undefined;
  }
}

interface Life {
  name: string;
  key: string | undefined;
  since: number;
  readonly spans: Map<string, { from: number; until: number | null }>;
}

/** The bearers of some codes among the devices whose changes these are, all of each, the oldest first; by the codes' keys. */
export function bearersAmong(
  changes: Iterable<{ readonly entry: Entry; readonly change: DeviceChange }>,
  keys: ReadonlySet<string>,
): ReadonlyMap<string, readonly Bearer[]> {
  const lives = new Map<number, Life>();
  for (const { entry, change } of changes) {
    if (change.do === 'move' || change.do === 'tally' || change.do === 'counted') continue;
    const life = lives.get(change.id) ?? { name: '', key: undefined, since: entry.n, spans: new Map() };
    lives.set(change.id, life);
    live(life, entry.n, change);
  }
  const bearers = new Map<string, Bearer[]>();
  for (const [id, { name, since, spans }] of lives) {
    for (const [key, span] of spans) {
      if (!keys.has(key)) continue;
      bearers.set(key, [...(bearers.get(key) ?? []), { id, name, since, ...span }]);
    }
  }
  for (const of of bearers.values()) of.sort((a, b) => a.from - b.from);
  return bearers;
}

/** A device that gets a code back has had it all the time. */
function live(life: Life, entry: number, change: Added | Edited | Removed): void {
  const code = codeGiven(change);
  const key = code === undefined ? undefined : codeKey(code);
  life.name = change.do === 'edit' ? change.name : String(change.device['name']);
  if (key === life.key) return;
  const left = life.key === undefined ? undefined : life.spans.get(life.key);
  if (left !== undefined) left.until = entry;
  if (key !== undefined) life.spans.set(key, { from: life.spans.get(key)?.from ?? entry, until: null });
  life.key = key;
  life.since = entry;
}
