import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/nothing-left.ts',
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
