import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareNode } from './dataset.js';
import { measure, median } from './measure.js';

const hook = join(import.meta.dirname, 'peak-memory.cjs');
const kibPerMib = 1024;

/** The most memory that turns take, in MiB by name: medians over rounds, in which the answers are checked as ever. */
export function measurePeaks(turns, { scratch, env, rounds }) {
  const file = join(scratch, 'peak');
  const peaks = new Map();
  const watched = (name, turn) => ({
    ...turn,
    command: watchedCommand(turn.command, file),
    answer(stdout) {
      const mib = Number(readFileSync(file, 'utf8')) / kibPerMib;
      peaks.set(name, [...(peaks.get(name) ?? []), mib]);
      return turn.answer(stdout);
    },
  });
  const all = (round) => {
    const entries = Object.entries({ node: bareNode(env), ...turns(round) });
    return Object.fromEntries(entries.map(([name, turn]) => [name, watched(name, turn)]));
  };
  const { pairs } = measure(all, { rounds, budgetMs: 0, fewest: rounds, warmUps: 0 });
  return { pairs, mib: (name) => median(peaks.get(name)) };
}

function watchedCommand({ words: [node, ...rest], cwd, env }, file) {
  return { words: [node, '--require', hook, ...rest], cwd, env: { ...env, BENCH_PEAK: file } };
}
