import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import { firstPlace, type PlaceId } from '../../book/place-kinds.ts';
import { quantityAt } from '../../book/stock.ts';
import {
  type Device,
  type Kind,
  kindOf,
  minimumAttribute,
  minimumAttributeAt,
  type PriceList,
} from '../../devices/device.ts';
import type { Patch } from '../../devices/device-record.ts';
import { deviceOfRecord } from '../../devices/device-record.ts';
import { componentPrice } from '../../devices/tv-dvd-combo.ts';
import { effectsOf } from '../../look/effects.ts';
import { exportedQuantities } from '../../look/exported-quantities.ts';
import { refuse, wrong } from '../../refusal.ts';
import { codeKey, parseCode } from '../../values/code.ts';
import { addWithOpening, type Opening } from '../devices/add.ts';
import { difference, editDevice, preview } from '../devices/edit.ts';
import { type ComponentSource, componentsOfBook, FieldReader, quantityField } from '../devices/fields.ts';
import { Draft } from '../movements/draft.ts';
import { placeToMove } from '../places/find-place.ts';
import {
  type ImportOptions,
  type ImportOutcome,
  type ImportRow,
  importOutcome,
  needsOf,
  type RejectedRow,
  refuseSecondImport,
  tellingWhatWasMeant,
} from './import.ts';
import { keyAtPlace } from './import-columns.ts';
import { type AddedCode, lookalikes } from './lookalikes.ts';

export interface DeviceImportOptions extends ImportOptions {
  /** Change devices that exist instead of refusing them. */
  readonly update: boolean;
  /** Refuse rows that would add a device. */
  readonly onlyExisting?: boolean;
  /** Refuse codes that look like others, so that a person can be asked; else they are only noted. */
  readonly refuseLookalikes?: boolean;
  /** Where opening quantities lie whose row names no place, as typed; the first place if that is not said. */
  readonly place?: string | undefined;
}

/** A row on its way in. */
interface Plan {
  readonly row: ImportRow;
  readonly reader: FieldReader;
  readonly kind: Kind;
  readonly quantity: number;
  /** Where the quantity lies, if the row says so. */
  readonly opening: Opening;
  /** The device it changes; null where it adds one. */
  readonly existing: Device | null;
  readonly id: number;
  /** The device as the row makes it, if known yet: other rows may be priced from it. */
  device: Device | null;
}

/** Registers the devices of a file; its rows may refer to each other in any order. */
export function decideImportDevices(
  book: Book,
  journal: Journal,
  rows: Iterable<ImportRow>,
  options: DeviceImportOptions,
  at: string,
): ImportOutcome {
  const slots = [...book.kinds].flatMap(({ componentSlots }) => componentSlots);
  journal.willNeed(() => needsOf(rows, options, ['code', ...slots.map(({ key }) => key)]));
  refuseSecondImport(journal, options, options.file.sha256);
  const fingerprint = options.file.fingerprint();
  const importer = new DeviceImporter(book, journal, options);
  for (const row of rows) {
    fingerprint.add(row);
    importer.plan(row);
  }
  const sha256 = fingerprint.sha256();
  refuseSecondImport(journal, options, sha256);
  importer.resolveComponents();
  const good = importer.plans.filter(({ reader }) => reader.problems.length === 0);
  const alike = lookalikes(book, addedCodes(good), importer.rowOfCode, options.update);
  const isRefused = importer.rejected().length > 0 && !options.skipBad;
  if (options.refuseLookalikes === true && alike.length > 0 && !isRefused)
    refuse('codes-alike', { codes: alike }, { codes: alike.map((one) => ({ ...one })) });
  const draft = new Draft(book, at);
  const added = good.filter(({ existing }) => existing === null);
  const changed = good.filter((plan) => changesSomething(plan, book));
  const shown = options.update ? [...changed, ...added].slice(0, maxEffects).map(({ id }) => id) : [];
  const asking = new Set([...changed, ...added]);
  const usualPlace = added.some(liesAnywhere) ? placeToMove(book, journal, options.place) : firstPlace;
  const effects = effectsOf(book, shown, () => {
    for (const [index, plan] of good.entries()) {
      if (asking.has(plan)) record(draft, plan, usualPlace);
      options.progress?.(index + 1, good.length);
    }
  });
  const movements = draft.changes.filter((change) => change.do === 'move').length;
  const unchanged = good.length - asking.size;
  const answer = {
    ...{ devices: asking.size, movements, added: added.length, changed: changed.length, unchanged },
    ...{ effects: effects.slice(0, shown.length), following: effects.slice(shown.length) },
    ...{ skipped: unchanged, lookalikes: alike, goneAlready: [], rejected: importer.rejected() },
  };
  return importOutcome(draft.finish(), undefined, answer, options, sha256);
}

const addedCodes = (plans: readonly Plan[]): readonly AddedCode[] =>
  plans.flatMap(({ row: { row }, existing, reader: { record } }) =>
    existing === null ? [{ row, code: String(record['code']), name: String(record['name']) }] : [],
  );

/** How many devices an answer says something of one by one. */
const maxEffects = 1000;

/** Whether a row changes the device that it is about. */
function changesSomething({ existing, reader }: Plan, book: Book): boolean {
  if (existing === null) return false;
  return Object.keys(difference(book, existing, withoutCode(reader.record)).after).length > 0;
}

/** Whether a row has an opening quantity and does not say where it lies. */
const liesAnywhere = ({ opening, quantity }: Plan): boolean => opening.size === 0 && quantity > 0;

function record(draft: Draft, plan: Plan, usualPlace: PlaceId): void {
  const { kind, reader, existing, id, quantity, opening } = plan;
  const lying = liesAnywhere(plan) ? new Map([[usualPlace, quantity]]) : opening;
  if (existing === null) addWithOpening(draft, id, { kind: kind.id, ...reader.record }, lying);
  else editDevice(draft, existing, withoutCode(reader.record));
}

/** In an update the code says which device is meant; it prints as first typed. */
function withoutCode({ code: _, ...patch }: Patch): Patch {
  return patch;
}

/** The opening quantity of a row: what lies at its places; a total beside them must be their sum. */
function openingOf(reader: FieldReader, { fields }: ImportRow, opening: Opening): number {
  const total = reader.opening();
  if (opening.size === 0) return total;
  const sum = [...opening.values()].reduce((units, some) => units + some, 0);
  if (fields.has(quantityField) && total !== sum)
    reader.report(quantityField, wrong('quantity-not-sum', { value: String(total), sum }).problem);
  return sum;
}

class DeviceImporter {
  readonly plans: Plan[] = [];
  readonly #withoutPlan: RejectedRow[] = [];
  readonly #book: Book;
  readonly #journal: Journal;
  readonly #update: boolean;
  readonly #onlyExisting: boolean;
  readonly #byCode = new Map<string, Plan>();
  readonly #byId = new Map<number, Plan>();
  /** The first row with each code, by its key. */
  readonly rowOfCode = new Map<string, number>();
  /** Ids for the rows that add; one that is then refused leaves a gap. */
  #nextId: number;

  constructor(book: Book, journal: Journal, { update, onlyExisting = false }: DeviceImportOptions) {
    this.#book = book;
    this.#journal = journal;
    this.#update = update;
    this.#onlyExisting = onlyExisting;
    this.#nextId = book.nextId;
  }

  /** Everything that is wrong, in the order of the rows. */
  rejected(): readonly RejectedRow[] {
    const ofPlans = this.plans.flatMap(({ row, reader }) =>
      reader.problems.map(({ field, value, code, problem }) => ({
        row: row.row,
        column: field,
        value,
        code,
        problem,
      })),
    );
    return tellingWhatWasMeant(
      this.#book,
      this.#journal,
      [...this.#withoutPlan, ...ofPlans].sort((a, b) => a.row - b.row),
    );
  }

  /** Reads what a row says by itself. */
  plan(row: ImportRow): void {
    const code = row.fields.get('code') ?? '';
    const key = codeKey(code);
    if (row.unreadable !== undefined) {
      this.#withoutPlan.push(...row.unreadable);
      if (code !== '' && !this.rowOfCode.has(key)) this.rowOfCode.set(key, row.row);
      return;
    }
    const existing = code === '' ? undefined : this.#book.withCode(code);
    const kind = this.#kind(row, existing);
    if (kind === null) {
      if (code !== '' && !this.rowOfCode.has(key)) this.rowOfCode.set(key, row.row);
      return;
    }
    const updates = existing !== undefined && this.#update;
    const reader = new FieldReader(row.fields, kind, this.#book);
    if (row.fields.has('code')) this.#checkCode(reader, code, key, updates ? undefined : existing);
    reader.attributes(!updates);
    const opening = reader.atPlaces(quantityField);
    for (const [place, minimum] of reader.atPlaces(minimumAttribute.key))
      reader.record[minimumAttributeAt(place).key] = minimum;
    if (updates) {
      reader.agreeingQuantity(existing);
      this.#agreeingPlaces(reader, existing, opening);
    }
    reader.agreeingLastCost(updates ? existing : null);
    const quantity = updates ? 0 : openingOf(reader, row, opening);
    const id = existing !== undefined && updates ? existing.id : this.#nextId++;
    const plan: Plan = {
      ...{ row, reader, kind, quantity, opening, id, device: null },
      existing: updates ? existing : null,
    };
    this.plans.push(plan);
    if (this.rowOfCode.get(key) === undefined) this.rowOfCode.set(key, row.row);
    if (!this.#byCode.has(key)) this.#byCode.set(key, plan);
    this.#byId.set(id, plan);
    if (kind.componentSlots.length > 0) return;
    plan.device = this.#deviceOf(plan);
    this.#checkValue(plan, this.#book);
  }

  /** Quantities at places change by movements only; stock in transit counts where it came from, as in an export. */
  #agreeingPlaces(reader: FieldReader, { id }: Device, given: Opening): void {
    if (given.size === 0) return;
    const lying = exportedQuantities(this.#book.stock(id).levels, this.#journal, id);
    for (const [place, units] of given) {
      const there = quantityAt(this.#book.stock(id).levels, { place, of: null });
      if (units === there || units === (lying.get(place) ?? 0)) continue;
      const field = keyAtPlace(quantityField, this.#book.places.pathOf(place));
      reader.report(field, wrong('quantity-differs', { value: String(units), onHand: there }).problem);
    }
  }

  /** Other rows may be priced from a device only once nothing is wrong with its own. */
  #checkValue(plan: Plan, prices: PriceList): void {
    const { reader, device, existing, quantity } = plan;
    if (device === null) return;
    const units = existing === null ? quantity : this.#book.onHand(existing.id);
    reader.agreeingValue(device, units, existing, prices);
    if (reader.problems.length > 0) plan.device = null;
  }

  #kind({ row, fields }: ImportRow, existing: Device | undefined): Kind | null {
    const text = fields.get('kind');
    const now = existing === undefined || !this.#update ? undefined : kindOf(existing);
    const code = fields.get('code');
    if (this.#onlyExisting && existing === undefined && code !== undefined) {
      this.#reject(row, 'code', code, wrong('device-not-existing', { value: code }).problem);
      return null;
    }
    if (text === undefined) {
      if (now !== undefined) return now;
      if (this.#update && code !== undefined && existing === undefined) {
        this.#withoutPlan.push({
          row,
          column: 'code',
          value: code,
          code: 'not-found',
          problem: wrong('no-such-code', { value: code, nearest: [] }).problem,
        });
        return null;
      }
      this.#reject(row, 'kind', '', wrong('column-blank', { column: 'kind' }).problem);
      return null;
    }
    const kind = this.#book.kinds.parse(text);
    if (!kind.ok) {
      this.#reject(row, 'kind', text, kind.problem);
      return null;
    }
    if (now !== undefined && now.id !== kind.value.id) {
      const params = { value: text, code: existing?.code ?? '', kind: now.term };
      this.#reject(row, 'kind', text, wrong('kind-differs', params).problem);
      return null;
    }
    return kind.value;
  }

  #reject(row: number, column: string, value: string, problem: RejectedRow['problem']): void {
    this.#withoutPlan.push({ row, column, value, code: 'invalid', problem });
  }

  #checkCode(reader: FieldReader, code: string, key: string, taken: Device | undefined): void {
    const before = this.rowOfCode.get(key);
    if (before !== undefined && parseCode(code).ok) {
      reader.report('code', wrong('code-repeated', { value: code, row: before }).problem, 'duplicate-code');
    } else if (taken !== undefined) {
      reader.report(
        'code',
        wrong('device-exists', { code: taken.code, name: taken.name }).problem,
        'duplicate-code',
      );
    }
  }

  #deviceOf({ reader, kind, existing, id }: Plan): Device | null {
    if (reader.problems.length > 0) return null;
    if (existing !== null) return preview(this.#book, existing, reader.record);
    return deviceOfRecord(id, { kind: kind.id, ...reader.record }, this.#book.kinds, this.#book.currency);
  }

  /** Once every row is read: what devices are priced from, and whether a price that was given follows from it. */
  resolveComponents(): void {
    const source = this.#source();
    for (const plan of this.plans) {
      const { reader, kind, existing } = plan;
      if (kind.componentSlots.length === 0) continue;
      reader.components(source, existing === null, existing ?? undefined);
      plan.device = this.#deviceOf(plan);
      if (plan.device === null) continue;
      reader.followingPrice(plan.device, source, existing);
      this.#checkValue(plan, source);
    }
  }

  #source(): ComponentSource {
    const ofBook = componentsOfBook(this.#book);
    return {
      find: (code, slot) => {
        const key = codeKey(code);
        const plan = this.#byCode.get(key);
        if (plan?.device) return plan.device;
        const row = this.rowOfCode.get(key);
        const isSelf =
          plan !== undefined && plan.kind.componentSlots.length > 0 && plan.reader.problems.length === 0;
        // What the book has anyway may be referred to, whatever is wrong with its row.
        if (row === undefined || this.#book.withCode(code) !== undefined) return ofBook.find(code, slot);
        if (isSelf)
          return {
            code: 'invalid',
            problem: wrong('not-a-component', { slot: slot.key, value: code }).problem,
          };
        return { code: 'not-found', problem: wrong('component-refused', { value: code, row }).problem };
      },
      before: (component) =>
        'device' in component && this.#book.device(component.device) === undefined
          ? null
          : componentPrice(component, this.#book),
      priceOf: (id) => this.#byId.get(id)?.device?.price(this.#book) ?? this.#book.priceOf(id),
    };
  }
}
