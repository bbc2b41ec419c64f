import type { JsonObject } from '../../../exchange/write/write-json.ts';
import type { Journal } from '../../../inventory/book/journal.ts';
import { isQueue } from '../../../inventory/book/place-kinds.ts';
import type { Places } from '../../../inventory/book/places.ts';
import { quantityField } from '../../../inventory/decide/devices/fields.ts';
import { keyAtPlace, placeOfKey } from '../../../inventory/decide/imports/import-columns.ts';
import { minimumAttribute } from '../../../inventory/devices/device.ts';
import { exportedQuantities } from '../../../inventory/look/exported-quantities.ts';
import type { ListRow } from '../../../inventory/look/list-row.ts';
import type { Listing } from '../../../inventory/look/listing.ts';
import type { Json } from '../../../inventory/refusal.ts';

/** Where devices lie and what their minimums are there, as columns of places; none in a book with one place. */
export class Lying {
  readonly #fields = new Map<number, JsonObject>();
  readonly #used = new Set<string>();
  readonly #columns: readonly string[];
  /** Whether something waits in a queue, which is written where it came from. */
  readonly isOnTheWay: boolean;

  constructor({ rows, places }: Listing, journal: Pick<Journal, 'movesOf'>) {
    this.isOnTheWay = rows.some(({ levels }) => levels.some(({ place }) => isQueue(place)));
    if (places.isPlaced) for (const row of rows) this.#take(row, places, journal);
    const inOrder = places.all.map(({ path }) => path);
    this.#columns = [quantityField, minimumAttribute.key].flatMap((column) =>
      inOrder.map((path) => keyAtPlace(column, path)).filter((key) => this.#used.has(key)),
    );
  }

  #take({ id, levels, minimums }: ListRow, places: Places, journal: Pick<Journal, 'movesOf'>): void {
    const fields: { [key: string]: Json } = {};
    for (const [place, units] of exportedQuantities(levels, journal, id))
      fields[keyAtPlace(quantityField, places.pathOf(place))] = units;
    for (const [place, minimum] of minimums)
      if (places.has(place)) fields[keyAtPlace(minimumAttribute.key, places.pathOf(place))] = minimum;
    for (const key of Object.keys(fields)) this.#used.add(key);
    this.#fields.set(id, fields);
  }

  /** The columns of places that follow the one that is of all of them. */
  keysAfter(column: string): readonly string[] {
    return this.#columns.filter((key) => placeOfKey(key)?.column === column);
  }

  fieldsOf(id: number): JsonObject {
    return this.#fields.get(id) ?? {};
  }
}
