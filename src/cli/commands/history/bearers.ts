import type { Book } from '../../../inventory/book/book.ts';
import type { Bearer } from '../../../inventory/book/journal.ts';
import { findDevice } from '../../../inventory/decide/movements/find-device.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { codeKey } from '../../../inventory/values/code.ts';
import { shellWord } from '../../pasted.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { type BearerSaid, words } from './history.words.ts';

/**
 * The id of the device whose history is wanted: one of the book or, by a code it once had, one that was renamed or
 * removed. If a code has had several bearers a person chooses; else it is the one that has it now, and a note names
 * the others. `entry` means the one that had the code then.
 */
export async function deviceOfHistory(
  session: Session,
  typed: string | undefined,
  entry: number | undefined,
): Promise<number | undefined> {
  if (typed === undefined) {
    if (entry !== undefined) refuse('usage-needs', { option: '--entry', needs: 'DEVICE' });
    return undefined;
  }
  const code = typed.trim();
  const found = await session.lookUp((book, journal): number | Bearers => {
    const bearers = journal.bearers([code]).get(codeKey(code)) ?? [];
    if (entry !== undefined) return bearerAt(bearers, code, entry);
    const now = book.withCode(code)?.id;
    const [only, ...others] = bearers;
    const isNoName = only !== undefined && (now !== undefined || book.withName(typed).length === 0);
    if (isNoName && others.length > 0)
      return { now, all: bearers.map((bearer) => ({ id: bearer.id, ...bearerSaid(book, bearer) })) };
    return isNoName && now === undefined ? only.id : findDevice(book, journal, typed).id;
  });
  return typeof found === 'number' ? found : oneOf(session, code, found);
}

/** All that have had a code, and the one that has it now. */
interface Bearers {
  readonly now: number | undefined;
  readonly all: readonly (BearerSaid & { readonly id: number })[];
}

function bearerAt(bearers: readonly Bearer[], value: string, entry: number): number {
  const had = bearers.filter(({ from, until }) => from <= entry && (until === null || entry <= until));
  return had.at(-1)?.id ?? refuse('code-unused-then', { value, entry });
}

async function oneOf(session: Session, code: string, { now, all }: Bearers): Promise<number> {
  const { messages } = session;
  const { bearer: inWords, formerBearer } = words[session.language];
  if (session.host.canAsk) {
    const ask = await session.ask();
    const choices = all.map((bearer) => ({ value: String(bearer.id), name: inWords(bearer) }));
    return Number(await ask.choice(messages.ask.which, choices));
  }
  if (now === undefined) {
    const candidates = all.map(({ name, from, until }) => ({ code, name, from, until }));
    return refuse('ambiguous-code', { value: code, candidates });
  }
  const known = printable(code);
  const others = session.json ? [] : all.filter(({ id }) => id !== now);
  for (const other of others) {
    const history = messages.command(`history ${shellWord(known)} --entry ${other.from}`);
    session.note(formerBearer(known, other, history));
  }
  return now;
}

const bearerSaid = (book: Book, { id, name, from, until }: Bearer): BearerSaid => ({
  name: printable(name),
  from,
  until,
  now: book.device(id)?.code ?? null,
});
