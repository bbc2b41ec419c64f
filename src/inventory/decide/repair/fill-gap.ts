import type { Book } from '../../book/book.ts';
import type { Change, Entry, NewEntry } from '../../book/change.ts';
import { recordOf } from '../../book/device-json.ts';
import { InvariantBroken } from '../../book/stock.ts';
import type { DeviceRecord } from '../../devices/device-record.ts';
import { RecordBroken } from '../../devices/device-record.ts';
import { Refusal } from '../../refusal.ts';
import { Draft } from '../movements/draft.ts';

/**
 * What must have happened in entries that are lost, as far as the entries after them tell: each movement says what was
 * on hand before it, and `target` is a later book that knows the devices. Null where the entries cannot follow.
 */
export function decideFillGap(
  book: Book,
  after: readonly Entry[],
  target: Book | undefined,
  at: string,
): NewEntry | null {
  const draft = new Draft(book, at);
  const met = new Set<number>();
  try {
    for (const { changes } of after) {
      for (const change of changes) {
        if (!met.has(change.id)) fillBefore(draft, change, target);
        met.add(change.id);
      }
    }
    return { command: 'repair', changes: draft.finish() };
  } catch (error) {
    if (error instanceof Refusal || error instanceof RecordBroken || error instanceof InvariantBroken)
      return null;
    throw error;
  }
}

/** Brings a device to where its first change after the gap finds it. */
function fillBefore(draft: Draft, change: Change, target: Book | undefined): void {
  switch (change.do) {
    case 'add':
      return;
    case 'remove':
      return setTo(draft, change.id, 0, change.device);
    case 'edit':
      return setTo(draft, change.id, change.balance, recordIn(target, change.id));
    case 'move':
      return setTo(draft, change.id, change.balance - change.change, recordIn(target, change.id));
  }
}

function recordIn(target: Book | undefined, id: number): DeviceRecord | undefined {
  const device = target?.device(id);
  return target === undefined || device === undefined ? undefined : recordOf(device, target);
}

function setTo(draft: Draft, id: number, quantity: number, record: DeviceRecord | undefined): void {
  const { book } = draft;
  if (book.device(id) === undefined && record !== undefined) draft.add({ do: 'add', id, device: record });
  const device = book.device(id);
  if (device === undefined) throw new InvariantBroken(`nothing tells what device ${id} was`);
  const onHand = book.onHand(id);
  if (onHand !== quantity) draft.move(device, quantity - onHand, { reason: 'correction', note: 'repair' });
}
