import type { Places } from '../../inventory/book/places.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import type { Listing } from '../../inventory/look/listing.ts';
import { codeKey } from '../../inventory/values/code.ts';

/** The devices read for one round of the menu. */
export class DevicesRead {
  readonly rows: readonly ListRow[];
  readonly places: Places;
  readonly #byCode: ReadonlyMap<string, ListRow>;

  constructor({ rows, places }: Listing) {
    this.rows = rows;
    this.places = places;
    this.#byCode = new Map(rows.map((row) => [codeKey(row.code), row]));
  }

  withCode(code: string): ListRow | undefined {
    return this.#byCode.get(codeKey(code));
  }
}
