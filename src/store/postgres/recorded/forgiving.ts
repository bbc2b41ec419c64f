import type { Forgiving } from '../../../inventory/look/listing.ts';
import { type Row, statement } from '../server/connection.ts';
import { quoted } from '../tables/schema.ts';
import type { Send } from './fetches.ts';

/**
 * The devices that a forgiving search finds: those whose texts are like every word or, where no device is like a word, whose
 * name or brand sounds like it. Of all devices only the texts are fetched, and none is kept.
 */
export async function idsLike(
  store: string,
  words: readonly string[],
  { likeness, soundsLike }: Forgiving,
  send: Send,
): Promise<readonly number[]> {
  const s = quoted(store);
  const patterns = words.map((word) => likeness.pattern(word));
  let like: number[][] = [];
  const taker = () => {
    like = words.map(() => []);
    return (row: Row) => {
      const text = row['search'] ?? '';
      for (const [index, pattern] of patterns.entries())
        if (pattern.test(text)) like[index]?.push(Number(row['id']));
    };
  };
  await send([{ ...statement(`select id, search from ${s}.devices`), taker }]);
  const found = common(like.filter((ids) => ids.length > 0));
  const unlike = words.filter((_, index) => like[index]?.length === 0).map((word) => likeness.bare(word));
  if (unlike.length === 0 || found?.length === 0) return found ?? [];
  let alike: number[] = [];
  const hearer = () => {
    alike = [];
    return (row: Row) => {
      const { name, brand = null }: Named = JSON.parse(row['record'] ?? '');
      if (unlike.every((word) => soundsLike(name, word) || (brand !== null && soundsLike(brand, word))))
        alike.push(Number(row['id']));
    };
  };
  const named = statement(
    `select id, record from ${s}.devices where $1::bigint[] is null or id = any($1)`,
    found,
  );
  await send([{ ...named, taker: hearer }]);
  return alike;
}

/** What a record says of what a device is called. */
interface Named {
  readonly name: string;
  readonly brand?: string | null;
}

/** What is in every list; null if there are no lists. */
function common(lists: readonly (readonly number[])[]): readonly number[] | null {
  const [first, ...others] = lists;
  if (first === undefined) return null;
  const sets = others.map((ids) => new Set(ids));
  return first.filter((id) => sets.every((set) => set.has(id)));
}
