import { placeKinds } from '../../inventory/book/place-kinds.ts';
import type { Place } from '../../inventory/book/places.ts';
import type { PlaceEffect } from '../../inventory/decide/movements/undo.ts';
import { termOf } from '../../inventory/devices/attribute.ts';
import { costField, isObject } from '../../inventory/devices/device-record.ts';
import { choicesOf } from '../../inventory/devices/kinds.ts';
import type { AttributeEffect, Effect } from '../../inventory/look/effects.ts';
import type { Json } from '../../inventory/refusal.ts';
import type { Wording } from '../words/messages.ts';
import { placeNamed } from '../words/places.ts';
import { printable } from './printable.ts';

/** How many devices are listed, unless a command says more. */
const maxShown = 10;

/**
 * What becomes of each device, a line a device: on hand, attributes, and whether it is in the book; `added` is said of one
 * that was not. There may be more devices than are shown: `total` is how many.
 */
export function effectLines(
  words: Wording,
  effects: readonly Effect[],
  { most = maxShown, total = effects.length, added = words.messages.effect.added } = {},
): readonly string[] {
  const { effect } = words.messages;
  const lines = effects
    .slice(0, most)
    .map((one) => effect.device(printable(one.code), printable(one.name), parts(words, one, added)));
  const more = total - lines.length;
  return more > 0 ? [...lines, effect.more(more)] : lines;
}

function parts(
  words: Wording,
  { presence, onHand, places, attributes }: Effect,
  added: string,
): readonly string[] {
  const { effect } = words.messages;
  const hasMoved = onHand.from !== onHand.to;
  return [
    ...(hasMoved ? [effect.onHand(onHand.from, onHand.to)] : []),
    ...places.map(({ place, from, to }) => effect.atPlace(placeNamed(place, words.language), from, to)),
    ...(presence !== null && !hasMoved ? [effect.stillOnHand(onHand.to)] : []),
    ...attributes.map((one) => attributeLine(words, one)),
    ...(presence === null ? [] : [presence === 'added' ? added : effect.removed]),
  ];
}

/** An attribute as it was and as it is: `price 9.00 → 1.00`. */
export function attributeLine({ messages, language }: Wording, { key, from, to }: AttributeEffect): string {
  const shown = (value: Json): string => {
    if (value === null) return messages.none;
    if (isObject(value)) return shown((value['code'] ?? value['price'] ?? null) as Json);
    return printable(termOf(choicesOf(key), String(value), language));
  };
  const [column = key, place] = key.split('@');
  const field = column === costField ? 'lastCost' : column;
  const named = messages.fields[field] ?? field;
  const at = place === undefined ? '' : `@${placeNamed(place, language)}`;
  return messages.effect.attribute(named + at, shown(from), shown(to));
}

/** What becomes of each place, a line a place. */
export const placeEffectLines = (
  { messages, language }: Wording,
  effects: readonly PlaceEffect[],
): readonly string[] =>
  effects.map(({ from, to }) => {
    const shown = (place: Place | null) =>
      place === null
        ? null
        : [placeNamed(place.path, language), termOf(placeKinds, place.kind, language), place.recount ?? '']
            .filter(Boolean)
            .join(' ');
    return messages.effect.place(shown(from), shown(to));
  });
