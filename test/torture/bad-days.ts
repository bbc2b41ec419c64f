import { describe, expect, it } from 'vitest';
import { metNothing, playEpisode } from './episode.ts';
import { seed, tally, times } from './length.ts';

const episodes = Number(process.env['STOCKBOOK_EPISODES'] ?? times(400, 50_000));

/** Plays a half of the episodes; the halves are test files of their own, so that two cores play them at once. */
export function playBadDays(half: 0 | 1): void {
  const first = seed + half * episodes;
  describe('a shop with bad days', () => {
    it(`loses nothing, doubles nothing and invents nothing (seed ${first})`, {
      timeout: 24 * 3_600_000,
    }, async () => {
      const met = metNothing();
      const begun = performance.now();
      for (let number = first; number < first + episodes; number++) {
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
      console.info(`${episodes} episodes, ${perSecond} a second`);
      tally({
        'episodes on a simulated disk': episodes,
        'commands acknowledged in episodes': met.acknowledged,
        'commands refused in episodes': met.refused,
        'kills in episodes': met.kills,
        'power cuts in episodes': met.powerCuts,
        'damages in episodes': met.damages,
      });
      if (episodes >= 400) {
        expect(met.kills + met.powerCuts).toBeGreaterThan(episodes);
        expect(met.refused).toBeGreaterThan(episodes);
        expect(met.acknowledged).toBeGreaterThan(episodes);
        expect(met.unknown).toBeGreaterThan(0);
        expect(met.damages).toBeGreaterThan(0);
      }
    });
  });
}
