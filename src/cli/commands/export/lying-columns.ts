import type { JsonObject } from '../../../exchange/write/write-json.ts';
import type { Book } from '../../../inventory/book/book.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import { isQueue } from '../../../inventory/book/place-kinds.ts';
import { quantityField } from '../../../inventory/decide/devices/fields.ts';
import { keyAtPlace, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import { type Device, minimumAttribute } from '../../../inventory/devices/device.ts';
import { exportedQuantities } from '../../../inventory/look/exported-quantities.ts';
import type { Json } from '../../../inventory/refusal.ts';

/** Where devices lie and what their minimums are there, as columns of places; none in a book with one place. */
export class Lying {
  readonly #fields = new Map<number, JsonObject>();
  readonly #used = new Set<string>();
  readonly #columns: readonly string[];
  /** Whether something waits in a queue, which is written where it came from. */
  readonly isOnTheWay: boolean;

  constructor(book: Book, journal: Journal, devices: readonly Device[]) {
    const { places } = book;
    this.isOnTheWay = devices.some(({ id }) => book.levels(id).some(({ place }) => isQueue(place)));
    if (places.isPlaced) for (const device of devices) this.#take(device, book, journal);
    const inOrder = places.all.map(({ path }) => path);
    this.#columns = [quantityField, minimumAttribute.key].flatMap((column) =>
      inOrder.map((path) => keyAtPlace(column, path)).filter((key) => this.#used.has(key)),
    );
  }

  #take(device: Device, book: Book, journal: Journal): void {
    const fields: { [key: string]: Json } = {};
    for (const [id, units] of exportedQuantities(book, journal, device.id))
      fields[keyAtPlace(quantityField, book.places.pathOf(id))] = units;
    for (const id of device.placesWithMinimum)
      if (book.places.has(id))
        fields[keyAtPlace(minimumAttribute.key, book.places.pathOf(id))] = device.minimumAt(id);
    for (const key of Object.keys(fields)) this.#used.add(key);
    this.#fields.set(device.id, fields);
  }

  /** The columns of places that follow the one that is of all of them. */
  keysAfter(column: string): readonly string[] {
    return this.#columns.filter((key) => placeOfKey(key)?.column === column);
  }

  fieldsOf({ id }: Device): JsonObject {
    return this.#fields.get(id) ?? {};
  }
}
