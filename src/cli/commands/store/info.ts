import type { Entry } from '../../../inventory/book/change.ts';
import { pendingItems } from '../../../inventory/look/pending.ts';
import type { Json } from '../../../inventory/refusal.ts';
import type { StoreInfo } from '../../../store/store.ts';
import type { KeptStore } from '../../../store/upkeep.ts';
import { defineCommand } from '../../command.ts';
import { renderCard } from '../../render/card.ts';
import { localTime } from '../../render/local-time.ts';
import type { Session } from '../../session.ts';
import { type InfoMessages, words } from './info.words.ts';

export const command = defineCommand({
  words,
  async run(session) {
    const info = await (await session.store()).info();
    const placed = await placedIn(session);
    if (session.json) {
      session.host.printJson(infoJson(info, placed));
      return 0;
    }
    const labels = words[session.language];
    const { lastEntry } = info;
    session.host.print(
      await renderCard([
        [labels.where, info.where],
        [labels.format, labels.formatOf(info.format, info.upgradedFrom)],
        [labels.currency, info.currency.code],
        [labels.devices, String(info.devices)],
        [labels.units, String(info.units)],
        ...(placed.places === undefined ? [] : [[labels.places, String(placed.places)] as const]),
        ...(placed.pending === undefined ? [] : [[labels.pending, String(placed.pending)] as const]),
        [labels.entries, String(info.entries)],
        [labels.size, sizeText(info.sizeBytes)],
        ...(info.waitsForStandby === undefined
          ? []
          : [[labels.standby, labels.waits(info.waitsForStandby)] as const]),
        [labels.lastEntry, lastEntry === null ? labels.none : entryText(lastEntry, labels)],
      ]),
    );
    return 0;
  },
});

/** How many places there are, and how many entries and counts wait for a step; of a book with one place only what waits. */
interface Placed {
  readonly places?: number;
  readonly pending?: number;
}

const placedIn = (session: Session): Promise<Placed> =>
  session.lookUp((book, journal) => {
    const inQueues = new Set(pendingItems(book, journal).map(({ entry }) => entry)).size;
    const pending = inQueues + book.counts.open.length;
    if (book.places.isPlaced) return { places: book.places.all.length, pending };
    return pending === 0 ? {} : { pending };
  });

const entryText = ({ n, at, by, command: name }: Entry, { madeBy }: InfoMessages): string =>
  `#${n}  ${localTime(at)}  ${by}  ${madeBy(name)}`;

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** What `init --json` and `restore --json` print of the store that they have made. */
export const madeJson = (
  info: StoreInfo,
  { grants }: Pick<KeptStore, 'grants'>,
): { readonly [key: string]: Json } => ({ ...infoJson(info), ...(grants === undefined ? {} : { grants }) });

/** What `info --json` prints. */
export function infoJson(info: StoreInfo, placed: Placed = {}): { readonly [key: string]: Json } {
  const { lastEntry } = info;
  return {
    store: info.where,
    format: info.format,
    currency: info.currency.code,
    devices: info.devices,
    units: Number(info.units),
    ...placed,
    entries: info.entries,
    size: info.sizeBytes,
    ...(info.waitsForStandby === undefined ? {} : { waitsForStandby: info.waitsForStandby }),
    lastEntry:
      lastEntry === null
        ? null
        : { entry: lastEntry.n, at: lastEntry.at, by: lastEntry.by, command: lastEntry.command },
  };
}
