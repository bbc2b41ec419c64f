import { closeSync, existsSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refuse } from '../../../inventory/refusal.ts';
import type { Descriptor } from './files.ts';
import { errorCode } from './whole-file.ts';

/** Far beyond the data, so that mandatory locks (Windows) do not stop readers. */
const lockedByte = 2 ** 40;

interface Addon {
  tryLock(file: Descriptor, offset: number, length: number, exclusive: boolean): void;
}

let addon: Addon | undefined;

/**
 * Tries for the exclusive lock of an open file, which the kernel releases when its holder dies; false if another process
 * holds it. All processes must use the same lock, since two kinds do not exclude each other: without the addon of
 * fs-native-extensions this refuses, and nothing is written (docs/decisions/0009-one-lock.md).
 */
export function kernelLock(file: Descriptor): boolean {
  addon ??= loadAddon();
  try {
    addon.tryLock(file, lockedByte, 1, true);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EAGAIN' || errorCode(error) === 'EACCES') return false;
    throw error;
  }
}

/** The prebuilt addon, loaded by its path: its package would take ten times as long to find it. */
function loadAddon(): Addon {
  const platform = `${process.platform}-${process.arch}`;
  const name = `fs-native-extensions/prebuilds/${platform}/fs-native-extensions.node`;
  try {
    // The usual place beside the built program; Node would find it anywhere, but take a millisecond to begin to look.
    const path = join(import.meta.dirname, '../node_modules', name);
    return existsSync(path) ? loadedFrom(path) : createRequire(import.meta.url)(name);
  } catch (error) {
    // Throws if the process may open no more files: then the addon may well be there.
    closeSync(openSync(process.execPath, 'r'));
    const reason = errorCode(error) ?? String(error);
    return refuse('store-lock-missing', { platform, reason });
  }
}

function loadedFrom(path: string): Addon {
  const loaded: { exports: unknown } = { exports: {} };
  process.dlopen(loaded, path);
  // What the package declares of it.
  return loaded.exports as Addon;
}
