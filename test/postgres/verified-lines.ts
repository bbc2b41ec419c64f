import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openJsonFileStore } from '../../src/store/json-file/store.ts';
import { restoreJsonFileStore } from '../../src/store/json-file/upkeep/restore.ts';
import type { StoreOptions } from '../../src/store/store.ts';
import { openShop, optionsOf } from './shop.ts';

/** The lines of a store, as its backup has them, verified by the store on files; and that it finds nothing wrong either. */
export async function verifiedLines(
  url: string,
  more: Partial<StoreOptions> = {},
): Promise<readonly string[]> {
  const store = openShop(url, more);
  const folder = mkdtempSync(join(tmpdir(), 'stockbook-verified-'));
  try {
    expect((await store.verify()).findings).toEqual([]);
    const { lines } = await store.backup();
    const book = join(folder, 'inventory.json');
    await restoreJsonFileStore(book, { name: url, bytes: lines }, optionsOf());
    const restored = await openJsonFileStore(book, optionsOf());
    expect((await restored.verify()).findings).toEqual([]);
    return readFileSync(join(folder, 'inventory.journal.jsonl'), 'utf8').trimEnd().split('\n');
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts each reference in the lines of a store. */
export function references(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of lines)
    for (const [, ref = ''] of line.matchAll(/"ref":"([^"]*)"/g)) found.set(ref, (found.get(ref) ?? 0) + 1);
  return found;
}
