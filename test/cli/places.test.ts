import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnServer } from '../postgres/store-under-test.ts';
import { resealed } from '../store/resealed.ts';
import { filledWithTwo, newFolder, type Outcome, removeFolder, run, runBeside } from './run.ts';

let folder: string;
const fill = filledWithTwo();
beforeEach(() => {
  folder = newFolder();
  fill(folder);
});
afterEach(() => removeFolder(folder));

const stockbook = (line: string, env: { readonly [name: string]: string } = {}): Outcome =>
  run(folder, line.split(' '), { env: { STOCKBOOK_UNGUARDED: 'all', ...env } });
/** The JSON that a command prints. Throws if it fails. */
const json = (line: string, env: { readonly [name: string]: string } = {}) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`, env);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
  return JSON.parse(stdout);
};
/** The exit code and the error of a command. */
const refusal = (line: string, env: { readonly [name: string]: string } = {}) => {
  const { code, stdout, stderr } = stockbook(`${line} --json`, env);
  expect(stdout).toBe('');
  return { exit: code, ...JSON.parse(stderr).error };
};
const done = (...lines: readonly string[]) => {
  for (const line of lines) expect([line, stockbook(line).code]).toEqual([line, 0]);
};
/** How many of a device lie where, and how many are on hand. */
const lying = (code = 'T1') => {
  const { quantity, places } = json(`show ${code}`);
  return {
    q: quantity,
    ...Object.fromEntries(
      (places as { place: string; quantity: number }[]).map((one) => [one.place, one.quantity]),
    ),
  };
};
const withShop = () => done('place add shop-1');
/** Entry 4 moves three televisions to the shop. */
const withTransfer = () => done('place add shop-1', 'transfer T1 3 --from main --to shop-1');
/** Entry 4 sends four televisions to the shop. */
const withShipment = () => done('place add shop-1', 'transfer T1 4 --from main --to shop-1 --in-transit');

describe('a store with one place', () => {
  it.skipIf(isOnServer)('prints and writes as if there were none', () => {
    done('stock-out T1 1 --place main', 'stock-in T1 2 --place 主库', 'undo', 'correct 3 --quantity 2');
    for (const line of ['list', 'show T1', 'history', 'stock-in D1 1'])
      expect(JSON.stringify(json(line))).not.toMatch(/place|sellable/);
    const journal = readFileSync(join(folder, 'data/inventory.journal.jsonl'), 'utf8');
    expect(journal).not.toMatch(/"place"|"at":\d|"of"|"to"/);
    expect(readFileSync(join(folder, 'data/inventory.json'), 'utf8')).not.toMatch(/place|levels/);
    expect(json('place')).toEqual([
      { place: 'main', kind: 'stock', recount: null, devices: 2, units: 29, lastCount: null, note: null },
    ]);
  });

  it('refuses a place of the environment that is not there', () => {
    const env = { STOCKBOOK_PLACE: 'shop-1' };
    expect(refusal('stock-out T1 1', env)).toMatchObject({ exit: 3, code: 'not-found' });
    expect(json('list', env)).toHaveLength(2);
  });
});

describe('places', () => {
  it('once there are two, are told with every device', () => {
    withShop();
    for (const device of json('list')) {
      expect(Object.keys(device).slice(-2)).toEqual(['sellable', 'places']);
      expect(device.places).toEqual([{ place: 'main', quantity: device.quantity }]);
    }
  });

  it.each([
    ['place add SHOP-1', 4, 'exists', {}],
    ['place add 在途', 4, 'exists', {}],
    ['stock-out T1 1 --place shop-2', 3, 'not-found', { nearest: ['shop-1'] }],
    ['transfer T1 1 --from main --to main', 2, 'invalid', {}],
    ['transfer T1 1 --from main', 2, 'usage', { missing: ['--to'] }],
    ['transfer T1 1 --all --from main --to shop-1', 2, 'usage', {}],
    ['place edit shop-1', 2, 'usage', {}],
    ['place remove main', 4, 'in-use', {}],
    ['edit T1 --name X --place shop-1', 2, 'usage', {}],
    ['add tv --code X --name X --size 1 --panel lcd --price 1 --place shop-1', 2, 'usage', {}],
  ])('refuse %s', (line, exit, code, details) => {
    withShop();
    expect(refusal(line)).toMatchObject({ exit, code, details });
  });

  it('are shown in both languages, the first by its name in each', () => {
    withTransfer();
    expect(stockbook('place').stdout).toContain('main ');
    const { stdout } = stockbook('place --lang zh');
    expect(stdout).toMatch(/地点 +性质 +设备种数 +台数\n/);
    expect(stdout).toMatch(/主库 +在库 +2 +27\n/);
    expect(stockbook('transfer T1 8 --from 主库 --to shop-1 --lang zh').stderr).toBe(
      '错误：T1 在主库只有 7，需要 8；shop-1 有 3\n',
    );
    expect(stockbook('transfer T1 8 --from main --to shop-1').stderr).toBe(
      'error: T1 has 7 at main, asked for: 8; shop-1 has 3\n',
    );
    expect(stockbook('stock-out T1 1 --place shop-1').stdout).toBe(
      '#5 out -1  T1 T: 2 at shop-1, 9 on hand\n',
    );
    expect(stockbook('stock-out T1 1 --lang zh').stdout).toBe('#6 出库 -1  T1 T：主库 6，现有 8\n');
  });

  it.each([
    ['place add 主库/x', 'place add MAIN/x'],
    ['place add shop-1/a shop-1/b --kind hold', 'place add SHOP-1/b shop-1/a --kind hold'],
    ['place edit shop-1 --kind stock --recount 0.4', 'place edit SHOP-1 --kind stock --recount 40%'],
    ['place edit shop-1 --name shop-1 --note corner', 'place edit shop-1 --name shop-1 --note corner'],
    ['place edit shop-1 --name shop-2', 'place edit shop-2 --name SHOP-2'],
    ['place edit 主库 --name 主库 --recount 10%', 'place edit main --name MAIN --recount 10%'],
    ['place remove SHOP-1', 'place remove shop-1'],
  ])('are left alone by the same command with the same key: %s', (line, again) => {
    withShop();
    const { entry } = json(`${line} --key k`);
    for (const repeated of [line, again]) expect(json(`${repeated} --key k`).entry).toBe(entry);
    expect(json('info').entries).toBe(entry);
  });

  it.each([
    ['place edit shop-1 --recount 40%', 'place edit shop-2 --recount 40%', 'place'],
    ['place edit shop-1 --recount 40%', 'place edit shop-1 --recount 40% --kind hold', 'kind'],
    ['place edit shop-1 --recount 40%', 'place edit shop-1 --recount 41%', 'recount'],
    ['place edit shop-1 --note a', 'place edit shop-1 --note b', 'note'],
    ['place edit shop-1 --name a --note a', 'place edit shop-1 --note a', 'name'],
    ['place remove shop-1', 'place remove shop-2', 'place'],
  ])('refuse another command with the key of %s', (line, other, differs) => {
    done('place add shop-1 shop-2', `${line} --key k`);
    expect(refusal(`${other} --key k`)).toMatchObject({
      exit: 4,
      code: 'key-conflict',
      details: { entry: 4, differs },
    });
  });

  it('have a note, which an edit changes and an undo brings back', () => {
    done(
      'place add shop-1 --note old',
      'place edit shop-1 --note new',
      'place edit main --note headquarters',
    );
    const notes = () => json('place').map(({ note }: { note: string | null }) => note);
    expect(notes()).toEqual(['headquarters', 'new']);
    expect(stockbook('place edit shop-1 --note new').stderr).toBe('there is nothing to do\n');
    done('undo 4');
    expect(notes()).toEqual(['headquarters', 'old']);
    expect(json('history --type place').map(({ note }: { note: string }) => note)).toEqual([
      '+ shop-1',
      'old → new',
      '– → headquarters',
    ]);
    expect(stockbook('verify').code).toBe(0);
  });

  it('are meant by 主库 as well as by main, also where the first one has another name', () => {
    done('place edit main --name 总库', 'place add main', 'transfer T1 2 --from 总库 --to 主库');
    expect(lying()).toEqual({ q: 10, main: 2, 总库: 8 });
    expect(stockbook('place --lang zh').stdout).toMatch(/主库 +在库 +1 +2\n/);
    expect(refusal('place add 主库')).toMatchObject({ exit: 4, code: 'exists' });
  });

  it('keep their history under the name they have today', () => {
    withTransfer();
    done('place edit shop-1 --name 太原街店');
    expect(
      json('history --place 太原街店').map((row: { entry: number; place: string }) => [row.entry, row.place]),
    ).toEqual([
      [3, '太原街店'],
      [4, 'main'],
      [4, '太原街店'],
      [5, '太原街店'],
    ]);
    expect(refusal('history --place shop-1')).toMatchObject({
      exit: 3,
      details: { now: '太原街店', since: 5 },
    });
  });

  it('keep their history when they are removed, those below them too', () => {
    done('place add shop-1 shop-1/A', 'transfer T1 3 --from main --to shop-1/A', 'undo');
    done(
      'place remove shop-1/A',
      'place edit shop-1 --name shop-2',
      'place add shop-3',
      'place remove shop-2',
    );
    const entries = (place: string) => [
      ...new Set(json(`history --place ${place}`).map(({ entry }: { entry: number }) => entry)),
    ];
    expect(entries('shop-1/A')).toEqual([4, 5, 6]);
    for (const name of ['shop-2', 'SHOP-1']) expect(entries(name)).toEqual([3, 7, 9]);
    expect(refusal('history --place shop-4')).toMatchObject({ exit: 3, code: 'not-found' });
    done('place add shop-2');
    expect(entries('shop-2')).toEqual([10]);
  });

  it.each([
    ['stock-in D1 2 --cost 90', 'correct 4 --place shop-1', 'correct 4 --cost 95'],
    ['stock-in D1 2', 'correct 4 --place shop-1', 'correct 4 --quantity 3'],
    ['stock-in D1 2', 'correct 4 --place shop-1', 'undo 5'],
    ['transfer D1 2 --from main --to shop-2', 'correct 4 --to shop-1', 'correct 4 --quantity 3'],
    ['count open --place shop-1', 'count cancel 4', 'undo 5'],
    ['count open --solo --place shop-1', 'count post 4', 'undo 5'],
  ])('are not corrected to, nor counted, once they are removed: %s, %s, %s', (first, second, line) => {
    done('place add shop-1 shop-2', first);
    if (second === 'count post 4') done('count enter 4 T1 0');
    done(second);
    const { entries } = json('info');
    if (second.startsWith('correct')) done('transfer D1 --all --from shop-1 --to main');
    done('place remove shop-1');
    const removal = json('info').entries;
    const undone = line.replace('undo 5', `undo ${entries}`);
    expect(refusal(undone)).toMatchObject({
      exit: 4,
      code: 'in-use',
      details: { by: removal, entries: [removal] },
    });
    expect(stockbook('verify').code).toBe(0);
  });

  it('are removed once they are empty, and their name may be used again', () => {
    withTransfer();
    expect(refusal('place remove shop-1')).toMatchObject({ exit: 4, code: 'not-empty' });
    done('place edit main --name 总库');
    expect(refusal('place remove shop-1').message).toContain(
      'move them first: stockbook transfer --all --from shop-1 --to 总库',
    );
    done('undo');
    done('transfer T1 3 --from shop-1 --to main', 'place remove shop-1', 'place add shop-1');
    expect(json('place').map(({ place }: { place: string }) => place)).toEqual(['main', 'shop-1']);
    const [row] = json('history --limit 1');
    expect(row).toMatchObject({ type: 'place', code: null, name: null, change: null, balance: null });
  });

  it('return the entry with no rows', () => {
    expect(json('place add shop-1 shop-1/A --kind hold --recount 60%')).toMatchObject({
      entry: 3,
      by: 'li',
      type: 'place-add',
      undoes: null,
      undoneBy: null,
      rows: [],
    });
    expect(json('place edit shop-1 --kind stock')).toMatchObject({ entry: 4, type: 'place-edit', rows: [] });
    expect(json('place edit shop-1 --kind stock')).toMatchObject({ entry: null, rows: [] });
    expect(json('place remove shop-1/A')).toMatchObject({ entry: 5, type: 'place-remove', rows: [] });
    expect(json('undo')).toMatchObject({ entry: 6, type: 'undo', undoes: 5 });
    expect(json('place list')[2]).toMatchObject({ place: 'shop-1/A', kind: 'hold', recount: '60%' });
  });
});

describe('a transfer', () => {
  it('is one entry with both sides, each with what lies there after it', () => {
    withShop();
    const before = new Date(Date.now()).toISOString();
    const { rows, ...entry } = json('transfer T1 3 --from main --to shop-1');
    expect(Object.keys(entry)).toEqual(['entry', 'at', 'by', 'type', 'undoes', 'undoneBy']);
    expect(entry).toMatchObject({ entry: 4, type: 'transfer', undoes: null, undoneBy: null });
    expect(rows).toMatchObject([
      { type: 'transfer', change: -3, balance: 10, place: 'main', placeBalance: 7, reason: null },
      { type: 'transfer', change: 3, balance: 10, place: 'shop-1', placeBalance: 3, reason: null },
    ]);
    expect(Object.keys(rows[0]).slice(-8)).toEqual([
      'place',
      'placeBalance',
      'of',
      'party',
      'serials',
      'count',
      'counted',
      'book',
    ]);
    const [, device] = json(`list --place main --as-of ${before}`);
    expect(device).toMatchObject({ code: 'T1', quantity: 10 });
    expect(json('list --place main')[1]).toMatchObject({ quantity: 7, value: '7000.00' });
  });

  it('of more than there is says where the rest is', () => {
    withTransfer();
    expect(refusal('transfer T1 8 --from main --to shop-1')).toMatchObject({
      exit: 4,
      code: 'insufficient-stock',
      details: { place: 'main', onHand: 7, asked: 8, elsewhere: [{ place: 'shop-1', quantity: 3 }] },
    });
  });

  it('leaves what is read as wide as it is, whatever place the environment names', () => {
    withTransfer();
    const env = { STOCKBOOK_PLACE: 'shop-1' };
    expect(json('stock-out T1 1', env)).toMatchObject({ balance: 9, place: 'shop-1', placeBalance: 2 });
    expect(json('list', env)[1].places).toHaveLength(2);
    expect(refusal('stock-out T1 1 --place shop-1 --expect 9')).toMatchObject({
      exit: 4,
      code: 'unexpected-quantity',
      details: { onHand: 2, expected: 9 },
    });
  });

  it('is not taken back where the goods are gone, and names what took them', () => {
    withTransfer();
    done('stock-out T1 2 --place shop-1');
    expect(refusal('undo 4')).toMatchObject({
      exit: 4,
      code: 'insufficient-stock',
      details: { entries: [5] },
    });
    done('undo 5', 'undo 4');
    expect(lying()).toEqual({ q: 10, main: 10 });
    expect(stockbook('undo 7').stdout).toContain('main 10 → 7; shop-1 0 → 3');
  });

  it('is corrected to another place, once', () => {
    withTransfer();
    done('stock-out T1 1', 'correct 5 --place shop-1', 'correct 5 --place shop-1');
    expect(lying()).toEqual({ q: 9, main: 7, 'shop-1': 2 });
    expect(json('info').entries).toBe(6);
  });

  it('is repeated by its key as a whole', () => {
    withShop();
    const [first, second] = [1, 2].map(() => json('transfer T1 3 --from main --to shop-1 --key k'));
    expect(second).toEqual(first);
    expect(refusal('transfer T1 2 --from main --to shop-1 --key k')).toMatchObject({
      exit: 4,
      code: 'key-conflict',
    });
    expect(json('info').entries).toBe(4);
  });

  it('of the last units by eight processes succeeds as often as there are units', async () => {
    withShop();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => runBeside(folder, 'transfer T1 2 --from main --to shop-1'.split(' '))),
    );
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 0, 0, 0, 0, 4, 4, 4]);
    expect(lying()).toEqual({ q: 10, 'shop-1': 10 });
    expect(stockbook('verify').code).toBe(0);
  });

  it('of everything closes a shop', () => {
    withTransfer();
    done(
      'transfer D1 5 --from main --to shop-1',
      'transfer --all --from shop-1 --to main',
      'place remove shop-1',
    );
    expect([lying(), lying('D1')]).toEqual([
      { q: 10, main: 10 },
      { q: 20, main: 20 },
    ]);
    withShop();
    expect(json('transfer --all --from shop-1 --to main')).toMatchObject({ entry: null, rows: [] });
  });
});

describe('a place on hold', () => {
  it('sells nothing, but gives up what is damaged', () => {
    done('place add main/hold --kind hold', 'transfer T1 1 --from main --to main/hold');
    expect(refusal('stock-out T1 1 --place main/hold')).toMatchObject({ exit: 4, code: 'not-sellable' });
    done('stock-out T1 1 --place main/hold --reason damage');
    expect(json('show T1')).toMatchObject({ quantity: 9, sellable: 9 });
    expect(json('list --place main')[1]).toMatchObject({ code: 'T1', quantity: 9 });
  });
});

describe('a shipment', () => {
  it('is on hand and on the road, and leaves it only by its number', () => {
    withShipment();
    expect(lying()).toEqual({ q: 10, main: 6, transit: 4 });
    expect(refusal('stock-out T1 1 --place transit')).toMatchObject({ exit: 4, code: 'queue' });
    expect(json('pending')).toEqual([
      {
        queue: 'transit',
        entry: 4,
        at: expect.any(String),
        by: 'li',
        code: 'T1',
        name: 'T',
        quantity: 4,
        left: 4,
        from: 'main',
        to: 'shop-1',
        party: null,
        due: null,
      },
    ]);
    expect(json('pending --place shop-1')).toHaveLength(1);
    done('place add shop-2');
    expect(json('pending --place shop-2')).toEqual([]);
    expect(stockbook('pending --place shop-2').stderr).toBe('nothing that is pending matches\n');
    expect(refusal('place remove shop-1')).toMatchObject({ code: 'in-use', details: { entries: [4] } });
  });

  it('is received in parts, and what never arrived is lost', () => {
    withShipment();
    expect(json('receive 4 T1 3')).toMatchObject({
      type: 'receive',
      rows: [
        { place: 'transit', of: 4, change: -3, type: 'transfer' },
        { place: 'shop-1', of: null, change: 3, type: 'transfer' },
      ],
    });
    expect(json('receive 4 --missing 1')).toMatchObject({
      rows: [{ type: 'stock-out', reason: 'lost', change: -1, balance: 9, placeBalance: 0 }],
    });
    expect(lying()).toEqual({ q: 9, main: 6, 'shop-1': 3 });
    expect(refusal('receive 4')).toMatchObject({ exit: 4, code: 'settled' });
    expect(stockbook('pending').stderr).toBe('nothing is pending\n');
  });

  it('that was received in part is cancelled, not undone', () => {
    withShipment();
    done('receive 4 T1 3');
    expect(refusal('undo 4')).toMatchObject({ exit: 4, code: 'in-use', details: { entries: [5] } });
    expect(json('cancel 4')).toMatchObject({ type: 'cancel' });
    expect(lying()).toEqual({ q: 10, main: 7, 'shop-1': 3 });
    expect(json('pending')).toEqual([]);
  });

  it.each([
    ['receive 4 T1 5', 4, 'over-received', { left: 4 }],
    ['receive 4 D1 1', 3, 'not-found', {}],
    ['receive 9', 3, 'not-found', {}],
    ['receive 1', 2, 'invalid', {}],
    ['receive', 2, 'usage', { missing: ['ENTRY'] }],
  ])('refuses %s', (line, exit, code, details) => {
    withShipment();
    expect(refusal(line)).toMatchObject({ exit, code, details });
  });
});

describe('a minimum of one place', () => {
  it('is set and taken away there, and decides what is low there', () => {
    withTransfer();
    done('edit T1 --minimum 5 --place shop-1');
    expect(json('show T1')).toMatchObject({
      minimum: null,
      places: [
        { place: 'main', quantity: 7 },
        { place: 'shop-1', quantity: 3, minimum: 5 },
      ],
    });
    const low = (line: string) => json(line).map(({ code }: { code: string }) => code);
    expect(low('list --low --place shop-1')).toEqual(['T1']);
    expect(low('list --low --place main')).toEqual([]);
    expect(low('list --low')).toEqual([]);
    done('undo');
    expect(low('list --low --place shop-1')).toEqual([]);
    done('undo 6', 'edit T1 --no-minimum --place shop-1');
    expect(json('show T1').places).toEqual([
      { place: 'main', quantity: 7 },
      { place: 'shop-1', quantity: 3 },
    ]);
  });
});

describe('verify', () => {
  it.skipIf(isOnServer).each([
    ['1', /"change":3,"balance":10,"place":2,"at":3/, '"change":3,"balance":10,"place":2,"at":4', 'shop-1'],
    [
      '2',
      /"change":-1,"balance":9,"reason":"sale","place":2/,
      '"change":-1,"balance":8,"reason":"sale","place":2',
      'shop-1',
    ],
    ['3', /"change":3,"balance":10,"place":2,"at":3/, '"change":2,"balance":10,"place":2,"at":2', null],
    ['4', /"place":-3,"of":6/, '"place":-3', 'transit'],
  ])('names the entry that breaks rule %s of the stock, and the place', (rule, found, broken, place) => {
    withTransfer();
    done('stock-out T1 1 --place shop-1', 'transfer T1 2 --from main --to shop-1 --in-transit');
    const path = join(folder, 'data/inventory.journal.jsonl');
    const journal = readFileSync(path);
    writeFileSync(
      path,
      resealed(journal, (line) => line.replace(found, broken)),
    );
    const entry = rule === '2' ? 5 : rule === '4' ? 6 : 4;
    const { exit, details } = refusal('verify');
    expect(exit).toBe(6);
    expect(details.findings).toContainEqual(
      expect.objectContaining({
        key: 'entry-damaged',
        entry,
        reason: 'does-not-apply',
        broken: { invariant: Number(rule), place },
      }),
    );
    expect(stockbook('verify').stderr + stockbook('verify').stdout).toContain(`#${entry}`);
    expect(stockbook('repair --yes').code).toBe(0);
    expect(stockbook('verify').code).toBe(0);
  });
});
