import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Moved } from '../../src/inventory/book/change.ts';
import { statement } from '../../src/store/postgres/server/connection.ts';
import { readHead, selectHead } from '../../src/store/postgres/tables/head.ts';
import { movement } from '../../src/store/postgres/tables/movement.ts';
import type { TypedMove } from '../inventory/decide/plain-shop.ts';
import { tally, times } from '../torture/length.ts';
import { foundBinaries, makeServerFolder, readyBinaries } from './binaries.ts';
import { BrokenLine } from './broken-line.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { correct, move, newShop, openShop } from './shop.ts';
import { references, verifiedLines } from './verified-lines.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

const [cuts, kills] = [times(60, 200), times(30, 300)];

/** The answers that workers got for their movements, by reference. */
interface Told {
  readonly recorded: Set<string>;
  readonly unknown: Set<string>;
  readonly refused: Set<string>;
}

/** Has workers move stock until they are stopped; each movement has its own reference. */
async function work(
  url: string,
  workers: number,
  isEnough: (told: Told) => boolean | Promise<boolean>,
  { waitMs = 600_000, prefix = 'R' } = {},
): Promise<Told> {
  const told: Told = { recorded: new Set(), unknown: new Set(), refused: new Set() };
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const store = openShop(url, { waitMs });
      for (let turn = 0; !(await isEnough(told)); turn++) {
        const ref = `${prefix}${worker}-${turn}`;
        const change = turn % 2 === 0 ? 1 : -1;
        // Every fourth is one that the server does not make by itself.
        const act = turn % 4 === 3 ? correct : move;
        const key = turn % 3 === 0 ? { key: ref } : {};
        try {
          await act(store, { device: `T${(worker + turn) % 4}`, change, ref, ...key });
          told.recorded.add(ref);
        } catch (error) {
          const code = (error as { code?: string }).code;
          if (code === 'unknown') told.unknown.add(ref);
          else if (code === 'io' || code === 'busy') told.refused.add(ref);
          else throw error;
        }
      }
      await store.close();
    }),
  );
  return told;
}

/** Nothing that was confirmed is lost, nothing is there twice, and nothing that was refused is there. */
function expectKept(lines: readonly string[], { recorded, unknown, refused }: Told): void {
  const found = references(lines);
  expect([...recorded].filter((ref) => found.get(ref) !== 1)).toEqual([]);
  expect([...refused].filter((ref) => found.has(ref))).toEqual([]);
  expect(
    [...found].filter(([ref, times]) => times !== 1 || !(recorded.has(ref) || unknown.has(ref))),
  ).toEqual([]);
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url.replace(/\?.*/, '') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Ends the waiting of commits for their standby, which an administrator may do. */
const endWaiting = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`;

/** A client that believes each answer, and tries again with a new entry if it gets none. */
async function believing(url: string, ref: string): Promise<'recorded' | 'lost'> {
  const client = new Client({ connectionString: url.replace(/\?.*/, '') });
  client.on('error', () => undefined);
  await client.connect();
  const store = /store=(\w+)/.exec(url)?.[1] ?? '';
  const { text } = selectHead(store);
  const head = readHead((await client.query({ text, types: asText })).rows[0]);
  const entry = { n: 0, at: head.at, by: 'li', command: 'stock-in' as const, changes: [moveOf(ref)] };
  const made = movement(store, entry, moveOf(ref), 1, head, null, randomUUID());
  try {
    for (const { text, values } of [statement('begin'), made, statement('commit')])
      await client.query({ text, values: [...values] });
    return 'recorded';
  } catch {
    return 'lost';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A store's URL on other hosts. */
const atHosts = (url: string, ...servers: readonly PostgresServer[]): string =>
  url.replace(/@[^/]*/, `@${servers.map(({ host }) => host).join(',')}`);

const asText = { getTypeParser: () => (value: string) => value };
const moveOf = (ref: string): Moved => ({
  do: 'move',
  id: 1,
  code: 'T0',
  name: 'Set',
  change: 1,
  balance: 0,
  reason: 'purchase',
  ref,
});

describe.skipIf(!isThere)('connections that are cut after the server has got what was sent', () => {
  it('leave every movement recorded once', async () => {
    const url = await newShop(server, 4);
    const proxy = await BrokenLine.start(server.port);
    let seen = 0;
    proxy.cuts = (data) => data.includes('commit') && seen++ % 3 === 0;
    const told = await work(url.replace(server.host, proxy.host), 8, () => proxy.count >= cuts);
    proxy.cuts = () => false;
    await proxy.stop();
    tally({
      'connections to a server cut': proxy.count,
      'entries confirmed over cut connections': told.recorded.size,
    });
    expect(told.unknown.size + told.refused.size).toBe(0);
    expectKept(await verifiedLines(url), told);
  });

  it('leave it unknown, and not refused, where the entry may still come to be recorded', async () => {
    const url = await newShop(server, 4);
    const line = await BrokenLine.start(server.port);
    line.cuts = (data) => line.count === 0 && data.includes('commit') && data.includes('for update');
    const holder = new Client({ connectionString: url.replace(/\?.*/, '') });
    await holder.connect();
    await holder.query(`begin; select from ${/store=(\w+)/.exec(url)?.[1]}.head for update`);
    const store = openShop(url.replace(server.host, line.host), { waitMs: 500 });
    await expect(move(store, { device: 'T0', change: 1 })).rejects.toMatchObject({ code: 'unknown' });
    expect(line.count).toBe(1);
    await store.close();
    await holder.end();
    await line.stop();
  });

  it.each<[string, (typed: TypedMove) => TypedMove]>([
    ['a movement', (typed) => typed],
    ['a movement that expects a quantity', (typed) => ({ ...typed, expect: 1000 })],
  ])('let nothing be recorded of %s later, once it was refused', async (_, typed) => {
    const url = await newShop(server, 4);
    const line = await BrokenLine.start(server.port);
    line.holds = (data) => data.includes('for update') && data.includes('commit');
    const stalled = openShop(url.replace(server.host, line.host));
    const refused = move(stalled, typed({ device: 'T0', change: -600, ref: 'STALLED' }));
    const outcome = expect(refused).rejects.toMatchObject({
      code: expect.stringMatching(/insufficient-stock|unexpected-quantity/),
    });
    await line.untilHeld();
    const other = openShop(url);
    await move(other, { device: 'T0', change: -600 });
    line.holds = () => false;
    line.cutHeld();
    await outcome;
    await move(other, { device: 'T0', change: 600 });
    await line.release();
    expect(references(await verifiedLines(url)).has('STALLED')).toBe(false);
    expect((await move(other, { device: 'T0', change: 1 })).answer).toBe(1001);
    await stalled.close();
    await other.close();
    await line.stop();
  });

  it('double movements for a client that tries again with a new entry: the proof that this is seen', async () => {
    const url = await newShop(server, 4);
    const line = await BrokenLine.start(server.port);
    let seen = 0;
    line.cuts = (data) => data.includes('commit') && seen++ % 3 === 0;
    for (let turn = 0; line.count < 5; turn++)
      while ((await believing(url.replace(server.host, line.host), `R${turn}`)) === 'lost');
    await line.stop();
    const found = references(await verifiedLines(url));
    expect([...found.values()].filter((times) => times > 1).length).toBeGreaterThan(0);
  });
});

describe.skipIf(!isThere)('connections that the server ends', () => {
  it('leave every movement recorded once', async () => {
    const url = await newShop(server, 4);
    const name = `killed_${randomUUID().slice(0, 8)}`;
    let isOver = false;
    const working = work(url, 8, ({ recorded }) => isOver && recorded.size > 100);
    for (let kill = 0; kill < kills; kill++)
      await query(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'stockbook' and '${name}' <> '' and state <> 'idle' limit 3`,
      );
    isOver = true;
    const told = await working;
    tally({
      'kills of connections in transactions': kills,
      'entries confirmed beside them': told.recorded.size,
    });
    expectKept(await verifiedLines(url), told);
  });
});

/** A login whose transactions are at a level of isolation. */
async function loginAt(level: string, url: string): Promise<string> {
  const login = `at_${randomUUID().slice(0, 8)}`;
  await query(
    url,
    `create role ${login} superuser login; alter role ${login} set default_transaction_isolation = '${level}'`,
  );
  return url.replace('postgres@', `${login}@`);
}

const strictLevels = ['repeatable read', 'serializable'];

describe.skipIf(!isThere)('a server whose transactions see one moment only', () => {
  it.each(strictLevels)('(%s) records every movement once, over cut connections too', async (level) => {
    const url = await newShop(server, 4);
    const strict = await loginAt(level, url);
    const proxy = await BrokenLine.start(server.port);
    let seen = 0;
    proxy.cuts = (data) => data.includes('commit') && seen++ % 5 === 0;
    const told = await work(
      strict.replace(server.host, proxy.host),
      8,
      ({ recorded }) => recorded.size >= times(100, 1000) && proxy.count > 0,
    );
    await proxy.stop();
    tally({
      [`entries confirmed at ${level}`]: told.recorded.size,
      'connections to a server cut': proxy.count,
    });
    expect(told.unknown.size + told.refused.size).toBe(0);
    expectKept(await verifiedLines(url), told);
  });
});

describe.skipIf(!isThere)('a pair of servers', () => {
  let folder: string;
  let pair: readonly [PostgresServer, PostgresServer];
  const started: PostgresServer[] = [];
  const [rounds, movements] = [times(1, 5), times(400, 1000)];

  beforeEach(() => {
    folder = makeServerFolder(join(tmpdir(), `pair-${randomUUID().slice(0, 8)}`));
    const bin = foundBinaries()[0]?.bin ?? '';
    pair = PostgresServer.startPair(readyBinaries(bin, folder), join(folder, 'servers'));
    started.push(...pair);
  });

  afterEach(() => {
    for (const one of started.splice(0)) one.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['read committed', ...strictLevels].slice(0, times(1, 3)))(
    'loses nothing that was confirmed at %s when the first is killed under load and the second takes over, again and again',
    { timeout: times(600_000, 6_000_000) },
    async (level) => {
      let [first, second] = pair;
      const url = await loginAt(level, await newShop(first, 4));
      const recorded = new Set<string>();
      for (let round = 1; round <= rounds; round++) {
        if (round > 1) {
          first = second;
          second = first.startStandby(join(folder, `standby-${round}`));
          started.push(second);
        }
        const [one, other] = [first, second];
        let isKilled = false;
        const told = await work(
          atHosts(url, one, other),
          16,
          (now) => {
            if (now.recorded.size >= movements / 2 && !isKilled) {
              isKilled = true;
              one.kill();
              other.promote();
            }
            return now.recorded.size >= movements;
          },
          { prefix: `R${round}-` },
        );
        expect(isKilled).toBe(true);
        expect(told.unknown.size + told.refused.size).toBe(0);
        for (const ref of told.recorded) recorded.add(ref);
        expectKept(await verifiedLines(atHosts(url, other)), { ...told, recorded });
        tally({ 'servers killed under 16 clients': 1, 'entries confirmed beside them': told.recorded.size });
      }
    },
  );

  it('loses what was confirmed by a server that does not wait for its standby: the proof that this is seen', async () => {
    const [first, second] = pair;
    await query(first.url(), `alter system set synchronous_standby_names = ''`);
    await query(first.url(), 'select pg_reload_conf()');
    const url = await newShop(first, 4);
    second.stop('fast');
    const told = await work(url, 4, ({ recorded }) => recorded.size > 10);
    const store = openShop(url);
    expect((await store.info()).waitsForStandby).toBe(false);
    await store.close();
    first.kill();
    second.run();
    second.promote();
    expect(told.recorded.size).toBeGreaterThan(10);
    expect(references(await verifiedLines(atHosts(url, second))).size).toBe(0);
  });

  it('loses nothing that was confirmed where an administrator ends the waiting for the standby, unlike who believes that', async () => {
    const [first, second] = pair;
    const made = await newShop(first, 4);
    const url = made.replace(first.host, `${first.host},${second.host}`);
    second.stop('fast');
    const ending = setInterval(() => void query(made, endWaiting).catch(() => undefined), 50);
    const believed = await believing(made, 'N');
    const told = await work(
      url,
      4,
      ({ recorded, unknown, refused }) => recorded.size + unknown.size + refused.size > 3,
      { waitMs: 1_000 },
    );
    clearInterval(ending);
    first.kill();
    second.run();
    second.promote();
    expect(believed).toBe('recorded');
    const lines = await verifiedLines(url);
    expectKept(lines, told);
    expect(references(lines).has('N')).toBe(false);
  });

  it('answers within --wait when the standby is lost, and confirms nothing meanwhile', async () => {
    const [first, second] = pair;
    const url = await newShop(first, 4);
    second.stop('fast');
    const told = await work(
      url,
      2,
      ({ unknown, refused, recorded }) => unknown.size + refused.size + recorded.size > 2,
      { waitMs: 1_000 },
    );
    expect(told.recorded.size).toBe(0);
    expect(told.unknown.size).toBeGreaterThan(0);
    second.run();
    const later = await work(url, 1, ({ recorded }) => recorded.size > 2);
    expect(later.recorded.size).toBeGreaterThan(2);
  });
});
