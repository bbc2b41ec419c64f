import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutTo } from '../../exchange/text/cut.ts';
import type { Device } from '../../inventory/devices/device.ts';
import { Refusal } from '../../inventory/refusal.ts';
import { sortedByCode } from '../../inventory/values/order.ts';
import { type Ask, Interrupted, type Option } from '../ask/ask.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { undo } from '../commands/movement/undo.ts';
import type { CommandName } from '../commands/shell/names.ts';
import { describeRefusal } from '../errors.ts';
import type { GlobalOptions } from '../global-options.ts';
import type { Language } from '../language.ts';
import { onStore } from '../pasted.ts';
import { perform } from '../perform.ts';
import { loadPaint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { Session } from '../session.ts';
import { loadMessages } from '../words/load-messages.ts';
import { words } from './menu.words.ts';

/** Where the menu is: its session, and what was typed to start it, which its commands are run with too. */
export interface MenuPlace {
  readonly session: Session;
  readonly words: readonly string[];
}

/** Runs a command as if it had been typed, in a session of its own; returns the entry it recorded. */
async function runFrom(
  { session, words }: MenuPlace,
  name: CommandName,
  typed: readonly string[] = [],
): Promise<number | null> {
  const { recorded } = await perform(name, [...typed, ...words], session.setup);
  session.host.answered();
  return recorded?.n ?? null;
}

/** The same place in another language, or on another store. */
async function moved(
  { session, words }: MenuPlace,
  language: Language,
  options: GlobalOptions,
): Promise<MenuPlace> {
  const messages = onStore(await loadMessages(language), options.store);
  return { session: new Session({ ...session.setup, language, messages }, options), words };
}

/** The actions of a clerk's day, in the order of the menu; the others are under “more”. */
const daily: readonly CommandName[] = [
  'list',
  'search',
  'stock-in',
  'stock-out',
  'history',
  'add',
  'edit',
  'undo',
  'import',
  'export',
];
const further: readonly CommandName[] = [
  'show',
  'labels',
  'report',
  'chart',
  'scan',
  'correct',
  'why',
  'remove',
  'verify',
  'backup',
  'info',
];

/** How many devices that are low are named. */
const maxLow = 5;

type Choice = CommandName | 'more' | 'language' | 'leave';

/** The menu of everything: asks what to do, does it, and comes back, until the person leaves. */
export async function menu(place: MenuPlace): Promise<number> {
  try {
    const start = await startingPlace(place);
    return start === null ? 0 : await menuLoop(start);
  } catch (error) {
    // Leaving loses nothing: what was recorded is on disk, what was not asked for is not done.
    if (error instanceof Interrupted) return 0;
    throw error;
  }
}

async function menuLoop(first: MenuPlace): Promise<number> {
  let place = first;
  let recorded: number | null = null;
  let last: Choice = daily[0] ?? 'list';
  for (;;) {
    const { session } = place;
    await showStanding(session);
    const ask = await session.ask();
    const choice: Choice = await chosen(ask, session, recorded, last);
    if (choice === 'leave') return 0;
    if (choice === 'language') {
      place = await moved(place, session.language === 'zh' ? 'en' : 'zh', session.options);
      continue;
    }
    if (choice !== 'more') last = choice;
    const name = choice === 'more' ? await furtherChoice(ask, session) : choice;
    if (name === null) continue;
    const before: number | null = recorded;
    recorded = await does(place, name, before);
    if (recorded !== null && recorded !== before)
      session.host.note(words[session.language].recorded(recorded));
  }
}

/** Does one thing; what is refused or broken off comes back to the menu. Returns what can be taken back just now. */
async function does(place: MenuPlace, name: CommandName, recorded: number | null): Promise<number | null> {
  const { session } = place;
  try {
    if (name === 'undo' && recorded !== null) {
      const code = await undo(session, recorded);
      return code === 0 ? null : recorded;
    }
    return (await runFrom(place, name)) ?? recorded;
  } catch (error) {
    if (error instanceof Refusal) {
      const paint = await loadPaint(session.host.noticeColorLevel);
      const line = session.messages.error(describeRefusal(error, session.messages));
      session.host.complain(`${session.host.bell}${paint(line, 'refused')}`);
    } else if (!(error instanceof Interrupted)) throw error;
    return recorded;
  }
}

/** Where the book is, what is in it, and what is low. */
async function showStanding(session: Session): Promise<void> {
  const store = await session.store();
  const { book } = await store.read();
  let units = 0n;
  const lows: Device[] = [];
  for (const device of book.devices()) {
    units += BigInt(book.onHand(device.id));
    if (book.isLow(device)) lows.push(device);
  }
  const low = sortedByCode(lows).map(({ id, code, minimum }) => `${code} ${book.onHand(id)}/${minimum}`);
  const paint = await loadPaint(session.host.noticeColorLevel);
  const { where, counts, low: lowText, nothingLow } = words[session.language];
  session.host.complain('');
  session.host.complain(paint(where(printable(store.where)), 'heading'));
  session.host.complain(counts(book.size, String(units)));
  session.host.complain(
    low.length === 0
      ? nothingLow
      : paint(lowText(low.slice(0, maxLow), Math.max(low.length - maxLow, 0)), 'low'),
  );
}

/** The action that is chosen; Esc stays in the menu, Ctrl-C leaves. */
async function chosen(ask: Ask, session: Session, recorded: number | null, last: Choice): Promise<Choice> {
  const { ask: asked } = session.messages;
  const texts = words[session.language];
  const commands = await loadCommandWords();
  const options: readonly Option<Choice>[] = [
    ...daily.map((name) => ({ value: name, name: actionName(session, commands, name, recorded) })),
    { value: 'more', name: texts.more },
    { value: 'language', name: texts.language },
    { value: 'leave', name: asked.leave },
  ];
  for (;;) {
    try {
      return await ask.choice(asked.menu, options, last);
    } catch (error) {
      if (!(error instanceof Interrupted) || error.leaves) throw error;
    }
  }
}

async function furtherChoice(ask: Ask, session: Session): Promise<CommandName | null> {
  const { ask: asked } = session.messages;
  const texts = words[session.language];
  const commands = await loadCommandWords();
  try {
    const choice = await ask.choice<CommandName | 'back'>(asked.menu, [
      ...further.map((name) => ({ value: name, name: actionName(session, commands, name, null) })),
      { value: 'back', name: texts.back },
    ]);
    return choice === 'back' ? null : choice;
  } catch (error) {
    if (error instanceof Interrupted && !error.leaves) return null;
    throw error;
  }
}

/** The undo of the menu takes back just what was recorded, as long as there is that. */
function actionName(
  { language }: Session,
  commands: Awaited<ReturnType<typeof loadCommandWords>>,
  name: CommandName,
  recorded: number | null,
): string {
  const summary =
    name === 'undo' && recorded !== null
      ? words[language].undoJust(recorded)
      : commands[name][language].summary;
  return cutTo(`${name.padEnd(10)} ${summary}`, 76);
}

/** The store to start on: the one there is, a new one, or the sample; null if the person leaves. */
async function startingPlace(place: MenuPlace): Promise<MenuPlace | null> {
  const { session } = place;
  try {
    await (await session.store()).read();
    return place;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-store') throw error;
  }
  const { ask: asked } = session.messages;
  const texts = words[session.language];
  session.host.complain(texts.noStore(printable(session.host.directory)));
  const ask = await session.ask();
  const choice = await ask.choice<'make' | 'sample' | 'leave'>(asked.menu, [
    { value: 'make', name: texts.make },
    { value: 'sample', name: texts.sample },
    { value: 'leave', name: asked.leave },
  ]);
  if (choice === 'leave') return null;
  if (choice === 'make') {
    const { parseCurrency } = await import('../../inventory/values/money.ts');
    const currency = await ask.text({ label: texts.currency, current: 'CNY', parse: parseCurrency });
    await runFrom(place, 'init', ['--currency', currency.trim()]);
    return place;
  }
  return sample(place);
}

/** A new store with the sample in it, beside nothing of the person's. */
async function sample(place: MenuPlace): Promise<MenuPlace> {
  const { host, language, options } = place.session;
  const store = join(mkdtempSync(join(tmpdir(), 'stockbook-sample-')), 'inventory.json');
  const typed = [...place.words, '--store', store];
  const there = await moved({ ...place, words: typed }, language, { ...options, store });
  await runFrom(there, 'init');
  for (const what of ['devices', 'movements']) {
    const file = join(host.installation, 'data/sample', `${what}.csv`);
    await runFrom(there, 'import', [what, file, '--no-input']);
  }
  host.note(words[language].sampleMade(printable(store)));
  return there;
}
