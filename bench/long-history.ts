import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Entry } from '../src/inventory/book/change.ts';
import { entryLine, readEntry } from '../src/store/journal/entry-line.ts';
import { statedSum } from '../src/store/journal/sealed-line.ts';

/** One movement of a history to write; the code is that of a device that an entry of the journal has added. */
export interface PastMovement {
  readonly code: string;
  readonly change: number;
  readonly balance: number;
  /** What a piece cost, as a decimal. */
  readonly cost?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Known {
  readonly id: number;
  readonly name: string;
}

const blockBytes = 1 << 20;

/**
 * Appends one entry for each movement to a journal, in the store's own lines, as fast as they can be made: without
 * syncs, and without the book, which the next command brings up to date. The caller answers for the balances.
 */
export function writeLongHistory(journal: string, movements: Iterable<PastMovement>): void {
  const lines = readFileSync(journal)
    .toString()
    .split('\n')
    .map((line) => Buffer.from(line));
  const known = devicesOf(lines);
  const file = openSync(journal, 'a');
  try {
    let sum = statedSum(lines.at(-2) ?? Buffer.alloc(0)) ?? '';
    let n = lines.length - 2;
    let block: Buffer[] = [];
    let length = 0;
    const flush = () => {
      writeSync(file, Buffer.concat(block));
      block = [];
      length = 0;
    };
    for (const { code, change, balance, cost, at } of movements) {
      const { id, name } = known.get(code) ?? { id: 0, name: '' };
      const reason = change > 0 ? 'purchase' : 'sale';
      n += 1;
      const entry: Entry = {
        n,
        at: new Date(at).toISOString(),
        by: 'li',
        command: change > 0 ? 'stock-in' : 'stock-out',
        changes: [
          { do: 'move', id, code, name, change, balance, reason, ...(cost === undefined ? {} : { cost }) },
        ],
      };
      const line = entryLine(entry, sum);
      sum = line.sum;
      block.push(line.bytes);
      length += line.bytes.length;
      if (length >= blockBytes) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
}

/** The devices that a journal's entries have added, by code. */
function devicesOf(lines: readonly Buffer[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const line of lines) {
    for (const change of readEntry(line)?.changes ?? []) {
      if (change.do === 'add') {
        const { code, name } = change.device;
        known.set(String(code), { id: change.id, name: String(name) });
      }
    }
  }
  return known;
}
