import type { Entry, Moved, NewEntry, Reason } from '../../src/inventory/book/change.ts';

/** Draws a whole number from 0 to below a limit. */
export type Draw = (below: number) => number;

const outReasons: readonly Reason[] = [
  'sale',
  'sale',
  'sale',
  'damage',
  'supplier-return',
  'lost',
  'use',
  'other',
];
const inReasons: readonly Reason[] = ['purchase', 'purchase', 'purchase', 'return', 'other', 'correction'];
const device = { do: 'move', id: 1, code: 'A', name: 'A' } as const;

/** The history of one device as the program would record it: never below 0 on hand. */
export function randomHistory(draw: Draw, length: number): readonly Entry[] {
  const entries: Entry[] = [];
  const isUndone = (n: number): boolean => entries.some((entry) => entry.undoes === n && !isUndone(entry.n));
  let onHand = 0;
  const record = (entry: Omit<NewEntry, 'command'>): void => {
    entries.push({
      n: entries.length + 1,
      at: '2026-11-26T00:00:00.000Z',
      by: 'li',
      command: 'repair',
      ...entry,
    });
  };
  const moves = (...rows: readonly (Pick<Moved, 'change'> & Partial<Moved>)[]): readonly Moved[] =>
    rows.map((row) => {
      onHand += row.reason === undefined ? 0 : row.change;
      return { ...device, balance: onHand, ...row };
    });
  const cost = (): Partial<Moved> => {
    const kind = draw(8);
    if (kind < 2) return {};
    return { cost: kind === 2 ? '0.00' : `${draw(200)}.${String(draw(100)).padStart(2, '0')}` };
  };
  const corrected = (n: number) => entries.some((entry) => entry.corrects === n && !isUndone(entry.n));
  const amounted = (entry: Entry): number =>
    entry.changes.reduce(
      (sum, change) =>
        sum +
        (change.do === 'move' && change.reason !== undefined && !isRevision(change) ? change.change : 0),
      0,
    );
  const undo = (entry: Entry): void => {
    if (isUndone(entry.n) || corrected(entry.n)) return;
    const opposite = entry.changes.flatMap((change) =>
      change.do === 'move' && !isRevision(change) ? [change] : [],
    );
    const own = -amounted(entry);
    // A count may already have found it; then the quantity does not change.
    const revision = -opposite.reduce(
      (sum, { reason, change }) => sum - (reason === undefined ? 0 : change),
      0,
    );
    const isKnown = draw(4) === 0 && own !== 0;
    const change = isKnown ? 0 : own;
    if (onHand + change < 0) return;
    const rows = opposite
      .map((move): Pick<Moved, 'change'> & Partial<Moved> => {
        const { balance: _, cost: __, ...rest } = move;
        return { ...rest, change: -move.change };
      })
      .sort((a, b) => b.change - a.change);
    const revising = isKnown ? [{ change: revision, reason: 'count', count: 1 } as const] : [];
    const order = revision > 0 ? [...revising, ...rows] : [...rows, ...revising];
    record({ undoes: entry.n, changes: moves(...order) });
  };
  const correct = (entry: Entry): void => {
    const [move, ...others] = entry.changes;
    if (move?.do !== 'move' || move.reason === undefined || others.length > 0) return;
    if (isUndone(entry.n) || move.counted !== undefined) return;
    if (entry.undoes !== undefined || entry.corrects !== undefined) return;
    const now = entries
      .filter(({ n, corrects }) => corrects === entry.n && !isUndone(n))
      .reduce((sum, each) => sum + amounted(each), move.change);
    const difference = draw(3) === 0 ? 0 : Math.sign(move.change) * draw(12) - now;
    const restated = draw(2) === 0 && now !== 0 ? restating(move, Math.abs(now)) : [];
    if ((difference === 0 && restated.length === 0) || onHand + difference < 0) return;
    const rest = difference === 0 ? [] : [{ change: difference, reason: 'correction' } as const];
    record({ corrects: entry.n, changes: moves(...restated, ...rest) });
  };
  /** What a movement should have said: it is taken back, and moved anew. */
  const restating = (
    { change, reason }: Moved,
    pieces: number,
  ): readonly (Pick<Moved, 'change'> & Partial<Moved>)[] =>
    change > 0
      ? [
          { change: pieces, reason: inReasons[draw(inReasons.length)] ?? 'purchase', ...cost() },
          { change: -pieces, ...(reason === undefined ? {} : { reason }) },
        ]
      : [
          { change: pieces, ...(reason === undefined ? {} : { reason }) },
          { change: -pieces, reason: outReasons[draw(outReasons.length)] ?? 'sale' },
        ];
  while (entries.length < length) {
    const what = draw(20);
    const units = 1 + draw(9);
    const past = entries[draw(Math.max(1, entries.length))];
    if (what < 6) {
      const reason = inReasons[draw(inReasons.length)] ?? 'purchase';
      const sale = entries[draw(Math.max(1, entries.length))];
      const of = reason === 'return' && sale !== undefined && draw(3) > 0 ? { of: sale.n } : {};
      record({ changes: moves({ change: units, reason, ...(reason === 'return' ? of : cost()) }) });
    } else if (what < 11 && onHand > 0) {
      const reason = outReasons[draw(outReasons.length)] ?? 'sale';
      record({ changes: moves({ change: -Math.min(units, onHand), reason }) });
    } else if (what === 11) {
      const change = Math.max(-onHand, draw(7) - 3);
      const counted = { count: 1, counted: onHand + change, book: onHand };
      if (change !== 0) record({ changes: moves({ change, reason: 'count', ...counted }) });
    } else if (what === 12 && onHand > 0)
      record({ changes: moves({ change: -1, place: 2 }, { change: 1, place: -3, of: 1 }) });
    else if (what === 13) {
      const slip = { change: -units, reason: 'sale', before: 1 } as const;
      const revision = { change: units, reason: 'count', count: 1 } as const;
      record({ changes: onHand >= units ? moves(slip, revision) : moves(revision, slip) });
    } else if (what === 14 && onHand > 1)
      record({
        changes: moves(
          { change: units, reason: 'purchase', ...cost() },
          { change: -2, reason: 'sale' },
          { change: -1, reason: 'sale' },
        ),
      });
    else if (past !== undefined && what < 18) undo(what === 15 ? (entries.at(-1) ?? past) : past);
    else if (past !== undefined) correct(past);
  }
  return entries;
}

const isRevision = ({ count, counted }: Moved): boolean => count !== undefined && counted === undefined;
