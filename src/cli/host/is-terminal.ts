import { fstatSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';

/** The null device: node:os, which knows it too, takes longer to load. */
const devNull = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';

/**
 * Whether a descriptor is a terminal. Its status rules out most: node:tty, which knows, takes a twentieth of a
 * command's time to load.
 */
export function isTerminal(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    if (!status.isCharacterDevice() || status.rdev === statSync(devNull).rdev) return false;
  } catch {
    // It is closed, or the system has no such status.
  }
  return isatty(descriptor);
}

/** How many bytes a descriptor has, if it is a file. */
export function sizeOfFile(descriptor: number): number | undefined {
  try {
    const status = fstatSync(descriptor);
    return status.isFile() ? status.size : undefined;
  } catch {
    return undefined;
  }
}
