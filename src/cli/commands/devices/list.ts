import type { CommandDefinition } from '../../command.ts';
import { listingOptions, printListing } from './listing.ts';

export const command: CommandDefinition = {
  options: listingOptions,
  run: (context, _args, options) => {
    const filtered = ['kind', 'brand', 'inStock', 'low', 'asOf'].some(
      (option) => options[option] !== undefined,
    );
    return printListing(
      context,
      options,
      [],
      filtered ? context.messages.noMatch : context.messages.noDevices(context.messages.command),
    );
  },
};
