import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { printable } from '../render/printable.ts';

/** Whether a file may be written; one that is there is asked about, for no command of ours brings it back. */
export async function mayReplace(context: Context, output: string): Promise<boolean> {
  if (!existsSync(resolve(context.directory, output))) return true;
  const { confirm } = context.messages;
  return context.confirmed([confirm.replace(printable(output))], confirm.proceed, confirm.nothingDone);
}
