import fc from 'fast-check';

/** What happens to a file on its way: bits flip, stretches are lost, doubled, moved or overwritten. */
type Mutation =
  | { readonly do: 'flip'; readonly at: number; readonly bit: number }
  | { readonly do: 'cut' | 'double'; readonly at: number; readonly length: number }
  | { readonly do: 'end'; readonly at: number }
  | { readonly do: 'move'; readonly at: number; readonly length: number; readonly to: number }
  | { readonly do: 'insert' | 'overwrite'; readonly at: number; readonly bytes: Uint8Array };

/** A place in a file, as the part of it that lies before. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 400 }));

const mutation = (fragments: readonly string[]): fc.Arbitrary<Mutation> => {
  const bytes = fc.oneof(
    fc.constantFrom(...fragments).map((fragment) => new Uint8Array(Buffer.from(fragment))),
    fc.uint8Array({ minLength: 1, maxLength: 6 }),
  );
  return fc.oneof(
    fc.record({ do: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ do: fc.constantFrom('cut' as const, 'double' as const), at: place, length }),
    fc.record({ do: fc.constant('end' as const), at: place }),
    fc.record({ do: fc.constant('move' as const), at: place, length, to: place }),
    fc.record({ do: fc.constantFrom('insert' as const, 'overwrite' as const), at: place, bytes }),
  );
};

function mutate(file: Buffer, one: Mutation): Buffer {
  const at = Math.floor(one.at * file.length);
  const [before, after] = [file.subarray(0, at), file.subarray(at)];
  switch (one.do) {
    case 'flip': {
      const flipped = Buffer.from(file);
      if (at < file.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << one.bit);
      return flipped;
    }
    case 'cut':
      return Buffer.concat([before, after.subarray(one.length)]);
    case 'double':
      return Buffer.concat([before, after.subarray(0, one.length), after]);
    case 'end':
      return Buffer.from(before);
    case 'move': {
      const rest = Buffer.concat([before, after.subarray(one.length)]);
      const to = Math.floor(one.to * rest.length);
      return Buffer.concat([rest.subarray(0, to), after.subarray(0, one.length), rest.subarray(to)]);
    }
    case 'insert':
      return Buffer.concat([before, one.bytes, after]);
    case 'overwrite':
      return Buffer.concat([before, one.bytes, after.subarray(one.bytes.length)]);
  }
}

/** A valid file after one to four accidents; `fragments` are what a forger would put in. */
export const mutated = (file: Uint8Array, fragments: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .array(mutation(fragments), { minLength: 1, maxLength: 4 })
    .map((mutations) => mutations.reduce(mutate, Buffer.from(file)));

/** The lines of a text file dropped, doubled, swapped and mixed with those of others. */
export const splicedLines = (...files: readonly Uint8Array[]): fc.Arbitrary<Buffer> => {
  const lines = files.flatMap((file) =>
    Buffer.from(file)
      .toString('latin1')
      .split(/(?<=\n)/),
  );
  return fc
    .array(fc.constantFrom(...lines), { maxLength: lines.length + 2 })
    .map((chosen) => Buffer.from(chosen.join(''), 'latin1'));
};
