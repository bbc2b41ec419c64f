import type { PendingRow } from '../../inventory/look/pending.ts';
import { parseQuantity } from '../../inventory/values/quantity.ts';
import { type Ask, type Option, unlessLeft } from '../ask/ask.ts';
import { words as pendingWords } from '../commands/queues/pending.words.ts';
import { printable } from '../render/printable.ts';
import type { Session } from '../session.ts';
import { placeNamed } from '../words/places.ts';
import type { Wanted } from './items.ts';
import { words as menuWords } from './menu.words.ts';
import { type ActsOf, words } from './pending-acts.words.ts';
import { does, type MenuPlace } from './run-from.ts';

/** Lists what is pending, and does what the person chooses for a line, until they go back or nothing is left. */
export async function doesWithPending(
  place: MenuPlace,
  ask: Ask,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  const { pendingRowsOf, waiting } = await import('../commands/queues/pending.ts');
  const { termOf } = await import('../../inventory/devices/attribute.ts');
  let now = recorded;
  for (;;) {
    const rows = await session.lookUp((book, journal) => pendingRowsOf(book, journal, {}));
    // The command says that there is nothing.
    if (rows.length === 0) return does(place, { command: 'pending' }, now);
    const options = rows.map((row, index) => ({
      value: String(index),
      ...lineOf(row, session, termOf(waiting, row.queue, session.language)),
    }));
    const back = { value: 'back', name: menuWords[session.language].back };
    const chosen = await unlessLeft(ask.choice(words[session.language].which, [...options, back]), 'back');
    const row = rows[Number(chosen)];
    if (row === undefined) return now;
    now = await doesWithRow(place, ask, row, now);
  }
}

/** A line to choose: what waits, and behind it where it goes, of whom it is, and since when. */
function lineOf(row: PendingRow, { language, host }: Session, queue: string): Omit<Option<string>, 'value'> {
  const { entry, code, left, from, to, party, at } = row;
  const days = Math.floor((host.now - Date.parse(at)) / 86_400_000);
  const ends = [from, to].map((path) => (path === null ? '' : placeNamed(path, language)));
  const behind = [ends.join(' → ').trim(), party ?? '', pendingWords[language].days(days)];
  return {
    name: printable([`#${entry} ${queue}`, code, left].filter((part) => part !== null).join('  ')),
    behind: printable(behind.filter((part) => part !== '').join(language === 'zh' ? '，' : ', ')),
  };
}

async function doesWithRow(
  place: MenuPlace,
  ask: Ask,
  row: PendingRow,
  recorded: number | null,
): Promise<number | null> {
  const { session } = place;
  const { acts } = words[session.language];
  const back = { value: 'back', name: menuWords[session.language].back };
  const offered = acts[row.queue as keyof ActsOf];
  const options = [...Object.entries(offered).map(([value, name]) => ({ value, name })), back];
  const label = [`#${row.entry}`, row.code].filter((part) => part !== null).join(' ');
  const act = await unlessLeft(ask.choice(printable(label), options), 'back');
  if (act === 'back') return recorded;
  const wanted = await unlessLeft(commandFor(session, row, act), null);
  return wanted === null ? recorded : does(place, wanted, recorded);
}

/** The command for an act. It asks for how many; Enter means all that are left. */
async function commandFor(session: Session, row: PendingRow, act: string): Promise<Wanted> {
  const { entry, code, left } = row;
  if (code === null || left === null)
    return { command: countActs[act] ?? 'pending', arguments: [String(entry)] };
  const quantity = left === 1 ? left : await askForQuantity(session, left);
  return {
    command: stepOf[act] ?? 'pending',
    options: act === 'inspect' ? ['--inspect'] : [],
    arguments: [String(entry), code, String(quantity)],
  };
}

async function askForQuantity(session: Session, left: number): Promise<number> {
  const { quantity } = await session.hints();
  const usual = String(left);
  const rule = session.messages.ask.usualQuantity(usual, null, quantity);
  const label = words[session.language].howMany(left);
  return session.askForValue({ label, rule, usual, parse: parseQuantity });
}

const countActs: { readonly [act: string]: Wanted['command'] } = {
  show: 'count show',
  post: 'count post',
  cancel: 'count cancel',
};

const stepOf: { readonly [act: string]: Wanted['command'] } = {
  receive: 'receive',
  inspect: 'receive',
  accept: 'accept',
  reject: 'reject',
  deliver: 'deliver',
  cancel: 'cancel',
};
