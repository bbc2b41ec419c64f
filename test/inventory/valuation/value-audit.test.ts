import { describe, expect, it } from 'vitest';
import { en } from '../../../src/cli/words/en.ts';
import { zh } from '../../../src/cli/words/zh.ts';
import type { Moved } from '../../../src/inventory/book/change.ts';
import { ValueAudit } from '../../../src/inventory/look/valuation/value-audit.ts';
import { valueFindings } from '../../../src/store/upkeep.ts';

type Move = Pick<Moved, 'change' | 'balance'> & Partial<Moved>;

/** What verify says of the values of a history, an entry a movement. No command makes one that breaks the rule. */
function said(moves: readonly Move[], words = en): readonly string[] {
  const audit = new ValueAudit(new Set());
  moves.forEach((move, index) => {
    const change: Moved = { do: 'move', id: 1, code: 'T1', name: 'T', reason: 'purchase', ...move };
    audit.take({ entry: { n: index + 1 }, change });
  });
  return valueFindings(audit).map(words.finding);
}

const received: Move = { change: 10, balance: 10, cost: '600.00' };

describe('the rule that pieces and values belong together', () => {
  it('holds of what comes in at a cost and goes out at the average', () => {
    expect(said([received, { change: -10, balance: 0, reason: 'sale' }])).toEqual([]);
  });

  it.each<[string, readonly Move[]]>([
    ['more pieces are on hand than were valued', [received, { change: -4, balance: 7, reason: 'sale' }]],
    ['fewer pieces are on hand than were valued', [received, { change: -4, balance: 5, reason: 'sale' }]],
    ['pieces come at a cost below 0', [received, { change: 1, balance: 11, cost: '-9000.00' }]],
  ])('is broken where %s, and verify names the rule, the entry and the device', (_, moves) => {
    const later: Move = { change: 1, balance: 1, cost: '1.00' };
    expect(said([...moves, later])).toEqual([
      'invariant 6, entry #2: what is on hand of T1 is not worth what its history says',
    ]);
    expect(said(moves, zh)[0]).toMatch(/^规则 6，流水 #2：.*T1/);
  });
});
