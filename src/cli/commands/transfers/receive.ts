import { decideReceive } from '../../../inventory/decide/movements/shipment.ts';
import { parseQuantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { words } from './receive.words.ts';
import { doStep, stepArguments } from './shipment-step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments,
  options: {
    place: option(
      '--place <place>',
      { en: 'where it goes (default: where it was sent)', zh: '收货地点（默认调入地点）' },
      asTyped,
      'places',
    ),
    missing: option(
      '--missing <quantity>',
      { en: 'how many of them never arrived', zh: '其中未到货的数量' },
      parseQuantity,
    ),
    ref,
    note,
    key,
  },
  run: (session, typed) =>
    doStep(session, 'receive', typed, (book, journal, at, step) => decideReceive(book, journal, step, at)),
});
