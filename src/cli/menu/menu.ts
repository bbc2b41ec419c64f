import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutTo } from '../../exchange/text/cut.ts';
import type { Book } from '../../inventory/book/book.ts';
import { findScanned } from '../../inventory/decide/movements/find-device.ts';
import type { Device } from '../../inventory/devices/device.ts';
import { Refusal } from '../../inventory/refusal.ts';
import { sortedByCode } from '../../inventory/values/order.ts';
import { folded } from '../../inventory/values/text.ts';
import { type Ask, Interrupted, type MenuAnswer, type MenuText, type Option } from '../ask/ask.ts';
import { candidateOf, candidatesOf } from '../commands/devices/device-argument.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { askForEntry } from '../commands/movement/ask-entry.ts';
import { undo } from '../commands/movement/undo.ts';
import { type CommandName, otherNames } from '../commands/shell/names.ts';
import { undoableEntries } from '../completion/offers.ts';
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
    const ask = await session.ask();
    const { book } = await (await session.store()).read();
    const maxLines = await roomForMenu(session, ask, book);
    const answer = await chosen(ask, session, book, { recorded, last, maxLines });
    session.host.terminal.read();
    if ('typed' in answer) {
      recorded = (await doesWithDevice(place, ask, book, answer.typed, recorded)) ?? recorded;
      continue;
    }
    const choice: Choice = answer.chosen;
    if (choice === 'leave') return 0;
    if (choice === 'language') {
      place = await moved(place, session.language === 'zh' ? 'en' : 'zh', session.options);
      continue;
    }
    if (choice !== 'more') last = choice;
    const name = choice === 'more' ? await furtherChoice(ask, session) : choice;
    if (name === null) continue;
    recorded = await does(place, name, recorded);
  }
}

/** The fewest lines that a menu is of use in, and those of what stands above it. */
const leastLines = 6;
const comfortableLines = 10;
const standingLines = 4;

/**
 * Shows where the book stands, if that leaves a menu room without pushing off the screen what was printed since the last
 * one. Returns the lines that the menu may take; a result that leaves none is there until a key is pressed.
 */
async function roomForMenu(session: Session, ask: Ask, book: Book): Promise<number> {
  const { terminal } = session.host;
  const rows = terminal.output.rows || 24;
  if (terminal.unread > 0 && rows - terminal.unread < leastLines) {
    await ask.pause();
    terminal.read();
  }
  if (terminal.unread === 0 || rows - terminal.unread - standingLines >= comfortableLines)
    await showStanding(session, book);
  return Math.max(rows - terminal.unread, leastLines);
}

/** What is done with a device that was scanned, or found by what was typed; it is said what there is of it. */
async function doesWithDevice(
  place: MenuPlace,
  ask: Ask,
  book: Book,
  typed: string,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  const texts = words[session.language];
  try {
    const { ask: asked } = session.messages;
    const code =
      findScanned(book, typed.trim())?.code ??
      (await ask.device(asked.which, candidatesOf(book, book.devices()), typed));
    const device = book.withCode(code);
    if (device === undefined) return recorded;
    const label = `${asked.candidate(candidateOf(book, device))}:`;
    const act = await ask.choice(label, [
      { value: 'out', name: texts.acts.out },
      { value: 'in', name: texts.acts.in },
      { value: 'show', name: texts.acts.look },
      { value: 'outMany', name: texts.acts.outMany },
      { value: 'inMany', name: texts.acts.inMany },
      { value: 'back', name: texts.back },
    ]);
    if (act === 'back') return recorded;
    const [name, ...more] = commandsOfActs[act];
    return await does(place, name, recorded, [device.code, ...more]);
  } catch (error) {
    if (error instanceof Interrupted && !error.leaves) return recorded;
    throw error;
  }
}

/** What is run for an act with a device, with the words behind its code. */
const commandsOfActs = {
  out: ['stock-out', '1'],
  in: ['stock-in', '1'],
  show: ['show'],
  outMany: ['stock-out'],
  inMany: ['stock-in'],
} as const satisfies { readonly [act: string]: readonly [CommandName, ...string[]] };

/** Does one thing; what is refused or broken off comes back to the menu. Returns what can be taken back just now. */
async function does(
  place: MenuPlace,
  name: CommandName,
  recorded: number | null,
  typed: readonly string[] = [],
): Promise<number | null> {
  const { session } = place;
  try {
    if (name === 'undo' && typed.length === 0) {
      const code = await undo(session, recorded ?? (await entryToUndo(session)));
      return code === 0 ? null : recorded;
    }
    const now = await runFrom(place, name, typed);
    if (now !== null) session.host.note(words[session.language].recorded(now));
    return now ?? recorded;
  } catch (error) {
    if (error instanceof Refusal) {
      const paint = await loadPaint(session.host.noticeColorLevel);
      const line = session.messages.error(describeRefusal(error, session.messages));
      session.host.complain(`${session.host.bell}${paint(line, 'refused')}`);
    } else if (!(error instanceof Interrupted)) throw error;
    return recorded;
  }
}

/** The entry that a person chooses to take back; if there is none, the undo says so. */
async function entryToUndo(session: Session): Promise<number | undefined> {
  const { journal } = await (await session.store()).read();
  const offers = undoableEntries(journal, session);
  const { undoWhich } = words[session.language];
  return offers.length === 0 ? undefined : askForEntry(session, undoWhich, offers);
}

/** Where the book is, what is in it, and what is low. */
async function showStanding(session: Session, book: Book): Promise<void> {
  const store = await session.store();
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

interface MenuState {
  /** The entry that can be taken back just now. */
  readonly recorded: number | null;
  readonly last: Choice;
  readonly maxLines: number;
}

/** The action that is chosen, or what was typed for a device; Esc stays in the menu, Ctrl-C leaves. */
async function chosen(
  ask: Ask,
  session: Session,
  book: Book,
  { recorded, last, maxLines }: MenuState,
): Promise<MenuAnswer<Choice>> {
  const { ask: asked } = session.messages;
  const texts = words[session.language];
  const commands = await loadCommandWords();
  const options: readonly Option<Choice>[] = [
    ...daily.map((name) => ({
      value: name,
      name: actionName(session, commands, name, recorded),
      words: [...wordsFor(name), commands[name].zh.summary, commands[name].en.summary],
    })),
    { value: 'more', name: texts.more },
    { value: 'language', name: texts.language },
    { value: 'leave', name: asked.leave },
  ];
  return ask.menu(asked.menu, options, {
    current: last,
    maxLines,
    meaning: (text) => deviceMeant(session, book, text),
  });
}

/** What else a command is called. */
const wordsFor = (name: CommandName): readonly string[] =>
  Object.keys(otherNames).filter((word) => otherNames[word] === name);

/** Whether a text at the menu means a device: its code, which goes before all else, or part of what it is called. */
function deviceMeant({ messages }: Session, book: Book, text: string): MenuText | null {
  const device = findScanned(book, text.trim());
  if (device !== undefined) return { isFirst: true, said: messages.ask.candidate(candidateOf(book, device)) };
  const part = folded(text);
  for (const { code, name, brand } of book.devices())
    if (folded(`${code}\n${name}\n${brand ?? ''}`).includes(part)) return { isFirst: false };
  return null;
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
