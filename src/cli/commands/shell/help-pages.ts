import { helpPages } from '../../help/pages.ts';
import type { Session } from '../../session.ts';

/** Prints all pages of help as JSON, by file: the build writes them. */
export async function command(session: Session): Promise<number> {
  session.host.printJson(await helpPages());
  return 0;
}
