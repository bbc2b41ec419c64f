import { bookInFormat1, inFormat1 } from '../store/resealed.ts';
import { bookPath, journalPath, witnessPath } from './shop.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** The store as a program of an older format would have left it. */
export function makeOlder(disk: SimulatedDisk): void {
  const journal = inFormat1(disk.content(journalPath) ?? Buffer.alloc(0));
  const book = bookInFormat1(disk.content(bookPath) ?? Buffer.alloc(0), journal);
  disk.meddle(journalPath, journal);
  disk.meddle(bookPath, book);
  disk.meddle(witnessPath, null);
}
