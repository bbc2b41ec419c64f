import type { ErrorCode } from '../inventory/refusal.ts';

/** The exit code of each `error.code` (the contract, "Exit codes"). */
export const exitCodes: { readonly [code in ErrorCode]: number } = {
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
};

/** When a person breaks off. */
export const interrupted = 130;
