import { format, type OlderJournal, oldestReader } from './header.ts';
import { parseJson } from './json.ts';
import { noSum, seal, sealBody, unsealed, withLineBreak } from './sealed-line.ts';

/** What becomes of an entry's bytes, without their seal, from a format to the next one. */
const steps: ReadonlyMap<number, (entry: Buffer) => Buffer> = new Map([
  // In format 2 the header names the journal that an upgraded one was made from; entries did not change.
  [1, (entry: Buffer) => entry],
  // Format 3 has places and transfers, which older entries have none of.
  [2, (entry: Buffer) => entry],
]);

/** The first line of a journal in this program's format, made from the first line of an older one. */
export function upgradedHeaderLine(
  older: Buffer,
  from: OlderJournal,
): { readonly bytes: Buffer; readonly sum: string } {
  const { sum: _, ...json } = parseJson(older) as { readonly [key: string]: unknown };
  return withLineBreak(seal(JSON.stringify({ ...json, format, reader: oldestReader, from }), noSum));
}

/** An entry's line in this program's format, line break included, made from its line of an older one; and its sum. */
export function upgradedEntryLine(
  older: Buffer,
  from: number,
  previousSum: string,
): { readonly bytes: Buffer; readonly sum: string } {
  let entry = unsealed(older);
  for (let step = from; step < format; step++) entry = steps.get(step)?.(entry) ?? entry;
  return withLineBreak(sealBody(entry, previousSum));
}
