import type { Moved } from '../../book/change.ts';
import { firstPlace, inspection, ordered, type PlaceId } from '../../book/place-kinds.ts';
import type { Quantity } from '../../values/quantity.ts';
import { serialsText } from '../../values/serials.ts';

/** What a row of a file may put into a queue: goods on order, or delivered and to be inspected. */
export type IncomingType = 'order' | 'inspect';

/** The columns that such rows have no use for. */
export const notOfIncoming: { readonly [type in IncomingType]: readonly string[] } = {
  order: ['reason', 'serials', 'of', 'beforeCount'],
  inspect: ['reason', 'of', 'beforeCount', 'due'],
};

/** A row of goods that are to come in. */
export interface IncomingRow {
  readonly device: string;
  readonly queue: PlaceId;
  readonly quantity: Quantity;
  readonly expect?: Quantity | undefined;
  readonly key?: string | undefined;
  /** What the movement says of them. */
  readonly terms: Pick<Moved, 'ref' | 'note' | 'key' | 'cost' | 'party' | 'serials' | 'due'>;
}

/** What such a row says, beside what every row does; null is what it leaves out. */
interface IncomingSaid {
  readonly cost: string | null;
  readonly party: string | null;
  readonly serials: readonly string[] | null;
  readonly due: string | null;
}

/** The row that the cells of a file make. */
export function incomingRow(
  type: IncomingType,
  {
    device,
    quantity,
    expect,
    ...rest
  }: Omit<IncomingRow, 'queue' | 'terms'> & Pick<Moved, 'ref' | 'note' | 'key'>,
  { cost, party, serials, due }: IncomingSaid,
): IncomingRow {
  return {
    device,
    quantity,
    expect,
    key: rest.key,
    queue: type === 'order' ? ordered : inspection,
    terms: {
      ...rest,
      ...(cost === null ? {} : { cost }),
      ...(party === null ? {} : { party }),
      ...(serials === null ? {} : { serials }),
      ...(due === null ? {} : { due }),
    },
  };
}

/** What of a movement that is recorded under the key of a row is not as the row has it. */
export function differentIncoming(
  { queue, quantity, terms }: IncomingRow,
  to: PlaceId,
  recorded: Moved,
): string | undefined {
  if (recorded.place !== queue || recorded.change < 0) return 'type';
  if (recorded.change !== quantity) return 'quantity';
  if ((recorded.to ?? firstPlace) !== to) return 'to';
  if (serialsText(recorded.serials ?? []) !== serialsText(terms.serials ?? [])) return 'serials';
  return (['cost', 'party', 'due', 'ref', 'note'] as const).find((field) => recorded[field] !== terms[field]);
}
