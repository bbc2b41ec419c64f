import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { Refusal } from '../../src/inventory/refusal.ts';

/** Plays the same cases again; a failing test names it. */
export const seed = Number(process.env['STOCKBOOK_SEED'] ?? Date.now() % 1_000_000_000);

/** How many times as many cases as `npm test` has time for. */
const multiplier = Number(process.env['STOCKBOOK_FUZZ_RUNS'] ?? 1);

/** Whether there is time for what takes many seconds. */
export const hasTime = multiplier > 1;

/** Long enough for any number of cases; only a hang takes longer. */
export const patience = { timeout: Math.max(multiplier, 1) * 600_000 };

/** The properties that every object inherits, before anything was parsed. */
const inherited = Reflect.ownKeys(Object.prototype);

/** The cases that one parser is put through; their number is printed at the end. */
export class Campaign {
  readonly #parser: string;
  #cases = 0;

  constructor(parser: string) {
    this.#parser = parser;
    afterAll(() => {
      expect(Reflect.ownKeys(Object.prototype)).toEqual(inherited);
      console.info(`fuzz: ${this.#parser} ${this.#cases} cases from seed ${seed}`);
    });
  }

  /** Checks a property of made-up inputs; `runs` is how many of them `npm test` has time for. */
  async holds<T>(runs: number, inputs: fc.Arbitrary<T>, property: (input: T) => Promise<void> | void) {
    const numRuns = Math.max(1, Math.round(runs * multiplier));
    try {
      await fc.assert(fc.asyncProperty(inputs, this.#counted(property)), { seed, numRuns });
    } catch (error) {
      throw new Error(`play it again with STOCKBOOK_SEED=${seed}`, { cause: error });
    }
  }

  /** Checks a property of each of the inputs that were written down. */
  async holdsForEach<T>(corpus: Iterable<T>, property: (input: T) => Promise<void> | void): Promise<void> {
    for (const input of corpus) {
      try {
        await this.#counted(property)(input);
      } catch (error) {
        throw new Error(`fails for ${shown(input)}`, { cause: error });
      }
    }
  }

  #counted<T>(property: (input: T) => Promise<void> | void): (input: T) => Promise<void> {
    return async (input) => {
      this.#cases++;
      await property(input);
    };
  }
}

const shown = (input: unknown): string =>
  (input instanceof Uint8Array ? Buffer.from(input).toString('latin1') : JSON.stringify(input)).slice(0, 200);

/** What an attempt comes to; any error but a refusal is a crash, and thrown. */
export async function outcomeOf<T>(attempt: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
