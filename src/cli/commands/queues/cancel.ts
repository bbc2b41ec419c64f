import { decideCancel } from '../../../inventory/decide/queues/cancel.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { words } from './cancel.words.ts';
import { entryMeant, stepArguments, stepTerms, takeStep } from './step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments('cancel'),
  options: {
    place: option(
      '--place <place>',
      { en: 'where it goes (default: where it came from)', zh: '退回的地点（默认原地点）' },
      asTyped,
      'places',
    ),
    ...stepTerms,
  },
  async run(session, { entry: typed, ...rest }) {
    const step = { ...rest, entry: await entryMeant(session, 'cancel', typed) };
    return takeStep(session, 'cancel', step, (book, journal, at) => decideCancel(book, journal, step, at));
  },
});
