import { expect } from 'vitest';
import { metNothing, playEpisode } from './episode.ts';
import { tally } from './length.ts';

/** Plays episodes in a row from a seed, and counts what happened in them. */
export async function playBadDays(first: number, episodes: number): Promise<void> {
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
    'damages of a first line in episodes': met.headerDamages,
    'mixtures of two unconfirmed lines in episodes': met.mixtures,
  });
  if (episodes < 500) return;
  expect(met.kills + met.powerCuts).toBeGreaterThan(episodes);
  expect(met.refused).toBeGreaterThan(episodes);
  expect(met.acknowledged).toBeGreaterThan(episodes);
  expect(met.unknown).toBeGreaterThan(0);
  expect(met.damages).toBeGreaterThan(0);
  expect(met.headerDamages).toBeGreaterThan(0);
}
