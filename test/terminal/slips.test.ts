import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/cli/words/en.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

const { guard, ask } = en;
const question = ask.yesOrNo(guard.question, false);
const unusualCost = guard.suspicion({ guard: 'cost', cost: '100.00', usual: '2.00' });
const unusualQuantity = guard.suspicion({ guard: 'quantity', quantity: 20, usual: 1 });

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

/** How many of the device are on hand. */
const onHand = (): unknown => JSON.parse(run(folder, ['show', 'TV-1', '--json']).stdout).quantity;

/** A till that stocks in 20 at an unusual cost. The quantity is not unusual until something was stocked in before. */
function tillWithSlip(): Terminal {
  run(folder, ['init']);
  const television = ['--code', 'TV-1', '--name', 'Set', '--size', '42', '--panel', 'lcd', '--price', '300'];
  run(folder, ['add', 'tv', ...television, '--quantity', '10', '--cost', '2']);
  return new Terminal(folder, ['stock-in', 'TV-1', '20', '--cost', '100']);
}

describe('a slip that a person calls meant', () => {
  it('is recorded without another question', async () => {
    const till = tillWithSlip();
    await till.until(`! ${unusualCost}`);
    await till.answer(question, 'y');
    expect([await till.ended(), onHand()]).toEqual([0, 30]);
  });

  it('is asked about again if another till has meanwhile made it look like another slip, too', async () => {
    const till = tillWithSlip();
    await till.asked(question);
    expect(run(folder, ['stock-in', 'TV-1', '1']).code).toBe(0);
    await till.answer(question, 'y');
    await till.until(`! ${unusualQuantity}`);
    await till.answer(question, 'n');
    expect([await till.ended(), onHand()]).toEqual([130, 11]);
  });
});
