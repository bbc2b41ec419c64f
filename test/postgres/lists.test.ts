import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runBeside } from '../cli/run.ts';
import { BrokenLine } from './broken-line.ts';
import { testServer } from './one-server.ts';
import { PostgresServer } from './server.ts';

const shared = testServer();
const isThere = shared instanceof PostgresServer;
const server = shared as PostgresServer;

const devices = `kind,code,name,brand,size,panel,disc,price,minimum,quantity,tv,dvd
tv,TV-ONE,VIERA 100%,Panasonic,42,plasma,,845.48,2,12,,
tv,TV-TWO,长虹 42_寸,长虹,42,lcd,,999,5,5,,
tv,TV-SIX,no brand of its own,,42,crt,,9,,0,,
dvd,DVD-ONE,Player Panasonic,ΣΟΝΥΣ,,,hd,59,,3,,
dvd,DVD-TWO,Player,ＰＡＮＡＳＯＮＩＣ,,,standard,39.36,1,0,,
combo,BOTH-ONE,tv with dvd,Panasonic,22,lcd,standard,,,1,TV-ONE,DVD-ONE
`;

describe.skipIf(!isThere)('lists of a store on a server', () => {
  let folder: string;
  let line: BrokenLine;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stockbook-lists-'));
    line = await BrokenLine.start(server.port);
    url = server.url(`lists_${randomUUID().slice(0, 8)}`).replace(server.host, line.host);
    writeFileSync(join(folder, 'devices.csv'), devices);
    const files = { env: { STOCKBOOK_STORE: '' } };
    for (const words of [
      ['init'],
      ['import', 'devices', 'devices.csv'],
      ['place', 'add', 'shop'],
      ['transfer', 'TV-ONE', '4', '--from', 'main', '--to', 'shop'],
      ['backup', 'a.backup'],
    ])
      expect([words, run(folder, words, files)]).toMatchObject([words, { code: 0 }]);
    expect(await answerOf(['restore', 'a.backup'])).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await line.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The line is in this process, so a command runs beside it. */
  const answerOf = (words: readonly string[]) => runBeside(folder, ['--store', url, ...words]);

  it.each<[string, readonly string[], readonly string[]]>([
    ['a kind', ['list', '--kind', 'tv'], ['TV-ONE', 'TV-TWO', 'TV-SIX']],
    ['a brand', ['list', '--brand', 'panasonic '], ['TV-ONE', 'DVD-TWO', 'BOTH-ONE']],
    ['a brand in Greek', ['list', '--brand', 'σονυσ'], ['DVD-ONE']],
    ['what is in stock', ['list', '--in-stock'], ['TV-ONE', 'TV-TWO', 'DVD-ONE', 'BOTH-ONE']],
    ['what is low', ['list', '--low'], ['TV-TWO', 'DVD-TWO']],
    ['several of these', ['list', '--kind', 'dvd', '--low', '--brand', 'Panasonic'], ['DVD-TWO']],
    ['a word with a mark of patterns', ['search', '100%'], ['TV-ONE']],
    ['another', ['search', '42_'], ['TV-TWO']],
    ['words in two languages', ['search', '电视', 'plasma'], ['TV-ONE']],
    ['what is at a place', ['list', '--place', 'shop', '--in-stock'], ['TV-ONE']],
  ])('have %s as a store in files has it, without the others', async (_, words, codes) => {
    line.received = '';
    const { code, stdout } = await answerOf([...words, '--json']);
    expect(code).toBe(0);
    const inFiles = run(folder, [...words, '--json'], { env: { STOCKBOOK_STORE: '' } });
    expect(stdout).toBe(inFiles.stdout);
    const rows: readonly { code: string }[] = JSON.parse(stdout);
    expect(rows.map((row) => row.code).sort()).toEqual([...codes].sort());
    if (words.includes('--place')) return;
    // A combo comes with what it is priced from, and a part with the combos.
    const isPart = (other: string) => /-ONE$/.test(other) && codes.some((one) => /-ONE$/.test(one));
    for (const other of ['TV-ONE', 'TV-TWO', 'TV-SIX', 'DVD-ONE', 'DVD-TWO', 'BOTH-ONE'])
      if (!codes.includes(other) && !isPart(other)) expect(line.received).not.toContain(other);
  });
});
