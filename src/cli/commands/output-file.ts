import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsed, refuse } from '../../inventory/refusal.ts';
import { belongsToStore } from '../../store/locate.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { printable } from '../render/printable.ts';

declare module '../../inventory/refusal.ts' {
  interface ProblemParams {
    'store-is-target': { path: string };
  }
}

/** On a terminal where nothing was typed: the file to write, or none to print it. */
export async function askForFile(context: Context, label: string): Promise<string | undefined> {
  const ask = await context.ask();
  return ask.optionalText({ label, parse: parsed });
}

/** Refuses a file to write that is one of the store's own: replacing it would destroy what it holds. */
export function refuseStoreFile(context: Context, store: Store, output: string): void {
  if (belongsToStore(store.where, resolve(context.directory, output)))
    refuse('usage', 'store-is-target', { path: output }, { path: output });
}

/** Whether a file may be written: one that is replaced cannot be brought back by a command of ours. */
export async function mayWrite(context: Context, output: string): Promise<boolean> {
  refuseStoreFile(context, await context.store(), output);
  if (!existsSync(resolve(context.directory, output))) return true;
  const { confirm } = context.messages;
  return context.confirmed([confirm.replace(printable(output))], confirm.proceed, confirm.nothingDone);
}
