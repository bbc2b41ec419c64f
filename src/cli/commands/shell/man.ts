import type { CommandDefinition } from '../../command.ts';
import { manPage } from '../../help/man-page.ts';

/** Prints the manual page, in English: the build writes it to dist/stockbook.1. */
export const command: CommandDefinition = {
  async run(context) {
    context.print(await manPage());
    return 0;
  },
};
