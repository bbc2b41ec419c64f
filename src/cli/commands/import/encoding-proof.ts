import type { RowSource } from '../../../exchange/read/rows.ts';
import type { ImportRow } from '../../../inventory/decide/imports/import.ts';
import { allByCode } from '../../../inventory/look/listing.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { folded } from '../../../inventory/values/text.ts';
import type { Session } from '../../session.ts';
import type { HeaderMatcher } from './header-matcher.ts';

const chinese = /\p{Script=Han}/u;
/** Whether a text has characters that encodings write differently. */
export const notAscii = /[^\0-\x7f]/;

/** The columns whose values a book may know: what it has under such a name proves how the file is written. */
const naming = ['name', 'brand', 'code'];

/** How many texts are looked for in the book. */
const maxLookedFor = 100_000;

/**
 * Refuses a file whose encoding is only a guess, unless a Chinese header or a name in the book proves it:
 * nearly every file decodes as GB18030, to names that no one gave (the contract, "Import").
 */
export async function refuseUnproven(
  session: Session,
  { encoding }: RowSource,
  rows: Iterable<ImportRow>,
  { name, headers }: { readonly name: string; readonly headers: HeaderMatcher },
): Promise<void> {
  if (encoding !== 'gb18030' || [...headers.matched.values()].some((header) => chinese.test(header))) return;
  const { texts, first } = textsOf(rows);
  if (first === null || (await isKnown(session, texts))) return;
  refuse('file-encoding-unproven', { name, encoding, value: first.slice(0, 40) });
}

/** The texts by which devices are named, and the first text that the guess makes a difference to. */
function textsOf(rows: Iterable<ImportRow>): {
  readonly texts: ReadonlySet<string>;
  readonly first: string | null;
} {
  const texts = new Set<string>();
  let first: string | null = null;
  for (const { fields } of rows)
    for (const [key, text] of fields) {
      if (!notAscii.test(text)) continue;
      first ??= text;
      if (naming.includes(key) && texts.size < maxLookedFor) texts.add(folded(text.trim()));
    }
  return { texts, first };
}

async function isKnown(session: Session, texts: ReadonlySet<string>): Promise<boolean> {
  if (texts.size === 0) return false;
  const { rows } = await session.list(allByCode);
  return rows.some(({ code, name, brand }) =>
    [code, name, brand ?? ''].some((text) => notAscii.test(text) && texts.has(folded(text))),
  );
}
