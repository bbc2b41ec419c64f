import { decideFreeze } from '../../../inventory/decide/counts/freeze.ts';
import { defineCommand } from '../../command.ts';
import type { CommandWords } from '../../words/command-words.ts';
import { placeNamed } from '../../words/places.ts';
import { key, note, ref } from '../movement/movement-options.ts';
import { count, countMeant, placeOfCount, recordStep } from './count-options.ts';

/** What freezing and thawing say. */
export interface FreezingMessages {
  /** Where the count is frozen from then on. */
  readonly done: (entry: number, count: number, frozen: readonly string[]) => string;
}

/** The command that freezes the places of a count, or lets stock move there again. */
export const freezingCommand = (act: 'freeze' | 'thaw', words: CommandWords<FreezingMessages>) =>
  defineCommand({
    words,
    arguments: { count },
    options: { place: placeOfCount, note, ref, key },
    async run(session, typed) {
      const { language } = session;
      const meant = { ...typed, count: await countMeant(session, typed.count, `count ${act}`), do: act };
      return recordStep(
        session,
        `count-${act}`,
        (book, journal, at) => decideFreeze(book, journal, meant, at),
        (entry, places) =>
          entry.changes.flatMap((change) => {
            if (change.do !== 'frozen') return [];
            const frozen = change.after.map((id) => placeNamed(places.pathOf(id), language));
            return [words[language].done(entry.n, change.count, frozen)];
          }),
        typed.key,
      );
    },
  });
