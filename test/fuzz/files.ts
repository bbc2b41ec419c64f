import fc from 'fast-check';
import { expect } from 'vitest';
import { HeaderMatcher } from '../../src/cli/commands/import/header-matcher.ts';
import type { DecimalMark } from '../../src/exchange/read/cell-text.ts';
import type { InputFormat } from '../../src/exchange/read/rows.ts';
import { knownDeviceColumns } from '../../src/inventory/decide/imports/import-columns.ts';
import { kinds } from '../../src/inventory/devices/kinds.ts';
import { Refusal } from '../../src/inventory/refusal.ts';
import { maxColumns, maxFieldCharacters } from '../../src/limits.ts';
import { source } from '../exchange/reading.ts';
import { outcomeOf } from './campaign.ts';

/** How a file is read. */
export interface Reading {
  readonly name?: string;
  readonly format?: InputFormat;
  readonly encoding?: string;
  readonly chunk?: number;
  /** Whether it is read as an import of devices reads it, with what each column holds. */
  readonly asDevices?: boolean;
  readonly decimal?: DecimalMark;
}

interface ReadFile {
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly [row: number, cells: readonly (readonly [string, string])[] | string])[];
}

async function readAll(bytes: Uint8Array, reading: Reading): Promise<ReadFile> {
  const { asDevices = false, ...rest } = reading;
  const wanted = asDevices ? new HeaderMatcher(knownDeviceColumns(kinds), 'devices', true) : undefined;
  const { header, rows } = await source(bytes, { ...rest, wanted });
  const all: ReadFile['rows'][number][] = [];
  for await (const { row, cells, refusal, badCells = [] } of rows) {
    for (const wrong of [refusal, ...badCells.map((cell) => cell.refusal)])
      if (wrong !== undefined) expect(wrong.code).toBe('invalid');
    all.push([row, refusal === undefined ? [...cells] : refusal.message]);
  }
  return { header, rows: all };
}

/** What a file comes to: its rows, or the refusal of it in words. */
export async function read(bytes: Uint8Array, reading: Reading = {}): Promise<ReadFile | string> {
  const outcome = await outcomeOf(() => readAll(bytes, reading));
  if (!(outcome instanceof Refusal)) return outcome;
  expect(['invalid', 'usage']).toContain(outcome.code);
  return outcome.message;
}

/** Reads a file with any content, and checks the rules for every result. */
export async function checkReading(bytes: Uint8Array, reading: Reading = {}): Promise<void> {
  const whole = await read(bytes, reading);
  if (bytes.length < 3000) {
    // Of several things that are wrong, another may be met first.
    const inChunks = await read(bytes, { ...reading, chunk: 7 });
    if (typeof whole !== 'string' || typeof inChunks !== 'string') expect(inChunks).toEqual(whole);
  }
  if (typeof whole === 'string') return;
  expect(whole.header?.length ?? 0).toBeLessThanOrEqual(maxColumns);
  let last = 0;
  for (const [row, cells] of whole.rows) {
    expect(row).toBeGreaterThan(last);
    last = row;
    if (typeof cells === 'string') continue;
    for (const [column, text] of cells) {
      if (whole.header !== null) expect(whole.header).toContain(column);
      expect(text.length).toBeLessThanOrEqual(maxFieldCharacters);
      expect(text).not.toMatch(/[\0\p{Cs}]/u);
    }
  }
}

/** Tables as people keep them: a header of distinct names, and rows of texts. */
export const anyTable = (text: fc.Arbitrary<string>) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { maxLength: 5 }),
    );

/** The bytes of a text in an encoding that Node can write. */
export const encoded = (text: string, encoding: 'utf8' | 'utf16le' | 'utf16be' | 'utf8bom'): Buffer => {
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'utf8bom') return Buffer.from(`\uFEFF${text}`);
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf16le' ? little : little.swap16();
};
