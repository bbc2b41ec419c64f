import { decideDeliver } from '../../../inventory/decide/queues/deliver.ts';
import { defineCommand } from '../../command.ts';
import { words } from './deliver.words.ts';
import { entryMeant, stepArguments, stepTerms, takeStep } from './step.ts';

export const command = defineCommand({
  words,
  arguments: stepArguments('deliver'),
  options: stepTerms,
  async run(session, { entry: typed, ...rest }) {
    const step = { ...rest, entry: await entryMeant(session, 'deliver', typed) };
    return takeStep(session, 'deliver', step, (book, journal, at) => decideDeliver(book, journal, step, at));
  },
});
