import { describe, it } from 'vitest';
import { playBadDays } from './bad-days.ts';
import { seed } from './length.ts';

const episodes = Number(process.env['STOCKBOOK_EPISODES'] ?? 800);

describe('a shop with bad days', () => {
  it(`loses nothing, doubles nothing and invents nothing (seed ${seed})`, {
    timeout: 24 * 3_600_000,
  }, async () => {
    await playBadDays(seed, episodes);
  });
});
