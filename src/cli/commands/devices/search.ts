import { parseName } from '../../../inventory/values/text.ts';
import type { CommandDefinition } from '../../command.ts';
import { refuseMissing } from './device-argument.ts';
import { listingOptions, printListing } from './listing.ts';

export const command: CommandDefinition = {
  arguments: [{ typed: '[words...]', help: 'words' }],
  options: listingOptions,
  async run(context, args, options) {
    let words = args.flatMap((arg) => (arg ?? '').split(/\s+/)).filter(Boolean);
    if (words.length === 0) {
      if (!context.canAsk) refuseMissing('search', ['WORD']);
      const ask = await context.ask();
      const typed = await ask.text({ label: context.messages.ask.words, parse: parseName });
      words = typed.split(/\s+/).filter(Boolean);
    }
    return printListing(context, options, words, context.messages.noMatch);
  },
};
