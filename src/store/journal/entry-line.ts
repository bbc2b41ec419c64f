import { type Change, type Entry, isOfCount, isOfDevice } from '../../inventory/book/change.ts';
import { placeKinds } from '../../inventory/book/place-kinds.ts';
import { isObject } from '../../inventory/devices/device-record.ts';
import { isCount, parseJson } from './json.ts';
import { sealedLine } from './sealed-line.ts';

/** An entry's line, line break included, and its sum. */
export function entryLine(
  entry: Entry,
  previousSum: string,
): { readonly bytes: Buffer; readonly sum: string } {
  const line = entryPieces(entry, previousSum);
  const pieces: Buffer[] = [];
  let next = line.next();
  for (; next.done !== true; next = line.next()) pieces.push(next.value);
  return { bytes: Buffer.concat(pieces), sum: next.value };
}

/** An entry's line piece by piece, line break included, and its sum at the end: no text may hold a large import. */
export const entryPieces = (entry: Entry, previousSum: string): Generator<Buffer, string> =>
  sealedLine(openPieces(entry), previousSum);

/** How many characters of a line are made at once. */
const pieceCharacters = 1024 * 1024;

/** The JSON of an entry, without its closing brace. */
function* openPieces({
  n,
  at,
  by,
  command,
  undoes,
  corrects,
  file,
  packed,
  changes,
}: Entry): Generator<Buffer> {
  let text = `${JSON.stringify({ n, at, by, command, undoes, corrects, file }).slice(0, -1)},"changes":[`;
  let between = '';
  if (packed !== undefined) {
    yield Buffer.from(text);
    for (const { buffer, byteOffset, length } of packed.pieces())
      yield Buffer.from(buffer, byteOffset, length);
    text = '';
    between = ',';
  }
  for (const change of changes) {
    text += between + changeJson(change);
    between = ',';
    if (text.length < pieceCharacters) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}]`);
}

function subjectOf(change: Change): readonly [string, number] {
  if (isOfDevice(change)) return ['id', change.id];
  return isOfCount(change) ? ['count', change.count] : ['place', change.place];
}

/** Searches for a device look for `"id":17,`: a change begins with what it is about, and something always follows. */
function changeJson(change: Change): string {
  const json = JSON.stringify(change);
  const [key, subject] = subjectOf(change);
  if (json.startsWith(`{"do":"${change.do}","${key}":${subject},`)) return json;
  if (isOfDevice(change)) {
    const { do: what, id, ...rest } = change;
    return JSON.stringify({ do: what, id, ...rest });
  }
  if (isOfCount(change)) {
    const { do: what, count, ...rest } = change;
    return JSON.stringify({ do: what, count, ...rest });
  }
  const { do: what, place, ...rest } = change;
  return JSON.stringify({ do: what, place, ...rest });
}

/** The number of the entry that some bytes begin; NaN where they begin none. */
export const numberOfLine = (beginning: Buffer): number =>
  Number(/^\{"n":(\d+),/.exec(beginning.toString('latin1', 0, 32))?.[1]);

/**
 * The entry on a line; undefined if the line is not an entry. What an entry is made of is checked here; what its changes say is
 * checked where they are applied.
 */
export function readEntry(line: Buffer): Entry | undefined {
  const json = parseJson(line);
  if (!isObject(json)) return undefined;
  const { n, at, by, command, undoes, corrects, file, changes } = json;
  const sound =
    Number.isSafeInteger(n) &&
    // An entry is found by how its line begins.
    numberOfLine(line) === n &&
    isTime(at) &&
    typeof by === 'string' &&
    typeof command === 'string' &&
    [undoes, corrects].every((other) => other === undefined || isEarlier(other, Number(n))) &&
    (file === undefined || isFile(file)) &&
    Array.isArray(changes) &&
    changes.every(isChange);
  if (!sound) return undefined;
  const { sum: _, ...entry } = json;
  // The checks above and in isChange are what makes this an entry.
  return entry as unknown as Entry;
}

/** An entry is about another one only where that came before it. */
const isEarlier = (json: unknown, n: number): boolean =>
  Number.isSafeInteger(json) && Number(json) > 0 && Number(json) < n;

const isTime = (json: unknown): boolean => typeof json === 'string' && !Number.isNaN(Date.parse(json));

const isFile = (json: unknown): boolean =>
  isObject(json) && typeof json['name'] === 'string' && typeof json['sha256'] === 'string';

function isChange(json: unknown): json is Change {
  if (!isObject(json)) return false;
  const isSubject = (key: string) => Number.isSafeInteger(json[key]);
  const texts = (...keys: string[]) => keys.every((key) => typeof json[key] === 'string');
  const optionalTexts = (...keys: string[]) =>
    keys.every((key) => json[key] === undefined || typeof json[key] === 'string');
  const counts = (...keys: string[]) => keys.every((key) => isCount(json[key]));
  const optionalCounts = (...keys: string[]) =>
    keys.every((key) => json[key] === undefined || isCount(json[key]));
  const ids = (...keys: string[]) =>
    keys.every((key) => Array.isArray(json[key]) && json[key].every(Number.isSafeInteger));
  const optionalIds = (...keys: string[]) => keys.every((key) => json[key] === undefined || ids(key));
  const isScope = () => ids('places') && optionalIds('devices') && optionalTexts('kind', 'brand');
  switch (json['do']) {
    case 'add':
      return (
        isSubject('id') &&
        isObject(json['device']) &&
        (json['addedAt'] === undefined || isTime(json['addedAt']))
      );
    case 'remove':
      return isSubject('id') && isObject(json['device']) && isTime(json['addedAt']);
    case 'edit':
      return (
        isSubject('id') &&
        texts('code', 'name') &&
        Number.isSafeInteger(json['balance']) &&
        isObject(json['before']) &&
        isObject(json['after'])
      );
    case 'move':
      return (
        isSubject('id') &&
        texts('code', 'name') &&
        Number.isSafeInteger(json['change']) &&
        Number.isSafeInteger(json['balance']) &&
        optionalTexts('reason', 'cost', 'ref', 'note', 'key', 'party', 'due', 'intended') &&
        isListOfTexts(json['serials']) &&
        optionalCounts('at', 'of', 'count', 'counted', 'book', 'after', 'before') &&
        ['place', 'from', 'to'].every((key) => json[key] === undefined || Number.isSafeInteger(json[key])) &&
        (json['lastCost'] === null || optionalTexts('lastCost'))
      );
    case 'place':
    case 'place-remove':
      return (
        isSubject('place') &&
        texts('path') &&
        isPlaceKind(json['kind']) &&
        optionalTexts('recount', 'about', 'ref', 'note', 'key')
      );
    case 'place-edit':
      return (
        isSubject('place') &&
        isPlacePatch(json['before']) &&
        isPlacePatch(json['after']) &&
        optionalTexts('ref', 'note', 'key')
      );
    case 'tally':
      return (
        isSubject('id') &&
        texts('code', 'name') &&
        counts('count', 'counted') &&
        optionalCounts('after') &&
        (json['place'] === undefined || Number.isSafeInteger(json['place'])) &&
        [undefined, 'add', 'replace'].includes(json['how'] as undefined | string) &&
        optionalTexts('counter', 'ref', 'note', 'key')
      );
    case 'counted':
      return (
        isSubject('id') &&
        texts('code', 'name') &&
        counts('count', 'balance', 'counted', 'book', 'after') &&
        optionalCounts('at') &&
        (json['place'] === undefined || Number.isSafeInteger(json['place'])) &&
        optionalTexts('ref', 'note', 'key')
      );
    case 'count-open':
      return (
        counts('count') && isScope() && optionalIds('frozen', 'drawn') && optionalTexts('ref', 'note', 'key')
      );
    case 'count-close':
      return (
        counts('count') &&
        isScope() &&
        optionalIds('drawn') &&
        ['posted', 'cancelled'].includes(String(json['as'])) &&
        optionalTexts('ref', 'note', 'key')
      );
    case 'frozen':
      return counts('count') && ids('before', 'after') && optionalTexts('ref', 'note', 'key');
    case 'draw':
      return (
        counts('count') &&
        Number.isSafeInteger(json['place']) &&
        texts('rate', 'seed') &&
        ids('drawn', 'differing', 'also') &&
        optionalTexts('ref', 'note', 'key')
      );
    default:
      return false;
  }
}

const isListOfTexts = (json: unknown): boolean =>
  json === undefined || (Array.isArray(json) && json.every((one) => typeof one === 'string'));

const isPlaceKind = (json: unknown): boolean => placeKinds.some(({ value }) => value === json);

const isPlacePatch = (json: unknown): boolean =>
  isObject(json) &&
  (json['path'] === undefined || typeof json['path'] === 'string') &&
  (json['kind'] === undefined || isPlaceKind(json['kind'])) &&
  ['recount', 'note'].every(
    (key) => [undefined, null].includes(json[key] as undefined | null) || typeof json[key] === 'string',
  );
