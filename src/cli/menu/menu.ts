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
import type { Context } from '../context.ts';
import { describeRefusal } from '../errors.ts';
import { loadPaint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { words } from './menu.words.ts';

/** What the menu runs commands with: each in a context of its own, in the language and store of the menu. */
export interface MenuActions {
  /** Runs a command as if it had been typed, and tells the entry it recorded. */
  run(name: CommandName, words: readonly string[]): Promise<{ readonly recorded: number | null }>;
  /** The same place in the other language. */
  inOtherLanguage(): Promise<{ readonly context: Context; readonly actions: MenuActions }>;
  /** The same program on another store. */
  at(store: string): { readonly context: Context; readonly actions: MenuActions };
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
export async function menu(context: Context, actions: MenuActions): Promise<number> {
  try {
    const start = await startingPlace(context, actions);
    return start === null ? 0 : await menuLoop(start.context, start.actions);
  } catch (error) {
    // Leaving loses nothing: what was recorded is on disk, what was not asked for is not done.
    if (error instanceof Interrupted) return 0;
    throw error;
  }
}

interface Place {
  readonly context: Context;
  readonly actions: MenuActions;
}

async function menuLoop(first: Context, firstActions: MenuActions): Promise<number> {
  let [context, actions] = [first, firstActions];
  let recorded: number | null = null;
  let last: Choice = daily[0] ?? 'list';
  for (;;) {
    await showStanding(context);
    const ask = await context.ask();
    const choice: Choice = await chosen(ask, context, recorded, last);
    if (choice === 'leave') return 0;
    if (choice === 'language') {
      ({ context, actions } = await actions.inOtherLanguage());
      continue;
    }
    if (choice !== 'more') last = choice;
    const name = choice === 'more' ? await furtherChoice(ask, context) : choice;
    if (name === null) continue;
    const before: number | null = recorded;
    recorded = await perform(context, actions, name, before);
    if (recorded !== null && recorded !== before) context.note(words[context.language].recorded(recorded));
  }
}

/** Does one thing; what is refused or broken off comes back to the menu. Returns what can be taken back just now. */
async function perform(
  context: Context,
  actions: MenuActions,
  name: CommandName,
  recorded: number | null,
): Promise<number | null> {
  try {
    if (name === 'undo' && recorded !== null) {
      const code = await undo(context, recorded);
      return code === 0 ? null : recorded;
    }
    return (await actions.run(name, [])).recorded ?? recorded;
  } catch (error) {
    if (error instanceof Refusal) {
      const paint = await loadPaint(context.noticeColorLevel);
      const line = context.messages.error(describeRefusal(error, context.messages));
      context.complain(`${context.bell}${paint(line, 'refused')}`);
    } else if (!(error instanceof Interrupted)) throw error;
    return recorded;
  }
}

/** Where the book is, what is in it, and what is low. */
async function showStanding(context: Context): Promise<void> {
  const store = await context.store();
  const { book } = await store.read();
  let units = 0n;
  const lows: Device[] = [];
  for (const device of book.devices()) {
    units += BigInt(book.onHand(device.id));
    if (book.isLow(device)) lows.push(device);
  }
  const low = sortedByCode(lows).map(({ id, code, minimum }) => `${code} ${book.onHand(id)}/${minimum}`);
  const paint = await loadPaint(context.noticeColorLevel);
  const { where, counts, low: lowText, nothingLow } = words[context.language];
  context.complain('');
  context.complain(paint(where(printable(store.where)), 'heading'));
  context.complain(counts(book.size, String(units)));
  context.complain(
    low.length === 0
      ? nothingLow
      : paint(lowText(low.slice(0, maxLow), Math.max(low.length - maxLow, 0)), 'low'),
  );
}

/** The action that is chosen; Esc stays in the menu, Ctrl-C leaves. */
async function chosen(ask: Ask, context: Context, recorded: number | null, last: Choice): Promise<Choice> {
  const { ask: asked } = context.messages;
  const texts = words[context.language];
  const commands = await loadCommandWords();
  const options: readonly Option<Choice>[] = [
    ...daily.map((name) => ({ value: name, name: actionName(context, commands, name, recorded) })),
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

async function furtherChoice(ask: Ask, context: Context): Promise<CommandName | null> {
  const { ask: asked } = context.messages;
  const texts = words[context.language];
  const commands = await loadCommandWords();
  try {
    const choice = await ask.choice<CommandName | 'back'>(asked.menu, [
      ...further.map((name) => ({ value: name, name: actionName(context, commands, name, null) })),
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
  { language }: Context,
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

/** The store to start on: the one there is, a new one, or the sample; null where the person leaves. */
async function startingPlace(context: Context, actions: MenuActions): Promise<Place | null> {
  try {
    await (await context.store()).read();
    return { context, actions };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-store') throw error;
  }
  const { ask: asked } = context.messages;
  const texts = words[context.language];
  context.complain(texts.noStore(printable(context.directory)));
  const ask = await context.ask();
  const choice = await ask.choice<'make' | 'sample' | 'leave'>(asked.menu, [
    { value: 'make', name: texts.make },
    { value: 'sample', name: texts.sample },
    { value: 'leave', name: asked.leave },
  ]);
  if (choice === 'leave') return null;
  if (choice === 'make') {
    const { parseCurrency } = await import('../../inventory/values/money.ts');
    const currency = await ask.text({ label: texts.currency, current: 'CNY', parse: parseCurrency });
    await actions.run('init', ['--currency', currency.trim()]);
    return { context, actions };
  }
  return sample(context, actions);
}

/** A new store with the sample in it, beside nothing of the person's. */
async function sample(context: Context, actions: MenuActions): Promise<Place> {
  const store = join(mkdtempSync(join(tmpdir(), 'stockbook-sample-')), 'inventory.json');
  const place = actions.at(store);
  await actions.run('init', ['--store', store]);
  for (const what of ['devices', 'movements']) {
    const file = join(context.installation, 'data/sample', `${what}.csv`);
    await place.actions.run('import', [what, file, '--no-input']);
  }
  context.note(words[context.language].sampleMade(printable(store)));
  return place;
}
