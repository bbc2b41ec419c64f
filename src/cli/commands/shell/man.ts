import type { Context } from '../../context.ts';
import { manPage } from '../../help/man-page.ts';

/** Prints the manual page, in English: the build writes it to dist/stockbook.1. */
export async function command(context: Context): Promise<number> {
  context.print(await manPage());
  return 0;
}
