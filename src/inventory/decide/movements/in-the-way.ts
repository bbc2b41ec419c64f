import type { EntryStep, Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import { type DeviceChange, type Entry, isOfDevice } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { Places } from '../../book/places.ts';
import { historyRow, undoneEntries } from '../../look/history.ts';
import { type Json, Refusal } from '../../refusal.ts';

/** A later entry without which the refused one could be taken back. */
export interface InTheWay {
  readonly entry: number;
  readonly type: string;
  readonly code: string;
  /** Signed units; null for a change of the catalogue. */
  readonly change: number | null;
}

/** How many are named. */
const most = 5;

/** Undoes or corrects an entry; where it is refused, the refusal's details name the later entries in the way. */
export function namingWhatIsInTheWay<T>(
  book: Book,
  journal: Journal,
  { entry, doing }: { readonly entry: Entry; readonly doing: EntryStep },
  action: () => T,
): T {
  const before = new Map(entry.changes.filter(isOfDevice).map(({ id }) => [id, book.onHand(id)]));
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const inTheWay = laterEntries(book, journal, entry, error, before);
    const named = {
      inTheWay: inTheWay as unknown as Json,
      entries: [...new Set(inTheWay.map((one) => one.entry))],
    };
    throw new Refusal(error.code, ofEntry(error.problem, { entry: entry.n, doing }), {
      ...error.details,
      ...(inTheWay.length === 0 ? {} : named),
    });
  }
}

/** The problem as it is where an entry is undone or corrected: what helps then is not what helps a sale. */
function ofEntry(problem: Problem, { entry, doing }: { entry: number; doing: EntryStep }): Problem {
  switch (problem.key) {
    case 'insufficient-stock':
      return { key: 'entry-short', params: { ...problem.params, entry, doing } };
    case 'insufficient-stock-at':
      return { key: 'entry-short-at', params: { ...problem.params, entry, doing } };
    case 'not-empty':
      return { key: 'entry-not-empty', params: { ...problem.params, entry } };
    case 'duplicate-code':
      return { key: 'entry-code-taken', params: { ...problem.params, entry } };
    default:
      return problem;
  }
}

function laterEntries(
  book: Book,
  journal: Journal,
  entry: Entry,
  { code, details }: Refusal,
  before: ReadonlyMap<number, number>,
): readonly InTheWay[] {
  const named = [details['code'], ...(Array.isArray(details['usedBy']) ? details['usedBy'] : [])].flatMap(
    (one) => (typeof one === 'string' ? [book.withCode(one)?.id ?? 0] : []),
  );
  const ids = new Set([...entry.changes.filter(isOfDevice).map(({ id }) => id), ...named]);
  const matters = whichMatter(code);
  if (matters === null) return [];
  const undone = undoneEntries(journal.undos());
  const later = [...journal.changesOf(ids)]
    .filter(
      ({ entry: { n, undoes }, change }) =>
        n > entry.n && !undone.has(n) && undoes === undefined && matters(change),
    )
    .reverse();
  if (code !== 'insufficient-stock') return later.slice(0, most).map(shown);
  const short = new Set(named);
  const place = typeof details['place'] === 'string' ? book.places.idOf(details['place']) : undefined;
  const had =
    place === undefined
      ? Math.min(...[...short].map((id) => before.get(id) ?? 0))
      : Number(details['onHand']);
  const missing = Number(details['asked']) - had;
  let covered = 0;
  return later
    .filter(({ change }) => short.has(change.id))
    .filter(({ change }) => place === undefined || isAt(change, place))
    .filter(({ change }) => {
      if (covered >= missing) return false;
      covered += change.do === 'move' ? -change.change : 0;
      return true;
    })
    .slice(0, most)
    .map(shown);
}

/** Which later changes can be what a refusal is about; null where none is. */
function whichMatter(code: string): ((change: DeviceChange) => boolean) | null {
  if (code === 'insufficient-stock') return (change) => change.do === 'move' && change.change < 0;
  if (code === 'not-empty') return (change) => change.do === 'move' && change.change > 0;
  if (code === 'duplicate-code' || code === 'in-use')
    return (change) => change.do === 'add' || change.do === 'edit';
  return null;
}

const isAt = (change: DeviceChange, place: number): boolean =>
  change.do === 'move' && (change.place ?? firstPlace) === place;

function shown({ entry, change }: { readonly entry: Entry; readonly change: DeviceChange }): InTheWay {
  const { type, code, change: units } = historyRow(entry, change, null, Places.unplaced);
  return { entry: entry.n, type, code, change: units };
}
