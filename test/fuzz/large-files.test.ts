import { spawn } from 'node:child_process';
import { closeSync, createReadStream, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnvironment, newFolder, type Outcome, program, removeFolder, run } from '../cli/run.ts';
import { workbookOf, zipped } from '../exchange/workbooks.ts';
import { Campaign, hasTime } from './campaign.ts';

const campaign = new Campaign('large files');

/** What no file may make the program use, in MiB; Node alone takes 50. */
const maxMemory = 400;

/** Only a hang takes longer. */
const patience = { timeout: 600_000 };

const megabyte = 1024 * 1024;

let folder: string;

beforeAll(() => {
  folder = newFolder();
  expect(run(folder, ['init']).code).toBe(0);
  const input = 'kind,code,name,size,panel,price,quantity\ntv,A,Set A,42,lcd,1,5\n';
  expect(run(folder, ['import', 'devices', '-'], { input }).code).toBe(0);
});
afterAll(() => removeFolder(folder));

interface Measured extends Outcome {
  /** In MiB. */
  readonly peak: number;
}

/** Runs the built program and returns its peak memory. */
function measure(words: readonly string[], input?: string): Promise<Measured> {
  const peakFile = join(folder, 'peak');
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['--require', resolve(import.meta.dirname, 'peak.cjs'), program, ...words],
      { cwd: folder, env: { ...cleanEnvironment(folder), PEAK: peakFile } },
    );
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (data: Buffer) => {
        texts[name] = (texts[name] + data.toString()).slice(0, 100_000);
      });
    child.stdin.on('error', () => undefined); // it may have read enough
    if (input === undefined) child.stdin.end();
    else createReadStream(input).pipe(child.stdin);
    child.on('close', (code) =>
      done({ code, ...texts, peak: Number(readFileSync(peakFile, 'utf8')) / 1024 }),
    );
  });
}

/** Writes a file piece by piece, so that the test itself has little of it in memory. */
function write(name: string, pieces: Iterable<string | Uint8Array>): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  }
  closeSync(file);
  return path;
}

function* repeated(before: string, unit: string, megabytes: number, after = ''): Generator<string> {
  yield before;
  const piece = unit.repeat(Math.ceil(megabyte / unit.length));
  for (let count = 0; count < megabytes; count++) yield piece;
  yield after;
}

/** A file that is refused in one clear line, within bounds. */
async function expectRefused(words: readonly string[], why: RegExp, input?: string): Promise<void> {
  await campaign.holdsForEach([words], async () => {
    const { code, stdout, stderr, peak } = await measure(words, input);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^(?:row \d+: .+\n)*error: .+\n$/);
    expect(stderr).toMatch(why);
    expect(peak).toBeLessThan(maxMemory);
  });
}

/** As many of the cases as there is time for. */
const inTime = <T>(cases: readonly T[], most: number): readonly T[] =>
  hasTime ? cases : cases.slice(0, most);

/** How much a bomb unpacks to, in megabytes. */
const bombSize = hasTime ? 120 : 24;

describe('a file of 100 MB', () => {
  it.each(
    inTime<[string, string, string, string, string, RegExp]>(
      [
        ['one line', 'line.csv', 'code,type,quantity\n', 'x', '', /longer than 1048576 characters/],
        [
          'one line with a quote',
          'quote.csv',
          'code,type,quantity\n"',
          'x\n',
          '',
          /longer than 1048576 characters/,
        ],
        ['one header', 'header.csv', '', 'code,', '', /longer than 1048576 characters/],
        ['spaces', 'spaces.csv', '', ' ', '', /longer than 1048576 characters/],
        ['one JSON text', 'text.json', '[{"code":"', 'x', '"}]', /longer than 1048576 characters/],
        ['one JSON number', 'number.json', '[{"code":', '9', '}]', /longer than 1048576 characters/],
        ['JSON nested ever deeper', 'nested.json', '[{"code":', '[', '', /longer than 1048576 characters/],
        ['JSON white space', 'white.json', '[', ' ', '', /not valid JSON/],
        ['one JSON line', 'line.jsonl', '{"code":"', 'x', '"}\n', /longer than 1048576 characters/],
        ['short rows', 'rows.csv', 'code,type,quantity\n', 'A,in,1\n', '', /more than 1048576 rows/],
        [
          'short JSON rows',
          'rows.jsonl',
          '',
          '{"code":"A","type":"in","quantity":1}\n',
          '',
          /more than 250000 rows/,
        ],
      ],
      9,
    ),
  )(
    'of %s is refused in a clear line, in little memory',
    patience,
    async (_, name, before, unit, after, why) => {
      await expectRefused(['import', 'movements', write(name, repeated(before, unit, 100, after))], why);
    },
  );

  it('on one line is a scan that is refused, in little memory', patience, async () => {
    const input = write('scans', repeated('', 'x', 100, '\nA\n'));
    await campaign.holdsForEach([input], async () => {
      const { code, stdout, stderr, peak } = await measure(['scan', 'in'], input);
      expect(code).toBe(4);
      expect(stdout).toContain('1 scan recorded, 1 refused');
      expect(stderr).toMatch(/line 1 refused: .*has more than 200 characters/);
      expect(peak).toBeLessThan(maxMemory);
    });
  });
});

describe('a strange file', () => {
  const columns = Array.from({ length: 10_000 }, (_, index) => `c${index}`);

  it('of 1,000,000 empty lines is refused as empty', patience, async () => {
    await expectRefused(['import', 'movements', write('empty.csv', ['\n'.repeat(1_000_000)])], /is empty/);
  });

  it('with 10,000 columns is refused', patience, async () => {
    await expectRefused(
      ['import', 'devices', write('columns.csv', [`${columns.join(',')}\n`])],
      /more than 1000 columns/,
    );
    const cells = columns.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('');
    await expectRefused(
      [
        'import',
        'devices',
        write('columns.xlsx', [await workbookOf({ sheet: `<row r="1">${cells}</row>` })]),
      ],
      /more than 1000 columns/,
    );
  });

  it('of JSON that is nested 100,000 deep is refused', patience, async () => {
    for (const [name, text] of [
      ['deep.json', `[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]`],
      ['deep-array.json', '['.repeat(100_000)],
      ['deep.jsonl', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`],
    ] as const)
      await expectRefused(['import', 'devices', write(name, [text])], /not valid JSON|not an object/);
  });

  it('of half characters, NULs or two marks is refused', patience, async () => {
    const valid = 'kind,code,name\ntv,x,电视';
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(valid, 'utf16le')]);
    for (const [name, bytes] of [
      ['odd.csv', marked.subarray(0, -1)],
      ['nul.csv', Buffer.from(valid.replace('x', '\0'))],
      ['marks.csv', Buffer.from(`\uFEFF\uFEFF${valid}`)],
      ['gbk.csv', Buffer.concat([Buffer.from('kind,code,name\ntv,x,'), Buffer.from([0xb5, 0xe7, 0xca])])],
    ] as const)
      await expectRefused(['import', 'devices', write(name, [bytes])], /./);
  });
});

const sheetOf = (content: string): string => `<worksheet><sheetData>${content}</sheetData></worksheet>`;

/** Text that packs well, but not so well that its ratio gives it away: every few hundred characters are new. */
function* padded(before: string, unit: (number: number) => string, megabytes: number, after: string) {
  yield before;
  for (let at = 0; at < megabytes; at++) {
    let piece = '';
    while (piece.length < megabyte) piece += unit(piece.length + at * megabyte);
    yield piece;
  }
  yield after;
}

/** A workbook with a part that is larger than what it is packed into, and perhaps says another size than it has. */
async function bomb(part: string, content: Buffer, said = content.length): Promise<Buffer> {
  const honest = await zipped({
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheetOf('<row r="1"><c t="s"><v>0</v></c></row>'),
    [part]: content,
  });
  if (said === content.length) return honest;
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(deflateRawSync(content).length, 0);
  sizes.writeUInt32LE(content.length, 4);
  for (let at = honest.indexOf(sizes.subarray(4)); at !== -1; at = honest.indexOf(sizes.subarray(4), at + 4))
    honest.writeUInt32LE(said, at);
  return honest;
}

describe('a workbook that is a bomb', () => {
  const hex = (number: number) => (number * 2654435761).toString(36);
  const [sheet, shared] = ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'];
  const contents: readonly [string, string, () => Iterable<string>, RegExp][] = [
    [
      'a sheet of zeros',
      sheet,
      () => repeated('', ' ', hasTime ? 300 : 60),
      /unpacks to more than|not a valid/,
    ],
    [
      'one endless cell',
      sheet,
      () =>
        padded(
          '<worksheet><sheetData><row><c t="str"><v>',
          (at) => `${hex(at)}${'x'.repeat(800)}`,
          bombSize,
          '',
        ),
      /not a valid/,
    ],
    [
      'one endless text',
      shared,
      () => padded('<sst><si><t>', (at) => `${hex(at)}${'x'.repeat(800)}`, bombSize, ''),
      /not a valid/,
    ],
    [
      'one text of many pieces',
      shared,
      () => padded('<sst><si>', (at) => `<t>${hex(at)}${'x'.repeat(800)}</t>`, bombSize, '</si></sst>'),
      /./,
    ],
    [
      'many texts',
      shared,
      () => padded('<sst>', (at) => `<si><t>${hex(at)}${'x'.repeat(800)}</t></si>`, 126, '</sst>'),
      /./,
    ],
    [
      'more texts than that',
      shared,
      () => padded('<sst>', (at) => `<si><t>${hex(at)}${'x'.repeat(800)}</t></si>`, 140, '</sst>'),
      /more than 128 MB/,
    ],
    [
      'elements that are never closed',
      sheet,
      () => padded('<worksheet>', (at) => `<x a="${hex(at)}">${'<y>'.repeat(200)}`, bombSize, ''),
      /not a valid/,
    ],
    [
      'formats',
      'xl/styles.xml',
      () =>
        padded(
          '<styleSheet><cellXfs>',
          (at) => `<xf a="${hex(at)}"/>${'<xf/>'.repeat(200)}`,
          30,
          '</cellXfs></styleSheet>',
        ),
      /more than 16 MB/,
    ],
    [
      'sheets',
      'xl/workbook.xml',
      () =>
        padded(
          '<workbook><sheets>',
          (at) => `<sheet a="${hex(at)}"/>${'<sheet/>'.repeat(200)}`,
          30,
          '</sheets></workbook>',
        ),
      /more than 16 MB/,
    ],
    [
      'entities',
      sheet,
      () => [
        `<!DOCTYPE x [<!ENTITY a0 "lol">${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index + 1} "&a${index};&a${index};">`).join('')}]>`,
        sheetOf('<row r="1"><c t="str"><v>&a30;</v></c></row>'),
      ],
      /not a valid/,
    ],
  ];
  it.each(hasTime ? contents : contents.filter(([name]) => !/texts/.test(name)))(
    'of %s is refused, in little memory',
    patience,
    async (_, part, pieces, why) => {
      const content = Buffer.concat(Array.from(pieces(), (piece) => Buffer.from(piece)));
      const path = write('bomb.xlsx', [await bomb(part, content)]);
      await expectRefused(['import', 'devices', path], why);
    },
  );

  it('that says it is small is refused, in little memory', patience, async () => {
    const content = Buffer.from(
      sheetOf('<row><c t="str"><v>x</v></c></row>'.repeat(hasTime ? 3_000_000 : 300_000)),
    );
    for (const said of [10, 0, 1000, 0xfffffffe])
      await expectRefused(
        ['import', 'devices', write('liar.xlsx', [await bomb(sheet, content, said)])],
        /not a valid|more than/,
      );
  });

  it('of more than 10,000 parts is refused', patience, async () => {
    const parts = Array.from({ length: 10_001 }, (_, index) => [`xl/${index}.xml`, 'x'] as const);
    writeFileSync(join(folder, 'parts.xlsx'), await zipped(Object.fromEntries(parts), false));
    await expectRefused(['import', 'devices', join(folder, 'parts.xlsx')], /unpacks to more/);
  });
});
