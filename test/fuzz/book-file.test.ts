import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { bookHeadOf, bookOf, readBookFile, tryBook } from '../../src/store/json-file/book/book-file.ts';
import { writtenBook } from '../../src/store/json-file/book/book-writer.ts';
import { readWitness } from '../../src/store/json-file/journal/witness.ts';
import { Random } from '../torture/random.ts';
import { bookPath, journalPath, witnessPath } from '../torture/shop.ts';
import { pictureOf } from '../torture/soundness.ts';
import { Campaign, patience } from './campaign.ts';
import { forged } from './forgery.ts';
import { mutated, splicedLines } from './mutations.ts';
import { nastyTexts } from './nasty.ts';
import { isSound, shopOnDisk, told, useInEveryWay } from './shop.ts';

const campaign = new Campaign('book file');

const shop = await shopOnDisk();
const truth = await told(shop);
const bookFile = shop.content(bookPath) ?? Buffer.alloc(0);
const witnessFile = shop.content(witnessPath) ?? Buffer.alloc(0);

const fragments = [
  '"quantity":7,',
  '"__proto__":1,',
  '{',
  '}',
  '[',
  '\n',
  '"id":1,',
  '1e999',
  '"',
  '\\ud800',
  ' ',
];

/** A foreign file beside the journal: answers still come from the journal. */
const checkBeside = (path: string) => async (content: Buffer) => {
  const disk = shop.clone(new Random(1));
  disk.meddle(path, content);
  const found = await told(disk);
  expect(found).toMatchObject({ ...truth, notices: expect.anything() });
  await useInEveryWay(disk);
};

describe('a book file', () => {
  it('that somebody else has written never changes what is said', patience, async () => {
    const check = checkBeside(bookPath);
    await campaign.holdsForEach(nastyTexts, (text) => check(Buffer.from(text)));
    await campaign.holds(20, fc.uint8Array({ maxLength: 300 }), (bytes) => check(Buffer.from(bytes)));
    await campaign.holds(60, mutated(bookFile, fragments), check);
    await campaign.holds(20, splicedLines(bookFile, shop.content(journalPath) ?? bookFile), check);
  });

  it('that was edited is found by a verification', patience, async () => {
    await campaign.holds(100, mutated(bookFile, fragments), async (content) => {
      const disk = shop.clone(new Random(1));
      disk.meddle(bookPath, content);
      const asWritten = sameJson(content, bookFile);
      expect(await isSound(disk)).toBe(asWritten);
    });
  });

  it(
    'that is forged to the last sum is a book or is refused, and never crashes a command',
    patience,
    async () => {
      const oneLine = [bookFile.toString().trimEnd().replaceAll('\n', '')];
      await campaign.holds(
        150,
        fc.record({ content: forged(oneLine), alone: fc.boolean() }),
        async ({ content, alone }) => {
          const disk = shop.clone(new Random(1));
          disk.meddle(bookPath, content);
          if (alone) disk.meddle(journalPath, null);
          const found = readBookFile(disk.start(), bookPath);
          const book = found.state === 'sound' ? tryBook(found.document, kinds) : undefined;
          for (const { id } of book?.devices() ?? []) {
            const quantity = book?.onHand(id) ?? -1;
            expect(Number.isSafeInteger(quantity)).toBe(true);
            expect(quantity).toBeGreaterThanOrEqual(0);
          }
          await told(disk);
          if (alone) await useInEveryWay(disk);
        },
      );
    },
  );

  it('is the book that it was written from', () => {
    const found = readBookFile(shop.start(), bookPath);
    if (found.state !== 'sound') throw new Error('the book file is not as written');
    const book = bookOf(found.document, kinds);
    if (truth instanceof Refusal) throw truth;
    expect(pictureOf(book)).toBe(truth.book);
    const { format, store, currency, fractionDigits, chain, offset } = found.document.head;
    const header = { format, reader: format, store, currency: { code: currency, fractionDigits } };
    expect(writtenBook(book, bookHeadOf(book, header, chain, offset)).document.bytes).toEqual(bookFile);
  });
});

/** Whether only the line break at the end differs, which says nothing. */
const sameJson = (one: Buffer, other: Buffer): boolean =>
  one.toString('latin1').replace(/\n$/, '') === other.toString('latin1').replace(/\n$/, '');

describe('a witness', () => {
  it('that somebody else has written is none, and never changes what is said', patience, async () => {
    const check = checkBeside(witnessPath);
    await campaign.holdsForEach(nastyTexts, (text) => check(Buffer.from(text)));
    await campaign.holds(30, mutated(witnessFile, fragments), check);
  });

  it('that is forged to the last sum never crashes a command', patience, async () => {
    const line = [witnessFile.toString().split('\n')[0] ?? ''];
    await campaign.holds(30, forged(line), async (content) => {
      const disk = shop.clone(new Random(1));
      disk.meddle(witnessPath, content);
      readWitness(disk.start(), witnessPath);
      await told(disk);
      await useInEveryWay(disk);
    });
  });
});
