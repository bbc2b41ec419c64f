import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/store/json-file/journal/sha256.ts';

describe('our own SHA-256', () => {
  it('is that of node:crypto, of any bytes in any parts', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (parts) => {
        const theirs = createHash('sha256');
        for (const part of parts) theirs.update(part);
        expect(sha256(parts)).toBe(theirs.digest('hex'));
      }),
    );
  });

  it('is right at each length around the ends of blocks', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Buffer.alloc(length, length);
      expect(sha256([bytes])).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });
});
