import type { Kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { openingLine } from '../../journal/backup.ts';
import type { StoreOptions } from '../../store.ts';
import type { Backup } from '../../upkeep.ts';
import type { Send } from '../recorded/fetches.ts';
import { recordedLines } from '../recorded/lines.ts';
import type { ServerPlace } from '../server/url.ts';
import { readHead, selectHead } from '../tables/head.ts';
import { replayed } from './verify.ts';

const lineBreak = Buffer.from('\n');

/** All that is recorded up to now, in the form of a file's backup: a line of its own, and then the lines of the journal. */
export async function backupOf(
  { store, where }: ServerPlace,
  kinds: Kinds,
  send: Send,
  options: StoreOptions,
): Promise<Backup> {
  const [now] = await send([selectHead(store)]);
  const head = readHead(now?.rows[0] ?? {});
  const outcome = await replayed(store, where, head.n, kinds, send, options);
  if ('key' in outcome) {
    const entry = outcome.place.entry ?? 0;
    return refuse('server-damaged', { where, entry }, { entry });
  }
  const { book, last } = outcome;
  const opening = openingLine(last, head.at, options.by);
  return { entries: last.n, devices: book.size, lines: backupLines(opening, store, last.n, send) };
}

async function* backupLines(
  opening: Buffer,
  store: string,
  last: number,
  send: Send,
): AsyncGenerator<Uint8Array> {
  yield opening;
  for await (const { bytes } of recordedLines(store, last, send)) yield Buffer.concat([bytes, lineBreak]);
}
