/** Tells how wide a text is in a type of a size, both in millimetres. */
export type Measure = (text: string, sizeMm: number) => number;

/** What of a device's text is printed: one line, without characters that have no shape of their own. */
export const printed = (text: string): string =>
  text
    .replace(/\s+/gu, ' ')
    .replace(
      /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu,
      '',
    )
    .trim();
