import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The environment that makes a program's syncs take 10 ms longer; undefined if it cannot be compiled. */
export function slowSync(folder) {
  if (process.platform !== 'linux') return undefined;
  const library = join(folder, 'slow-sync.so');
  const words = ['-shared', '-fPIC', '-O2', '-o', library, join(import.meta.dirname, 'slow-sync.c'), '-ldl'];
  return spawnSync('cc', words).status === 0 ? { LD_PRELOAD: library } : undefined;
}

/** The same turns, with slower syncs. */
export const slowed = (turns, slow) => (round) =>
  Object.fromEntries(
    Object.entries(turns(round)).map(([name, turn]) => {
      const { command } = turn;
      return [name, { ...turn, command: { ...command, env: { ...command.env, ...slow } } }];
    }),
  );
