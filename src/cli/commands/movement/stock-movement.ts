import { type Moved, type Reason, stockOutReasons } from '../../../inventory/book/change.ts';
import { firstPlace } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import {
  type AlreadyMoved,
  decideMove,
  type MoveAnswer,
  needsOf,
  type StockNow,
} from '../../../inventory/decide/movements/move.ts';
import { type Direction, usualReasons } from '../../../inventory/decide/movements/movement.ts';
import { isReturn, returnReason } from '../../../inventory/decide/movements/returned.ts';
import type { Watch } from '../../../inventory/decide/movements/slips.ts';
import { historyRow } from '../../../inventory/look/history.ts';
import { recentParties } from '../../../inventory/look/recorded/parties.ts';
import { orRefuse, refuse } from '../../../inventory/refusal.ts';
import { type Currency, type Money, parseMoney } from '../../../inventory/values/money.ts';
import { type Line, parseName, parseReference } from '../../../inventory/values/text.ts';
import type { Committed } from '../../../store/store.ts';
import { shownChoices } from '../../ask/ask.ts';
import { interrupted } from '../../exit-codes.ts';
import type { Values } from '../../options.ts';
import { localTime } from '../../render/local-time.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { device, deviceArgument } from '../devices/device-argument.ts';
import { refuseMissing } from '../missing.ts';
import { askForPlace } from '../places/ask-place.ts';
import { reportEntry } from '../places/entry-report.ts';
import { place, placeToWrite } from '../places/place-options.ts';
import { askForQuantity } from '../transfers/quantity.ts';
import {
  beforeCount,
  expect,
  key,
  note,
  party,
  quantity,
  ref,
  returnOf,
  serials,
} from './movement-options.ts';
import { guardOptions, noteSuspicions, watchAfterAsking, watchOf } from './slips.ts';
import { words } from './stock-movement.words.ts';

export const movementArguments = { device, quantity };
export const movementOptions = {
  place,
  ref,
  party,
  serials,
  of: returnOf,
  note,
  key,
  expect,
  beforeCount,
  ...guardOptions,
};

/** The options of stock-in, and of stock-out, which has no cost. */
export type MovementTyped = Values<typeof movementArguments & typeof movementOptions> & {
  readonly reason: Reason | undefined;
  readonly cost: ((currency: Currency) => Money) | undefined;
  readonly toDeliver?: boolean;
};

/** stock-in and stock-out: one movement of one device. */
export async function recordMovement(
  session: Session,
  direction: Direction,
  typed: MovementTyped,
): Promise<number> {
  const { toDeliver = false } = typed;
  if (toDeliver && typed.reason !== undefined && typed.reason !== usualReasons[direction])
    refuse('usage-conflict', { one: '--to-deliver', other: `--reason ${typed.reason}` });
  const { cost, ...movement } = await movementTyped(session, direction, typed);
  const watch = watchOf(session, typed, session.host.canAsk);
  const wanted = { ...movement, toDeliver };
  const committed = await commitWatched(session, watch, async (watching) =>
    session.commit((book, journal, at) => {
      // The currency is asked for before anything else.
      journal.willNeed(() => needsOf(wanted, watching));
      return decideMove(book, journal, { ...wanted, cost: cost?.(book.currency) }, at, watching);
    }),
  );
  if (committed === null) return interrupted;
  if (toDeliver) reportToDeliver(session, committed);
  else report(session, committed);
  return 0;
}

/** What is to be recorded: as typed, and what is missing as a person answers. */
export async function movementTyped(session: Session, direction: Direction, typed: MovementTyped) {
  if (!session.host.canAsk && (typed.device === undefined || typed.quantity === undefined))
    refuseMissing(direction, typed.device === undefined ? ['DEVICE', 'QUANTITY'] : ['QUANTITY']);
  const { of } = typed;
  if (of !== undefined && (typed.reason === undefined || !isReturn({ direction, reason: typed.reason })))
    refuse('usage-needs', { option: '--of', needs: `--reason ${returnReason(direction)}` });
  const device = await deviceArgument(session, typed.device, direction);
  const place = placeToWrite(session, typed.place) ?? (await placeIfAsked(session));
  const quantity = typed.quantity ?? (await askForQuantity(session, device, place));
  // Who was asked for the quantity is asked for the rest, which each Enter leaves as it usually is.
  const { reason, cost, ref } =
    typed.quantity === undefined ? await askForRest(session, direction, typed) : withReason(direction, typed);
  const { serials, note, key, expect, beforeCount } = typed;
  const party = typed.party ?? (typed.quantity === undefined ? await askForParty(session) : undefined);
  return {
    ...{ device, direction, quantity, reason, place, cost, ref, party, serials, of, note, key },
    ...{ expect, beforeCount },
  };
}

/** Records a movement. A person is asked about what looks like a slip, and the answer committed; null after a no. */
export async function commitWatched<T>(
  session: Session,
  watch: Watch,
  commit: (watch: Watch) => Promise<Committed<T>>,
): Promise<Committed<T> | null> {
  try {
    return await commit(watch);
  } catch (error) {
    const answered = await watchAfterAsking(session, watch, error);
    return answered && commitWatched(session, answered, commit);
  }
}

/** The place that a person chooses, once at each till; in a book with one place, that one without a question. */
export async function placeIfAsked(session: Session): Promise<string | undefined> {
  if (!session.host.canAsk) return undefined;
  const { till } = session.setup;
  if (till?.place !== undefined) return till.place;
  const isUnclear = await session.lookUp(({ places }) => places.isPlaced && places.all.length > 1);
  if (!isUnclear) return undefined;
  const place = await askForPlace(session, words[session.language].whichPlace);
  if (till !== undefined) till.place = place;
  return place;
}

/** What a movement is for, and what it cost; a part that nothing is known of is left out. */
type Rest = Pick<MovementTyped, 'cost' | 'ref'> & { readonly reason: Reason };

const withReason = (direction: Direction, { reason, cost, ref }: MovementTyped): Rest => ({
  reason: reason ?? usualReasons[direction],
  cost,
  ref,
});

/** Asks why something goes out, or what it cost to come in and by which paper. */
async function askForRest(session: Session, direction: Direction, typed: MovementTyped): Promise<Rest> {
  const { messages, language } = session;
  const ask = await session.ask();
  const usual = withReason(direction, typed);
  if (direction === 'stock-out') {
    // What is to be delivered was sold.
    if (typed.reason !== undefined || typed.toDeliver === true) return usual;
    const label = messages.fields['reason'] ?? 'reason';
    return { ...usual, reason: await ask.quickChoice(label, shownChoices(stockOutReasons, language)) };
  }
  const currency = await session.currency();
  const money = (text: string) => parseMoney(text, currency);
  const { money: rule } = await session.hints();
  const cost =
    typed.cost === undefined
      ? await ask.optionalText({ label: messages.fields['cost'] ?? 'cost', rule, parse: money })
      : undefined;
  const ref =
    typed.ref === undefined
      ? await ask.optionalText({ label: messages.fields['ref'] ?? 'ref', parse: parseReference })
      : undefined;
  return {
    ...usual,
    ...(cost === undefined ? {} : { cost: () => orRefuse(money(cost), 'cost') }),
    ...(ref === undefined ? {} : { ref: orRefuse(parseReference(ref), 'ref') }),
  };
}

/** Asks from or to whom, if that has been said before: Tab completes it. */
export async function askForParty(session: Session): Promise<Line | undefined> {
  const known = await session.lookUp((_, journal) => recentParties(journal));
  if (known.length === 0) return undefined;
  const ask = await session.ask();
  const { completedAmong } = await import('../../completion/known-text.ts');
  const label = session.messages.fields['party'] ?? 'party';
  const complete = (text: string) => completedAmong(text, known);
  const party = await ask.optionalText({ label, complete, parse: parseName });
  return party === undefined ? undefined : orRefuse(parseName(party), 'party');
}

function report(session: Session, { entry, answer }: Committed<MoveAnswer>): void {
  const { move, already, now, places, counted, revised, suspicions } = answer;
  if (already !== null) return reportAlready(session, already, answer);
  if (entry === null) throw new Error('the movement was not recorded');
  noteSuspicions(session, suspicions);
  noteSerials(session, answer);
  if (!session.json) noteCounts(session, entry.n, { counted, revised });
  session.report(
    () => historyRow(entry, move, null, places),
    () => [
      words[session.language].stocked({
        entry: entry.n,
        ...movementLine(session, places, revised === null ? move : afterRevision(move, now), now),
      }),
    ],
  );
}

/** A sale whose goods wait, with all of its rows. */
function reportToDeliver(session: Session, { entry, answer }: Committed<MoveAnswer>): void {
  const { already, now, places, suspicions, counted } = answer;
  if (already === null) {
    noteSuspicions(session, suspicions);
    noteSerials(session, answer);
    if (!session.json && entry !== null) noteCounts(session, entry.n, { counted, revised: answer.revised });
  }
  const found = already && { ...already, already: already.entry };
  const said = words[session.language];
  reportEntry(
    session,
    'stock-out',
    { entry, answer: { already: found, places } },
    ({ n, changes }) => {
      const sale = changes.find((change) => change.do === 'move');
      if (sale?.do !== 'move') return [];
      const line = said.stocked({ entry: n, ...movementLine(session, places, sale, now) });
      return [said.toDeliver(line, session.messages.command(`deliver ${n}`))];
    },
    answer.move.key,
  );
}

/** A late slip with what is there once the count's variance has made up for it. */
function afterRevision(move: Moved, { onHand }: StockNow): Moved {
  const revised = (onHand ?? move.balance) - move.balance;
  return {
    ...move,
    balance: move.balance + revised,
    ...(move.at === undefined ? {} : { at: move.at + revised }),
  };
}

/** What a count has to do with a movement: it counted the device before, or its variance has become another. */
function noteCounts(
  session: Session,
  entry: number,
  { counted, revised }: Pick<MoveAnswer, 'counted' | 'revised'>,
): void {
  const said = words[session.language];
  if (counted !== null) session.note(said.countedBefore(counted.count, localTime(counted.at)));
  if (revised !== null) session.note(said.revised(entry, revised));
}

/** The pieces that go out although they have gone out already. */
export function noteSerials(
  { host, language }: Session,
  { goneAlready }: Pick<MoveAnswer, 'goneAlready'>,
): void {
  for (const { serial, went } of goneAlready) host.note(words[language].goneAlready(printable(serial), went));
}

/** Reports whether the movement found by a key was undone or corrected, and the quantity on hand now. */
function reportAlready(
  session: Session,
  { entry, undoneBy, correctedBy }: AlreadyMoved,
  { move, places, now: { onHand } }: MoveAnswer,
): void {
  const said = words[session.language];
  if (!session.json) session.note(said.alreadyStocked(entry.n, printable(move.key ?? '')));
  const movement = { entry: entry.n, ...movementLine(session, places, move) };
  session.report(
    () => ({
      ...historyRow(entry, move, undoneBy, places),
      ...(correctedBy.length === 0 ? {} : { correctedBy }),
    }),
    () => [said.stockedBefore(movement, { undoneBy, correctedBy, onHand })],
  );
}

/** A movement as it is said in one line. */
export const movementLine = (
  { language }: Session,
  places: Places,
  { code, name, change, balance, place = firstPlace, at = balance }: Moved,
  now?: StockNow,
) => ({
  code: printable(code),
  name: printable(name),
  change,
  balance,
  lowAt: now?.lowAt ?? null,
  there: places.isPlaced ? { place: placeNamed(places.pathOf(place), language), quantity: at } : null,
});
