import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as searchWords } from '../../src/cli/commands/devices/search.words.ts';
import { words as scanWords } from '../../src/cli/commands/movement/scan.words.ts';
import { words as placeAdd } from '../../src/cli/commands/places/place-add.words.ts';
import { words as placeEdit } from '../../src/cli/commands/places/place-edit.words.ts';
import { words as placeRemove } from '../../src/cli/commands/places/place-remove.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
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

const { ask, headings } = en;
const menu = menuWords.en;

/** The lines of a menu, without the pointer. */
const itemsOf = ({ screen }: Terminal): readonly string[] => {
  const start = screen.findLastIndex((line) => line.startsWith('? '));
  return screen
    .slice(start + 1)
    .filter((line) => /^[❯ ] \S/.test(line))
    .map((line) => line.slice(2));
};

const grey = (text: string): string => `\x1b[2m${text}\x1b[22m`;

/** What the menu points at. */
const pointed = ({ screen }: Terminal): string | undefined =>
  screen.findLast((line) => line.startsWith('❯ '))?.slice(2);

const onHand = (code: string): number =>
  (JSON.parse(run(folder, ['show', code, '--json']).stdout) as { quantity: number }).quantity;

describe('the menu', () => {
  it.each([
    [
      'en',
      [
        'stock in',
        'stock out',
        'scan',
        'count',
        'look up',
        'undo',
        'low stock',
        'day report',
        'print',
        'more',
      ],
    ],
    ['zh', ['入库', '出库', '扫码', '盘点', '查库存', '撤销', '低库存', '日结', '打印', '更多']],
  ] as const)('is in the order of a day, its labels before the commands, in %s', async (language, labels) => {
    const terminal = new Terminal(folder, ['--lang', language]);
    await terminal.asked(language === 'en' ? ask.menu : zh.ask.menu);
    const commands = ['stock-in', 'stock-out', 'scan', 'count', 'search', 'undo', 'list --low', 'report day'];
    const items = itemsOf(terminal);
    expect(items.slice(0, labels.length).map((line) => line.split(/ {2,}/)[0])).toEqual(labels);
    expect(items.slice(0, commands.length).map((line) => line.split(/ {2,}/)[1])).toEqual(commands);
    expect(terminal.output).toContain(grey('  stock-out'));
  });

  it('has transfers and what waits where a clerk finds them, once there are places', async () => {
    const before = new Terminal(folder, []);
    await before.asked(ask.menu);
    expect(itemsOf(before).join('\n')).not.toMatch(/transfer|pending/);
    run(folder, ['place', 'add', 'shop-1']);
    const after = new Terminal(folder, []);
    await after.asked(ask.menu);
    expect(itemsOf(after).join('\n')).toMatch(/count .*\n.* transfer\npending .*\nlook up/);
  });

  it('asks for a place that is added, renamed or removed', async () => {
    const terminal = new Terminal(folder, []);
    const places = async (summary: string) => {
      await terminal.choose(ask.menu, menu.items.more);
      await terminal.choose(ask.menu, menu.items.places);
      await terminal.choose(ask.menu, summary);
    };
    await places(placeAdd.en.summary);
    await terminal.answer(ask.value(headings.place, false), 'shop-1');
    await terminal.until(menu.recorded(3));
    await places(placeEdit.en.summary);
    await terminal.choose(headings.place, 'shop-1');
    await terminal.asked(`${ask.value('name', false)} shop-1`);
    terminal.type('0');
    await terminal.answer(ask.value('name', false));
    await terminal.until('shop-1 → shop-10');
    await places(placeRemove.en.summary);
    await terminal.choose(headings.place, 'shop-10');
    await terminal.until(menu.recorded(5));
  });

  it('does at once what is typed of what is under more', async () => {
    const terminal = new Terminal(folder, ['--lang', 'zh']);
    await terminal.asked(zh.ask.menu);
    terminal.type('备份');
    await terminal.asked(`${zh.ask.menu} 备份`);
    terminal.type('\x15库存表\r');
    await terminal.until('合计 2 种');
  });

  it('does what a command is wholly called, though an item begins so', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(ask.menu);
    terminal.type('list\r');
    await terminal.until('2 devices');
    await terminal.asked(ask.menu);
    terminal.type('lis');
    await terminal.untilSeen(() => pointed(terminal)?.startsWith(menu.items.low) === true, 'low stock');
  });

  it.each([
    ['TV-1\rD-1\rundo\rq\r', menu.undoJust(3), 'of what still stands'],
    ['TV-1\rundo\rq\r', menu.items.undo, 'where nothing does'],
  ])('offers to take back the last scan, at %j %s', async (typed, item) => {
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.scan);
    await terminal.asked(scanWords.en.question);
    await terminal.untilSeen(
      () => itemsOf(terminal).join() === 'in,out',
      'nothing that needs places or a count',
    );
    await terminal.choose(scanWords.en.question, 'out');
    terminal.type(typed);
    await terminal.until(/recorded, 0 refused[\s\S]*\? /);
    await terminal.asked(ask.menu);
    expect(itemsOf(terminal)[5]?.split(/ {2,}/)[0]).toBe(item);
  });

  it('points after a scan where it pointed before', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(ask.menu);
    terminal.type('2');
    await terminal.untilSeen(() => pointed(terminal)?.startsWith('stock out') === true, 'stock out');
    terminal.press('enter');
    await terminal.asked(ask.which);
    terminal.press('escape');
    await terminal.asked(ask.menu);
    terminal.type('TV-1\r');
    await terminal.until(menu.acts.out);
    terminal.press('enter');
    await terminal.until(menu.recorded(3));
    await terminal.untilSeen(() => pointed(terminal)?.startsWith('stock out') === true, 'stock out');
    expect(onHand('TV-1')).toBe(9);
  });
});

describe('a code that is not in the book', () => {
  it('can be added at once as it was scanned', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(ask.menu);
    terminal.type('4901234567894\r');
    await terminal.choose(ask.noSuchDevice('4901234567894'), menu.addIt);
    await terminal.choose(headings.kind, 'DVD');
    await terminal.answer(ask.value('name', false), 'Scanned');
    await terminal.answer(ask.value('brand', true));
    await terminal.choose('disc', 'HD');
    await terminal.answer(ask.value('price', false), '10');
    for (const label of ['weight', 'minimum', 'on hand']) await terminal.answer(ask.value(label, true));
    await terminal.until(menu.recorded(3));
    expect(onHand('4901234567894')).toBe(0);
  });

  it('is not added by a second scan', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.asked(ask.menu);
    terminal.type('4901234567894\rTV-1\r');
    await terminal.until(ask.noSuchChoice('TV-1'));
    terminal.press('escape');
    await terminal.choose(ask.menu, ask.leave);
    expect(await terminal.ended()).toBe(0);
    expect(run(folder, ['history', '--json', '--since', 'today']).stdout).not.toContain('4901234567894');
  });
});

describe('looking something up', () => {
  it('leads to what can be done with it', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.look);
    await terminal.answer(ask.value(searchWords.en.wanted, false), 'nova');
    await terminal.choose('D-1  Nova player', menu.acts.in);
    await terminal.until(menu.recorded(3));
    expect(onHand('D-1')).toBe(6);
    await terminal.choose(ask.menu, menu.items.look);
    await terminal.answer(ask.value(searchWords.en.wanted, false), '1');
    await terminal.choose(ask.which, 'TV-1');
    await terminal.choose('TV-1', menu.acts.look);
    await terminal.until('3000.00 CNY');
  });

  it('says if there is none, and comes back', async () => {
    const terminal = new Terminal(folder, []);
    await terminal.choose(ask.menu, menu.items.look);
    await terminal.answer(ask.value(searchWords.en.wanted, false), 'nothing at all');
    await terminal.until(en.noMatch);
    await terminal.asked(ask.menu);
  });
});
