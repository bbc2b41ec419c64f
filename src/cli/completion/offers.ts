import { sheets } from '../../exchange/labels/sheet.ts';
import { symbologies } from '../../exchange/labels/symbology.ts';
import { namedEncodings } from '../../exchange/read/encoding.ts';
import type { Book } from '../../inventory/book/book.ts';
import { allReasons, type Entry, stockInReasons, stockOutReasons } from '../../inventory/book/change.ts';
import type { Journal } from '../../inventory/book/journal.ts';
import { guardNames } from '../../inventory/decide/movements/slips.ts';
import type { Choice } from '../../inventory/devices/attribute.ts';
import { attributesOf } from '../../inventory/devices/device.ts';
import { kinds } from '../../inventory/devices/kinds.ts';
import { type HistoryRow, historyRow, rowTypes, undoneEntries } from '../../inventory/look/history.ts';
import { deviceOrders } from '../../inventory/look/listing.ts';
import { Refusal } from '../../inventory/refusal.ts';
import { groupings } from '../../inventory/report/grouping.ts';
import { parseCode } from '../../inventory/values/code.ts';
import { compareKeys, nameOrderKey, sortedByCode } from '../../inventory/values/order.ts';
import type { Snapshot } from '../../store/store.ts';
import { readingFor } from '../commands/devices/reading.ts';
import { labelFormats } from '../commands/labels/label-target.ts';
import type { Context } from '../context.ts';
import { scanDirections } from '../menu/scan-line.ts';
import { localTime } from '../render/history-rows.ts';
import { rowFormats } from '../render/rows.ts';
import type { ArgumentKey, OptionKey } from '../words/messages.ts';
import { reportNames } from '../words/report/texts.ts';

/** A word that can follow, and what it is, where the word does not say so. */
export interface Offer {
  readonly word: string;
  readonly about?: string;
}

/** What can follow: words, or a file, which the shell knows best. */
export type Offers = readonly Offer[] | 'files';

/** What is offered is asked of the context, once it is wanted; `start` is what has been typed of it. */
type Offering = (context: Context, start: string) => Offers | Promise<Offers>;

const words =
  (list: Iterable<string>): Offering =>
  () =>
    Array.from(list, (word) => ({ word }));

const choices =
  (list: readonly Choice[]): Offering =>
  ({ language }) =>
    list.map(({ value, term }) =>
      term[language] === value ? { word: value } : { word: value, about: term[language] },
    );

/** The choices of an attribute of some kind of device. */
const choicesOf = (key: string): Offering =>
  choices([...kinds].flatMap((kind) => attributesOf(kind)).find((one) => one.key === key)?.choices ?? []);

const files: Offering = () => 'files';

/** What is offered of the book; nothing where there is none, for completion never complains. */
const ofStore =
  (
    offers: (
      snapshot: Snapshot,
      context: Context,
      start: string,
    ) => Iterable<Offer> | Promise<Iterable<Offer>>,
  ): Offering =>
  async (context, start) => {
    try {
      return [...(await offers(await (await context.store()).read(), context, start))];
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  };

export const startsAlike = (word: string, start: string): boolean =>
  word.toLowerCase().startsWith(start.toLowerCase());

/** Codes with the names of their devices; names where no code begins as what was typed. */
const devices = ofStore(({ book }, _, start) => {
  const coded = allDevices(book).map(({ code, name }) => ({ word: code, about: name }));
  if (start === '' || coded.some(({ word }) => startsAlike(word, start))) return coded;
  return coded.map(({ word, about }) => ({ word: about, about: word }));
});

/** The devices whose code is one, in the order of their codes: a book that was tampered with may hold anything. */
const allDevices = (book: Book) =>
  sortedByCode(book.devices()).filter(({ code }) => {
    const parsed = parseCode(code);
    return parsed.ok && parsed.value === code;
  });

const brands = ofStore(async ({ book }) => {
  const devices = allDevices(book);
  const reading = await readingFor(devices, 'brand');
  const keys = new Map<string, string>();
  for (const { brand } of devices) if (brand !== null) keys.set(brand, nameOrderKey(brand, reading));
  return Array.from(keys)
    .sort(([, a], [, b]) => compareKeys(a, b))
    .map(([word]) => ({ word }));
});

const operators = ofStore(({ journal }) =>
  Array.from(new Set(Array.from(journal.recent(), ({ by }) => by)), (word) => ({ word })),
);

/** The recent entries that can be taken back, the newest first. */
const undoable = ofStore(({ journal }, context) =>
  standing(journal)
    .filter(({ command, undoes }) => undoes === undefined && command !== 'repair')
    .map((entry) => entryOffer(entry, context)),
);

/** The recent entries of which a correction says what they should have been, the newest first. */
const correctable = ofStore(({ journal }, context) =>
  standing(journal)
    .filter(
      ({ undoes, corrects, changes }) =>
        undoes === undefined &&
        corrects === undefined &&
        changes.filter((change) => change.do === 'move').length === 1,
    )
    .map((entry) => entryOffer(entry, context)),
);

/** The recent entries that have not been undone. */
function standing(journal: Journal): readonly Entry[] {
  const undone = undoneEntries(journal.undos());
  return [...journal.recent()].filter(({ n, changes }) => !undone.has(n) && changes.length > 0);
}

function entryOffer(entry: Entry, { language }: Context): Offer {
  const rows = entry.changes.map((change) => historyRow(entry, change, null));
  const said = rows.find(({ change }) => change !== null) ?? rows[0];
  const type = rowTypes.find(({ value }) => value === said?.type)?.term[language] ?? '';
  const did = said === undefined ? '' : rowSaid(said, type) + (rows.length > 1 ? ' …' : '');
  return { word: String(entry.n), about: [did, localTime(entry.at), entry.by].join(', ') };
}

const rowSaid = ({ code, change }: HistoryRow, type: string): string =>
  `${type} ${code}${change === null ? '' : ` ${change > 0 ? '+' : ''}${change}`}`;

/** What can be the value of an option; those that are left out take what only the clerk knows. */
export const optionOffers: { readonly [key in OptionKey]?: Offering } = {
  store: files,
  lang: words(['en', 'zh']),
  by: operators,
  operator: operators,
  currency: words(['CNY', 'EUR', 'HKD', 'JPY', 'TWD', 'USD']),
  brand: brands,
  'brand-filter': brands,
  tv: devices,
  dvd: devices,
  'kind-filter': choices(kinds.choices),
  panel: choicesOf('panel'),
  disc: choicesOf('disc'),
  'reason-in': choices(stockInReasons),
  'reason-out': choices(stockOutReasons),
  'reason-filter': choices(allReasons),
  type: choices(rowTypes),
  unguarded: choices(guardNames),
  sort: choices(deviceOrders),
  format: words(rowFormats),
  'export-format': words(['csv', 'json', 'jsonl', 'xlsx', 'md', 'ledger']),
  'label-format': words(labelFormats),
  'report-format': words(['html', 'pdf', 'md', 'txt']),
  encoding: words(namedEncodings.keys()),
  output: files,
  rejects: files,
  font: files,
  sheet: words(sheets.map(({ name }) => name)),
  symbology: words(symbologies.map(({ name }) => name)),
  group: choices(groupings),
  paper: words(['a4', 'letter']),
  columns: words(['80', '132']),
};

/** The same of arguments. */
export const argumentOffers: { readonly [key in ArgumentKey]?: Offering } = {
  kind: choices(kinds.choices),
  device: devices,
  devices,
  words: choices(kinds.choices),
  'scan-direction': choices(scanDirections),
  'import-what': words(['devices', 'movements']),
  'export-what': words(['devices', 'history']),
  'report-what': choices(reportNames),
  'backup-file': files,
  file: files,
  shell: words(['bash', 'zsh', 'fish']),
};

/** The entries that a command takes back or corrects. */
export const entryOffers = (command: string): Offering => (command === 'correct' ? correctable : undoable);
