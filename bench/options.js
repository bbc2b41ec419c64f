import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

  --quick          small workloads and few rounds, in less than a minute
  --only PATTERN   only the rows whose text matches a regular expression
  --rounds N       at most so many counted rounds a row (21; 3 with --quick)
  --profile        only where the time of one stock-out goes
  --markdown FILE  writes the tables between the markers of that file, too
  --keep DIR       works in that new folder, and leaves it with all workloads
  --program FILE   measures another build of stockbook (bin/stockbook.js)
  --seed N         other workloads (1)
`;

/** Something typed that cannot be meant. */
export class UsageError extends Error {}

const whole = (text, name) => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name}: not a whole number from 1: ${text}`);
  return Number(text);
};

function parsed(what) {
  try {
    return parseArgs(what);
  } catch (error) {
    throw new UsageError(error.message.split('. ')[0]);
  }
}

function pattern(text) {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`--only: not a regular expression: ${text}`);
  }
}

/** The options as typed; throws a UsageError with the reason. */
export function optionsFrom(words) {
  const { values } = parsed({
    args: words,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      profile: { type: 'boolean', default: false },
      markdown: { type: 'string' },
      keep: { type: 'string' },
      program: { type: 'string', default: resolve(import.meta.dirname, '../bin/stockbook.js') },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, only, rounds, profile, markdown, keep, program, seed, help } = values;
  return {
    quick,
    only: pattern(only),
    rounds: rounds === undefined ? (quick ? 3 : 21) : whole(rounds, 'rounds'),
    /** How long one row may go on for, once it has its fewest counted rounds. */
    budgetMs: quick ? 300 : 25_000,
    fewest: quick ? 1 : 3,
    profile,
    markdown: markdown === undefined ? undefined : resolve(markdown),
    keep: keep === undefined ? undefined : resolve(keep),
    program: resolve(program),
    seed: whole(seed, 'seed'),
    help,
  };
}
