import { expect } from 'vitest';
import type { DecimalMark } from '../../src/exchange/read/cell-text.ts';
import { type InputFormat, type RowSource, readRows, type Wanted } from '../../src/exchange/read/rows.ts';
import { Refusal } from '../../src/inventory/refusal.ts';

/** A file that arrives in chunks of a chosen size. */
export async function* chunked(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Reading {
  name?: string;
  encoding?: string;
  format?: InputFormat;
  chunk?: number;
  wanted?: Wanted | undefined;
  decimal?: DecimalMark;
}

/** Opens text (as UTF-8) or bytes as a file. */
export function source(content: string | Uint8Array, reading: Reading = {}): Promise<RowSource> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { name = 'file', chunk, ...options } = reading;
  return readRows({ bytes: chunked(bytes, chunk), name }, options);
}

/** All rows as plain arrays: the row's number, and its cells in the order of the file. Throws what refuses a row. */
export async function rowsOf(content: string | Uint8Array, reading: Reading = {}) {
  const { rows } = await source(content, reading);
  const all: [number, Record<string, string>][] = [];
  for await (const { row, cells, refusal, badCells = [] } of rows) {
    for (const wrong of [refusal, ...badCells.map((cell) => cell.refusal)])
      if (wrong !== undefined) throw wrong;
    all.push([row, Object.fromEntries(cells)]);
  }
  return all;
}

/** Expects a refusal, and gives its problem. */
export async function problemOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error instanceof Refusal ? { code: error.code, ...error.problem } : null;
}

/** The problem for which a file is refused, or that of its first bad row. */
export const refusalOf = (content: string | Uint8Array, reading: Reading = {}): Promise<unknown> =>
  problemOf(rowsOf(content, reading));

/** What a refusal of a file looks like. */
export const invalid = (key: string, params: object) => ({ code: 'invalid', key, params });
