import type { Book } from '../../book/book.ts';
import type { NewEntry } from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import type { Journal } from '../../book/journal.ts';
import type { PlaceId } from '../../book/place-kinds.ts';
import { type Device, kindOf, minimumAttribute, minimumAttributeAt } from '../../devices/device.ts';
import type { Patch } from '../../devices/device-record.ts';
import { patched } from '../../devices/device-record.ts';
import { isSame } from '../../look/effects.ts';
import { type Json, refuse, wrong } from '../../refusal.ts';
import { Draft } from '../movements/draft.ts';
import { findDevice } from '../movements/find-device.ts';
import { placeToMove } from '../places/find-place.ts';
import { refuseTypedPrice } from './add.ts';
import { componentsOfBook, FieldReader, type Fields, quantityField } from './fields.ts';

/** What an edit asks for: fields to set, and optional ones to take away. */
export interface Edit {
  readonly fields: Fields;
  readonly clear?: readonly string[];
  /** Where a minimum is set, as typed; everywhere if no place is named. */
  readonly place?: string | undefined;
}

/** Changes attributes, never the quantity; null where everything already is as asked. */
export function decideEdit(
  book: Book,
  journal: Journal,
  typed: string,
  { fields, clear = [], place }: Edit,
  at: string,
): NewEntry | null {
  const device = findDevice(book, journal, typed);
  const kind = kindOf(device);
  const reader = new FieldReader(fields, kind, book);
  refuseTypedPrice(reader, kind, fields);
  refuseQuantity(reader, fields);
  const optional = book.kinds.attributes.filter(({ required }) => !required);
  for (const field of clear) {
    if (!optional.some(({ key }) => key === field))
      reader.report(field, wrong('cannot-clear', { field }).problem);
    if (fields.has(field)) reader.report(field, wrong('set-and-cleared', { field }).problem);
  }
  reader.attributes(false);
  reader.components(componentsOfBook(book, journal), false, device);
  reader.refuseProblems();
  const everywhere: Patch = { ...reader.record, ...Object.fromEntries(clear.map((field) => [field, null])) };
  const asked =
    place === undefined ? everywhere : minimumThere(everywhere, placeToMove(book, journal, place));
  const draft = new Draft(book, at);
  return editDevice(draft, device, asked) ? { command: 'edit', changes: draft.finish() } : null;
}

/** The patch of a minimum as that of one place; nothing else of a device is of a place. */
function minimumThere(patch: Patch, place: PlaceId): Patch {
  const { [minimumAttribute.key]: minimum = null, ...others } = patch;
  const [other] = Object.keys(others);
  if (other !== undefined) refuse('not-of-a-place', { field: other });
  return { [minimumAttributeAt(place).key]: minimum };
}

/** A quantity changes by movements only. */
export function refuseQuantity(reader: FieldReader, fields: Fields): void {
  const quantity = fields.get(quantityField);
  if (quantity !== undefined)
    reader.report(quantityField, wrong('quantity-by-movements', { value: quantity }).problem);
}

/** Records what a patch really changes; false where that is nothing. */
export function editDevice(draft: Draft, device: Device, asked: Patch): boolean {
  const { before, after } = difference(draft.book, device, asked);
  if (Object.keys(after).length === 0) return false;
  draft.edit(device, before, after);
  return true;
}

/** The part of a patch that differs from what the device has, and what it has there. */
export function difference(book: Book, device: Device, asked: Patch): { before: Patch; after: Patch } {
  const now = recordOf(device, book);
  const before: { [key: string]: Json } = {};
  const after: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(asked)) {
    const was = now[key] ?? null;
    if (isSame(was, value)) continue;
    before[key] = was;
    after[key] = value;
  }
  return { before, after };
}

/** The device as a patch would leave it. */
export const preview = (book: Book, device: Device, patch: Patch): Device =>
  patched(device, patch, book.currency);
