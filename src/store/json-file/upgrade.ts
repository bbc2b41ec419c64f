import { format, upgradedHeaderLine, withLineBreak } from './entry-line.ts';
import type { Descriptor } from './files.ts';
import { type Ground, JournalReplaced } from './ground.ts';
import { lines } from './journal-lines.ts';
import { noSum, sealBody, unsealed } from './sealed-line.ts';
import { headOf, nextEntry, type State } from './state.ts';
import { attempt, createWhole, readAt, readWhole } from './whole-file.ts';

/** What becomes of an entry's bytes, without their seal, from a format to the next one. */
const steps: ReadonlyMap<number, (entry: Buffer) => Buffer> = new Map([
  // Format 2 has the header tell which journal an upgraded one was made from; its entries are as they were.
  [1, (entry: Buffer) => entry],
]);

/**
 * Puts a journal of this program's format in the place of a sound one of an older format, whole or not at all, and keeps
 * the old files under names of their own. The lock that is held is on the old journal, so what was to be recorded under
 * it starts again.
 */
export function upgradeJournal(ground: Ground, file: Descriptor, state: State): never {
  const { files, paths } = ground;
  const from = state.header.format;
  const unique = ground.unique();
  const kept = [
    {
      path: paths.beside(`format-${from}`, unique, 'journal.jsonl'),
      of: paths.journal,
      bytes: readAt(files, file, 0, state.last.offset),
    },
    {
      path: paths.beside(`format-${from}`, unique, 'json'),
      of: paths.book,
      bytes: readWhole(files, paths.book),
    },
  ].flatMap(({ bytes, ...names }) => (bytes === undefined ? [] : [{ ...names, bytes }]));
  const made = [
    { path: paths.beside('new', unique, 'tmp'), of: paths.journal, bytes: upgraded(ground, file, state) },
    ...kept,
  ];
  try {
    for (const { path, of, bytes } of made)
      createWhole(files, path, bytes, { durable: true, like: ground.accessOf(of) });
    files.syncDirectory(paths.directory);
    files.rename(paths.beside('new', unique, 'tmp'), paths.journal);
  } catch (error) {
    for (const { path } of made) attempt(() => files.remove(path));
    throw error;
  }
  files.syncDirectory(paths.directory);
  ground.options.notice({ key: 'upgraded', from, to: format, keptAs: kept.map(({ path }) => path) });
  throw new JournalReplaced();
}

/** The journal in this program's format; every entry is verified again as it is taken over. */
function upgraded(ground: Ground, file: Descriptor, { header, firstEntry, last }: State): Buffer {
  const from = { format: header.format, entries: last.n, chain: last.sum };
  const [first] = lines(ground.files, file, 0, firstEntry);
  let old = headOf(first, ground.paths.journal)?.place;
  if (first === undefined || old === undefined) return ground.refuseDamaged({ n: -1, sum: noSum, offset: 0 });
  const head = upgradedHeaderLine(first.bytes, from);
  const pieces = [head.bytes];
  let { sum } = head;
  for (const line of lines(ground.files, file, firstEntry, last.offset)) {
    const next = nextEntry(line, old);
    if (next === undefined) return ground.refuseDamaged(old);
    old = next.place;
    const sealed = withLineBreak(sealBody(inThisFormat(unsealed(line.bytes), header.format), sum));
    pieces.push(sealed.bytes);
    ({ sum } = sealed);
  }
  return Buffer.concat(pieces);
}

function inThisFormat(entry: Buffer, from: number): Buffer {
  let bytes = entry;
  for (let step = from; step < format; step++) bytes = steps.get(step)?.(bytes) ?? bytes;
  return bytes;
}
