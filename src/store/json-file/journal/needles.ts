/** The bytes that stand in every line, and only there, that changes this device. */
export const deviceNeedle = (id: number): string => `"id":${id},`;

/** The bytes that every line with this idempotency key holds. */
export const keyNeedle = (key: string): string => `"key":${JSON.stringify(key)}`;

/** The bytes that every line with an idempotency key holds. */
export const anyKeyNeedle = '"key":';

/** The bytes of which every line holds some that gives a device a code. */
export const codeNeedles = ['"do":"add"', '"do":"edit"'];

/** The bytes that every line holds that changes a place. */
export const placeNeedle = '{"do":"place';

/** The bytes of which every line holds some that moves what belongs to an entry. */
export const ofNeedles = (n: number): readonly string[] => [`"of":${n},`, `"of":${n}}`];

/** The bytes that every undoing entry holds. */
export const undoNeedle = '"undoes":';

/** The bytes that every correcting entry holds. */
export const correctsNeedle = '"corrects":';

/** The bytes that every entry of a repair holds. */
export const repairNeedle = '"command":"repair"';

/** The bytes that the import of a file with these contents holds. */
export const fileNeedle = (sha256: string): string => `"sha256":"${sha256}"`;
