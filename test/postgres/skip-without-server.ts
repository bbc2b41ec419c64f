import { beforeEach } from 'vitest';
import { testServer } from './one-server.ts';

// Skips by name what needs a server, where none starts; the reason is shown beside it.
beforeEach(({ skip }) => {
  const server = testServer();
  if (typeof server === 'string') skip(server);
});
