import { resolve } from 'node:path';

const preloading = (name: string) => ({
  NODE_OPTIONS: `--require ${JSON.stringify(resolve(import.meta.dirname, name))}`,
});

/** The environment in which the built program's clock stands at a time. */
export const clockAt = (time: string): { readonly [name: string]: string } => ({
  ...preloading('clock.cjs'),
  STOCKBOOK_TEST_TIME: time,
});

/** The environment in which whatever the built program does takes it long, by its own clock. */
export const slowClock: { readonly [name: string]: string } = preloading('slow-clock.cjs');
