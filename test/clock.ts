import { resolve } from 'node:path';

const preloading = (name: string) => ({
  NODE_OPTIONS: `--require ${JSON.stringify(resolve(import.meta.dirname, name))}`,
});

/** An environment in which the built program's clock shows a fixed time. */
export const clockAt = (time: string): { readonly [name: string]: string } => ({
  ...preloading('clock.cjs'),
  STOCKBOOK_TEST_TIME: time,
});

/** An environment in which everything takes long by the built program's own clock. */
export const slowClock: { readonly [name: string]: string } = preloading('slow-clock.cjs');
