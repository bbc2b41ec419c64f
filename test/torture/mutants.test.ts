import { describe, expect, it } from 'vitest';
import { playEpisode } from './episode.ts';
import { tally } from './length.ts';
import { mutants } from './mutants.ts';

/** So many episodes are enough for any of them. */
const most = 1500;

describe('the attack', () => {
  it.each([...mutants])('catches a store that %s', async (mistake, wrap) => {
    for (let number = 1; number <= most; number++) {
      try {
        await playEpisode(number, undefined, wrap);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        console.info(`a store that ${mistake} is caught in episode ${number}: ${why.slice(0, 120)}`);
        tally({ 'mutants of the store caught': 1 });
        return;
      }
    }
    expect.unreachable(`${most} episodes did not catch it`);
  });
});
