import { manPage } from '../../help/man-page.ts';
import type { Session } from '../../session.ts';

/** Prints the manual page, in English: the build writes it to dist/stockbook.1. */
export async function command(session: Session): Promise<number> {
  session.host.print(await manPage());
  return 0;
}
