import { namedCommand, without } from '../argv/command-path.ts';
import type { Loaders } from '../command.ts';
import { perform } from '../perform.ts';
import type { Program } from '../run.ts';

/** Carries out words that name one of a few commands. */
export const everyday =
  (loaders: Partial<Loaders<string>>): Program =>
  async (words, setup) => {
    const named = namedCommand(words);
    const load = named === null ? undefined : loaders[named.name];
    if (named === null || load === undefined) throw new Error('another file has this command');
    const { command } = await load();
    return (await perform(named.name, command, without(words, named.places), setup)).code;
  };
