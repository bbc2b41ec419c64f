// Plays episodes without a test runner, which halves their speed: from a seed on, so many. For run.js.
import { playBadDays } from './bad-days.ts';

const [first = 0, episodes = 0] = process.argv.slice(2).map(Number);
await playBadDays(first, episodes);
