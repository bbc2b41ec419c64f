import type { Book } from '../../book/book.ts';
import type { NewEntry, Reason } from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import type { Device } from '../../devices/device.ts';
import { costField } from '../../devices/device-record.ts';
import { editDevice } from '../devices/edit.ts';
import { Draft } from '../movements/draft.ts';

const correction: Reason = 'correction';
const note = 'repair';

/** Brings a book to what another one says, where the history between them is lost; null where they agree. */
export function decideReconcile(book: Book, target: Book, at: string): NewEntry | null {
  const draft = new Draft(book, at);
  const current = (id: number): Device => {
    const device = book.device(id);
    if (device === undefined) throw new Error(`device ${id} is missing`);
    return device;
  };
  const move = (id: number, quantity: number) => {
    const change = quantity - book.onHand(id);
    if (change !== 0) draft.move(current(id), change, { reason: correction, note });
  };
  for (const { id } of [...book.devices()]) {
    if (target.device(id) !== undefined) continue;
    move(id, 0);
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
    move(device.id, target.onHand(device.id));
  }
  const changes = draft.finish();
  return changes.length === 0 ? null : { command: 'repair', changes };
}
