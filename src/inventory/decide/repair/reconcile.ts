import type { Book } from '../../book/book.ts';
import type { NewEntry } from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import type { Level } from '../../book/stock.ts';
import type { Device } from '../../devices/device.ts';
import { costField } from '../../devices/device-record.ts';
import { editDevice } from '../devices/edit.ts';
import { Draft } from '../movements/draft.ts';
import { editPlace } from '../places/edit-place.ts';
import { moveTo } from './fill-gap.ts';
import { addMissingPlace } from './missing-place.ts';

/** Brings a book to what another one says, where the history between them is lost; null where they agree. */
export function decideReconcile(book: Book, target: Book, at: string): NewEntry | null {
  const draft = new Draft(book, at);
  const current = (id: number): Device => {
    const device = book.device(id);
    if (device === undefined) throw new Error(`device ${id} is missing`);
    return device;
  };
  agreeOnPlaces(draft, target);
  const move = (id: number, levels: readonly Level[]) => {
    for (const level of book.stock(id).levels)
      if (!levels.some(({ place, of }) => place === level.place && of === level.of))
        moveTo(draft, id, level, 0);
    for (const level of levels) moveTo(draft, id, level, level.quantity);
  };
  for (const { id } of [...book.devices()]) {
    if (target.device(id) !== undefined) continue;
    move(id, []);
    draft.remove(current(id));
  }
  for (const device of target.devices()) {
    const record = recordOf(device, target);
    const { kind: _, ...attributes } = record;
    if (book.device(device.id) === undefined) {
      draft.add({ do: 'add', id: device.id, device: record, addedAt: target.stock(device.id).addedAt });
    } else {
      const lacking = Object.keys(recordOf(current(device.id), book)).filter((key) => !(key in record));
      editDevice(draft, current(device.id), {
        ...Object.fromEntries(lacking.map((key) => [key, null])),
        [costField]: null,
        ...attributes,
      });
    }
    move(device.id, target.stock(device.id).levels);
  }
  const changes = draft.finish();
  return changes.length === 0 ? null : { command: 'repair', changes };
}

/** Makes the places that another book has, with their names and kinds; one that it lacks is left, empty. */
function agreeOnPlaces(draft: Draft, target: Book): void {
  for (const { id, path, kind, recount, note } of target.places.all) {
    addMissingPlace(draft, id, target);
    const place = draft.book.places.place(id);
    if (place === undefined) continue;
    const after = {
      ...(place.path === path ? {} : { path }),
      ...(place.kind === kind ? {} : { kind }),
      ...(place.recount === recount ? {} : { recount }),
      ...(place.note === note ? {} : { note }),
    };
    if (Object.keys(after).length > 0) editPlace(draft, place, after);
  }
}
