import type { Book } from '../../../inventory/book/book.ts';
import { isOfDevice } from '../../../inventory/book/change.ts';
import { InvariantBroken } from '../../../inventory/book/invariants.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { CountAudit } from '../../../inventory/look/counting/count-audit.ts';
import { QueueAudit } from '../../../inventory/look/queue-audit.ts';
import { revisedBy, ValueAudit } from '../../../inventory/look/valuation/value-audit.ts';
import { refuseUnlessFit } from '../../memory.ts';
import { type BrokenRule, countFindings, type Finding, strayFindings, valueFindings } from '../../upkeep.ts';
import { bookHeadOf } from '../book/book-file.ts';
import { BookIndex } from '../book/book-index.ts';
import { writtenDocument } from '../book/book-writer.ts';
import { bookAfter } from '../book/replay.ts';
import type { Descriptor } from '../files/files.ts';
import type { StoreFiles } from '../files/store-files.ts';
import { ignoringErrors, orUndefined } from '../files/whole-file.ts';
import { lines } from '../journal/journal-lines.ts';
import { JournalReader } from '../journal/journal-reader.ts';
import { nextEntry } from '../journal/place.ts';
import { isOutgrown, type State } from '../state/state.ts';
import { isTornByCrash } from '../state/torn-book.ts';

/** What each device takes in memory while the journal is played again beside the book file. */
const bytesOfDevice = 1700;

/** Refuses a store of more devices than there is memory for, as far as an index says how many there are. */
export function refuseUnlessVerifiable({ files, paths }: StoreFiles): void {
  const file = orUndefined(() => files.openToRead(paths.index));
  if (file === undefined) return;
  const devices = orUndefined(() => BookIndex.open(files, file)?.size);
  ignoringErrors(() => files.close(file));
  refuseUnlessFit(devices ?? 0, bytesOfDevice);
}

/** The findings on a store whose journal was read from its first entry. */
export const findings = (storeFiles: StoreFiles, file: Descriptor, state: State): readonly Finding[] => [
  ...tailFindings(storeFiles, file, state),
  ...bookFindings(storeFiles, file, state),
  ...historyFindings(
    new JournalReader(storeFiles.files, file, state.firstEntry, state.last.offset),
    state.book.places,
  ),
];

/** What is wrong with counts, queues and values, by the whole history. */
function historyFindings(journal: JournalReader, places: Places): readonly Finding[] {
  const counts = new CountAudit();
  const queues = new QueueAudit();
  const values = new ValueAudit(
    new Set([...journal.undos().map(({ undoes }) => undoes), ...revisedBy(journal.corrections())]),
  );
  for (const entry of journal.entriesInPieces()) {
    counts.takePosted(entry);
    queues.take(entry);
    for (const change of entry.changes) if (isOfDevice(change)) values.take({ entry, change });
  }
  if (!counts.isDone) for (const entry of journal.entriesInPieces()) counts.takeMoved(entry);
  return [...countFindings(counts.broken(), places), ...strayFindings(queues), ...valueFindings(values)];
}

function tailFindings(storeFiles: StoreFiles, file: Descriptor, state: State): readonly Finding[] {
  const { tail, last } = state;
  switch (tail.state) {
    case 'clean':
      return [];
    case 'torn':
      return [{ key: 'torn-tail', place: { byte: last.offset }, params: { bytes: tail.bytes } }];
    case 'damaged':
      return tail.reason === 'missing'
        ? [{ key: 'entries-missing', place: { entry: last.n + 1 }, params: { seen: tail.seen } }]
        : [
            {
              key: 'entry-damaged',
              place: { entry: last.n + 1, byte: last.offset },
              params: {
                reason: tail.reason,
                ...(tail.reason === 'does-not-apply' ? brokenRule(storeFiles, file, state) : {}),
              },
            },
          ];
  }
}

/** Which rule of the stock the entry after the sound part of the journal breaks, if it is one of those. */
function brokenRule(
  { files, kinds }: StoreFiles,
  file: Descriptor,
  { header, firstEntry, last, journalSize }: State,
): { readonly broken?: BrokenRule } {
  const [line] = lines(files, file, last.offset, journalSize);
  const next = line === undefined ? undefined : nextEntry(line, last);
  if (next === undefined) return {};
  const journal = new JournalReader(files, file, firstEntry, last.offset);
  const book = bookAfter(kinds, journal, header.currency, last.n);
  try {
    book.applyEntry(next.entry);
    return {};
  } catch (error) {
    if (!(error instanceof InvariantBroken) || error.invariant === null) return {};
    const { invariant, place } = error;
    return { broken: { invariant, place: place === null ? null : book.places.pathOf(place) } };
  }
}

/** The findings on the book file, compared with the journal. */
export function bookFindings(storeFiles: StoreFiles, file: Descriptor, state: State): readonly Finding[] {
  const about = { place: { path: storeFiles.paths.book }, params: {} };
  const { found, bookPlace } = state;
  if (found.state === 'missing') return [{ key: 'book-missing', ...about }];
  if (isOutgrown(state)) return [];
  if (isTornByCrash(storeFiles, file, state)) return [{ key: 'book-torn', ...about }];
  if (found.state !== 'sound' || bookPlace === null) return [{ key: 'book-differs', ...about }];
  const replayed = replay(storeFiles, file, state, bookPlace.n);
  if (replayed === undefined) return [];
  const head = bookHeadOf(replayed, state.header, bookPlace.sum, bookPlace.offset);
  return writtenDocument(replayed, head).sum === found.document.sum
    ? []
    : [{ key: 'book-differs', ...about }];
}

/** The book as it stood after entry n; undefined where the sound part of the journal ends before. */
function replay(
  storeFiles: StoreFiles,
  file: Descriptor,
  { header, book, firstEntry, last }: State,
  n: number,
): Book | undefined {
  if (n > last.n) return undefined;
  return n === last.n
    ? book
    : bookAfter(
        storeFiles.kinds,
        new JournalReader(storeFiles.files, file, firstEntry, last.offset),
        header.currency,
        n,
      );
}
