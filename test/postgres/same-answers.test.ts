import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restorePostgresStore } from '../../src/store/postgres/upkeep/restore.ts';
import { runBeside } from '../cli/run.ts';
import { historyOf } from '../store/whole.ts';
import { times } from '../torture/length.ts';
import { testServer } from './one-server.ts';
import { begun, firstCommands, placed, shopOf, step, unplaced } from './random-shop.ts';
import { PostgresServer } from './server.ts';
import { optionsOf } from './shop.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

/** Commands that read much, over a period. */
const commandsOver = (since: string, until: string): readonly (readonly string[])[] => {
  const period = ['--since', since, '--until', until];
  return [
    ['report', 'day', ...period, '--json'],
    ['report', 'day', ...period, '--place', 'shop', '--json'],
    ['report', 'movements', ...period, '--json'],
    ['report', 'movements', ...period, '--group', 'place', '--json'],
    ['report', 'movements', ...period, '--place', 'shop', '--group', 'place', '--format', 'html'],
    ['report', 'movements', ...period, '--amounts', '--json'],
    ['report', 'low', '--until', until, '--json'],
    ['report', 'low', '--until', until, '--place', 'shop', '--json'],
    ['report', 'value', '--until', until, '--json'],
    ['report', 'inventory', ...period, '--format', 'html'],
    ['report', 'inventory', ...period, '--place', 'main', '--format', 'html'],
    ['chart', 'A', '--until', until, '--json'],
    ['chart', '--total', ...period, '--json'],
    ['why', 'A', '--expect', '3', '--json'],
    ['why', 'X-T', '--expect', '1', '--json'],
    ['search', 'x t', '--json'],
    ['search', 'xc', 'tv', '--json'],
    ['search', 'nowhere', '--json'],
    ['pending', '--json'],
    ['info', '--json'],
    ['history', '--json'],
    ['export', 'history', '--format', 'csv'],
  ];
};

describe.skipIf(!isThere)('a store on a server', () => {
  it.each([
    ['a book', unplaced],
    ['a book with places', [...unplaced, ...placed]],
  ])('answers as a store in files does, of %s, whatever became of it', async (_, kinds) => {
    let made = 0;
    const story = fc.record({
      commands: fc.array(fc.tuple(fc.oneof(...kinds), step), { minLength: 12, maxLength: 30, size: 'max' }),
      from: fc.nat(),
      to: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ commands, from, to }) => {
        const folder = mkdtempSync(join(tmpdir(), 'stockbook-same-'));
        try {
          const book = join(folder, 'inventory.json');
          const files = await shopOf(book, [...firstCommands, ...commands]);
          const url = server.url(`same_${process.pid}_${kinds.length}_${made++}`);
          const backup = { name: 'a.backup', bytes: (await files.backup()).lines };
          await (await restorePostgresStore(url, backup, optionsOf())).close();
          const times = (await historyOf(files)).map(({ row }) => row.at).filter((at) => at < '2026');
          await files.close();
          const [since = '', until = ''] = [from, to]
            .map((index) => times[index % times.length] ?? new Date(begun).toISOString())
            .sort();
          for (const words of commandsOver(since, until)) {
            const [here, there] = await Promise.all(
              [book, url].map(async (where) => {
                const { code, stdout, stderr } = await runBeside(folder, ['--store', where, ...words]);
                return [code, comparable(stdout, where), comparable(stderr, where)];
              }),
            );
            expect([words, ...(there ?? [])]).toEqual([words, ...(here ?? [])]);
          }
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: times(2, 30) },
    );
  });
});

/** An output without what differs from store to store, and from minute to minute. */
const comparable = (text: string, where: string): string =>
  text
    .replaceAll(`'${where}'`, 'STORE')
    .replaceAll(where, 'STORE')
    .replace(/"size":\d+/, '')
    .replace(/"waitsForStandby":(true|false),/, '')
    .replace(/2026-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, 'NOW');
