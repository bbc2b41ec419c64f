import type { Currency } from '../inventory/values/money.ts';
import type { RestoreSource } from './journal/backup.ts';
import type { StoreOptions } from './store.ts';
import type { KeptStore } from './upkeep.ts';

// Every place is a path as yet: a store of another kind is another branch here, and a folder beside json-file.

/** Opens the store at a place that locate.ts has found. */
export async function openStore(place: string, options: StoreOptions): Promise<KeptStore> {
  const { openJsonFileStore } = await import('./json-file/store.ts');
  return openJsonFileStore(place, options);
}

/** Makes a store; refuses where there is one. */
export async function makeStore(
  place: string,
  currency: Currency,
  options: StoreOptions,
): Promise<KeptStore> {
  const { initJsonFileStore } = await import('./json-file/store.ts');
  return initJsonFileStore(place, currency, options);
}

/** Makes a store of a backup; refuses where there is one. */
export async function restoreStore(
  place: string,
  backup: RestoreSource,
  options: StoreOptions,
): Promise<KeptStore> {
  const { restoreJsonFileStore } = await import('./json-file/upkeep/restore.ts');
  await restoreJsonFileStore(place, backup, options);
  return openStore(place, options);
}
