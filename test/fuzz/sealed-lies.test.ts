import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';
import { noSum, seal, sealBody, statedSum, unsealed } from '../../src/store/journal/sealed-line.ts';
import { fingerprintOf } from '../../src/store/json-file/files/files.ts';
import { storePaths } from '../../src/store/json-file/files/paths.ts';
import { checksumOf, checksumsOf } from '../../src/store/json-file/index/checksum.ts';
import { historyOf } from '../store/whole.ts';
import { Random } from '../torture/random.ts';
import { bookPath, move, perform, Shop, undo } from '../torture/shop.ts';
import type { SimulatedDisk } from '../torture/simulated-disk.ts';
import { Campaign, outcomeOf, patience } from './campaign.ts';
import { shopOnDisk, told, useInEveryWay } from './shop.ts';

/**
 * Files beside a journal from someone who knows how every file is sealed and puts lies into them: absurd numbers, other
 * texts, another store's files.
 */
const campaign = new Campaign('sealed lies');
const paths = storePaths(bookPath);
const shop = await shopOnDisk();
const truth = await told(shop);

const absurd: readonly unknown[] = [
  ...[-1, 0, 0.5, 1, 2, 3, 7, 100, 4096, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER],
  ...[
    -(2 ** 53),
    1e21,
    1e308,
    null,
    true,
    [],
    {},
    '',
    '1',
    'CNY',
    'cny',
    '\u001b]0;owned\u0007',
    'é'.repeat(60),
  ],
  ...['0'.repeat(32), 'f'.repeat(32), '__proto__'],
];
const lies = fc.oneof(fc.constantFrom(...absurd), fc.integer(), fc.nat({ max: 300 }), fc.double());

type Path = readonly string[];

/** Every place in a JSON value at which something can be put. */
function placesIn(json: unknown, above: Path = []): Path[] {
  if (typeof json !== 'object' || json === null) return [above];
  const below = Object.entries(json).flatMap(([key, value]) => placesIn(value, [...above, key]));
  return above.length === 0 ? below : [above, ...below];
}

function put(json: object, [key = '', ...rest]: Path, value: unknown): object {
  const there: unknown = Reflect.get(json, key);
  const put_ =
    rest.length > 0 && typeof there === 'object' && there !== null ? put(there, rest, value) : value;
  return { ...json, [key]: put_ };
}

const contentOf = (disk: SimulatedDisk, path: string): Buffer => disk.content(path) ?? Buffer.alloc(0);

/** The first line of a file, as JSON without its seal. */
function headOf(content: Buffer): object {
  const { sum: _, ...json } = JSON.parse(content.toString('utf8').split('\n')[0] ?? '');
  return json;
}

/** A sealed first line, padded to a length as stockbook pads it. */
function padded(json: object, length: number): Buffer {
  const { bytes } = seal(JSON.stringify(json), noSum);
  const all = Buffer.alloc(Math.max(length, bytes.length + 2), ' ');
  bytes.copy(all);
  all[bytes.length] = 0x0a;
  all[all.length - 1] = 0x0a;
  return all;
}

const indexHead = 1024;
const witnessBytes = 512;

function writeWitness(disk: SimulatedDisk, change: (json: object) => object): void {
  const json = headOf(contentOf(disk, paths.witness));
  disk.meddle(paths.witness, padded(change(json), witnessBytes));
}

/** Has the witness take a book file for the one that it has seen. */
function witnessBook(disk: SimulatedDisk): void {
  const status = disk.at(paths.book)?.status();
  if (status !== undefined) writeWitness(disk, (json) => ({ ...json, book: fingerprintOf(status) }));
}

interface IndexHead {
  readonly lengths: { readonly [table: string]: number };
}

/** An index with another head, or other words, whose checksums agree; of the journal's, its first part. */
function writeIndex(
  disk: SimulatedDisk,
  change: (json: object) => object,
  words: (body: Buffer) => void,
  path = paths.index,
): void {
  const content = contentOf(disk, path);
  const head = headOf(content) as IndexHead;
  const length = 4 * Object.values(head.lengths).reduce((total, one) => total + one, 0);
  const body = Buffer.from(content.subarray(indexHead, indexHead + length));
  words(body);
  const checks = Buffer.from(checksumsOf(body).buffer);
  const said = change({ ...head, check: checksumOf(checks) });
  const after = content.subarray(indexHead + length + checks.length);
  disk.meddle(path, Buffer.concat([padded(said, indexHead).subarray(0, indexHead), body, checks, after]));
}

/** A book file with another head, and an index and a witness that agree. */
function writeBook(disk: SimulatedDisk, change: (json: object) => object): void {
  const content = contentOf(disk, paths.book);
  const devices = Buffer.from(',"devices":[\n');
  const at = content.indexOf(devices);
  const head = change(JSON.parse(`${content.toString('utf8', 0, at)}}`));
  const opening = Buffer.from(JSON.stringify(head).slice(0, -1));
  const rest = unsealed(content.subarray(at, -1));
  const bytes = Buffer.concat([sealBody(Buffer.concat([opening, rest]), noSum).bytes, Buffer.from('\n')]);
  const { stockbook: _, ...said } = head as { stockbook?: unknown };
  disk.meddle(paths.book, bytes);
  const shift = opening.length - at;
  writeIndex(
    disk,
    (json) => ({ ...json, ...said, bookSum: statedSum(bytes.subarray(0, -1)), size: bytes.length }),
    (body) => {
      const { lengths } = headOf(contentOf(disk, paths.index)) as { lengths: { lines: number } };
      for (let row = 0; row < lengths.lines; row += 4)
        body.writeUInt32LE(body.readUInt32LE(row * 4 + 4) + shift, row * 4 + 4);
      Buffer.from(checksumsOf(bytes).buffer).copy(body, body.length - checksumsOf(bytes).byteLength);
    },
  );
  witnessBook(disk);
}

/** Numbers of devices and codes that were given to nobody are lost, and nothing else is. */
const gaps = new Set(['nextId', 'codes']);

/** The answers about devices and history. */
const saying = ({ book, history }: { book: string; history: string }) => [JSON.parse(book)[2], history];

/** Checks that answers are true or reported as damaged, and that the store is sound after any operation. */
async function expectHarmless(disk: SimulatedDisk): Promise<void> {
  const found = await told(disk);
  if (found instanceof Refusal) expect(found.code).toBe('damaged');
  else if (!found.notices.includes('damaged-after'))
    expect(found).toMatchObject({ ...truth, notices: expect.anything() });
  await useInEveryWay(disk);
}

const headPlaces = (path: string): fc.Arbitrary<Path> =>
  fc.constantFrom(...placesIn(headOf(contentOf(shop, path))));

describe('a sealed lie', () => {
  it('in the head of an index is not believed', patience, async () => {
    await campaign.holds(40, fc.tuple(headPlaces(paths.index), lies), async ([place, lie]) => {
      const disk = shop.clone(new Random(1));
      writeIndex(
        disk,
        (json) => put(json, place, lie),
        () => undefined,
      );
      await expectHarmless(disk);
    });
  });

  it('in the tables of an index is not believed', patience, async () => {
    const words = (contentOf(shop, paths.index).length - indexHead) / 4;
    const word = fc.oneof(fc.constantFrom(0, 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1), fc.nat({ max: 2000 }));
    const changes = fc.array(fc.tuple(fc.nat({ max: words - 1 }), word), { minLength: 1, maxLength: 4 });
    await campaign.holds(40, changes, async (changed) => {
      const disk = shop.clone(new Random(1));
      writeIndex(
        disk,
        (json) => json,
        (body) => {
          for (const [at, value] of changed) if (at * 4 < body.length) body.writeUInt32LE(value, at * 4);
        },
      );
      await expectHarmless(disk);
    });
  });

  it(
    'in the head of a book file, with which index and witness agree, is not believed',
    patience,
    async () => {
      const { stockbook: _, ...head } = JSON.parse(
        `${contentOf(shop, paths.book).toString('utf8').split(',"devices":[')[0]}}`,
      );
      await campaign.holds(40, fc.tuple(fc.constantFrom(...placesIn(head)), lies), async ([place, lie]) => {
        const disk = shop.clone(new Random(1));
        writeBook(disk, (json) => put(json, place, lie));
        if (!gaps.has(place[0] ?? '')) return expectHarmless(disk);
        const found = await told(disk);
        if (found instanceof Refusal || truth instanceof Refusal) throw new Error('the store is refused');
        expect(saying(found)).toEqual(saying(truth));
      });
    },
  );

  it('in a witness is not believed', patience, async () => {
    await campaign.holds(40, fc.tuple(headPlaces(paths.witness), lies), async ([place, lie]) => {
      const disk = shop.clone(new Random(1));
      writeWitness(disk, (json) => put(json, place, lie));
      await expectHarmless(disk);
    });
  });

  const writeJournalIndex = async (change: (json: object) => object, words: (body: Buffer) => void) => {
    const disk = shop.clone(new Random(1));
    writeIndex(disk, change, words, paths.journalIndex);
    return disk;
  };

  it('in the head of the index of the journal is not believed', patience, async () => {
    const places = headPlaces(paths.journalIndex).filter(([key]) => key !== 'lengths');
    await campaign.holds(40, fc.tuple(places, lies), async ([place, lie]) => {
      await expectHarmless(
        await writeJournalIndex(
          (json) => put(json, place, lie),
          () => undefined,
        ),
      );
    });
  });

  it('in the index of the journal never crashes a command', patience, async () => {
    const length = contentOf(shop, paths.journalIndex).length;
    const word = fc.oneof(fc.constantFrom(0, 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1), fc.nat({ max: 3000 }));
    const anyLength = fc.option(fc.constantFrom<unknown>(0, 4, 8, 400, 2 ** 31, 2 ** 52, -4, 0.5, null), {
      freq: 3,
    });
    await campaign.holds(
      60,
      fc.tuple(fc.nat({ max: length / 4 }), word, anyLength),
      async ([at, value, rows]) => {
        const disk = await writeJournalIndex(
          (json) => (rows === null ? json : put(json, ['lengths', 'postings'], rows)),
          (body) => body.writeUInt32LE(value, (at * 4) % body.length),
        );
        await told(disk);
        const open = () => new Shop(undefined, 2000).open(disk.start());
        await outcomeOf(async () => historyOf(await open(), { device: 1 }));
        await outcomeOf(async () => perform(await open(), move('TV-1', 1, { key: 'k1' })));
        await outcomeOf(async () => perform(await open(), undo(7)));
      },
    );
  });
});
