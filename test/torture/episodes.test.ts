import { describe, expect, it } from 'vitest';
import { metNothing, playEpisode } from './episode.ts';

const seed = Number(process.env['STOCKBOOK_SEED'] ?? Date.now() % 1_000_000);
const episodes = Number(process.env['STOCKBOOK_EPISODES'] ?? 800);

describe('a shop with bad days', () => {
  it(`loses nothing, doubles nothing and invents nothing (seed ${seed})`, {
    timeout: 24 * 3_600_000,
  }, async () => {
    const met = metNothing();
    const begun = performance.now();
    for (let number = seed; number < seed + episodes; number++) {
      try {
        await playEpisode(number, met);
      } catch (error) {
        throw new Error(
          `episode ${number} failed; play it again with STOCKBOOK_SEED=${number} STOCKBOOK_EPISODES=1`,
          { cause: error },
        );
      }
    }
    const perSecond = Math.round((episodes * 1000) / (performance.now() - begun));
    console.info(`${episodes} episodes from seed ${seed}, ${perSecond} a second: ${JSON.stringify(met)}`);
    if (episodes >= 500) {
      expect(met.kills + met.powerCuts).toBeGreaterThan(episodes);
      expect(met.refused).toBeGreaterThan(episodes);
      expect(met.acknowledged).toBeGreaterThan(episodes);
      expect(met.unknown).toBeGreaterThan(0);
      expect(met.damages).toBeGreaterThan(0);
    }
  });
});
