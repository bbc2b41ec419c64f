import stringWidth from 'fast-string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words as addWords } from '../../src/cli/commands/devices/add.words.ts';
import { words as undoWords } from '../../src/cli/commands/movement/undo.words.ts';
import { words as menuWords } from '../../src/cli/menu/menu.words.ts';
import { en } from '../../src/cli/words/en.ts';
import { zh } from '../../src/cli/words/zh.ts';
import { newFolder, removeFolder, run } from '../cli/run.ts';
import { closeTerminals, Terminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => {
  closeTerminals();
  removeFolder(folder);
});

const languages = {
  en: {
    messages: en,
    locale: 'C.UTF-8',
    words: {
      tv: 'TV',
      dvd: 'DVD player',
      combo: 'TV/DVD combo',
      lcd: 'LCD',
      hd: 'HD',
      code: 'code',
      name: 'name',
      brand: 'brand',
      size: 'size',
      panel: 'panel',
      disc: 'disc',
      price: 'price',
      weight: 'weight',
      minimum: 'minimum',
      cost: 'cost',
      slotTv: 'TV',
      slotDvd: 'DVD',
    },
  },
  zh: {
    messages: zh,
    locale: 'zh_CN.UTF-8',
    words: {
      tv: '普通电视机',
      dvd: 'DVD',
      combo: '带DVD的电视机',
      lcd: '液晶',
      hd: '高清',
      code: '入库编号',
      name: '品名',
      brand: '品牌',
      size: '尺寸',
      panel: '类型',
      disc: '规格',
      price: '售价',
      weight: '重量',
      minimum: '最低库存',
      cost: '进价',
      slotTv: '电视',
      slotDvd: 'DVD',
    },
  },
} as const;

const days = (['en', 'zh'] as const).flatMap((language) =>
  [80, 120].map((columns) => ({ language, columns })),
);

describe.each(days)('a clerk’s first day in $language at $columns columns', ({ language, columns }) => {
  it('leaves in the store exactly what was confirmed', async () => {
    const { messages, locale, words } = languages[language];
    const { ask, headings, fields } = messages;
    const menu = menuWords[language];
    const undo = undoWords[language];
    const clerk = new Terminal(folder, [], { columns, env: { LANG: locale } });
    const action = (name: string) => clerk.choose(ask.menu, name);
    const optional = (label: string, text = '') => clerk.answer(ask.value(label, true), text);
    const required = (label: string, text: string) => clerk.answer(ask.value(label, false), text);

    await clerk.until(menu.noStore(folder).slice(0, 20));
    await clerk.choose(ask.menu, menu.make);
    await clerk.answer(ask.value(menu.currency, false));
    await clerk.until(menu.counts(0, '0'));

    await action(menu.items.more);
    await action(addWords[language].summary);
    await clerk.choose(headings.kind, words.tv);
    await optional(words.code, 'TV-1');
    await required(words.name, '长虹等离子');
    await optional(words.brand, '长虹');
    await required(words.size, '42');
    await clerk.choose(words.panel, words.lcd);
    await required(words.price, '1,299');
    await optional(words.weight);
    await optional(words.minimum, '2');
    await optional(headings.onHand, '5');
    await optional(words.cost, '900');
    await clerk.until(menu.recorded(1));

    await action(menu.items.more);
    await action(addWords[language].summary);
    await clerk.choose(headings.kind, words.dvd);
    await optional(words.code);
    await required(words.name, 'Nova player');
    await optional(words.brand);
    await clerk.choose(words.disc, words.hd);
    await required(words.price, '459');
    await optional(words.weight, '2.5');
    await optional(words.minimum);
    await optional(headings.onHand);
    await clerk.until(menu.recorded(2));

    await action(menu.items.more);
    await action(addWords[language].summary);
    await clerk.choose(headings.kind, words.combo);
    await optional(words.code, 'C-1');
    await required(words.name, 'Nova combo');
    await optional(words.brand);
    await required(words.size, '22');
    await clerk.choose(words.panel, words.lcd);
    await clerk.choose(words.disc, words.hd);
    await optional(words.weight);
    await optional(words.minimum);
    for (const [slot, typed] of [
      ['tv', 'chdz'],
      ['dvd', 'DVD-0001'],
    ] as const) {
      const label = slot === 'tv' ? words.slotTv : words.slotDvd;
      await clerk.choose(label, addWords[language].fromBook);
      await clerk.asked(label);
      clerk.type(typed);
      await clerk.until(new RegExp(`${typed}\\n❯ ${slot === 'tv' ? 'TV-1' : 'DVD-0001'}`));
      clerk.press('enter');
    }
    await optional(headings.onHand, '3');
    await optional(words.cost);
    await clerk.until(menu.recorded(3));

    await action(menu.items.in);
    await clerk.asked(ask.which);
    clerk.type('nova pl');
    await clerk.until(/nova pl\n❯ DVD-0001/);
    clerk.press('enter');
    await required(fields['quantity'] ?? '', '4');
    await optional(words.cost);
    await optional(fields['ref'] ?? '', 'PO-1');
    await clerk.until(menu.recorded(4));

    await action(menu.items.out);
    await clerk.asked(ask.which);
    clerk.type('长虹');
    await clerk.until(/长虹\n❯ TV-1/);
    clerk.press('enter');
    await clerk.asked(ask.value(fields['quantity'] ?? '', false));
    clerk.type('1,29');
    await clerk.until('> “1,29”');
    clerk.press('ctrl-u');
    await required(fields['quantity'] ?? '', '99');
    await clerk.answer(fields['reason'] ?? '');
    const refused = await clerk.until(
      messages
        .problems()
        ['insufficient-stock'](
          {
            code: 'TV-1',
            name: '长虹等离子',
            onHand: 5,
            asked: 99,
          },
          messages.command,
        )
        .slice(0, 20),
    );
    expect(refused).toContain(messages.error('').trim());
    await clerk.asked(`${ask.value(fields['quantity'] ?? '', false)} 99`);
    clerk.press('escape');

    await action(menu.items.in);
    await clerk.until('DVD-0001  Nova player');
    clerk.type('nova pl');
    await clerk.until(/nova pl\n❯ DVD-0001/);
    clerk.press('enter');
    await required(fields['quantity'] ?? '', '40');
    await optional(words.cost);
    await optional(fields['ref'] ?? '');
    await clerk.answer(ask.yesOrNo(messages.guard.question, false), 'n');
    await clerk.until(messages.guard.notRecorded);

    await action(menu.items.out);
    await clerk.choose(ask.which, 'TV-1');
    await required(fields['quantity'] ?? '', '2');
    await clerk.answer(fields['reason'] ?? '');
    await clerk.until(menu.undoJust(5));

    await action(menu.undoJust(5));
    const effect = messages.effect.device('TV-1', '长虹等离子', [messages.effect.onHand(3, 5)]);
    await clerk.until(effect);
    await clerk.answer(ask.yesOrNo(undo.question, false), 'y');
    await clerk.until(undo.undone(6, 5, '', '').replace(/[ （(].*/, ''));

    await action(ask.leave);
    expect(await clerk.ended()).toBe(0);

    for (const line of clerk.text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    const devices = JSON.parse(run(folder, ['list', '--json']).stdout) as {
      code: string;
      quantity: number;
      price: string;
    }[];
    expect(devices.map(({ code, quantity: onHand, price }) => [code, onHand, price])).toEqual([
      ['C-1', 3, '1406.40'],
      ['DVD-0001', 4, '459.00'],
      ['TV-1', 5, '1299.00'],
    ]);
    const history = JSON.parse(run(folder, ['history', '--json']).stdout) as {
      entry: number;
      type: string;
      change: number | null;
    }[];
    expect(history.map(({ entry, type, change }) => `${entry} ${type} ${change}`)).toEqual([
      '1 add null',
      '1 stock-in 5',
      '2 add null',
      '3 add null',
      '3 stock-in 3',
      '4 stock-in 4',
      '5 stock-out -2',
      '6 undo 2',
    ]);
    expect(run(folder, ['verify']).code).toBe(0);
  });
});
