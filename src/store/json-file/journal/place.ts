import type { Entry } from '../../../inventory/book/change.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { type Link, nextInChain } from '../../journal/chain.ts';
import { type Header, verifiedHeader } from '../../journal/header.ts';
import type { Line } from '../../journal/line.ts';
import { refuseUnlessParsed } from '../../memory.ts';
import type { Descriptor, FileSystem } from '../files/files.ts';
import { readAt } from '../files/whole-file.ts';

/** A place in the journal: the last entry before it, that entry's sum, and the byte where the next one begins. */
export interface Place extends Link {
  readonly offset: number;
}

/** What a journal's first line says, and the place after it; undefined where it is damaged. Refuses a newer format. */
export function headOf(
  line: Line | undefined,
  path: string,
): { readonly header: Header; readonly place: Place } | undefined {
  const found = line === undefined ? undefined : verifiedHeader(line.bytes, path);
  return line?.whole && found !== undefined
    ? { header: found.header, place: { n: 0, sum: found.sum, offset: line.end } }
    : undefined;
}

/** The entry on a line and the place after it, where it follows in number and chain. Refuses one that there is no memory for. */
export function nextEntry(
  line: Line,
  last: Place,
): { readonly entry: Entry; readonly place: Place } | undefined {
  refuseUnlessParsed(line.bytes.length);
  const next = line.whole ? nextInChain(line.bytes, last) : undefined;
  return next === undefined ? undefined : { entry: next.entry, place: { ...next.link, offset: line.end } };
}

/** Whether the entry that ends at an offset of the journal has that sum. */
export function endsWith(files: FileSystem, file: Descriptor, sum: string, offset: number): boolean {
  const seal = `"${sum}"}\n`;
  return readAt(files, file, Math.max(offset - seal.length, 0), seal.length).toString('latin1') === seal;
}

/** Refuses to go on where confirmed history is not as it was written, after a place. */
export function refuseDamaged(path: string, { n, offset }: Place): never {
  const where = { entry: n + 1, byte: offset };
  return refuse('store-damaged', { path, ...where }, where);
}
