import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as movementWords } from '../../src/cli/commands/movement/stock-movement.words.ts';
import { words as pendingWords } from '../../src/cli/commands/queues/pending.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { words as actWords } from '../../src/cli/menu/pending-acts.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { makeShop } from './shop.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  makeShop(folder);
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const typed = (line: string) =>
  expect(run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all' } })).toMatchObject({ code: 0 });
const onHand = (code: string): number => JSON.parse(run(folder, ['show', code, '--json']).stdout).quantity;
const left = (): number => JSON.parse(run(folder, ['pending', '--json']).stdout).length;

describe('what is pending, chosen in the menu', () => {
  it('offers what can be done with it, and comes back to the rest', async () => {
    typed('order TV-1 5 --party 长虹');
    typed('stock-out D-1 1 --to-deliver');
    const { ask } = en;
    const [menu, acts] = [menuWords.en, actWords.en];
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.pending);
    await terminal.choose(ask.menu, pendingWords.en.summary);
    await terminal.choose(acts.which, '#3 ordered  TV-1  5');
    await terminal.choose('#3 TV-1', acts.acts.ordered['inspect'] ?? '');
    await terminal.answer(ask.value(acts.howMany(5), false), '3');
    await terminal.until('#5 3 of #3 to be inspected; 2 still on order');
    await terminal.choose(acts.which, '#5 inspection  TV-1  3');
    await terminal.choose('#5 TV-1', acts.acts.inspection['accept'] ?? '');
    await terminal.answer(ask.value(acts.howMany(3), false), '');
    await terminal.until('#6 in +3  TV-1');
    await terminal.choose(acts.which, '#4 sold  D-1  1');
    await terminal.choose('#4 D-1', acts.acts.sold['deliver'] ?? '');
    await terminal.until('#7 delivered 1 of #4');
    await terminal.choose(acts.which, menu.back);
    await terminal.asked(ask.menu);
    expect([onHand('TV-1'), onHand('D-1'), left()]).toEqual([13, 4, 1]);
  });

  it('asks why something is rejected, in Chinese, too', async () => {
    typed('stock-in TV-1 1 --inspect --party 长虹');
    const { ask } = zh;
    const [menu, acts] = [menuWords.zh, actWords.zh];
    const terminal = new Terminal(folder, ['--lang', 'zh']);
    await terminal.choose(ask.menu, menu.items.pending);
    await terminal.choose(ask.menu, pendingWords.zh.summary);
    await terminal.choose(acts.which, '#3 待检  TV-1  1');
    await terminal.choose('#3 TV-1', acts.acts.inspection['reject'] ?? '');
    await terminal.asked(zh.fields['reason'] ?? '');
    terminal.type('1');
    await terminal.until('#4 #3 拒收 1，退回长虹');
    await terminal.until(pendingWords.zh.nothing);
    await terminal.asked(ask.menu);
    expect([onHand('TV-1'), left()]).toEqual([10, 0]);
  });

  it.each(['en', 'zh'] as const)(
    'begins with a delivery to be inspected, and with a sale to be delivered, in %s',
    async (language) => {
      typed('place add shop-1');
      const { ask, fields } = { en, zh }[language];
      const { items, recorded } = menuWords[language];
      const terminal = new Terminal(folder, ['--lang', language, '--store', 'data/inventory.json']);
      const begins = async (item: string, code: string) => {
        await terminal.choose(ask.menu, items.pending);
        await terminal.choose(ask.menu, item);
        await terminal.choose(ask.which, code);
      };
      const quantity = ask.value(fields['quantity'] ?? '', false);
      await begins(items.inspect, 'TV-1');
      await terminal.asked(movementWords[language].whichPlace);
      terminal.press('enter');
      await terminal.answer(quantity, '4');
      for (const field of ['cost', 'ref']) await terminal.answer(ask.value(fields[field] ?? '', true));
      await terminal.until(recorded(4));
      await begins(items.toDeliver, 'D-1');
      await terminal.answer(quantity, '2');
      await terminal.until(recorded(5));
      expect(JSON.parse(run(folder, ['pending', '--json']).stdout)).toMatchObject([
        { queue: 'inspection', code: 'TV-1', left: 4 },
        { queue: 'sold', code: 'D-1', left: 2 },
      ]);
      expect([onHand('TV-1'), onHand('D-1')]).toEqual([10, 3]);
    },
  );

  it('is found under “more” by who has ordered nothing yet', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.choose(en.ask.menu, menuWords.en.items.more);
    await terminal.asked(en.ask.menu);
    expect(terminal.screen.join('\n')).toMatch(/order goods/);
  });
});
