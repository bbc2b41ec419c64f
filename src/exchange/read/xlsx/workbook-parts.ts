import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { refuse } from '../../../inventory/refusal.ts';
import { maxPartBytes, maxParts, maxUnpackedBytes, maxUnpackedRatio } from '../../../limits.ts';

/** The parts (files) that a workbook is packed of. */
export interface Parts {
  has(path: string): boolean;
  /** In bytes, unpacked; 0 if there is none. */
  sizeOf(path: string): number;
  /** The text of a part; refuses a workbook that lacks it, or in which it is too large. */
  text(path: string, maxBytes?: number): AsyncIterable<string>;
}

const unremarkableBytes = 10 * 1024 * 1024;

/**
 * Opens the zip archive of a workbook. What it says it unpacks to is checked before anything is unpacked, and that it
 * unpacks to just that while it is.
 */
export async function openParts(bytes: Buffer, name: string): Promise<Parts> {
  const zip = await sound(name, () => yauzl.fromBufferPromise(bytes, { lazyEntries: true }));
  const entries = await sound(name, () => entriesOf(zip, name));
  return {
    has: (path) => entries.has(keyOf(path)),
    sizeOf: (path) => entries.get(keyOf(path))?.uncompressedSize ?? 0,
    text: (path, maxBytes = maxPartBytes) => partText(zip, entries.get(keyOf(path)), name, maxBytes),
  };
}

/** The names of parts are the same in another case. */
const keyOf = (path: string): string => path.toLowerCase();

async function entriesOf(zip: ZipFile, name: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    const packed = Math.max(entry.compressedSize, 1);
    const isBomb =
      entry.uncompressedSize > unremarkableBytes && entry.uncompressedSize / packed > maxUnpackedRatio;
    if (isBomb || unpacked > maxUnpackedBytes || entries.size >= maxParts) refuseSize(name, maxUnpackedBytes);
    entries.set(keyOf(entry.fileName), entry);
  }
  return entries;
}

const refuseSize = (name: string, maxBytes: number): never =>
  refuse('file-xlsx-too-large', { name, limitMb: maxBytes / 1024 / 1024 });

async function* partText(
  zip: ZipFile,
  entry: Entry | undefined,
  name: string,
  maxBytes: number,
): AsyncGenerator<string> {
  if (entry === undefined) return refuse('file-xlsx-malformed', { name });
  if (entry.uncompressedSize > maxBytes) refuseSize(name, maxBytes);
  const stream = await sound(name, () => zip.openReadStreamPromise(entry));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await sound(name, () => chunks.next());
      const text = await sound(name, async () => decoder.decode(value, { stream: done !== true }));
      if (text !== '') yield text;
      if (done === true) return;
    }
  } finally {
    stream.destroy();
  }
}

/** The result of an attempt, or the refusal of a workbook that makes it fail. */
async function sound<T>(name: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error;
    return refuse('file-xlsx-malformed', { name });
  }
}
