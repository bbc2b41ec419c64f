import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it, vi } from 'vitest';
import { parseAst } from 'vitest/node';
import { printable } from '../../src/cli/render/printable.ts';
import { readRows } from '../../src/exchange/read/rows.ts';
import { shownNumber } from '../../src/exchange/read/xlsx/number-format.ts';
import { Book } from '../../src/inventory/book/book.ts';
import { columnOf, movementColumns } from '../../src/inventory/decide/imports/import-columns.ts';
import { lookalikes } from '../../src/inventory/decide/imports/lookalikes.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { parseCode } from '../../src/inventory/values/code.ts';
import { parseMoney } from '../../src/inventory/values/money.ts';
import { parseQuantity } from '../../src/inventory/values/quantity.ts';
import { parseName } from '../../src/inventory/values/text.ts';

const source = resolve(import.meta.dirname, '../../src');

/** How long the inputs are; a pattern that looks at each pair of characters takes 2,000,000 steps for one. */
const length = 2000;
/** Steps back that a pattern may take for each character. */
const stepsPerCharacter = 50;

setFlagsFromString('--allow-natives-syntax');
/** A pattern that V8 gives up after a number of backtracking steps. It counts them, so the machine's speed does not matter. */
const withLimit = new Function(
  'source',
  'flags',
  'limit',
  'return %NewRegExpWithBacktrackLimit(source, flags, limit)',
) as (source: string, flags: string, limit: number) => RegExp;
setFlagsFromString('--no-allow-natives-syntax');

/**
 * The same pattern with a way that leads nowhere in each repetition: V8 counts no steps of one that repeats a single
 * character, or a text of one length.
 */
const countable = (written: string): string =>
  written
    .replace(atom, (all, one: string, repeated?: string) => (repeated ? `(?:${one}|(?!))${repeated}` : all))
    .replaceAll('(?:', '(?:(?!)|');
const atom =
  /(\[(?:[^\]\\]|\\.)*\]|\\(?:[pPu]\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|.)|[^\\()|*+?{}^$])([*+]|\{\d+,\d*\})?/gsu;

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** The patterns that are written in the sources. */
function writtenPatterns(): readonly Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: unknown, where: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { regex } = node as { readonly regex?: { readonly pattern: string; readonly flags: string } };
    if (regex !== undefined) found.push({ where, source: regex.pattern, flags: regex.flags });
    else for (const child of Object.values(node)) visit(child, where);
  };
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.ts')) visit(parseAst(readFileSync(join(source, name), 'utf8'), { lang: 'ts' }), name);
  return found;
}

/** The patterns that are put together while the program runs. */
async function madePatterns(): Promise<readonly Pattern[]> {
  const found: Pattern[] = [];
  const { RegExp: Original } = globalThis;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [written, flags = '']: [string, string?]) {
      found.push({ where: 'made', source: String(written), flags });
      return new target(written, flags);
    },
  });
  try {
    vi.resetModules();
    await import('../../src/inventory/values/code.ts');
    await import('../../src/inventory/values/money.ts');
    (await import('../../src/cli/render/printable.ts')).printable('é');
    [...(await import('../../src/exchange/write/write-csv.ts')).csvLines([], [])];
  } finally {
    globalThis.RegExp = Original;
  }
  return found;
}

const everyday = [
  '0',
  '1',
  'a',
  'A',
  'x',
  ' ',
  '\t',
  '\n',
  '-',
  '.',
  ',',
  '"',
  '\\',
  '=',
  "'",
  '_',
  '/',
  'é',
  '中',
  '\u0301',
  '\u200d',
];

/** Inputs that a pattern may have trouble with: what it names, over and over, and then something else. */
function* inputsFor({ source: written }: Pattern): Generator<string> {
  const own = [...new Set(written.replace(/\\[pP]\{[^}]*\}|\\u\{?[0-9a-f]+\}?|\\./gi, ''))].slice(0, 14);
  const named = [...new Set([...own, '1', 'a', ' ', '.', '\\'])];
  const words = Array.from(written.matchAll(/[a-z]{2,}/gi), ([word]) => `${word} `);
  const pairs = named.flatMap((one) => named.map((other) => one + other));
  const pumps = [...new Set([...everyday, ...own, ...words, ...pairs])];
  for (const pump of pumps) {
    const body = pump.repeat(length / pump.length);
    for (const after of ['', '!', '\n', 'x']) yield body + after;
    for (const before of own) yield `${before}${body}!`;
  }
}

describe('the patterns of the program', () => {
  it('take no more steps for a longer text than for so many shorter ones, whatever it holds', async () => {
    const made = await madePatterns();
    expect(made.length).toBeGreaterThan(2);
    const patterns = [...writtenPatterns(), ...made];
    expect(patterns.length).toBeGreaterThan(100);
    const slow: string[] = [];
    for (const pattern of patterns) {
      // It tries from each character on, as a search does, and matches the end if nothing else does.
      const [from, otherwise] = pattern.flags.includes('y') ? ['^', ''] : ['^[^]*?', '(?![^])'];
      const search = `${from}(?:${countable(pattern.source)}|${otherwise})`;
      const limited = withLimit(search, pattern.flags.replace(/[gy]/g, ''), length * stepsPerCharacter);
      const costly = [...inputsFor(pattern)].find((input) => limited.exec(input) === null);
      if (costly !== undefined)
        slow.push(`${pattern.where}: /${pattern.source}/ on ${JSON.stringify(costly.slice(0, 8))}…`);
    }
    expect(slow).toEqual([]);
  });
});

/** What looks through a text, and through how much of it. */
const looking: { readonly [method: string]: (text: string, found: unknown, from: unknown) => number } = {
  indexOf: (text, found, from) => (found === -1 ? text.length : Number(found)) - Number(from ?? 0),
  lastIndexOf: (text, found, from) => Math.min(Number(from ?? text.length), text.length) - Number(found),
  includes: (text) => text.length,
  split: (text) => text.length,
  replaceAll: (text) => text.length,
  trim: () => 1,
  trimStart: () => 1,
  normalize: (text) => text.length,
  toLowerCase: (text) => text.length,
  charCodeAt: () => 1,
  codePointAt: () => 1,
  slice: () => 1,
};

/** How many characters are looked at while something is done, which is the same on every machine. */
async function stepsOf(action: () => unknown): Promise<number> {
  let steps = 0;
  const text = String.prototype as unknown as { [method: string]: (...args: unknown[]) => unknown };
  const originals = Object.keys(looking).map((method) => [method, text[method]] as const);
  for (const [method, original] of originals) {
    text[method] = function (this: unknown, ...args: unknown[]): unknown {
      const found = original?.apply(this, args);
      steps += looking[method]?.(String(this), found, args[1]) ?? 0;
      return found;
    };
  }
  try {
    await action();
  } finally {
    for (const [method, original] of originals) if (original !== undefined) text[method] = original;
  }
  return steps;
}

/** Files arrive in pieces of this size. */
const pieceBytes = 64 * 1024;

const bytesOf = async function* (text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
};

/** Reads a file to its last row, or to where it is refused. */
async function readAll(name: string, text: string | Uint8Array): Promise<void> {
  try {
    const { rows } = await readRows({ bytes: bytesOf(text), name });
    for await (const _ of rows);
  } catch (error) {
    if (!(error instanceof Error && error.name === Refusal.name)) throw error;
  }
}

const headerNamed = (header: string): unknown => columnOf(header, movementColumns);
const emptyBook = (): Book => Book.empty(cny, kinds);

const cny = { code: 'CNY', fractionDigits: 2 };
const header = 'code,type,quantity';

/** What reads text from outside, each with a text that grows. */
const readers: { readonly [name: string]: (times: number) => unknown } = {
  'a quantity of digits': (times) => parseQuantity('1'.repeat(times)),
  'a price of wide digits': (times) => parseMoney(`${'１'.repeat(times)}．x`, cny),
  'a code': (times) => parseCode(`${'A'.repeat(times)};`),
  'a code of marks': (times) => parseCode('\u0301'.repeat(times)),
  'a name': (times) => parseName(`${'中 é'.repeat(times)}\u202e`),
  'what is printed': (times) => printable('\x1b\u200d'.repeat(times)),
  'CSV of quotes': (times) => readAll('a.csv', `${header}\n${'"a""'.repeat(times)}`),
  'CSV of quotes in cells': (times) => readAll('a.csv', `${header}\n${'a"b,'.repeat(times)}`),
  'CSV of rows with a bad quote': (times) => readAll('a.csv', `${header}\n${'"a"b,1\n'.repeat(times)}`),
  'CSV of quotes that stay open': (times) => readAll('a.csv', `${header}\n${'"a,1\n'.repeat(times)}`),
  'CSV of end marks': (times) => readAll('a.csv', `${header}\n${'\u001a'.repeat(times)}x`),
  'CSV of codes in short': (times) =>
    readAll('a.csv', `${header}\n${'6.90123E+12,in,4,125\n'.repeat(times)}`),
  'a header of brackets': (times) => headerNamed('('.repeat(Math.min(times, 199)) + '[x'.repeat(times)),
  'a number format of places': (times) => shownNumber('1'.repeat(15), `0-${'0'.repeat(times)}`),
  'a format of quotes': (times) => shownNumber('1', '"'.repeat(times)),
  'codes that look alike': (times) =>
    lookalikes(
      emptyBook(),
      Array.from({ length: times / 100 }, (_, row) => ({ row, code: `О${row}`, name: '' })),
      new Map(),
      true,
    ),
  'CSV of short rows': (times) => readAll('a.csv', `${header}\n${'A,in,1\n'.repeat(times)}`),
  'CSV of blank rows': (times) => readAll('a.csv', `${header}\n${',,\r'.repeat(times)}`),
  'CSV of many columns': (times) => readAll('a.csv', `${'a,'.repeat(times)}\n`),
  'CSV in no encoding': (times) => readAll('a.csv', Buffer.alloc(times * 2, '\xff\xfe\x81', 'latin1')),
  'JSON that nests': (times) => readAll('a.json', '[{"a":'.repeat(times)),
  'JSON of one key': (times) => readAll('a.json', `[{${'"a":"1",'.repeat(times)}"b":1}]`),
  'JSON of a long text': (times) => readAll('a.json', `[{"a":"${'\\"'.repeat(times)}"}]`),
  'JSON Lines': (times) => readAll('a.jsonl', '{"code":"A"}\n'.repeat(times)),
};

describe('what reads text from outside', () => {
  it.each(Object.entries(readers))('takes no more steps for a part of a longer text: %s', async (_, read) => {
    const [short, long, longest] = [
      await stepsOf(() => read(2000)),
      await stepsOf(() => read(4000)),
      await stepsOf(() => read(8000)),
    ];
    // Twice as much for twice as long, and what it takes to begin with.
    expect(long).toBeLessThanOrEqual(short * 2.2 + 2000);
    expect(longest).toBeLessThanOrEqual(long * 2.2 + 2000);
  });
});
