import type { Places } from '../../inventory/book/places.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import type { Listing } from '../../inventory/look/listing.ts';
import { codeKey } from '../../inventory/values/code.ts';
import { TypeAhead } from '../ask/search/type-ahead.ts';

/** The devices read for one round of the menu. */
export class DevicesRead {
  readonly rows: readonly ListRow[];
  readonly places: Places;
  readonly #byCode: ReadonlyMap<string, ListRow>;
  readonly #typeAhead: TypeAhead<ListRow>;

  constructor({ rows, places }: Listing) {
    this.rows = rows;
    this.places = places;
    this.#typeAhead = new TypeAhead(rows);
    this.#byCode = new Map(rows.map((row) => [codeKey(row.code), row]));
  }

  /** Whether any of them is found by a text. */
  async areFoundBy(text: string): Promise<boolean> {
    return (await this.#typeAhead.matching(text)).length > 0;
  }

  withCode(code: string): ListRow | undefined {
    return this.#byCode.get(codeKey(code));
  }
}
