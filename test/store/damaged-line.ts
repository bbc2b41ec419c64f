import { readFileSync, writeFileSync } from 'node:fs';

/** Changes one byte of some entry of a journal: any numbers name one. */
export function damage(journal: string, line: number, byte: number): void {
  const lines = readFileSync(journal, 'latin1').split('\n');
  const at = 1 + (line % (lines.length - 2));
  const changed = Buffer.from(lines[at] ?? '', 'latin1');
  const where = byte % changed.length;
  changed[where] = (changed[where] ?? 0) ^ 1;
  lines[at] = changed.toString('latin1');
  writeFileSync(journal, lines.join('\n'), 'latin1');
}
