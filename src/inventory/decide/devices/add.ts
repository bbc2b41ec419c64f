import type { Book } from '../../book/book.ts';
import { type NewEntry, openingReason } from '../../book/change.ts';
import { generatedCode, generatedPrefix } from '../../book/generated-codes.ts';
import type { Journal } from '../../book/journal.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import type { Kind } from '../../devices/device.ts';
import type { DeviceRecord } from '../../devices/device-record.ts';
import { costField } from '../../devices/device-record.ts';
import { refuse, wrong } from '../../refusal.ts';
import type { Line } from '../../values/text.ts';
import { Draft } from '../movements/draft.ts';
import { placeToMove } from '../places/find-place.ts';
import { componentsOfBook, FieldReader, type Fields } from './fields.ts';

/** What is said of an opening quantity. */
export interface OpeningSaid {
  /** Where it lies, as typed; the first place if none is named. */
  readonly place?: string | undefined;
  /** From whom it is. */
  readonly party?: Line | undefined;
}

/** Registers a device: `fields` are as typed; without a code it gets the next of its kind that no device has ever had. */
export function decideAdd(
  book: Book,
  journal: Journal,
  kind: Kind,
  fields: Fields,
  at: string,
  { place, party }: OpeningSaid = {},
): NewEntry {
  const slots = kind.componentSlots.flatMap(({ key }) => fields.get(key) ?? []);
  const code = fields.get('code');
  journal.willNeed(() => ({
    devices: [...(code === undefined ? [] : [code]), ...slots],
    codesBeginning: code === undefined ? generatedPrefix(kind.codePrefix) : undefined,
  }));
  const complete = new Map(fields);
  if (!complete.has('code')) complete.set('code', unusedCode(book, journal, kind));
  const reader = new FieldReader(complete, kind, book);
  refuseTypedPrice(reader, kind, fields);
  reader.attributes(true);
  reader.components(componentsOfBook(book, journal), true);
  const quantity = reader.opening();
  reader.refuseProblems();
  if (party !== undefined && quantity === 0)
    refuse('usage-needs', { option: '--party', needs: '--quantity' });
  const opening = new Map([[placeToMove(book, journal, place), quantity]]);
  const draft = new Draft(book, at);
  addWithOpening(draft, book.nextId, { kind: kind.id, ...reader.record }, opening, party);
  return { command: 'add', changes: draft.finish() };
}

/** A price that follows from a rule is never typed (the contract, "Devices"). */
export function refuseTypedPrice(reader: FieldReader, kind: Kind, fields: Fields): void {
  const price = fields.get('price');
  if (price === undefined || kind.componentSlots.length === 0) return;
  reader.report('price', wrong('price-never-typed', { value: price }).problem);
}

/** An opening quantity, place by place. */
export type Opening = ReadonlyMap<PlaceId, number>;

/** Adds a device and, where it has an opening quantity, records that as its first receipt, at its cost. */
export function addWithOpening(
  draft: Draft,
  id: number,
  record: DeviceRecord,
  opening: Opening,
  party?: Line,
): void {
  const { [costField]: cost, ...attributes } = record;
  const lying = [...opening].filter(([, quantity]) => quantity > 0);
  if (lying.length === 0) return draft.add({ do: 'add', id, device: record });
  draft.add({ do: 'add', id, device: attributes });
  const device = draft.book.device(id);
  if (device === undefined) throw new Error(`device ${id} was not added`);
  for (const [where, quantity] of lying)
    draft.move(device, quantity, {
      reason: openingReason.value,
      place: where,
      ...(typeof cost === 'string' ? { cost } : {}),
      ...(party === undefined ? {} : { party }),
    });
}

/** The first of `TV-0001`, `TV-0002`, … that no device has ever had. */
function unusedCode(book: Book, journal: Journal, { codePrefix }: Kind): string {
  const { next, highest } = book.usedNumbersOf(codePrefix);
  for (let number = next; ; number++) {
    const code = generatedCode(codePrefix, number);
    const wasUsed = book.withCode(code) !== undefined || (number <= highest && journal.wasUsed(code));
    if (!wasUsed) return code;
  }
}
