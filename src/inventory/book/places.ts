import { type Parsed, parsed, wrong } from '../refusal.ts';
import { formatScaled, parseScaled } from '../values/decimal.ts';
import { codeOrderKey, compareKeys } from '../values/order.ts';
import { characters, folded } from '../values/text.ts';
import type { PlaceAdded, PlaceChange } from './change.ts';
import { InvariantBroken } from './invariants.ts';
import {
  firstPlace,
  firstPlaceTerm,
  isQueue,
  type PlaceId,
  type PlaceKind,
  queueNamed,
  queues,
} from './place-kinds.ts';

/** A place that people made, or the first one. */
export interface Place {
  readonly id: PlaceId;
  /** Its name, with the names of the places above it. */
  readonly path: string;
  readonly kind: PlaceKind;
  /** The part of its lines that is counted again in a stocktake, such as `60%`. */
  readonly recount: string | null;
  readonly note: string | null;
  /** Whether it has been removed: history still shows it by its last name. */
  readonly isRemoved: boolean;
}

/** A place as a book file holds it. */
export type PlaceJson = Omit<Place, 'isRemoved'> & { readonly isRemoved?: true };

export const maxNames = 5;
export const maxPathCharacters = 100;
export const maxPlaceNameCharacters = 32;
const between = '/';

/** A combining mark counts as part of the letter it stands on. */
const foreign = (name: string): RegExpExecArray | null =>
  /[^\p{L}\p{M}\p{Nd}\p{Nl}\-_.+]|(?<![\p{L}\p{M}])\p{M}/u.exec(name);

/** A path: 1 to 5 names, each of letters and digits of any script and `- _ . +`. */
export function parsePlace(text: string): Parsed<string> {
  const path = text.trim().normalize('NFKC');
  if (path === '') return wrong('place-empty', { value: text });
  if (characters(path) > maxPathCharacters)
    return wrong('place-too-long', { value: text, most: maxPathCharacters });
  const names = path.split(between);
  if (names.length > maxNames) return wrong('place-too-deep', { value: text, most: maxNames });
  for (const name of names) {
    if (name === '') return wrong('place-name-empty', { value: text });
    if (characters(name) > maxPlaceNameCharacters)
      return wrong('place-name-too-long', { value: text, name, most: maxPlaceNameCharacters });
    const found = foreign(name);
    if (found !== null)
      return wrong('place-character', {
        value: text,
        character: String.fromCodePoint(name.codePointAt(found.index) ?? 0),
      });
  }
  return parsed(path);
}

const rateDigits = 4;

/** A part of a whole, typed as `40%` or `0.4`; as a percentage, without zeros that change nothing. */
export function parseRate(text: string): Parsed<string> {
  const typed = text.trim();
  const number = typed.replace(/[%％]$/, '');
  const isPercent = number !== typed;
  const scaled = parseScaled(number, isPercent ? rateDigits - 2 : rateDigits, text);
  if (!scaled.ok) return scaled;
  const whole = 10n ** BigInt(rateDigits);
  if (scaled.value > whole) return wrong('number-above', { value: text, most: '100%' });
  return parsed(`${Number(formatScaled(scaled.value, rateDigits - 2))}%`);
}

/** The path of the place above; undefined at the top. */
export const parentPath = (path: string): string | undefined => {
  const end = path.lastIndexOf(between);
  return end === -1 ? undefined : path.slice(0, end);
};

/** Whether a path is below another one. */
export const isBelow = (path: string, above: string): boolean =>
  folded(path).startsWith(`${folded(above)}${between}`);

/** The key that orders paths: each place before those below it, numbers as people count. */
export const pathOrderKey = (path: string): string => path.split(between).map(codeOrderKey).join('\0');

/** Whatever lies at a place, in the order of paths. */
export function inPathOrder<T extends { readonly place: string }>(items: Iterable<T>): readonly T[] {
  const keyed = Array.from(items, (item) => ({ item, key: pathOrderKey(item.place) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

const unnamedFirst: Place = {
  id: firstPlace,
  path: firstPlaceTerm.en,
  kind: 'stock',
  recount: null,
  note: null,
  isRemoved: false,
};

/** The places of a book: a value, which changes make another one of. */
export class Places {
  readonly #places: ReadonlyMap<PlaceId, Place>;
  #byPath: ReadonlyMap<string, Place> | undefined;

  private constructor(
    places: ReadonlyMap<PlaceId, Place>,
    /** Whether there is more than one place, or ever was: outputs then say where stock lies. */
    readonly isPlaced: boolean,
  ) {
    this.#places = places;
  }

  /** The places of a book with none made or named. */
  static readonly unplaced = new Places(new Map([[firstPlace, unnamedFirst]]), false);

  /** The places that a book file holds. */
  static of(list: readonly PlaceJson[]): Places {
    return new Places(new Map(list.map((place) => [place.id, { isRemoved: false, ...place }])), true);
  }

  /** As a book file holds them; null where there is nothing to hold. */
  toJson(): readonly PlaceJson[] | null {
    if (!this.isPlaced) return null;
    return Array.from(this.#places.values(), ({ isRemoved, ...place }) =>
      isRemoved ? { ...place, isRemoved } : place,
    );
  }

  /** The id that the next place gets; ids are never used again. */
  get nextId(): PlaceId {
    return Math.max(...this.#places.keys()) + 1;
  }

  /** Those that are there, in the order of their paths. */
  get all(): readonly Place[] {
    return inPathOrder(Array.from(this.#living(), (place) => ({ place: place.path, is: place }))).map(
      ({ is }) => is,
    );
  }

  *#living(): Generator<Place> {
    for (const place of this.#places.values()) if (!place.isRemoved) yield place;
  }

  /** A place that is there; undefined for a queue. */
  place(id: PlaceId): Place | undefined {
    const place = this.#places.get(id);
    return place?.isRemoved ? undefined : place;
  }

  /** What a place is called, or was called last; a queue by its name. */
  pathOf(id: PlaceId): string {
    return this.#places.get(id)?.path ?? queues.find((queue) => queue.id === id)?.value ?? `#${id}`;
  }

  /** Whether movements may be at a place: a queue, or a place that is there. */
  has(id: PlaceId): boolean {
    return this.place(id) !== undefined || queues.some((queue) => queue.id === id);
  }

  /** Whether what lies at a place may be sold. */
  isSellable(id: PlaceId): boolean {
    return this.place(id)?.kind === 'stock';
  }

  /** The id of the place or queue of a path as typed; a path means the same in any case and width. */
  idOf(path: string): PlaceId | undefined {
    return this.#holder(this.kept(path.trim()));
  }

  /** Which place or queue has a path as it is kept. */
  #holder(path: string): PlaceId | undefined {
    this.#byPath ??= new Map(Array.from(this.#living(), (place) => [folded(place.path), place]));
    const wanted = folded(path);
    return this.#byPath.get(wanted)?.id ?? queueNamed(wanted)?.id;
  }

  /** A path as it is kept: 主库 is `main` as long as a place is called that, since it is shown as 主库. */
  kept(path: string): string {
    const { en, zh } = firstPlaceTerm;
    const names = path.normalize('NFKC').split(between);
    const isMain = names[0] === zh && this.#holder(zh) === undefined && this.#holder(en) !== undefined;
    return isMain ? [en, ...names.slice(1)].join(between) : path;
  }

  /** The places below one. */
  below(id: PlaceId): readonly Place[] {
    const above = this.place(id);
    return above === undefined ? [] : this.all.filter(({ path }) => isBelow(path, above.path));
  }

  /** A place with all that are below it. */
  within(id: PlaceId): ReadonlySet<PlaceId> {
    return new Set([id, ...this.below(id).map((place) => place.id)]);
  }

  /** A place that has been removed, with those removed that were below it. */
  removedWithin(id: PlaceId): ReadonlySet<PlaceId> {
    const path = this.pathOf(id);
    const below = [...this.#places.values()].filter((place) => place.isRemoved && isBelow(place.path, path));
    return new Set([id, ...below.map((place) => place.id)]);
  }

  /** These places, in a book that has used a queue. */
  get placed(): Places {
    return this.isPlaced ? this : new Places(this.#places, true);
  }

  /** The places after a change. Throws InvariantBroken. */
  after(change: PlaceChange): Places {
    const places = new Map(this.#places);
    const known = (): Place => {
      const place = this.place(change.place);
      if (place === undefined) throw new InvariantBroken(`there is no place ${change.place}`);
      return place;
    };
    switch (change.do) {
      case 'place': {
        if (this.place(change.place) !== undefined)
          throw new InvariantBroken(`place ${change.place} is there already`);
        if (change.place <= firstPlace) throw new InvariantBroken(`place ${change.place} cannot be made`);
        this.#checkFree(change.path, null);
        places.set(change.place, placeOf(change));
        break;
      }
      case 'place-edit': {
        const { path: before, ...place } = known();
        const { path = before, kind = place.kind, recount = place.recount, note = place.note } = change.after;
        if (path !== before) {
          this.#checkFree(path, change.place);
          for (const other of this.below(change.place))
            places.set(other.id, { ...other, path: path + other.path.slice(before.length) });
        }
        places.set(change.place, { ...place, path, kind, recount, note });
        break;
      }
      case 'place-remove': {
        if (change.place === firstPlace || this.below(change.place).length > 0)
          throw new InvariantBroken(`place ${change.place} cannot be removed`);
        places.set(change.place, { ...known(), isRemoved: true });
        break;
      }
    }
    return new Places(places, true);
  }

  #checkFree(path: string, own: PlaceId | null): void {
    if (!parsePlace(path).ok) throw new InvariantBroken(`${path} is no name of a place`);
    const holder = this.#holder(path);
    if (holder !== undefined && holder !== own) throw new InvariantBroken(`place ${path} is there already`);
    const above = parentPath(path);
    if (above === undefined) return;
    const parent = this.idOf(above);
    if (parent === undefined || isQueue(parent) || parent === own)
      throw new InvariantBroken(`there is no place above ${path}`);
  }
}

/** A patch with what is of one place under the path of that place rather than its number: `minimum@shop-1`. */
export const patchInPaths = <V>(
  patch: { readonly [key: string]: V },
  places: Places,
): { readonly [key: string]: V } =>
  Object.fromEntries(
    Object.entries(patch).map(([key, value]) => {
      const [, column, id] = /^(.*)@(\d+)$/.exec(key) ?? [];
      return [column === undefined ? key : `${column}@${places.pathOf(Number(id))}`, value];
    }),
  );

const placeOf = ({ place: id, path, kind, recount, note }: PlaceAdded): Place => ({
  id,
  path,
  kind,
  recount: recount ?? null,
  note: note ?? null,
  isRemoved: false,
});
