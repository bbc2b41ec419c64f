import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Places } from '../../src/inventory/book/places.ts';
import { rowsOf } from '../../src/inventory/look/history.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { entryLine, readEntry } from '../../src/store/journal/entry-line.ts';
import { readHeader } from '../../src/store/journal/header.ts';
import { noSum } from '../../src/store/journal/sealed-line.ts';
import { Random } from '../torture/random.ts';
import { bookPath, journalPath, Shop, witnessPath } from '../torture/shop.ts';
import { entriesOf } from '../torture/soundness.ts';
import { Campaign, patience } from './campaign.ts';
import { forged } from './forgery.ts';
import { mutated, splicedLines } from './mutations.ts';
import { nastyTexts } from './nasty.ts';
import { isSound, shopOnDisk, told, useInEveryWay } from './shop.ts';

const campaign = new Campaign('journal lines');

const shop = await shopOnDisk();
const journal = shop.content(journalPath) ?? Buffer.alloc(0);
const lines = journal.toString().trimEnd().split('\n');
const truth = await told(shop);

const fragments = [
  '"__proto__":{"polluted":true},',
  '"constructor":null,',
  '"n":1,',
  '"id":1,',
  '{',
  '}',
  '\n',
  '[[[[',
  '\\ud800',
  '\\u0000',
  '1e999',
  '9007199254740993',
  '"sum":"00000000000000000000000000000000"}\n',
];

describe('a line', () => {
  it('is an entry or none, whatever it holds', patience, async () => {
    const check = (line: Buffer): void => {
      readHeader(line);
      const entry = readEntry(line);
      if (entry === undefined) return;
      expect(Number.isSafeInteger(entry.n)).toBe(true);
      expect(Number.isNaN(Date.parse(entry.at))).toBe(false);
      rowsOf(entry, null, Places.unplaced);
    };
    await campaign.holdsForEach(nastyTexts, (text) => check(Buffer.from(text)));
    await campaign.holds(500, fc.uint8Array({ maxLength: 200 }), (bytes) => check(Buffer.from(bytes)));
    await campaign.holds(1000, forged(lines), (file) => {
      for (const line of file.toString('latin1').split('\n')) check(Buffer.from(line, 'latin1'));
    });
  });

  it('is the entry that it was written from', async () => {
    for (const entry of await entriesOf(await new Shop().open(shop.start())))
      expect(readEntry(entryLine(entry, noSum).bytes)).toEqual(entry);
  });
});

/** A journal that somebody else has written to: noticed, or nothing is different. */
async function checkMeddled(content: Buffer): Promise<void> {
  const disk = shop.clone(new Random(1));
  disk.meddle(journalPath, content);
  const found = await told(disk);
  const noticed = found instanceof Refusal || found.notices.length > 0;
  if (!noticed) expect(found).toEqual(truth);
  if (found instanceof Refusal) expect(['damaged', 'newer-format', 'no-store']).toContain(found.code);
  if (await isSound(disk)) expect({ ...found, notices: [] }).toEqual(truth);
  await useInEveryWay(disk);
}

describe('a journal', () => {
  it('with anything else in it is found out, and never crashes a command', patience, async () => {
    await campaign.holdsForEach(nastyTexts, (text) => checkMeddled(Buffer.from(text)));
    await campaign.holds(30, fc.uint8Array({ maxLength: 300 }), (bytes) => checkMeddled(Buffer.from(bytes)));
    await campaign.holds(100, mutated(journal, fragments), checkMeddled);
    await campaign.holds(40, splicedLines(journal), checkMeddled);
  });

  it('that is forged to the last sum never crashes a command', patience, async () => {
    await campaign.holds(
      120,
      fc.record({ content: forged(lines), alone: fc.boolean() }),
      async ({ content, alone }) => {
        const disk = shop.clone(new Random(1));
        disk.meddle(journalPath, content);
        if (alone) for (const path of [bookPath, witnessPath]) disk.meddle(path, null);
        await told(disk);
        await useInEveryWay(disk);
      },
    );
  });
});
