import { type Reason, stockInReasons, stockOutReasons } from '../../book/change.ts';
import { parseChoice } from '../../devices/attribute.ts';
import { type Parsed, parsed } from '../../refusal.ts';
import type { Code } from '../../values/code.ts';
import type { Money } from '../../values/money.ts';
import type { Quantity } from '../../values/quantity.ts';
import type { Line } from '../../values/text.ts';

export type Direction = 'stock-in' | 'stock-out';

/** A movement to record; the device is named as typed. */
export interface Movement {
  readonly device: string;
  readonly direction: Direction;
  readonly quantity: Quantity;
  readonly reason: Reason;
  /** Where, as typed; the first place if none is named. */
  readonly place?: string | undefined;
  readonly cost?: Money | undefined;
  /** Whether it is sold and waits to be delivered. */
  readonly toDeliver?: boolean | undefined;
  readonly ref?: Line | undefined;
  readonly note?: Line | undefined;
  readonly key?: Line | undefined;
  /** The supplier or customer. */
  readonly party?: Line | undefined;
  /** Serial numbers of pieces that move, at most one for each. */
  readonly serials?: readonly Code[] | undefined;
  /** The entry whose pieces a return takes back. */
  readonly of?: number | undefined;
  /** The count that found it moved already: it happened before that, though it is recorded later. */
  readonly beforeCount?: number | undefined;
  /** What must be there at that moment. */
  readonly expect?: Quantity | undefined;
}

const reasonsOf = { 'stock-in': stockInReasons, 'stock-out': stockOutReasons } as const;

/** What a movement is for where no reason is typed. */
export const usualReasons = {
  'stock-in': stockInReasons[0].value,
  'stock-out': stockOutReasons[0].value,
} as const;

/** The reason that was typed, by value or label, or the usual one. */
export function parseReason(text: string | undefined, direction: Direction): Parsed<Reason> {
  const reasons = reasonsOf[direction];
  if (text === undefined) return parsed(reasons[0].value);
  return parseChoice<(typeof reasons)[number]>(text, reasons);
}

/** The change of a movement: negative for a stock-out. */
export const changeOf = ({ direction, quantity }: Movement): number =>
  direction === 'stock-in' ? quantity : -quantity;
