import { expect, it } from 'vitest';
import { checkedBlock, checksumOf } from '../../src/store/json-file/index/checksum.ts';

it('notices any two changed bits of a block, wherever they are', () => {
  const block = Buffer.alloc(checkedBlock, 'a line of the book file, as it was written');
  const before = checksumOf(block);
  const flip = (bit: number) => {
    block[bit >> 3] = (block[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  };
  const unnoticed: string[] = [];
  // High bits of words are those that multiplying mixes least.
  for (let word = 0; word < 24; word++)
    for (let other = word; other < 48; other++)
      for (const [one, two] of [
        [30, 31],
        [30, 30],
        [31, 31],
        [29, 30],
        [0, 31],
      ] as const) {
        const bits = [word * 32 + one, other * 32 + two];
        if (bits[0] === bits[1]) continue;
        for (const bit of bits) flip(bit);
        if (checksumOf(block) === before) unnoticed.push(bits.join());
        for (const bit of bits) flip(bit);
      }
  expect(unnoticed).toEqual([]);
  expect(checksumOf(block)).toBe(before);
});
