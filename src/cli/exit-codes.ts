import type { ErrorCode } from '../inventory/refusal.ts';

/** The exit code of each `error.code` (the contract, "Exit codes"). */
export const exitCodes = {
  io: 1,
  internal: 1,
  usage: 2,
  invalid: 2,
  'not-found': 3,
  'no-store': 3,
  'insufficient-stock': 4,
  'duplicate-code': 4,
  'ambiguous-name': 4,
  'in-use': 4,
  'not-empty': 4,
  'already-imported': 4,
  'key-conflict': 4,
  'unexpected-quantity': 4,
  'already-undone': 4,
  counting: 4,
  suspicious: 4,
  exists: 4,
  busy: 5,
  damaged: 6,
  'newer-format': 6,
  unknown: 7,
} as const satisfies { readonly [code in ErrorCode]: number };

/** When all went well, or was so already. */
export const done = 0;

/** When a person breaks off. */
export const interrupted = 130;

/** Every code that the program exits with. */
export type ExitCode = (typeof exitCodes)[ErrorCode] | typeof done | typeof interrupted;
