import type { Currency } from '../inventory/values/money.ts';
import type { RestoreSource } from './journal/backup.ts';
import { isServerUrl, parseServerUrl } from './postgres/server/url.ts';
import type { StoreOptions } from './store.ts';
import type { KeptStore } from './upkeep.ts';

// Every place is a path or a postgres:// URL: a store of another kind is another branch here, and a folder of its own.

/** Opens the store at a place that locate.ts has found. */
export async function openStore(place: string, options: StoreOptions): Promise<KeptStore> {
  if (isServerUrl(place)) {
    const { openPostgresStore } = await import('./postgres/store.ts');
    return openPostgresStore(place, options);
  }
  const { openJsonFileStore } = await import('./json-file/store.ts');
  return openJsonFileStore(place, options);
}

/** Makes a store; refuses where there is one. */
export async function makeStore(
  place: string,
  currency: Currency,
  options: StoreOptions,
): Promise<KeptStore> {
  if (isServerUrl(place)) {
    const { initPostgresStore } = await import('./postgres/init.ts');
    return initPostgresStore(place, currency, options);
  }
  const { initJsonFileStore } = await import('./json-file/store.ts');
  return initJsonFileStore(place, currency, options);
}

/** Makes a store of a backup; refuses where there is one. */
export async function restoreStore(
  place: string,
  backup: RestoreSource,
  options: StoreOptions,
): Promise<KeptStore> {
  if (isServerUrl(place)) {
    const { restorePostgresStore } = await import('./postgres/upkeep/restore.ts');
    return restorePostgresStore(place, backup, options);
  }
  const { restoreJsonFileStore } = await import('./json-file/upkeep/restore.ts');
  await restoreJsonFileStore(place, backup, options);
  return openStore(place, options);
}

/** The operator at a place where that is who logs in; undefined at any other. */
export const loginAt = (place: string, env: NonNullable<StoreOptions['env']>): string | undefined =>
  isServerUrl(place) ? parseServerUrl(place, env).user : undefined;
