import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonArray, jsonLines } from '../../src/exchange/write/write-json.ts';
import { Campaign, patience } from './campaign.ts';
import { checkReading, encoded, read } from './files.ts';
import { mutated, splicedLines } from './mutations.ts';
import { anyText, nastyTexts, textOf } from './nasty.ts';

const objects = [
  '{"code":"TV-1","name":"长虹 \\"42\\"","price":1299.00,"weight":null}',
  '{"code":"D1","size":1e1}',
];

/** Elements written to break parsers, each usable in an array or on a line. */
const elements: readonly string[] = [
  ...nastyTexts,
  ...nastyTexts.map((text) => JSON.stringify({ code: text })),
  ...nastyTexts.map((text) =>
    JSON.stringify({ code: 'x' }).replace('code', JSON.stringify(text).slice(1, -1)),
  ),
  '{"__proto__":"x"}',
  '{"__proto__":{"polluted":true},"code":"x"}',
  '{"__proto__":null,"code":"x"}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"\\u005f_proto__":"x","__proto__":"y"}',
  '{"toString":"x","valueOf":"y","hasOwnProperty":"z"}',
  '{"code":"x","code":"x"}',
  '{"code":"x","c\\u006fde":"y"}',
  '{"code":"x","CODE":"y"}',
  '{"":"x"}',
  '{"code":-0,"price":00}',
  '{"code":1e400}',
  `{"code":${'9'.repeat(9000)}}`,
  `{"code":${'9'.repeat(20_000)}}`,
  `{"code":0.${'0'.repeat(9000)}1}`,
  '{"code":NaN}',
  "{'code':'x'}",
  '{code:"x"}',
  '{"code":"x",}',
  '{"code":"x"}}',
  '{"code":"x"',
  '{"code":"\\ud800"}',
  '{"code":"\\u0000"}',
  '{"code":"\n"}',
  '{"code":"\\x41"}',
  '{"code":[1,{"a":[]}]}',
  '{"code":true}',
  '{"a":{"b":":"}}',
  '{"a":"}"}',
  '[[]]',
  'null',
  '0',
  '"{"',
  '{',
  '}',
  '[',
  ']',
  ',',
  '{}',
  '/* */{}',
  `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  '['.repeat(100_000),
  '{"a":'.repeat(100_000),
  `{${Array.from({ length: 10_000 }, (_, index) => `"c${index}":1`).join(',')}}`,
  `{"code":"${'x'.repeat(1_100_000)}"}`,
  `{"code":"${'\\"'.repeat(400_000)}`,
  `{"code":"x"${' '.repeat(1_100_000)}}`,
];

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  '"code"',
  '"x"',
  '1',
  '-',
  '.5',
  'e9',
  'null',
  'true',
  '\\',
  '\n',
  ' ',
];

for (const [format, name, joined] of [
  ['json', 'devices.json', (all: readonly string[]) => `[${all.join(',\n')}]`],
  ['jsonl', 'devices.jsonl', (all: readonly string[]) => all.map((one) => `${one}\n`).join('')],
] as const) {
  const campaign = new Campaign(format === 'json' ? 'JSON' : 'JSON Lines');
  const valid = joined(objects);

  describe(`any bytes as ${format}`, () => {
    it('are rows or are refused, in whatever chunks they come', patience, async () => {
      const files = elements.flatMap((one) => [one, joined([one]), joined([objects[0] ?? '', one])]);
      await campaign.holdsForEach(files, (text) => checkReading(Buffer.from(text), { name, format }));
      await campaign.holdsForEach(elements, (text) => checkReading(Buffer.from(text), { name }));
      await campaign.holds(200, fc.uint8Array({ maxLength: 60 }), (file) =>
        checkReading(file, { name, format }),
      );
      await campaign.holds(500, textOf(...pieces), (text) =>
        checkReading(Buffer.from(joined([text])), { name, format }),
      );
      for (const encoding of ['utf8', 'utf16le', 'utf8bom'] as const)
        await campaign.holds(150, mutated(encoded(valid, encoding), [...pieces, '"__proto__":']), (broken) =>
          checkReading(broken, { name, format }),
        );
      await campaign.holds(100, splicedLines(Buffer.from(valid)), (spliced) =>
        checkReading(spliced, { name }),
      );
    });

    it('are read as JSON.parse reads them, where each is a flat object', patience, async () => {
      const flat = fc.dictionary(
        anyText.map((key) => `k${key.slice(0, 40)}`),
        fc.oneof(anyText, fc.integer(), fc.constant(null)),
        { maxKeys: 4 },
      );
      await campaign.holds(400, fc.array(flat, { minLength: 1, maxLength: 4 }), async (rows) => {
        const text = [...(format === 'json' ? jsonArray(rows) : jsonLines(rows))].join('');
        const found = await read(Buffer.from(text), { name, format });
        // Keys for the same column and texts that no cell can hold are refused; other tests cover that.
        if (typeof found === 'string') return;
        for (const [row, cells] of found.rows) {
          if (typeof cells === 'string') continue;
          const expected = Object.entries(rows[row - 1] ?? {}).filter(
            ([, value]) => value !== null && value !== '',
          );
          expect(cells).toEqual(expected.map(([key, value]) => [key, String(value)]));
        }
      });
    });
  });
}
