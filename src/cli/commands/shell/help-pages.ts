import type { Context } from '../../context.ts';
import { helpPages } from '../../help/pages.ts';

/** Prints all pages of help as JSON, by file: the build writes them. */
export async function command(context: Context): Promise<number> {
  context.printJson(await helpPages());
  return 0;
}
