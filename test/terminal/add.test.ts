import { afterEach, beforeEach, expect, it } from 'vitest';
import { words as addWords } from '../../src/cli/commands/devices/add.words.ts';
import { en } from '../../src/cli/words/en.ts';
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
const value = (label: string) => ask.value(label, false);
const optional = (label: string) => ask.value(label, true);

const shown = (code: string) => JSON.parse(run(folder, ['show', code, '--json']).stdout);

it('goes back a question at Esc, with what was answered to it, as far as the kind', async () => {
  const terminal = new Terminal(folder, ['add']);
  await terminal.choose(headings.kind, 'TV');
  await terminal.answer(optional('code'), 'NEW-1');
  await terminal.answer(value('name'), 'Sett');
  await terminal.asked(optional('brand'));
  terminal.press('escape');
  await terminal.asked(`${value('name')} Sett`);
  terminal.press('backspace');
  await terminal.untilSeen(() => terminal.screen.includes(`? ${value('name')} Set`), 'Set');
  terminal.press('escape');
  await terminal.asked(`${optional('code')} NEW-1`);
  terminal.press('escape');
  await terminal.choose(headings.kind, 'DVD');
  await terminal.asked(`${optional('code')} NEW-1`);
  terminal.press('enter');
  await terminal.asked(`${value('name')} Sett`);
  terminal.press('enter');
  await terminal.answer(optional('brand'));
  await terminal.choose('disc', 'HD');
  await terminal.asked(value('price'));
  terminal.press('escape');
  await terminal.choose('disc', 'Blu-ray');
  await terminal.answer(value('price'), '459');
  await terminal.answer(optional('weight'));
  await terminal.answer(optional('minimum'));
  await terminal.answer(optional('on hand'), '2');
  await terminal.asked(optional('cost'));
  terminal.press('escape');
  await terminal.asked(`${optional('on hand')} 2`);
  terminal.press('ctrl-u');
  await terminal.untilSeen(() => terminal.screen.includes(`? ${optional('on hand')}`), 'none');
  terminal.press('enter');
  expect(await terminal.ended()).toBe(0);
  expect(shown('NEW-1')).toMatchObject({ kind: 'dvd', name: 'Sett', disc: 'blu-ray', quantity: 0 });
});

it('is left at Esc at its first question, with nothing done', async () => {
  for (const words of [['add'], ['add', 'dvd']]) {
    const terminal = new Terminal(folder, words);
    await terminal.asked(words.length === 1 ? headings.kind : optional('code'));
    terminal.press('escape');
    expect(await terminal.ended()).toBe(130);
  }
});

it('says what a combo will cost before it is added, and again if its parts are changed', async () => {
  const { priceOf, componentFrom, fromBook, givenPrice } = addWords.en;
  const terminal = new Terminal(folder, ['add', 'combo', '--code', 'C-1', '--name', 'Combo', '--brand', 'B']);
  await terminal.answer(value('size'), '22');
  await terminal.choose('panel', 'LCD');
  await terminal.choose('disc', 'HD');
  await terminal.answer(optional('weight'));
  await terminal.answer(optional('minimum'));
  await terminal.choose(componentFrom('TV').slice(0, 2), fromBook);
  await terminal.choose('TV', 'TV-1');
  await terminal.choose(componentFrom('DVD').slice(0, 3), givenPrice);
  await terminal.answer(value('DVD price'), '100');
  await terminal.asked(optional('on hand'));
  await terminal.until(priceOf('2480.00 CNY', ['3000.00', '100.00']));
  terminal.press('escape');
  await terminal.asked(`${value('DVD price')} 100`);
  terminal.press('ctrl-u');
  await terminal.answer(value('DVD price'), '200');
  await terminal.until(priceOf('2560.00 CNY', ['3000.00', '200.00']));
  await terminal.answer(optional('on hand'));
  expect(await terminal.ended()).toBe(0);
  expect(shown('C-1')).toMatchObject({ price: '2560.00', tv: 'TV-1', dvdPrice: '200.00' });
});
