import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newFolder, type Outcome, removeFolder, run } from '../cli/run.ts';
import { listingOf } from '../store/whole.ts';
import { tally, times } from './length.ts';
import { Random } from './random.ts';
import { addDevice, bookPath, move, perform, Shop } from './shop.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { expectSound } from './soundness.ts';

vi.setConfig({ testTimeout: 600_000 });

/** A shop of several devices, so that its book file is longer than a sector; `behind`: how far that may stay behind. */
async function shopOnDisk(behind: number, seed: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(new Random(1));
  const store = await new Shop(undefined, 0, behind).init(disk.start());
  for (const code of ['A', 'B', 'C', 'D', 'E']) await perform(store, addDevice(code, 9));
  await store.close();
  disk.settle();
  return disk.clone(new Random(seed));
}

const asides = (disk: SimulatedDisk): readonly string[] =>
  disk.paths().filter((path) => /\.(edited|damaged|torn)-/.test(path));

describe('a power cut after commands have answered', () => {
  it.each([1, 3])(
    'is nothing for verify to alarm of, and leaves nothing behind (book file %i behind)',
    async (behind) => {
      let torn = 0;
      for (let seed = 1; seed <= times(150, 3000); seed++) {
        const disk = await shopOnDisk(behind, seed);
        const store = await new Shop(undefined, 100, behind).open(disk.start());
        for (let entry = 0; entry <= seed % 5; entry++) await perform(store, move('A', 1));
        disk.losePower();
        const shop = new Shop(undefined, 2000, behind);
        const again = await shop.open(disk.start());
        const { findings, entries } = await again.verify();
        expect(entries, `seed ${seed}`).toBe(6 + (seed % 5));
        // The first sector names the entry that the book file was of.
        const isNamed = disk.content(bookPath)?.[0] !== 0;
        const isZero = disk.content(bookPath)?.every((byte) => byte === 0) === true;
        if (isNamed || isZero)
          expect(
            findings.filter(({ key }) => key !== 'book-torn'),
            `seed ${seed}`,
          ).toEqual([]);
        else continue;
        if (findings.length > 0) torn++;
        await listingOf(again);
        await perform(again, move('A', 1));
        for (let entry = 1; entry < behind; entry++) await perform(again, move('A', 1));
        expect(shop.notices, `seed ${seed}`).toEqual([]);
        expect(asides(disk), `seed ${seed}`).toEqual([]);
        expect((await again.verify()).findings, `seed ${seed}`).toEqual([]);
        await expectSound(again);
      }
      expect(torn).toBeGreaterThan(0);
      tally({ 'book files torn by a power cut': torn });
    },
  );

  it('is repaired without keeping what it has torn', async () => {
    let torn = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const disk = await shopOnDisk(1, seed);
      await perform(await new Shop(undefined, 100).open(disk.start()), move('A', 1));
      disk.losePower();
      const store = await new Shop(undefined, 2000).open(disk.start());
      const { findings } = await store.verify();
      if (findings.some(({ key }) => key !== 'book-torn')) continue;
      torn += findings.length;
      expect(await store.repair()).toMatchObject({
        setAside: [],
        lost: [],
        bookRebuilt: findings.length > 0,
      });
      expect((await store.verify()).findings).toEqual([]);
    }
    expect(torn).toBeGreaterThan(0);
  });
});

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => removeFolder(folder));

const env = { STOCKBOOK_UNGUARDED: 'all' };
const stockbook = (...words: string[]): Outcome => run(folder, words, { env });
const pathOf = (name: string): string => join(folder, 'data', name);

describe('a hand that does to the book file what a crash does', () => {
  beforeEach(() => {
    stockbook('init');
    for (const code of ['A', 'B', 'C', 'D'])
      stockbook(
        ...`add tv --code ${code} --name Set --size 42 --panel lcd --price 1 --quantity 9`.split(' '),
      );
  });

  const book = () => pathOf('inventory.json');
  const hands: readonly (readonly [what: string, does: () => void])[] = [
    ['empties it', () => truncateSync(book(), 0)],
    ['cuts it', () => truncateSync(book(), 700)],
    ['fills its end with zeros', () => writeFileSync(book(), zeroedFrom(600))],
    [
      'puts an empty one in its place',
      () => {
        writeFileSync(pathOf('other'), '');
        renameSync(pathOf('other'), book());
      },
    ],
  ];

  it.each(hands)('is noticed where it %s', (_, does) => {
    does();
    expect(stockbook('verify').code).toBe(6);
    expect(stockbook('list').stderr).toContain('inventory.json');
    expect(stockbook('stock-in', 'A', '1').stderr).toContain('inventory.edited-');
  });

  it('is kept aside where it has written anything, whatever the witness knows', () => {
    rmSync(pathOf('inventory.witness.json'));
    writeFileSync(book(), readFileSync(book(), 'utf8').replace('"quantity":9', '"quantity":8'));
    expect(stockbook('verify').code).toBe(6);
    expect(stockbook('stock-in', 'A', '1').stderr).toContain('inventory.edited-');
  });

  const zeroedFrom = (at: number): Buffer => readFileSync(book()).fill(0, at);
});

/** Mounts an XFS file system at a folder, if this machine allows it. */
function mountXfs(): boolean {
  mkdirSync(join(folder, 'disk'), { recursive: true });
  if (readdirSync(folder).includes('image')) return mounted();
  writeFileSync(join(folder, 'image'), '');
  truncateSync(join(folder, 'image'), 320 * 1024 * 1024);
  return spawnSync('mkfs.xfs', ['-q', join(folder, 'image')]).status === 0 && mounted();
}

const mounted = (): boolean =>
  spawnSync('mount', ['-o', 'loop', join(folder, 'image'), join(folder, 'disk')]).status === 0;

/** Cuts the power of an XFS file system: unsynced data is lost (XFS_IOC_GOINGDOWN, no log flush). */
const cutPower = (): boolean =>
  spawnSync('python3', [
    '-c',
    'import fcntl, os, sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, (2).to_bytes(4, "little"))',
    join(folder, 'disk'),
  ]).status === 0;

const unmount = (): void => void spawnSync('umount', [join(folder, 'disk')]);

const canCutPower = (() => {
  folder = newFolder();
  const can = mountXfs() && cutPower();
  unmount();
  removeFolder(folder);
  return can;
})();

describe.skipIf(!canCutPower)('a power cut on XFS (needs root, mkfs.xfs and loop mounts)', () => {
  afterEach(unmount);

  it.each([1, 4, 300])(
    'after a shop of %i devices has written loses nothing, and verify is content',
    (devices) => {
      expect(mountXfs()).toBe(true);
      const store = join(folder, 'disk', 'shop', 'inventory.json');
      const shop = (...words: string[]) => stockbook(...words, '--store', store);
      expect(shop('init').code).toBe(0);
      const rows = Array.from({ length: devices }, (_, index) => `tv,D${index},Set ${index},42,lcd,1,9`);
      writeFileSync(join(folder, 'd.csv'), `kind,code,name,size,panel,price,quantity\n${rows.join('\n')}\n`);
      expect(shop('import', 'devices', 'd.csv').code).toBe(0);
      spawnSync('sync');
      for (const quantity of ['1', '2']) expect(shop('stock-in', 'D0', quantity).code).toBe(0);
      expect(cutPower()).toBe(true);
      unmount();
      expect(mountXfs()).toBe(true);
      expect(shop('verify')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sound: 3 entries/) });
      expect(shop('show', 'D0', '--json')).toMatchObject({ code: 0, stderr: '' });
      expect(shop('stock-in', 'D0', '3', '--json')).toMatchObject({ code: 0, stderr: '' });
      expect(shop('verify')).toMatchObject({ code: 0, stderr: '' });
      expect(readdirSync(join(folder, 'disk', 'shop')).filter((name) => name.includes('-'))).toEqual([]);
      expect(JSON.parse(shop('show', 'D0', '--json').stdout).quantity).toBe(15);
      tally({ 'power cuts on a real file system': 1 });
    },
  );
});
