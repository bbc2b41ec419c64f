import { join } from 'node:path';

/** What every program that is measured finds around it: nothing of the user's own. */
export const environment = (folder) => ({
  PATH: process.env.PATH ?? '',
  HOME: join(folder, 'home'),
  LANG: 'C.UTF-8',
  TZ: 'UTC',
});
