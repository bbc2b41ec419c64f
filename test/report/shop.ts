import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { run } from '../../src/cli/entries/whole.ts';
import type { Machine } from '../../src/cli/host/machine.ts';
import { cleanEnvironment, type Outcome } from '../cli/run.ts';
import { Random } from '../torture/random.ts';

const sample = resolve(import.meta.dirname, '../../data/sample');
const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Has the tests of a file run where the shop is. */
export function inShanghai(): void {
  const zone = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = 'Asia/Shanghai';
  });
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
}

/** A shop whose clock a test sets: commands run within the test, as the program runs them. */
export class Shop {
  constructor(
    readonly folder: string,
    public now: number,
  ) {}

  async run(words: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Outcome> {
    const [out, error]: [(string | Uint8Array)[], (string | Uint8Array)[]] = [[], []];
    const output = (to: (string | Uint8Array)[]) => ({
      isTerminal: false,
      write: (text: string | Uint8Array) => void to.push(text),
    });
    const machine: Machine = {
      stdout: output(out),
      stderr: output(error),
      stdinIsTerminal: false,
      env: { ...cleanEnvironment(this.folder), ...env },
      directory: this.folder,
      columns: 80,
      rows: 24,
      terminal: () => {
        throw new Error('nobody is there to be asked');
      },
      installation: this.folder,
      stdin: () => {
        throw new Error('nothing is typed');
      },
      now: () => this.now,
      monotonicMs: () => 0,
    };
    const code = await run(words, machine);
    return { code, stdout: out.join(''), stderr: error.join('') };
  }

  /** Runs a command that must go well. */
  async must(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words);
    if (code !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
    return stdout;
  }
}

/** The sample's devices with two months of days in the shop, ending on the evening of 23 November 2026 in Shanghai. */
export async function shopOfTwoMonths(folder: string): Promise<Shop> {
  const end = Date.parse('2026-11-23T10:00:00Z');
  const shop = new Shop(folder, end - 60 * dayMs);
  await shop.must('init');
  await shop.must('import', 'devices', join(sample, 'devices.csv'));
  const random = new Random(7);
  const codes = ['CH-42P', 'CH-32L', 'HX-22L', 'BBK-S1', 'BBK-H2', 'NV-BD5', 'CH-32LD', 'HX-22LD', 'KT-29C'];
  for (let day = 59; day >= 0; day--) {
    for (let hour = 0; hour < 2; hour++) {
      shop.now = end - day * dayMs - (6 - hour) * hourMs;
      const code = random.of(codes);
      const units = 1 + random.below(3);
      if (random.chance(0.4)) await shop.run(['stock-out', code, String(units), '--ref', `SO-${1000 + day}`]);
      else if (random.chance(0.35))
        await shop.run(['stock-in', code, String(units * 2), '--ref', `PO-${day}`]);
      else if (random.chance(0.08))
        await shop.run(['stock-out', code, '1', '--reason', 'damage', '--note', '搬运中摔坏']);
      else if (random.chance(0.06)) await shop.run(['stock-in', code, '1', '--reason', 'return']);
      else if (random.chance(0.04)) await shop.run(['undo']);
    }
  }
  shop.now = end;
  return shop;
}
