import type { ImportFile } from '../../../src/inventory/decide/imports/import.ts';

/** A file to import whose digest a test chooses. */
export const fileOf = (name: string, sha256: string): ImportFile => ({
  name,
  sha256,
  fingerprint: () => ({ add: () => undefined, sha256: () => sha256 }),
});
