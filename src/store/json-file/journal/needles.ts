/** The bytes that stand in every line, and only there, that changes this device. */
export const deviceNeedle = (id: number): string => `"id":${id},`;

/** The bytes that every line with this idempotency key holds. */
export const keyNeedle = (key: string): string => `"key":${JSON.stringify(key)}`;

/** The bytes that every line with an idempotency key holds. */
export const anyKeyNeedle = '"key":';

/** Byte strings: every line that gives a device a code contains at least one. */
export const codeNeedles = ['"do":"add"', '"do":"edit"'];

/** The bytes that every line holds that changes a place. */
export const placeNeedle = '{"do":"place';

/** Byte strings: every line that changes a count as a whole contains at least one. */
export const countChangeNeedles = ['{"do":"count-', '{"do":"draw"', '{"do":"frozen"'];

/** Byte strings: every line about a count contains at least one. */
export const countNeedles = (n: number): readonly string[] => [`"count":${n},`, `"count":${n}}`];

/** Byte strings: every line that moves stock of an entry in a queue contains at least one. */
export const ofNeedles = (n: number): readonly string[] => [`"of":${n},`, `"of":${n}}`];

/** The bytes that every line with a party holds, and every line with serial numbers. */
export const partyNeedle = '"party":"';
export const serialsNeedle = '"serials":[';

/** Byte strings: every line contains at least one in which a movement says whose it is, which pieces move, or of which entry. */
export const tracesNeedles = [partyNeedle, serialsNeedle, '"of":'];

/** The bytes that every undoing entry holds. */
export const undoNeedle = '"undoes":';

/** The bytes that every correcting entry holds. */
export const correctsNeedle = '"corrects":';

/** The bytes that every entry of a repair holds. */
export const repairNeedle = '"command":"repair"';

/** The bytes that the import of a file with these contents holds. */
export const fileNeedle = (sha256: string): string => `"sha256":"${sha256}"`;
