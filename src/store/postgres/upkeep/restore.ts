import { randomUUID } from 'node:crypto';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { type RestoreSource, verifiedLines } from '../../journal/backup.ts';
import { readEntry } from '../../journal/entry-line.ts';
import { upgradedEntryLine, upgradedHeaderLine } from '../../journal/formats.ts';
import { format, type Header, readHeader } from '../../journal/header.ts';
import type { KeptStore } from '../../upkeep.ts';
import { makeProxyRole, makeTables, refuseMaking } from '../init.ts';
import { refuseLost } from '../refusals.ts';
import { ConnectionLost, commit, ServerError, statement } from '../server/connection.ts';
import { Patience } from '../server/server.ts';
import { openPostgresStore, type ServerOptions, serverAt } from '../store.ts';
import { changeRows, changesTable, entriesTable, entryHead, lineRows } from '../tables/rows.ts';
import { firstHead, quoted } from '../tables/schema.ts';
import { Described, Filling } from './filling.ts';

/** No piece of a line is longer, in characters. */
const pieceCharacters = 1024 * 1024;

/** Makes a store of a backup, all or nothing; refuses where there is one. */
export async function restorePostgresStore(
  url: string,
  source: RestoreSource,
  options: ServerOptions,
): Promise<KeptStore> {
  const server = serverAt(url, options);
  const { place } = server;
  const torn = (byte: number) => options.notice({ key: 'backup-torn', where: source.name, place: { byte } });
  const lines = upgraded(
    verifiedLines(source, options.kinds ?? kinds, { ...options, torn }),
    ({ format: from }) => options.notice({ key: 'restored-upgraded', from, to: format }),
  );
  const first = await lines.next();
  const header = first.done === true ? first.value.header : readHeader(first.value);
  if (header === undefined) return refuse('backup-opening-damaged', { path: source.name });
  const patience = new Patience(options.waitMs);
  const connection = await server.connectionOrRefuse(patience);
  const op = randomUUID();
  try {
    await makeTables(connection, place.store, firstHead(place.store, header.store, header.currency, ''));
    await connection.send([statement(`update ${quoted(place.store)}.head set op = $1::uuid`, op)]);
    await fill(new Filling(place.store, op, (statements) => connection.send(statements)), first, lines);
    await connection.send([commit], patience.deadline);
    await makeProxyRole(connection);
  } catch (error) {
    connection.drop();
    if (error instanceof ConnectionLost) refuseLost(error, place);
    if (error instanceof ServerError) refuseMaking(error, place, options.waitMs);
    throw error;
  }
  await server.close();
  return openPostgresStore(url, { ...options, isTyped: false });
}

type Lines = ReturnType<typeof verifiedLines>;

/**
 * The lines of a journal in this program's format. Those of an older one are kept until the last has been verified, since the
 * first line then names that.
 */
async function* upgraded(lines: Lines, told: (older: Header) => void): Lines {
  const held: Buffer[] = [];
  let next = await lines.next();
  const older = next.done === true ? undefined : readHeader(next.value);
  if (older === undefined || older.format === format) {
    for (; next.done !== true; next = await lines.next()) yield next.value;
    return next.value;
  }
  for (; next.done !== true; next = await lines.next()) held.push(next.value);
  const { book, last } = next.value;
  const [first = Buffer.alloc(0), ...entries] = held;
  let line = upgradedHeaderLine(first, { format: older.format, entries: last.n, chain: last.sum });
  const header = readHeader(line.bytes) ?? older;
  yield withoutBreak(line.bytes);
  for (const entry of entries) {
    line = upgradedEntryLine(entry, older.format, line.sum);
    yield withoutBreak(line.bytes);
  }
  told(older);
  return { header, book, last: { n: last.n, sum: line.sum } };
}

const withoutBreak = (line: Buffer): Buffer => line.subarray(0, -1);

type NextLine = Awaited<ReturnType<Lines['next']>>;

/** Puts in all lines, what they are found by, and what follows from them. */
async function fill(filling: Filling, first: NextLine, lines: Lines): Promise<void> {
  const described = new Described();
  let next = first;
  for (let n = 0; next.done !== true; next = await lines.next(), n++) {
    const entry = n === 0 ? undefined : readEntry(next.value);
    const head = entry === undefined ? Array.from({ length: 7 }, () => null) : entryHead(entry);
    await filling.take(entriesTable, lineRows(n, null, head, inPieces(next.value.toString('utf8'))));
    if (entry === undefined) continue;
    described.take(entry);
    await filling.take(changesTable, changeRows(entry));
  }
  const { book, last } = next.value;
  await filling.finish(book, last.sum, described);
}

/** A text in pieces that are cut between characters. */
function inPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + pieceCharacters;
    const isWithin = (text.codePointAt(end - 1) ?? 0) > 0xffff;
    const piece = text.slice(at, isWithin ? end - 1 : end);
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}
