import { resolve } from 'node:path';

const preload = resolve(import.meta.dirname, 'clock.cjs');

/** The environment in which the built program's clock stands at a time. */
export const clockAt = (time: string): { readonly [name: string]: string } => ({
  NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
  STOCKBOOK_TEST_TIME: time,
});
