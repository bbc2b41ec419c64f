import type { Suspicion } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import { type Entry, type Moved, openingReason } from '../../book/change.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import type { Choice } from '../../devices/attribute.ts';
import type { Device } from '../../devices/device.ts';
import { undoneEntries } from '../../look/history.ts';
import { refuse } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { formatMoney } from '../../values/money.ts';
import { serialsText } from '../../values/serials.ts';
import { characters, folded } from '../../values/text.ts';
import { isOneErrorAway } from '../../values/typing-errors.ts';
import { changeOf, type Movement } from './movement.ts';

/** The guards: each can be switched off by its name. */
export const guards = [
  { value: 'quantity', term: { en: 'quantity', zh: '数量' } },
  { value: 'cost', term: { en: 'cost', zh: '进价' } },
  { value: 'repeat', term: { en: 'repeat', zh: '重复' } },
  { value: 'code', term: { en: 'code', zh: '入库编号' } },
  { value: 'party', term: { en: 'party', zh: '往来单位' } },
  { value: 'low', term: { en: 'low', zh: '低库存' } },
] as const satisfies readonly Choice[];
export type Guard = (typeof guards)[number]['value'];

/** What can be switched off by name. */
export const guardNames = [
  ...guards,
  { value: 'all', term: { en: 'all', zh: '全部' } },
] as const satisfies readonly Choice[];

/** How many times the usual quantity or cost is too much. */
const tooManyTimes = 10;
/** The very same movement within this time is taken for a second press of the same keys. */
const repeatMs = 10_000;
/** A code is busier than another with this many recent movements, and this many times as many. */
const busyMovements = 3;

/** The guards that are on, and which of them refuse; the rest only note. */
export interface Watch {
  readonly guards: ReadonlySet<Guard>;
  readonly refused: 'all' | 'slips' | 'none';
}

/** Nothing is watched for. */
export const unwatched: Watch = { guards: new Set(), refused: 'none' };

/** Whether it looks like a slip; that little is left may well be meant, so it is only noted. */
export const isSlip = ({ guard }: Suspicion): boolean => guard !== 'low';

/**
 * Why a movement of a device that is about to be recorded looks like a slip, judged by the book and the recent end of
 * the journal. Throws `suspicious` for a slip that is to be refused.
 */
export function checkForSlips(
  book: Book,
  journal: Journal,
  device: Device,
  movement: Movement,
  place: PlaceId,
  at: string,
  { guards, refused }: Watch,
): readonly Suspicion[] {
  const found = suspicionsOf(book, journal, device, movement, place, at, guards);
  const suspicions = refused === 'none' ? [] : refused === 'all' ? found : found.filter(isSlip);
  if (suspicions.length > 0)
    refuse('suspicious', { suspicions }, { suspicions: suspicions.map((one) => ({ ...one })) });
  return found;
}

function suspicionsOf(
  book: Book,
  journal: Journal,
  device: Device,
  movement: Movement,
  place: PlaceId,
  at: string,
  watched: ReadonlySet<Guard>,
): readonly Suspicion[] {
  // What cannot be recorded is refused for that, not questioned first.
  const there = quantityAt(book.stock(device.id).levels, { place, of: null });
  if (watched.size === 0 || there + changeOf(movement) < 0) return [];
  const recent = journal.recent();
  const found = [
    unusualQuantity(recent, device, movement),
    unusualCost(book, device, movement),
    repeated(recent, device, movement, place, at),
    nearBusierCode(book, recent, device, movement),
    nearKnownParty(recent, movement),
    runsLow(book, device, movement),
  ];
  return found.filter((suspicion) => suspicion !== null).filter(({ guard }) => watched.has(guard));
}

const isOrdinary = (entry: Entry, move: Moved): boolean =>
  entry.undoes === undefined &&
  entry.corrects === undefined &&
  move.reason !== undefined &&
  move.reason !== openingReason.value;

function unusualQuantity(recent: readonly Entry[], { id }: Device, movement: Movement): Suspicion | null {
  const direction = Math.sign(changeOf(movement));
  const usual = median(
    recent.flatMap((entry) =>
      entry.changes
        .filter((move) => move.do === 'move')
        .filter((move) => move.id === id && isOrdinary(entry, move) && Math.sign(move.change) === direction)
        .map(({ change }) => Math.abs(change)),
    ),
  );
  return usual !== null && movement.quantity >= tooManyTimes * usual
    ? { guard: 'quantity', quantity: movement.quantity, usual }
    : null;
}

function median(numbers: readonly number[]): number | null {
  return [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? null;
}

function unusualCost(book: Book, { id }: Device, { cost }: Movement): Suspicion | null {
  const { currency } = book;
  const { lastCost } = book.stock(id);
  if (cost === undefined || lastCost === null || lastCost === 0 || cost < tooManyTimes * lastCost)
    return null;
  return { guard: 'cost', cost: formatMoney(cost, currency), usual: formatMoney(lastCost, currency) };
}

function repeated(
  recent: readonly Entry[],
  device: Device,
  movement: Movement,
  place: PlaceId,
  at: string,
): Suspicion | null {
  if (movement.key !== undefined) return null;
  const undone = undoneEntries(
    recent.flatMap(({ n, undoes }) => (undoes === undefined ? [] : [{ n, undoes }])).reverse(),
  );
  for (const entry of recent) {
    const age = Date.parse(at) - Date.parse(entry.at);
    if (age >= repeatMs) return null;
    const same = entry.changes.some(
      (move) => move.do === 'move' && move.id === device.id && isSame(move, movement, place),
    );
    const ordinary = entry.undoes === undefined && entry.corrects === undefined && !undone.has(entry.n);
    if (same && ordinary && age >= 0)
      return { guard: 'repeat', entry: entry.n, seconds: Math.floor(age / 1000) };
  }
  return null;
}

const isSame = (move: Moved, movement: Movement, place: PlaceId): boolean =>
  (move.place ?? firstPlace) === place &&
  move.change === changeOf(movement) &&
  move.reason === movement.reason &&
  move.ref === movement.ref &&
  move.party === movement.party &&
  serialsText(move.serials ?? []) === serialsText(movement.serials ?? []) &&
  move.note === movement.note;

function nearBusierCode(
  book: Book,
  recent: readonly Entry[],
  device: Device,
  movement: Movement,
): Suspicion | null {
  const own = codeKey(device.code);
  if (codeKey(movement.device.trim()) !== own) return null;
  const counts = new Map<number, number>();
  const isNear = (code: string) => isOneErrorAway(codeKey(code), own);
  for (const entry of recent)
    for (const change of entry.changes)
      if (
        change.do === 'move' &&
        isOrdinary(entry, change) &&
        (change.id === device.id || isNear(change.code))
      )
        counts.set(change.id, (counts.get(change.id) ?? 0) + 1);
  const needed = busyMovements * Math.max(counts.get(device.id) ?? 0, 1);
  const busier = [...counts]
    .filter(([, count]) => count >= needed)
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => book.device(id))
    .find((other) => other !== undefined && isNear(other.code));
  return busier === undefined
    ? null
    : { guard: 'code', code: device.code, busier: busier.code, name: busier.name };
}

/** Names with fewer characters than this are often one character away from each other. */
const leastPartyCharacters = 4;

/** A party that is new and one typing error away from a known one; what differs in a number is another one. */
function nearKnownParty(recent: readonly Entry[], { party }: Movement): Suspicion | null {
  if (party === undefined || characters(party) < leastPartyCharacters) return null;
  const own = folded(party);
  let near: { readonly known: string; readonly entry: number } | null = null;
  for (const { n, changes } of recent)
    for (const change of changes) {
      if (change.do !== 'move' || change.party === undefined) continue;
      const known = folded(change.party);
      if (known === own) return null;
      if (near === null && isOneErrorAway(known, own) && digitsOf(known) === digitsOf(own))
        near = { known: change.party, entry: n };
    }
  return near && { guard: 'party', party, ...near };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

function runsLow(book: Book, { id, minimum }: Device, movement: Movement): Suspicion | null {
  const quantity = book.onHand(id);
  const left = quantity + changeOf(movement);
  if (movement.direction === 'stock-in') return null;
  const fallsBelow = minimum !== null && left < minimum && quantity >= minimum;
  return left === 0 || fallsBelow ? { guard: 'low', left, minimum } : null;
}
