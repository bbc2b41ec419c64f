import { defineCommand } from '../../command.ts';
import { words } from './list.words.ts';
import { listingOptions, printListing } from './listing.ts';

export const command = defineCommand({
  words,
  options: listingOptions,
  run(session, typed) {
    const { kind, brand, asOf, notCountedSince, inStock, low } = typed;
    const isFiltered =
      inStock || low || [kind, brand, asOf, notCountedSince].some((option) => option !== undefined);
    const { noMatch, command } = session.messages;
    const { noDevices } = words[session.language];
    return printListing(session, typed, [], isFiltered ? noMatch : noDevices(command));
  },
});
