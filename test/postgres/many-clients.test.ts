import { describe, expect, it } from 'vitest';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';
import { move, newShop, openShop } from './shop.ts';
import { references, verifiedLines } from './verified-lines.ts';

const server = testServer();
const isThere = server instanceof PostgresServer;

/** Runs workers beside each other, each with a connection of its own. */
async function work(
  url: string,
  workers: number,
  each: number,
  codeOf: (worker: number, turn: number) => string,
) {
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const store = openShop(url);
      for (let turn = 0; turn < each; turn++) {
        const change = turn % 2 === 0 ? -1 : 1;
        const typed = { device: codeOf(worker, turn), change, ref: `R${worker}-${turn}` };
        const { entry, answer } = await move(store, typed);
        expect(entry?.changes).toMatchObject([{ balance: answer }]);
      }
      await store.close();
    }),
  );
}

describe.skipIf(!isThere)('many clients on one store', () => {
  it.each([
    ['many devices', 10],
    ['one device', 1],
  ])('record every movement of %s once, with unbroken numbers and true balances', async (_, devices) => {
    const url = await newShop(server as PostgresServer, devices);
    await work(url, 16, 10, (worker, turn) => `T${(worker + turn) % devices}`);
    const found = references(await verifiedLines(url));
    expect(found.size).toBe(160);
    expect([...found.values()].every((times) => times === 1)).toBe(true);
  });

  it('never sell a piece twice', async () => {
    const url = await newShop(server as PostgresServer);
    const sold = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const store = openShop(url);
        try {
          return (await move(store, { device: 'T0', change: -300 })).answer;
        } catch (error) {
          return String(error);
        } finally {
          await store.close();
        }
      }),
    );
    expect(sold.filter((one) => typeof one === 'number').sort()).toEqual([100, 400, 700]);
    expect(sold.filter((one) => /insufficient-stock/.test(String(one)))).toHaveLength(9);
    await verifiedLines(url);
  });

  it('use a key once', async () => {
    const url = await newShop(server as PostgresServer, 2);
    const entries = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const store = openShop(url);
        const { entry } = await move(store, { device: 'T0', change: -1, key: 'K' });
        await store.close();
        return entry;
      }),
    );
    expect(entries.filter((entry) => entry !== null)).toHaveLength(1);
    await verifiedLines(url);
  });
});
