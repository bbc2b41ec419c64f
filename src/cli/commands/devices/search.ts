import { kinds } from '../../../inventory/devices/kinds.ts';
import { parseName } from '../../../inventory/values/text.ts';
import { defineCommand } from '../../command.ts';
import { asTyped, several } from '../../options.ts';
import { askFor } from '../missing.ts';
import { listingOptions, printListing } from './listing.ts';
import { words } from './search.words.ts';

export const command = defineCommand({
  words,
  arguments: {
    wanted: several(
      '[words...]',
      { en: 'words to look for', zh: '编号、品名、品牌、类别、类型或规格中的词' },
      asTyped,
      kinds.choices,
    ),
  },
  options: listingOptions,
  async run(session, typed) {
    let wanted = typed.wanted.flatMap(wordsIn);
    if (wanted.length === 0) {
      const ask = await askFor(session, 'search', ['WORD']);
      wanted = wordsIn(await ask.text({ label: words[session.language].wanted, parse: parseName }));
    }
    return printListing(session, typed, wanted, session.messages.noMatch);
  },
});

/** The words of a text that is looked for. */
export const wordsIn = (text: string): string[] => text.split(/\s+/).filter(Boolean);
