import { type EntryTimes, entryTimes, type Timed } from '../../../inventory/book/clock.ts';
import { checkFormat } from '../refusals.ts';
import { type Row, type Statement, statement } from '../server/connection.ts';
import type { ServerPlace } from '../server/url.ts';
import { readHead, selectHead } from '../tables/head.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';

/** From when entries count: where no clock was wrong, from when they were made. */
export async function recordedTimes(place: ServerPlace, since: number, send: Send): Promise<EntryTimes> {
  const s = quoted(place.store);
  const [first, found] = await send([selectHead(place.store), timesInOrder(s, since)]);
  const head = readHead(first?.rows[0] ?? {});
  checkFormat(head, place);
  const { rising, latest, before } = found?.rows[0] ?? {};
  if (rising === 't' && (latest ?? '') <= head.at)
    return { of: (_, at) => Date.parse(at), lastBefore: Number(before) };
  return entryTimes(await timesUpTo(s, head.n, send), Date.parse(head.at), since);
}

/** Whether each entry was made no earlier than the one before it, when the latest was, and the last that was before a time. */
const timesInOrder = (s: string, since: number): Statement =>
  statement(
    `select coalesce(bool_and(n > before), true) as rising, max(at) as latest,
       (select coalesce(max(n), 0) from ${s}.entries where at < $1) as before
     from (select n, at, lag(n, 1, 0::bigint) over (order by at, n) as before
           from ${s}.entries where at is not null and n > 0) as made`,
    new Date(since).toISOString(),
  );

/** When each entry was made, up to one. */
export async function timesUpTo(s: string, last: number, send: Send): Promise<readonly Timed[]> {
  let times: Timed[] = [];
  const taker = () => {
    times = [];
    return ({ n, at }: Row) => {
      times.push({ n: Number(n), time: Date.parse(String(at)) });
    };
  };
  const made = statement(
    `select n, at from ${s}.entries where piece = 0 and n between 1 and $1 order by n`,
    last,
  );
  await send([{ ...made, taker }]);
  return times;
}
