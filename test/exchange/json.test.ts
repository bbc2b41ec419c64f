import { describe, expect, it } from 'vitest';
import { invalid, refusalOf, rowsOf, source } from './reading.ts';

describe('a JSON file', () => {
  it('is an array of objects, numbered from 1, whose numbers keep their text', async () => {
    const text =
      '[{"code":"A","price":12.50,"n":1e3,"big":90071992547409931},\n {"code":"B","brand":null,"name":""}]';
    for (const chunk of [1, 3, 65_536]) {
      expect(await rowsOf(text, { chunk })).toEqual([
        [1, { code: 'A', price: '12.50', n: '1e3', big: '90071992547409931' }],
        [2, { code: 'B' }],
      ]);
    }
    const { format, header } = await source(text, { name: 'devices.txt.json' });
    expect({ format, header }).toEqual({ format: 'json', header: null });
  });

  it('may be empty', async () => {
    expect(await rowsOf(' [ ] \n')).toEqual([]);
    expect(await rowsOf('[{}]')).toEqual([[1, {}]]);
  });

  it('keeps text as it is, guards, braces, quotes and escapes included', async () => {
    const value = `'=1 {[":,]} \\ " \n 液晶 😀`;
    const text = JSON.stringify([{ a: value, b: 1 }, { a: '\\' }]);
    for (const chunk of [1, 2, 5, 65_536]) {
      expect(await rowsOf(text, { chunk })).toEqual([
        [1, { a: value, b: '1' }],
        [2, { a: '\\' }],
      ]);
    }
  });

  it('takes keys that are named like parts of every object', async () => {
    const { rows } = await source('[{"__proto__":"1","constructor":"2","hasOwnProperty":"3"}]');
    for await (const { cells } of rows) {
      expect([...cells]).toEqual([
        ['__proto__', '1'],
        ['constructor', '2'],
        ['hasOwnProperty', '3'],
      ]);
    }
  });

  it.each([
    [
      'a truth value',
      '[{"a":1},{"b":true}]',
      invalid('file-json-value', { row: 2, column: 'b', value: 'true' }),
    ],
    ['an array as value', '[{"a":[1]}]', invalid('file-json-value', { row: 1, column: 'a', value: '[…]' })],
    [
      'an object as value',
      '[{"a":{"b":1}}]',
      invalid('file-json-value', { row: 1, column: 'a', value: '{…}' }),
    ],
    [
      'an object named __proto__',
      '[{"__proto__":{"b":1}}]',
      invalid('file-json-value', { row: 1, column: '__proto__', value: '{…}' }),
    ],
    [
      'a key twice with equal values',
      '[{"a":"1","b":"2","a":"1"}]',
      invalid('file-json-key-twice', { row: 1, column: 'a' }),
    ],
    ['a key twice', '[{},{"a":"1","a":"2"}]', invalid('file-json-key-twice', { row: 2, column: 'a' })],
    [
      'a key twice in another case',
      '[{"a":"1","A":"2"}]',
      invalid('file-header-twice', { row: 1, column: 'A' }),
    ],
    ['a number as element', '[{},1]', invalid('file-json-not-object', { row: 2 })],
    ['an array as element', '[[1]]', invalid('file-json-not-object', { row: 1 })],
    ['a NUL written as an escape', '[{"a":"\\u0000"}]', invalid('file-nul', { row: 1 })],
    ['half a character', '[{"a":"\\ud800"}]', invalid('file-half-character', { row: 1, column: 'a' })],
    ['a missing comma', '[{"a":1} {"b":2}]', invalid('file-json-malformed', { row: 1 })],
    ['a comma at its end', '[{"a":1},]', invalid('file-json-malformed', { row: 2 })],
    ['no end', '[{"a":1},{"b":', invalid('file-json-malformed', { row: 2 })],
    ['text after its end', '[{"a":1}] x', invalid('file-json-malformed', { row: 1 })],
    ['a number with a leading zero', '[{"a":01}]', invalid('file-json-malformed', { row: 1 })],
    ['a number that is none', '[{"a":NaN}]', invalid('file-json-malformed', { row: 1 })],
    ['single quotes', "[{'a':1}]", invalid('file-json-malformed', { row: 1 })],
    ['mismatched brackets', '[{"a":[}]]', invalid('file-json-malformed', { row: 1 })],
    [
      'too long a value',
      `[{"a":"${'x'.repeat(10_001)}"}]`,
      invalid('file-field-too-long', { row: 1, column: 'a', limit: 10_000 }),
    ],
    ['no array but text', 'hello', invalid('file-json-malformed', { row: 1 })],
  ])('with %s is refused', async (_, text, problem) => {
    expect(await refusalOf(text, { name: 'f.json' })).toEqual(problem);
  });

  it.each([
    ['arrays in arrays', '['.repeat(5_000_000), 'file-json-not-object'],
    ['arrays in an object', `[{"a":${'['.repeat(500_000)}`, 'file-json-malformed'],
    [
      'closed arrays in an object',
      `[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`,
      'file-json-malformed',
    ],
    ['objects in objects', `[${'{"a":'.repeat(5_000_000)}`, 'file-row-too-long'],
    ['an endless text', `[{"a":"${'x'.repeat(100_000_000)}"}]`, 'file-row-too-long'],
    ['an endless number', `[{"a":${'1'.repeat(100_000_000)}}]`, 'file-row-too-long'],
  ])('of %s is refused', async (_, text, key) => {
    expect(await refusalOf(text)).toMatchObject({ code: 'invalid', key });
  });
});

describe('a JSON Lines file', () => {
  it('is one object a line, numbered by line, blank lines left out', async () => {
    for (const chunk of [1, 2, 65_536]) {
      for (const end of ['\n', '\r\n', '\r']) {
        const text = ['{"a":"1"}', '', ' {"a":2} ', '{"a":"x"}'].join(end);
        expect(await rowsOf(text, { chunk })).toEqual([
          [1, { a: '1' }],
          [3, { a: '2' }],
          [4, { a: 'x' }],
        ]);
        expect(await rowsOf(text + end, { chunk })).toHaveLength(3);
      }
    }
  });

  it.each([
    ['broken lines', '{"a":1}\n{"a":\n1}', invalid('file-json-malformed', { row: 2 })],
    ['two objects on a line', '{"a":1}{"a":2}', invalid('file-json-malformed', { row: 1 })],
    ['another value on a line', '{"a":1}\n[]\n', invalid('file-json-not-object', { row: 2 })],
    ['a key twice', '{"a":1,"a":1}', invalid('file-json-key-twice', { row: 1, column: 'a' })],
    [
      'an endless line',
      `{"a":"${'x'.repeat(3_000_000)}`,
      invalid('file-row-too-long', { row: 1, limit: 1024 * 1024 }),
    ],
  ])('with %s is refused', async (_, text, problem) => {
    expect(await refusalOf(text)).toEqual(problem);
  });

  it('is what a .json file is that begins with an object', async () => {
    expect((await source('{"a":1}\n{"a":2}', { name: 'f.json' })).format).toBe('jsonl');
  });
});

describe('the format of a file', () => {
  it.each([
    ['[x],b\n1,2', 'f.csv', undefined, 'csv'],
    ['{x}\tb\n1\t2', 'f.tsv', undefined, 'csv'],
    ['[]', 'f.jsonl', undefined, 'json'],
    ['[]', '-', undefined, 'json'],
    ['[]', 'f.csv', 'json', 'json'],
    ['{"a":1}', 'f.csv', 'json', 'jsonl'],
    ['[x]\n1', 'f.json', 'csv', 'csv'],
    ['\ufeff[]', 'stdin', undefined, 'json'],
  ] as const)('of %j named %s, told %s, is %s', async (text, name, format, expected) => {
    const reading = format === undefined ? { name } : { name, format };
    expect((await source(text, reading)).format).toBe(expected);
  });
});
