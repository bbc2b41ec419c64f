import { decideAccept } from '../../../inventory/decide/queues/accept.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, option } from '../../options.ts';
import { cost } from '../movement/movement-options.ts';
import { words } from './accept.words.ts';
import { entryMeant, stepArguments, stepTerms, takeStep } from './step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments('accept'),
  options: {
    place: option(
      '--place <place>',
      {
        en: 'where inspected goods go (default: where the entry says)',
        zh: '合格品入库地点（默认按该笔流水）',
      },
      asTyped,
      'places',
    ),
    cost,
    ...stepTerms,
  },
  async run(session, { entry: typed, cost, ...rest }) {
    const step = { ...rest, entry: await entryMeant(session, 'accept', typed) };
    return takeStep(session, 'accept', step, (book, journal, at) =>
      decideAccept(book, journal, { ...step, cost: cost?.(book.currency) }, at, session.operator),
    );
  },
});
