import type { ListRow } from '../../inventory/look/list-row.ts';
import { allByCode } from '../../inventory/look/listing.ts';
import { type Ask, Interrupted, type MenuAnswer, type Option, unlessLeft } from '../ask/ask.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { words as movementWords } from '../commands/movement/stock-movement.words.ts';
import { askForPlace } from '../commands/places/ask-place.ts';
import type { Language } from '../language.ts';
import { loadPaint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { Session } from '../session.ts';
import { placeNamed } from '../words/places.ts';
import { withoutCommands } from './commands-left-out.ts';
import { doesWithDevice, lookUp, offersToAdd } from './device-acts.ts';
import { DevicesRead } from './devices-read.ts';
import { dailyItems, idOf, isGroup, type MenuAction, type MenuItem, typedFor } from './items.ts';
import { type Meant, meaningOf, namesOf } from './meaning.ts';
import { words } from './menu.words.ts';
import { doesWithPending } from './pending-acts.ts';
import { does, type MenuPlace } from './run-from.ts';
import { moved, startingPlace } from './start.ts';

/** The most low devices that are named. */
const maxLow = 5;

/** Asks what to do, does it, and asks again, until the person leaves. */
export async function menu({ session, words }: MenuPlace): Promise<number> {
  const { setup, options } = session;
  const messages = withoutCommands(setup.messages);
  try {
    const start = await startingPlace({
      session: new Session({ ...setup, messages, till: { place: undefined } }, options),
      words,
    });
    return start === null ? 0 : await menuLoop(start);
  } catch (error) {
    // Nothing is lost: what was recorded is on disk.
    if (error instanceof Interrupted) return 0;
    throw error;
  }
}

/** The choices that are not items: they change the menu itself or leave it. */
const ownChoices = ['place', 'language', 'leave'] as const;

async function menuLoop(first: MenuPlace): Promise<number> {
  let place = first;
  let recorded: number | null = null;
  let last = '';
  for (;;) {
    const { session } = place;
    const ask = await session.ask();
    const devices = new DevicesRead(await session.list(allByCode));
    const maxLines = await roomForMenu(session, ask, devices);
    const items = dailyItems(devices.places);
    const answer = await chosen(ask, session, devices, { items, recorded, last, maxLines });
    session.host.terminal.read();
    if ('means' in answer) {
      recorded = await doesWhatIsMeant(place, ask, devices, answer.means, recorded);
      continue;
    }
    const choice = answer.chosen;
    if (choice === 'leave') return 0;
    if (choice === 'place') {
      await choosesPlace(session);
      continue;
    }
    if (choice === 'language') {
      place = await moved(place, session.language === 'zh' ? 'en' : 'zh', session.options);
      continue;
    }
    last = choice;
    const item = items.find((one) => idOf(one) === choice);
    const action = item === undefined ? null : await actionOf(ask, session, item);
    if (action !== null) recorded = await doesAction(place, ask, action, recorded);
  }
}

/** Asks for the place where the till records from now on. */
async function choosesPlace(session: Session): Promise<void> {
  const { till } = session.setup;
  if (till === undefined) return;
  const { whichPlace } = movementWords[session.language];
  till.place = await unlessLeft(askForPlace(session, whichPlace), till.place);
}

/** Returns the action of an item. For a group, asks for one of its items; null if the person goes back. */
async function actionOf(ask: Ask, session: Session, item: MenuItem): Promise<MenuAction | null> {
  if (!isGroup(item)) return item;
  const options = await optionsOf(session, item.items, null);
  const back = { value: 'back', name: words[session.language].back };
  const choice = await unlessLeft(ask.choice(session.messages.ask.menu, [...options, back]), null);
  const found = item.items.find((one) => idOf(one) === choice);
  return found === undefined ? null : actionOf(ask, session, found);
}

/** Runs an action. Looking up, and what is pending, lead on to what can be done with it. */
async function doesAction(
  place: MenuPlace,
  ask: Ask,
  action: MenuAction,
  recorded: number | null,
): Promise<number | null> {
  if (action.command === 'pending') return doesWithPending(place, ask, recorded);
  if (action.label !== 'look') return does(place, action, recorded);
  const found = await unlessLeft(lookUp(place, ask), undefined);
  return found === undefined ? recorded : doesWithDevice(place, ask, found, recorded);
}

/** Does what a typed text means. */
async function doesWhatIsMeant(
  place: MenuPlace,
  ask: Ask,
  devices: DevicesRead,
  meant: Meant,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  switch (meant.what) {
    case 'action':
      return doesAction(place, ask, meant.action, recorded);
    case 'device':
      return doesWithDevice(place, ask, meant.device, recorded);
    case 'part': {
      const code = await unlessLeft(ask.device(session.messages.ask.which, devices.rows, meant.text), null);
      const device = code === null ? undefined : devices.withCode(code);
      return device === undefined ? recorded : doesWithDevice(place, ask, device, recorded);
    }
    case 'new':
      return offersToAdd(place, ask, meant.code, recorded);
  }
}

/** The fewest lines that a menu needs, those it is comfortable with, and those of the summary above it. */
const leastLines = 6;
const comfortableLines = 10;
const standingLines = 4;

/**
 * Shows the summary of the book if there is room for it, the menu and the output since the last menu. If the output leaves no
 * room for a menu, waits for a key first. Returns the lines that the menu may take.
 */
async function roomForMenu(session: Session, ask: Ask, devices: DevicesRead): Promise<number> {
  const { terminal } = session.host;
  const rows = terminal.output.rows || 24;
  if (terminal.unread > 0 && rows - terminal.unread < leastLines) {
    await ask.pause();
    terminal.read();
  }
  if (terminal.unread === 0 || rows - terminal.unread - standingLines >= comfortableLines)
    await showStanding(session, devices.rows);
  return Math.max(rows - terminal.unread, leastLines);
}

/** Shows where the book is, how much is in it, and what is low. */
async function showStanding(session: Session, rows: readonly ListRow[]): Promise<void> {
  const store = await session.store();
  const units = rows.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);
  const low = rows
    .filter(({ isLow }) => isLow)
    .map(({ code, quantity, minimum }) => `${code} ${quantity}/${minimum}`);
  const paint = await loadPaint(session.host.noticeColorLevel);
  const { where, counts, low: lowText, nothingLow } = words[session.language];
  session.host.complain('');
  session.host.complain(paint(where(printable(store.where)), 'heading'));
  session.host.complain(counts(rows.length, String(units)));
  session.host.complain(
    low.length === 0
      ? nothingLow
      : paint(lowText(low.slice(0, maxLow), Math.max(low.length - maxLow, 0)), 'low'),
  );
}

interface MenuState {
  readonly items: readonly MenuItem[];
  /** The entry just recorded, which “undo” takes back. */
  readonly recorded: number | null;
  /** The item chosen last. */
  readonly last: string;
  readonly maxLines: number;
}

/** Shows the menu; returns the chosen item, or the meaning of the typed text. Esc stays in the menu, Ctrl-C leaves. */
async function chosen(
  ask: Ask,
  session: Session,
  devices: DevicesRead,
  { items, recorded, last, maxLines }: MenuState,
): Promise<MenuAnswer<string, Meant>> {
  const { ask: asked } = session.messages;
  const { language, setup } = session;
  const texts = words[language];
  const at = setup.till?.place;
  const own = {
    place: at === undefined ? null : texts.place(placeNamed(at, language)),
    language: texts.language,
    leave: asked.leave,
  };
  const options = [
    ...(await optionsOf(session, items, recorded)),
    ...ownChoices.flatMap((value) => {
      const name = own[value];
      return name === null ? [] : [{ value, name: printable(name) }];
    }),
  ];
  return ask.menu(asked.menu, options, {
    current: last,
    maxLines,
    meaning: (text) => meaningOf(session, devices, options, text),
  });
}

/** The items as options. “Undo” names the entry that was just recorded, if there is one. */
async function optionsOf(
  session: Session,
  items: readonly MenuItem[],
  recorded: number | null,
): Promise<readonly Option<string>[]> {
  const commands = await loadCommandWords();
  const named = (item: MenuItem, language: Language): string => {
    const { items: labels } = words[language];
    if (isGroup(item)) return labels[item.label];
    return item.label === undefined ? commands[item.command][language].summary : labels[item.label];
  };
  return items.map((item) => ({
    value: idOf(item),
    name:
      item.label === 'undo' && recorded !== null
        ? words[session.language].undoJust(recorded)
        : named(item, session.language),
    behind: typedFor(item),
    words: [...(isGroup(item) ? [] : namesOf(item)), named(item, 'zh'), named(item, 'en')],
  }));
}
