import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { refuse } from '../../inventory/refusal.ts';
import type { Descriptor } from './files.ts';

/** Far beyond the data, so that mandatory locks (Windows) do not stop readers. */
const lockedByte = 2 ** 40;

/** Tries for the exclusive lock of a file; false where another process holds it. */
type TryLock = (file: Descriptor) => boolean;

let tryLock: TryLock | undefined;

/**
 * The kernel's lock on an open file, which the kernel releases when its holder dies. By fs-native-extensions, or
 * where that cannot load by flock(1) of util-linux; without either there is no writing.
 */
export function kernelLock(file: Descriptor): boolean {
  tryLock ??=
    addonLock() ??
    flockLock() ??
    refuse('io', 'store-lock-missing', { platform: `${process.platform}-${process.arch}` });
  return tryLock(file);
}

interface Addon {
  tryLock(file: Descriptor, offset: number, length: number, exclusive: boolean): void;
}

/** The prebuilt addon loaded by its path: its package would look for it ten times as long. */
function addonLock(): TryLock | undefined {
  const require = createRequire(import.meta.url);
  try {
    const home = dirname(require.resolve('fs-native-extensions/package.json'));
    const addon: Addon = require(
      join(home, 'prebuilds', `${process.platform}-${process.arch}`, 'fs-native-extensions.node'),
    );
    return (file) => {
      try {
        addon.tryLock(file, lockedByte, 1, true);
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EACCES'))
          return false;
        throw error;
      }
    };
  } catch {
    return undefined;
  }
}

/** flock(1) locks the open file it inherits; the lock stays with our descriptor when it ends. */
function flockLock(): TryLock | undefined {
  if (spawnSync('flock', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  return (file) =>
    spawnSync('flock', ['-x', '-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] }).status === 0;
}
