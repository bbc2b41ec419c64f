import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BookHead, devicesIn, documentOf } from '../../src/store/json-file/book/book-file.ts';
import type { FileSystem } from '../../src/store/json-file/files/files.ts';
import { nodeFiles } from '../../src/store/json-file/files/node-files.ts';
import { copyBytes, readAt, writeAll } from '../../src/store/json-file/files/whole-file.ts';

const head: BookHead = {
  ...{ format: 3, rules: 2, store: 'shop', currency: 'CNY', fractionDigits: 2, entry: 0 },
  ...{ chain: '0'.repeat(32), offset: 9, nextId: 1, codes: {} },
};

const documentWith = (devices: readonly object[]) => {
  const lines = devices.map((device) => Buffer.from(JSON.stringify(device)));
  return documentOf(
    head,
    lines.flatMap((line, index) => (index === 0 ? [line] : [Buffer.from(',\n'), line])),
  );
};

describe('a book file that no text can hold', () => {
  const device = fc.record({ id: fc.nat(), name: fc.string({ unit: 'binary' }), levels: fc.array(fc.nat()) });

  it('is read in pieces, to the same devices wherever a piece ends', () => {
    fc.assert(
      fc.property(fc.array(device), fc.integer({ min: 1, max: 200 }), (devices, atOnce) => {
        const document = documentWith(devices);
        const whole = JSON.parse(document.bytes.toString());
        expect([...devicesIn(document, atOnce)]).toEqual(whole.devices);
      }),
    );
  });

  it('says that it is broken where one of its lines is no device', () => {
    expect(() => [...devicesIn(documentWith([{ id: 1 }, [2]]), 1)]).toThrow('devices');
  });
});

describe('more bytes than an operating system takes at once', () => {
  // Nothing is ever put into them, so they take no memory.
  const length = 2 ** 31 + 4096;
  let taken: number[] = [];
  beforeEach(() => {
    taken = [];
  });
  const files: FileSystem = {
    ...nodeFiles,
    status: () => ({ ...nodeFiles.status(0), size: length }),
    read: (_, into) => taken.push(into.length) && into.length,
    write: (_, bytes) => taken.push(bytes.length) && bytes.length,
  };

  it('are read and written in pieces', () => {
    const bytes = readAt(files, 0, 0, length);
    writeAll(files, 0, bytes, 0);
    expect(bytes.length).toBe(length);
    expect(taken.reduce((sum, one) => sum + one)).toBe(2 * length);
    expect(Math.max(...taken)).toBeLessThan(2 ** 31);
  });

  it('of a journal whose fate was open are written once more a megabyte at a time', () => {
    // What settles a store writes them to where they are.
    expect(copyBytes(files, 0, { start: 0, end: length }, 0, 0)).toBe(length);
    expect(taken.reduce((sum, one) => sum + one)).toBe(2 * length);
    expect(Math.max(...taken)).toBeLessThanOrEqual(2 ** 20);
  });
});
