import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceId } from '../../src/inventory/book/place-kinds.ts';
import { type RecordedRow, rowTypes } from '../../src/inventory/look/history.ts';
import type { RowFilter } from '../../src/inventory/look/recorded/rows.ts';
import { nodeFiles } from '../../src/store/json-file/files/node-files.ts';
import { openJsonFileStore } from '../../src/store/json-file/store.ts';
import { collected } from '../../src/store/pages.ts';
import { openPostgresStore } from '../../src/store/postgres/store.ts';
import type { HistoryQuery, Store } from '../../src/store/store.ts';
import { run } from '../cli/run.ts';
import { testServer } from '../postgres/one-server.ts';
import { PostgresServer } from '../postgres/server.ts';
import { optionsOf } from '../postgres/shop.ts';

let folder: string;
let stores: { readonly [kind: string]: Store };
let all: readonly RecordedRow[];
/** The bytes that the file store has read. */
let read = 0;

/** What happens: every type of row, both sides of many transfers in one entry, refs and parties in several widths and cases. */
const lines = [
  'init',
  'add tv --code T1 --name T --size 42 --panel lcd --price 1000 --quantity 30 --cost 600',
  'add dvd --code D1 --name D --disc hd --price 300 --quantity 40 --cost 100',
  'place add shop-1 shop-1/back yard --ref P-1',
  'stock-out T1 1 --ref so-7 --party 王女士 --serials SN7',
  'stock-out T1 2 --ref ＳＯ－７ --party ACME --serials sn8,SN9',
  'stock-in T1 1 --reason return --party 王女士 --serials sn7 --by wang',
  'transfer T1 5 --from main --to shop-1 --ref tr-1',
  'transfer D1 5 --from main --to shop-1/back',
  'transfer D1 2 --from shop-1/back --to yard --by ＷＡＮＧ',
  'import movements moves.csv',
  'transfer --all --from main --to yard',
  'undo 11',
  'transfer T1 3 --from main --to shop-1 --in-transit',
  'receive 13 T1 2',
  'receive 13 --missing 1',
  'edit T1 --price 990 --by wang',
  'undo 16',
  'count spot D1 4 --place shop-1/back',
  'count open --place shop-1 --ref c-1',
  'count enter 19 T1 9 --place shop-1 --counter zhao',
  'stock-out T1 1 --place shop-1 --before-count 19',
  'count cancel 19',
  'place edit yard --name field',
  'stock-out D1 1 --reason damage --party acme --place field',
  'stock-out T1 1 --party "Aсме" --ref "a\\"b"',
  'undo 25',
  'add dvd --code X --name X --disc hd --price 1',
  'remove X',
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stockbook-history-'));
  mkdirSync(join(folder, 'data'));
  const moves = [
    'T1,transfer,1,main,shop-1',
    'T1,transfer,1,shop-1,yard',
    'D1,in,1,yard,',
    'D1,transfer,1,main,yard',
  ];
  writeFileSync(join(folder, 'moves.csv'), ['code,type,quantity,place,to', ...moves].join('\n'));
  for (const line of lines) {
    const words = Array.from(
      line.matchAll(/"((?:\\.|[^"])*)"|\S+/g),
      ([word, inner]) => inner?.replaceAll('\\', '') ?? word,
    );
    const env = { STOCKBOOK_UNGUARDED: 'all', STOCKBOOK_STORE: join(folder, 'data/inventory.json') };
    const { code, stderr } = run(folder, words, { env });
    if (code !== 0) throw new Error(`${line}: ${stderr}`);
  }
  const files = {
    ...nodeFiles,
    read: (...args: Parameters<typeof nodeFiles.read>) => {
      const bytes = nodeFiles.read(...args);
      read += bytes;
      return bytes;
    },
  };
  const path = join(folder, 'data/inventory.json');
  const file = await openJsonFileStore(path, { ...optionsOf(), files });
  stores = { file };
  const server = testServer();
  if (server instanceof PostgresServer) {
    const url = server.url(`history_${process.pid}`);
    const env = { STOCKBOOK_STORE: path };
    run(folder, ['backup', 'all.backup'], { env });
    const { code, stderr } = run(folder, ['restore', 'all.backup', '--store', url]);
    if (code !== 0) throw new Error(stderr);
    stores = { ...stores, server: openPostgresStore(url, optionsOf()) };
  }
  const rows = await collected(file.history({}));
  const tallies = await collected(file.history({ filter: { types: ['tally'] } }));
  all = [...rows, ...tallies].sort((a, b) => a.row.entry - b.row.entry);
});
afterAll(async () => {
  for (const store of Object.values(stores ?? {})) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = async (path: string): Promise<PlaceId> =>
  stores['file']?.ask((book) => book.places.idOf(path) ?? 0) ?? 0;

/** What is found by looking at every row. */
const among = (isWanted: (one: RecordedRow) => boolean, withTallies = false) =>
  all.filter((one) => isWanted(one) && (withTallies || one.row.type !== 'tally'));

const filters: readonly [string, RowFilter, (one: RecordedRow) => boolean][] = [
  ...rowTypes
    .filter(({ value }) => value !== 'memo')
    .map(({ value }): (typeof filters)[number] => [
      `of type ${value}`,
      { types: [value] },
      ({ row }) => row.type === value,
    ]),
  ['of two types', { types: ['undo', 'edit'] }, ({ row }) => row.type === 'undo' || row.type === 'edit'],
  ['for a reason', { reason: 'sale' }, ({ row }) => row.reason === 'sale'],
  ['by an operator', { operator: 'wang' }, ({ row }) => ['wang', 'ＷＡＮＧ'].includes(row.by)],
  ['with a reference', { ref: 'SO-7' }, ({ row }) => /^(so-7|ＳＯ－７)$/.test(row.ref ?? '')],
  ['with a reference in quotes', { ref: 'A"B' }, ({ row }) => row.ref === 'a"b'],
  ['with a reference of a place', { ref: 'p-1' }, ({ row }) => row.ref === 'P-1'],
  ['of a party', { party: 'acme' }, ({ row }) => /^acme$/i.test(row.party ?? '')],
  ['of a party in Chinese', { party: '王女士' }, ({ row }) => row.party === '王女士'],
  ['of a serial number', { serial: 'Sn7' }, ({ row }) => /sn7/i.test(row.serials?.join(' ') ?? '')],
  ['of a serial number among others', { serial: 'SN9' }, ({ row }) => row.serials?.includes('SN9') === true],
  ['of movements', { isMovement: true }, ({ row }) => row.change !== null],
  [
    'of what can be traced',
    { isTraced: true },
    ({ row }) => [row.party, row.serials, row.of].some((one) => (one ?? null) !== null),
  ],
  [
    'by several at once',
    { operator: 'li', reason: 'sale', party: 'acme', types: ['stock-out'] },
    ({ row }) => row.by === 'li' && row.reason === 'sale' && row.party === 'ACME' && row.type === 'stock-out',
  ],
];

const kindsOfStore = ['file', 'server'] as const;

describe.each(kindsOfStore)('a history in a store of kind %s', (kind) => {
  const found = async (query: HistoryQuery): Promise<readonly RecordedRow[] | null> => {
    const store = stores[kind];
    return store === undefined ? null : collected(store.history(query));
  };
  const expectRows = async (query: HistoryQuery, rows: readonly RecordedRow[]) => {
    const answer = await found(query);
    if (answer === null) return;
    const sorted = (some: readonly RecordedRow[]) => some.map((one) => JSON.stringify(one)).sort();
    expect(sorted(answer)).toEqual(sorted(rows));
    expect(answer.map(({ row }) => row.entry)).toEqual(
      answer.map(({ row }) => row.entry).sort((a, b) => a - b),
    );
    for (const last of [1, 2, 5, 1000]) expect(await found({ ...query, last })).toEqual(answer.slice(-last));
  };

  it.each(filters)(
    '%s is what looking at every row finds, and its last rows are the last of it',
    async (_, filter, isWanted) => {
      const rows = among(isWanted, filter.types?.includes('tally'));
      expect(rows.length).toBeGreaterThan(0);
      await expectRows({ filter }, rows);
    },
  );

  it('of a count has what was counted, and what happened before it was', async () => {
    const rows = among(({ count }) => count === 19, true);
    expect(new Set(rows.map(({ row }) => row.type))).toEqual(new Set(['count', 'tally', 'stock-out']));
    await expectRows({ filter: { count: 19 } }, rows);
  });

  it('between two times has what was recorded then, both ends included', async () => {
    const [since, until] = [10, 14].map((n) =>
      Date.parse(all.find(({ row }) => row.entry === n)?.row.at ?? ''),
    );
    const isWithin = ({ row }: RecordedRow) =>
      Date.parse(row.at) >= (since ?? 0) && Date.parse(row.at) <= (until ?? 0);
    await expectRows({ filter: { since, until } }, among(isWithin));
  });

  it('of a device has all of it, under a filter too', async () => {
    const device = all.find(({ row }) => row.code === 'T1')?.device ?? 0;
    await expectRows(
      { device },
      among((one) => one.device === device),
    );
    await expectRows(
      { device, filter: { party: 'ACME' } },
      among((one) => one.device === device && one.row.party === 'ACME'),
    );
  });

  it('at a place has both sides of each transfer from or to it, and of no other', async () => {
    const back = await idOf('shop-1/back');
    const shop = await idOf('shop-1');
    const places = new Set([back, shop]);
    const entries = new Map<number, string[]>();
    for (const { row } of (await found({ filter: { places } })) ?? [])
      entries.set(row.entry, [...(entries.get(row.entry) ?? []), `${row.code} ${row.change} ${row.place}`]);
    if (stores[kind] === undefined) return;
    expect(Object.fromEntries(entries)).toMatchObject({
      3: ['null null shop-1'],
      7: ['T1 -5 main', 'T1 5 shop-1'],
      8: ['D1 -5 main', 'D1 5 shop-1/back'],
      9: ['D1 -2 shop-1/back', 'D1 2 field'],
      10: ['T1 -1 main', 'T1 1 shop-1', 'T1 -1 shop-1', 'T1 1 field'],
      14: ['T1 -2 transit', 'T1 2 shop-1'],
    });
    for (const n of [2, 11, 12, 15, 24]) expect(entries.has(n)).toBe(false);
    const field = new Set([await idOf('field')]);
    const undone = ((await found({ filter: { places: field } })) ?? []).filter(({ row }) => row.entry === 12);
    expect(undone.map(({ row }) => `${row.code} ${row.change} ${row.place}`).sort()).toEqual(
      (await found({}))
        ?.filter(({ row }) => row.entry === 12)
        .map(({ row }) => `${row.code} ${row.change} ${row.place}`)
        .sort(),
    );
    for (const query of [{ filter: { places } }, { device: 1, filter: { places: field } }]) {
      const whole = (await found(query)) ?? [];
      for (const last of [1, 3, 100]) expect(await found({ ...query, last })).toEqual(whole.slice(-last));
    }
  });
});

it('the last rows of a long journal are read from its end', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `D1,in,1,main,note ${n}`);
  for (const part of [rows.slice(0, 10_000), rows.slice(10_000)]) {
    writeFileSync(join(folder, 'many.csv'), ['code,type,quantity,place,note', ...part].join('\n'));
    const env = { STOCKBOOK_STORE: join(folder, 'data/inventory.json') };
    expect(run(folder, ['import', 'movements', 'many.csv'], { env }).code).toBe(0);
  }
  run(folder, ['stock-out', 'D1', '1'], { env: { STOCKBOOK_STORE: join(folder, 'data/inventory.json') } });
  const file = stores['file'];
  if (file === undefined) throw new Error('no store');
  read = 0;
  expect(await collected(file.history({ last: 1, filter: { reason: 'sale' } }))).toHaveLength(1);
  expect(read).toBeLessThan(500_000);
});
