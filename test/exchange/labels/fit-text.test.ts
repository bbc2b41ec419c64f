import { describe, expect, it } from 'vitest';
import { printed } from '../../../src/exchange/labels/fit-text.ts';

describe('a text on a label', () => {
  it('has no character that hides or turns others around', () => {
    expect(printed('a\u202eb\u200b\u0007c\n d\ufeff')).toBe('abc d');
    expect(printed('  two   spaces ')).toBe('two spaces');
    expect(printed('क्‍ष 👩‍👧')).toBe('क्‍ष 👩‍👧');
  });
});
