import { describe, expect, it } from 'vitest';
import type { Entry, Moved } from '../../src/inventory/book/change.ts';
import { inspection, ordered } from '../../src/inventory/book/place-kinds.ts';
import { QueueAudit } from '../../src/inventory/look/queue-audit.ts';

const moved = (of: number, change: number, place = ordered, id = 1): Moved => ({
  ...{ do: 'move', id, code: `T${id}`, name: 'T', change, balance: 0, place, of },
});
const strays = (
  ...entries: readonly (
    | readonly Moved[]
    | { undoes: number; changes: readonly Moved[] }
    | { command: 'repair'; changes: readonly Moved[] }
  )[]
) => {
  const audit = new QueueAudit();
  entries.forEach((one, index) => {
    const rest = 'changes' in one ? one : { changes: one };
    audit.take({ n: index + 1, at: '', by: 'li', command: 'order', ...rest } as Entry);
  });
  return audit.strays;
};

describe('what lies in a queue', () => {
  it('is sound where entries put it there, added to it, took from it or took that back', () => {
    expect(
      strays(
        [moved(1, 5)],
        [moved(1, 2)], // added to #1
        [moved(1, -3)],
        { undoes: 3, changes: [moved(1, 3)] },
        { undoes: 2, changes: [moved(1, -2)] },
        [moved(1, -5)],
      ),
    ).toEqual([]);
  });

  it('is sound under an entry that is lost: a repair, or an undo of what is lost, put it there', () => {
    expect(strays({ command: 'repair', changes: [moved(1, 5)] }, [moved(1, -2)])).toEqual([]);
    const lost = { command: 'repair', changes: [] } as const;
    expect(strays(lost, lost, { undoes: 2, changes: [moved(1, 1)] })).toEqual([]);
  });

  it('is stray under an entry that put nothing into that queue', () => {
    expect(strays([moved(1, 5)], [moved(1, 2, inspection)])).toEqual([
      { entry: 1, queue: 'inspection', code: 'T1' },
    ]);
    expect(strays([], [moved(1, 2)])).toEqual([{ entry: 1, queue: 'ordered', code: 'T1' }]);
  });

  it('is stray where more is left than anybody put there', () => {
    expect(strays([moved(1, 5), moved(1, 1, ordered, 2)], { undoes: 1, changes: [moved(1, -4)] })).toEqual([
      { entry: 1, queue: 'ordered', code: 'T1' },
      { entry: 1, queue: 'ordered', code: 'T2' },
    ]);
  });
});
