import type { StatsBase } from 'node:fs';
import { refuse } from '../../../inventory/refusal.ts';
import type { FileStatus, OtherKind } from './files.ts';

/** What the status of a path says is there. */
export function kindOf(status: StatsBase<bigint | number>): FileStatus['kind'] {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'directory';
  if (status.isSymbolicLink()) return 'link';
  if (status.isFIFO()) return 'pipe';
  return status.isSocket() ? 'socket' : 'device';
}

/** Something else than a file stands where a file was to be opened: reading it could hang, or never end. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';

  constructor(
    readonly path: string,
    readonly kind: OtherKind,
  ) {
    super(`${path} is a ${kind}`);
  }
}

/** Refuses what stands where a file of a store belongs. */
export function refuseOtherKind(path: string, kind: OtherKind): never {
  if (kind === 'link') return refuse('store-is-link', { path });
  return refuse('store-not-a-file', { path, kind });
}
