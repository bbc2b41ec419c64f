import { describe, expect, it } from 'vitest';
import { playEpisode } from './episode.ts';
import { mutants } from './mutants.ts';

const most = 1500;

describe('the attack', () => {
  it.each([...mutants])('catches a store that %s', { timeout: 120_000 }, async (_mistake, wrap) => {
    for (let number = 1; number <= most; number++) {
      try {
        await playEpisode(number, undefined, wrap);
      } catch (error) {
        if (process.env['STOCKBOOK_SEED'] !== undefined)
          console.info(`caught in episode ${number}: ${error instanceof Error ? error.message : error}`);
        return;
      }
    }
    expect.unreachable(`${most} episodes did not catch it`);
  });
});
