import { decideCancel } from '../../../inventory/decide/movements/shipment.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { words } from './cancel.words.ts';
import { doStep, stepArguments } from './shipment-step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments,
  options: {
    place: option(
      '--place <place>',
      { en: 'where it goes (default: where it came from)', zh: '退回的地点（默认调出地点）' },
      asTyped,
      'places',
    ),
    ref,
    note,
    key,
  },
  run: (session, typed) =>
    doStep(session, 'cancel', typed, (book, journal, at, step) => decideCancel(book, journal, step, at)),
});
