import { describe, expect, it } from 'vitest';
import { playEpisode } from './episode.ts';
import type { Mutation } from './simulated-disk.ts';

const seed = Number(process.env['STOCKBOOK_SEED'] ?? Date.now() % 1_000_000);
const episodes = Number(process.env['STOCKBOOK_EPISODES'] ?? 600);

/** Plays an episode; a failure tells the seed that plays it again. */
async function play(number: number, mutation?: Mutation) {
  try {
    return await playEpisode(number, mutation);
  } catch (error) {
    throw new Error(
      `episode ${number} failed; play it again with STOCKBOOK_SEED=${number} STOCKBOOK_EPISODES=1`,
      { cause: error },
    );
  }
}

describe('a shop with bad days', () => {
  it(`loses nothing, doubles nothing and invents nothing (seed ${seed})`, {
    timeout: 3_600_000,
  }, async () => {
    let [crashes, refused, acknowledged] = [0, 0, 0];
    for (let number = seed; number < seed + episodes; number++) {
      const met = await play(number);
      crashes += met.crashes;
      refused += met.refused;
      acknowledged += met.acknowledged;
    }
    if (episodes >= 100) {
      expect(crashes).toBeGreaterThan(episodes / 2);
      expect(refused).toBeGreaterThan(episodes / 10);
      expect(acknowledged).toBeGreaterThan(episodes);
    }
  });
});

describe('the attack', () => {
  const mutations: readonly Mutation[] = [
    'no-sync',
    'no-directory-sync',
    'short-write-ignored',
    'sync-error-ignored',
    'no-truncate',
    'lock-off',
  ];

  it.each(mutations)('catches a store with %s', { timeout: 120_000 }, async (mutation) => {
    const most = 600;
    for (let number = 1; number <= most; number++) {
      try {
        await playEpisode(number, mutation);
      } catch {
        return;
      }
    }
    expect.unreachable(`${most} episodes did not catch it`);
  });
});
