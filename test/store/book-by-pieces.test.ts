import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/inventory/book/book.ts';
import { deviceJson } from '../../src/inventory/book/device-json.ts';
import type { Device } from '../../src/inventory/devices/device.ts';
import type { Notice } from '../../src/store/store.ts';
import type { KeptStore } from '../../src/store/upkeep.ts';
import { Random } from '../torture/random.ts';
import {
  addDevice,
  attemptCommand,
  bookPath,
  type Command,
  edit,
  importDevices,
  importMoves,
  move,
  remove,
  Shop,
  undo,
} from '../torture/shop.ts';
import { SimulatedDisk } from '../torture/simulated-disk.ts';
import { entriesOf } from '../torture/soundness.ts';

const indexPath = '/shop/data/inventory.index';
const codes = ['A', 'B', 'C', 'P-T', 'P-D', 'P-C', 'Q-T', 'Q-C', 'Ä-1'];

const code = fc.constantFrom(...codes);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(code, fc.nat(9)).map(([device, quantity]) => addDevice(device, quantity)),
  fc.tuple(fc.constantFrom('P', 'Q'), fc.nat(5)).map(([name, quantity]) => importDevices(name, quantity)),
  fc.tuple(code, fc.integer({ min: -4, max: 9 })).map(([device, change]) => move(device, change || 1)),
  fc
    .array(fc.record({ device: code, change: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((moves) => importMoves(moves, JSON.stringify(moves))),
  code.map((device) => edit(device, { price: '7.50' })),
  fc
    .tuple(code, code)
    .map(([device, other]) => edit(device, { code: other.toLowerCase(), name: `Set ${device}` })),
  code.map((device) => move(device, -9)),
  code.map(remove),
  fc.constant(undo()),
);

const told = (device: { readonly id: number } | undefined) => device?.id ?? null;

/** Everything that can be asked of a book without asking for all its devices, asked of a newly opened one. */
async function answersByPieces(shop: Shop, disk: SimulatedDisk, ids: number): Promise<readonly unknown[]> {
  return askedOf(async (question) => (await shop.open(disk.start())).ask(question), ids);
}

type Ask = <T>(question: (book: Book) => T) => Promise<T>;

async function askedOf(ask: Ask, ids: number): Promise<readonly unknown[]> {
  const answers: unknown[] = [await ask(({ size, nextId, entry }) => [size, nextId, entry])];
  for (const asked of codes)
    answers.push([asked, await ask((book) => told(book.withCode(asked.toLowerCase())))]);
  for (const asked of codes)
    answers.push([asked, await ask((book) => book.withName(`SET ${asked}`).map(told))]);
  const jsonOf = (book: Book, device: Device | undefined) =>
    device === undefined ? null : deviceJson(device, book);
  for (let id = 1; id <= ids; id++) {
    answers.push([id, await ask((book) => jsonOf(book, book.device(id)))]);
    answers.push(await ask((book) => book.pricedFrom(id).map(told).sort()));
  }
  answers.push(
    await ask((book) => Array.from(book.devices(), (device) => [device.id, jsonOf(book, device)])),
  );
  return answers;
}

/** What `info` says is on hand, and what that must be. */
async function expectUnits(shop: Shop, disk: SimulatedDisk, whole: Book, what?: string): Promise<void> {
  const { units } = await (await shop.open(disk.start())).info();
  const sum = Array.from(whole.devices(), ({ id }) => BigInt(whole.onHand(id))).reduce((a, b) => a + b, 0n);
  expect(units, what).toBe(sum);
}

async function replayed(store: KeptStore): Promise<Book> {
  const { currency, kinds, nextId } = await store.ask((book) => ({
    currency: book.currency,
    kinds: book.kinds,
    nextId: book.nextId,
  }));
  const whole = Book.empty(currency, kinds);
  for (const entry of await entriesOf(store)) whole.applyEntry(entry);
  whole.reserveIds(nextId);
  return whole;
}

async function shopOf(commands: readonly Command[], entriesBehind: number) {
  const disk = new SimulatedDisk(new Random(1));
  const notices: Notice[] = [];
  const shop = new Shop(undefined, 0, entriesBehind);
  const store = await shop.init(disk.start(), { notice: (notice) => notices.push(notice) });
  for (const command of commands) await attemptCommand(store, command);
  return { disk, shop, store, notices };
}

describe('a book that is read by pieces', () => {
  it('is the one that all entries add up to, however far its file is behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 12 }),
        async (commands, entriesBehind) => {
          const { disk, shop, store, notices } = await shopOf(commands, entriesBehind);
          const whole = await replayed(store);
          expect(await answersByPieces(shop, disk, whole.nextId)).toEqual(
            await askedOf(async (question) => question(whole), whole.nextId),
          );
          await expectUnits(shop, disk, whole);
          expect((await store.verify()).findings).toEqual([]);
          expect(notices).toEqual([]);
          await store.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  const commands = [
    ...codes.slice(0, 3).map((device) => addDevice(device, 5)),
    importDevices('P', 4),
    importDevices('Q', 2),
    edit('B', { code: 'Ä-1' }),
    move('P-T', -1),
    move('A', 3),
    remove('P-C'),
    move('C', -5),
  ];

  /** What a shop answers once its disk has been tampered with; everything must be as if it had not been. */
  async function expectSame(tamper: (disk: SimulatedDisk) => void, what: string): Promise<void> {
    const { disk, shop, store } = await shopOf(commands, 4);
    const whole = await replayed(store);
    disk.settle();
    tamper(disk);
    expect(await answersByPieces(shop, disk, whole.nextId), what).toEqual(
      await askedOf(async (question) => question(whole), whole.nextId),
    );
    await expectUnits(shop, disk, whole, what);
    await attemptCommand(store, move('A', 1));
    expect((await store.verify()).findings, what).toEqual([]);
    await store.close();
  }

  it.each([
    ['index', indexPath],
    ['book', bookPath],
  ])('is the same whatever byte of its %s the disk has changed', async (what, path) => {
    const { disk } = await shopOf(commands, 4);
    const { length } = disk.content(path) ?? Buffer.alloc(0);
    expect(length).toBeGreaterThan(1000);
    for (let at = 0; at < length; at += 97)
      await expectSame(
        (one) => one.rot(path, at, (one.content(path)?.[at] ?? 0) ^ 0x11),
        `byte ${at} of the ${what}`,
      );
  });

  it('is the same without its index, with that of another time, and with one that is cut', async () => {
    const { disk: earlier } = await shopOf(commands.slice(0, 5), 1);
    const old = earlier.content(indexPath) ?? Buffer.alloc(0);
    await expectSame((disk) => disk.meddle(indexPath, null), 'no index');
    await expectSame((disk) => disk.meddle(indexPath, old), 'an older index');
    await expectSame((disk) => disk.meddle(indexPath, Buffer.alloc(0)), 'an empty index');
    for (const left of [100, 1023, 1024, 1100, 2000])
      await expectSame(
        (disk) => disk.meddle(indexPath, (disk.content(indexPath) ?? old).subarray(0, left)),
        `${left} bytes`,
      );
  });
});
