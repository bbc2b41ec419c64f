import type { Choice } from '../../devices/attribute.ts';
import { type Parsed, parsed, wrong } from '../../refusal.ts';
import { folded, visible } from '../../values/text.ts';
import type { Direction } from '../movements/movement.ts';
import type { IncomingType } from './incoming-rows.ts';

/** What a row of a file does: a movement, a transfer, arrived or on its way, or goods that are to come in. */
export type RowType = Direction | 'transfer' | 'shipment' | IncomingType;

/** How the type of a row may be written in a file. */
export const directions: ReadonlyMap<string, RowType> = new Map<string, RowType>([
  ['in', 'stock-in'],
  ['stock-in', 'stock-in'],
  ['入库', 'stock-in'],
  ['out', 'stock-out'],
  ['stock-out', 'stock-out'],
  ['出库', 'stock-out'],
  ['transfer', 'transfer'],
  ['调拨', 'transfer'],
  ['shipment', 'shipment'],
  ['在途调拨', 'shipment'],
  ['order', 'order'],
  ['订货', 'order'],
  ['inspect', 'inspect'],
  ['待检', 'inspect'],
]);

const directionChoices = [
  { value: 'in', term: { en: 'in', zh: '入库' } },
  { value: 'out', term: { en: 'out', zh: '出库' } },
  { value: 'transfer', term: { en: 'transfer', zh: '调拨' } },
  { value: 'shipment', term: { en: 'shipment', zh: '在途调拨' } },
  { value: 'order', term: { en: 'order', zh: '订货' } },
  { value: 'inspect', term: { en: 'inspect', zh: '待检' } },
] as const satisfies readonly Choice[];

export function parseRowType(text: string): Parsed<RowType> {
  const direction = directions.get(folded(visible(text).trim()));
  return direction === undefined
    ? wrong('not-a-choice', { value: text, choices: directionChoices })
    : parsed(direction);
}
