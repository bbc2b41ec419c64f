import type { Book } from '../../book/book.ts';
import type { Entry } from '../../book/change.ts';
import { isCounted } from '../../book/counts.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import { CountLines } from '../../look/counts.ts';
import { orRefuse } from '../../refusal.ts';
import { sortedByCode } from '../../values/order.ts';
import { parseSetQuantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';
import { alreadyRecorded } from '../movements/already.ts';
import { Draft } from '../movements/draft.ts';
import type { EntryOutcome } from '../movements/transfer.ts';
import { placeToMove } from '../places/find-place.ts';
import { recordTally } from './enter.ts';
import { differentTerms, type EntryTerms, openCount, placeInCount } from './find-count.ts';

/** That nothing else is at a place. */
export interface Rest extends EntryTerms {
  readonly count: number;
  readonly place?: string | undefined;
  readonly counter?: Line | undefined;
}

/** Counts 0 of each device that the book has at a place and that has not been counted there. */
export function decideRest(book: Book, journal: Journal, rest: Rest, at: string, by: string): EntryOutcome {
  const answer = alreadyRecorded(journal, rest.key, 'count-rest', (entry) =>
    difference(book, journal, rest, entry),
  );
  if (answer !== null) return { entry: null, answer };
  const open = openCount(book, journal, rest.count);
  const place = placeInCount(book, journal, open, rest.place);
  const lines = CountLines.all(book, journal, rest.count);
  const missing = Array.from(book.all()).filter(
    ({ device, stock }) =>
      isCounted(open, device) &&
      quantityAt(stock.levels, { place, of: null }) > 0 &&
      lines.line(device.id, place).state === 'uncounted',
  );
  const draft = new Draft(book, at);
  const quantity = orRefuse(parseSetQuantity('0'));
  for (const { device } of sortedByCode(missing.map(({ device: one }) => ({ code: one.code, device: one }))))
    recordTally(draft, open, lines, { device, place }, { ...rest, quantity, moment: 'now' }, by);
  const changes = draft.finish();
  return { entry: changes.length === 0 ? null : { command: 'count-rest', changes }, answer: null };
}

/** What of it that is recorded is not as it is asked for again. */
function difference(
  book: Book,
  journal: Journal,
  { count, place, counter, ...terms }: Rest,
  { by, changes: [first] }: Entry,
): string | undefined {
  if (first?.do !== 'tally' || first.count !== count) return 'count';
  if (place !== undefined && placeToMove(book, journal, place) !== (first.place ?? firstPlace))
    return 'place';
  if ((counter ?? by) !== (first.counter ?? by)) return 'counter';
  return differentTerms(terms, first);
}
