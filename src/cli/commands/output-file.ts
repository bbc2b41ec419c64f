import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsed } from '../../inventory/refusal.ts';
import type { Context } from '../context.ts';
import { printable } from '../render/printable.ts';

/** On a terminal where nothing was typed: the file to write, or none to print it. */
export async function askForFile(context: Context, label: string): Promise<string | undefined> {
  const ask = await context.ask();
  return ask.optionalText({ label, parse: parsed });
}

/** A file that is replaced cannot be brought back by a command of ours. */
export async function mayReplace(context: Context, output: string): Promise<boolean> {
  if (!existsSync(resolve(context.directory, output))) return true;
  const { confirm } = context.messages;
  return context.confirmed([confirm.replace(printable(output))], confirm.proceed, confirm.nothingDone);
}
