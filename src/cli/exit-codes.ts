import type { ErrorCode, exitCodes } from '../problems.ts';

/** When all went well, or was so already. */
export const done = 0;

/** When a person breaks off. */
export const interrupted = 130;

/** Every code that the program exits with. */
export type ExitCode = (typeof exitCodes)[ErrorCode] | typeof done | typeof interrupted;
