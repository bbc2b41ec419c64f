import { configDefaults, defineConfig } from 'vitest/config';

/** What every store does alike; with STOCKBOOK_TEST_STORE=postgres all of it is tested on a server, and nothing else. */
const ofAnyStore = ['test/transcripts/*.test.ts', 'test/cli/**/*.test.ts'];
/** What of it is tested on a server in every run: whoever changes a store or a decision sees at once what that does there. */
const usuallyOnServer = [
  'transcripts/transcripts',
  'cli/movements',
  'cli/undo-and-past',
  'cli/correct',
  'cli/error-codes',
];
/**
 * What is about the files of a store: their locks, what is written to them, what a crash leaves; or has the program's own clock
 * say other times: on a server, that has the clock.
 */
const aboutFiles = [
  'backup',
  'costs',
  'damage',
  'endless',
  'interrupts',
  'leftovers',
  'periods',
  'store-access',
  'where',
];

const ofServer = process.env['STOCKBOOK_TEST_STORE'] === 'postgres';

const shared = {
  // Only a broken program meets these, however slow or busy the machine is.
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

const inFiles = { ...shared, name: 'in files', include: ['test/**/*.test.ts'] };
const onServer = {
  ...shared,
  name: 'on a server',
  include: ofServer ? ofAnyStore : usuallyOnServer.map((name) => `test/${name}.test.ts`),
  exclude: [...configDefaults.exclude, ...aboutFiles.map((name) => `test/cli/${name}.test.ts`)],
  env: { STOCKBOOK_TEST_STORE: 'postgres' },
  setupFiles: ['test/postgres/skip-without-server.ts'],
};

export default defineConfig({
  test: {
    globalSetup: ['test/nothing-left.ts', 'test/postgres/one-server.ts'],
    maxWorkers: 3,
    projects: (ofServer ? [onServer] : [inFiles, onServer]).map((test) => ({ test })),
  },
});
