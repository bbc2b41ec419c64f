import type { Book } from '../../inventory/book/book.ts';
import type { Entry } from '../../inventory/book/change.ts';
import type { Journal } from '../../inventory/book/journal.ts';
import { queues, queuesOf, type StepName } from '../../inventory/book/place-kinds.ts';
import { Places } from '../../inventory/book/places.ts';
import type { Choice } from '../../inventory/devices/attribute.ts';
import { type HistoryRow, rowsOf, rowTypes, undoneEntries } from '../../inventory/look/history.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import { allByCode } from '../../inventory/look/listing.ts';
import { pendingItems } from '../../inventory/look/pending.ts';
import { recentParties } from '../../inventory/look/recorded/parties.ts';
import { Refusal } from '../../inventory/refusal.ts';
import { parseCode } from '../../inventory/values/code.ts';
import { compareKeys, nameOrderKey } from '../../inventory/values/order.ts';
import { readingFor } from '../ask/search/reading.ts';
import type { Completion } from '../options.ts';
import { localTime } from '../render/local-time.ts';
import type { Session } from '../session.ts';
import { placeNamed } from '../words/places.ts';

/** A word that can follow, and what it is, if the word does not say so. */
export interface Offer {
  readonly word: string;
  readonly about?: string;
}

/** What can follow: words, or a file, which the shell knows best. */
export type Offers = readonly Offer[] | 'files';

/** Offers are read from the session when needed; `start` is the part typed so far. */
type Offering = (session: Session, start: string) => Offers | Promise<Offers>;

/** The words of a closed list, each with what people call it. */
const wordsOf = (list: readonly (string | Choice)[], { language }: Session): readonly Offer[] =>
  list.map((one) => {
    if (typeof one === 'string') return { word: one };
    const { value, term } = one;
    return term[language] === value ? { word: value } : { word: value, about: term[language] };
  });

/** Offers from the book; nothing if there is none, for completion never complains. */
const ofStore =
  (offers: (session: Session, start: string) => Promise<readonly Offer[]>): Offering =>
  async (session, start) => {
    try {
      return await offers(session, start);
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  };

export const startsAlike = (word: string, start: string): boolean =>
  word.toLowerCase().startsWith(start.toLowerCase());

/** Codes with the names of their devices; names if no code begins with the typed part. */
const devices = ofStore(async (session, start) => {
  const coded = (await allDevices(session)).map(({ code, name }) => ({ word: code, about: name }));
  if (start === '' || coded.some(({ word }) => startsAlike(word, start))) return coded;
  return coded.map(({ word, about }) => ({ word: about, about: word }));
});

/** The devices whose code is one, in the order of their codes: a book that was tampered with may hold anything. */
async function allDevices(session: Session): Promise<readonly ListRow[]> {
  const { rows } = await session.list(allByCode);
  return rows.filter(({ code }) => {
    const parsed = parseCode(code);
    return parsed.ok && parsed.value === code;
  });
}

const brands = ofStore(async (session) => {
  const devices = await allDevices(session);
  const reading = await readingFor(devices, 'brand');
  const keys = new Map<string, string>();
  for (const { brand } of devices) if (brand !== null) keys.set(brand, nameOrderKey(brand, reading));
  return Array.from(keys)
    .sort(([, a], [, b]) => compareKeys(a, b))
    .map(([word]) => ({ word }));
});

const operators = ofStore((session) =>
  session.lookUp((_, journal) =>
    Array.from(new Set(journal.recent().map(({ by }) => by)), (word) => ({ word })),
  ),
);

const parties = ofStore((session) =>
  session.lookUp((_, journal) => recentParties(journal).map((word) => ({ word }))),
);

/** The recent entries that can be taken back, the newest first. */
export const undoableEntries = (journal: Journal, session: Session): readonly Offer[] =>
  standing(journal)
    .filter(({ command, undoes }) => undoes === undefined && command !== 'repair')
    .map((entry) => entryOffer(entry, session));

/** The recent entries, the newest first. */
export const recentEntries = (journal: Journal, session: Session): readonly Offer[] =>
  Array.from(journal.recent(), (entry) => entryOffer(entry, session));

const recent = ofStore((session) => session.lookUp((_, journal) => recentEntries(journal, session)));

const undoable = ofStore((session) => session.lookUp((_, journal) => undoableEntries(journal, session)));

/** The recent entries that can be corrected, the newest first. */
export const correctableEntries = (journal: Journal, session: Session): readonly Offer[] =>
  standing(journal)
    .filter(
      ({ undoes, corrects, changes }) =>
        undoes === undefined &&
        corrects === undefined &&
        changes.filter((change) => change.do === 'move').length === 1,
    )
    .map((entry) => entryOffer(entry, session));

const correctable = ofStore((session) =>
  session.lookUp((_, journal) => correctableEntries(journal, session)),
);

/** The recent entries that have not been undone. */
function standing(journal: Journal): readonly Entry[] {
  const undone = undoneEntries(journal.undos());
  return [...journal.recent()].filter(({ n, changes }) => !undone.has(n) && changes.length > 0);
}

function entryOffer(entry: Entry, { language }: Session): Offer {
  const rows = rowsOf(entry, null, Places.unplaced);
  const said = rows.find(({ change }) => change !== null) ?? rows[0];
  const type = rowTypes.find(({ value }) => value === said?.type)?.term[language] ?? '';
  const did = said === undefined ? '' : rowSaid(said, type) + (rows.length > 1 ? ' …' : '');
  return { word: String(entry.n), about: [did, localTime(entry.at), entry.by].join(', ') };
}

const rowSaid = ({ code, change }: HistoryRow, type: string): string =>
  `${type}${code === null ? '' : ` ${code}`}${change === null ? '' : ` ${change > 0 ? '+' : ''}${change}`}`;

/** The places that people made, and the first. */
const places = ofStore((session) =>
  session.lookUp((book) => book.places.all.map(({ path }) => ({ word: path }))),
);

/** What can be taken on by a step, the oldest first: an offer for each entry. */
export function stepOffers(
  book: Book,
  journal: Journal,
  step: StepName,
  { language }: Session,
): readonly Offer[] {
  const offers = new Map<number, Offer>();
  for (const item of pendingItems(book, journal)) {
    const { entry, code, left, from, to, party } = item;
    const queue = queues.find(({ value }) => value === item.queue);
    if (queue === undefined || !queuesOf(step).includes(queue.id)) continue;
    const known = offers.get(entry);
    const ends = [from, to].map((path) => (path === null ? '' : placeNamed(path, language)));
    const about = [`${queue.term[language]} ${code} ${left}`, ends.join(' → ').trim(), party ?? ''];
    offers.set(entry, {
      word: String(entry),
      about: known === undefined ? about.filter(Boolean).join(', ') : `${known.about?.replace(/ …$/, '')} …`,
    });
  }
  return [...offers.values()];
}

const ofStep = (step: StepName): Offering =>
  ofStore((session) => session.lookUp((book, journal) => stepOffers(book, journal, step, session)));

/** The counts that are open. */
const counts = ofStore((session) =>
  session.lookUp((book) =>
    book.counts.open.map(({ count, places: roots }) => ({
      word: String(count),
      about: roots.map((id) => book.places.pathOf(id)).join(', '),
    })),
  ),
);

/** What the store offers. */
const ofTheStore = {
  devices,
  brands,
  operators,
  parties,
  recent,
  undoable,
  correctable,
  places,
  receive: ofStep('receive'),
  accept: ofStep('accept'),
  reject: ofStep('reject'),
  deliver: ofStep('deliver'),
  cancel: ofStep('cancel'),
  counts,
} as const;

/** What can be the value of an option or argument; nothing where only the clerk knows. */
export async function offersOf(
  completion: Completion | undefined,
  session: Session,
  start: string,
): Promise<Offers> {
  if (completion === undefined) return [];
  if (completion === 'files') return 'files';
  return typeof completion === 'string'
    ? ofTheStore[completion](session, start)
    : wordsOf(completion, session);
}
