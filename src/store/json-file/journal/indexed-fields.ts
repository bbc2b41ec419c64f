import { codeKey } from '../../../inventory/values/code.ts';
import { folded } from '../../../inventory/values/text.ts';
import { hashOf } from '../index/checksum.ts';
import { changesIn, headLength } from './entry-bytes.ts';
import type { LinePart } from './journal-lines.ts';
import {
  codeNeedles,
  correctsNeedle,
  countChangeNeedles,
  countNeedles,
  deviceNeedle,
  fileNeedle,
  keyNeedle,
  ofNeedles,
  partyNeedle,
  placeNeedle,
  serialsNeedle,
  undoNeedle,
} from './needles.ts';

/** All that the journal is indexed by, in one list; a field that is added makes another kind of index. */
type Field =
  | 'device'
  | 'identity'
  | 'place'
  | 'count'
  | 'counts'
  | 'of'
  | 'party'
  | 'serial'
  | 'code'
  | 'key'
  | 'file'
  | 'undoes'
  | 'corrects';

/** Something that the journal can be asked for: a number that the index has it under, and bytes in every line about it. */
export interface Indexed {
  /** Others may share it, so a match is only a candidate. */
  readonly key: number;
  readonly needles: () => readonly string[];
}

const keyOf = (field: Field, value: string | number = ''): number => hashOf(`${field} ${value}`);

/** The keys of devices, for one run over a journal: most of its changes are about devices that came before. */
export class DeviceKeys {
  readonly #keys = new Map<number, number>();

  of(id: number): number {
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = keyOf('device', id);
    this.#keys.set(id, key);
    return key;
  }
}

/** How each field is asked for. */
export const indexed = {
  device: (id: number) => ({ key: keyOf('device', id), needles: () => [deviceNeedle(id)] }),
  /** Changes that say what a device is, or that it is gone. */
  identity: (id: number) => ({ key: keyOf('identity', id), needles: () => [deviceNeedle(id)] }),
  /** What becomes of places. */
  place: () => ({ key: keyOf('place'), needles: () => [placeNeedle] }),
  /** What happened in a count. */
  count: (n: number) => ({ key: keyOf('count', n), needles: () => countNeedles(n) }),
  /** What becomes of counts as a whole. */
  counts: () => ({ key: keyOf('counts'), needles: () => countChangeNeedles }),
  /** Movements of what belongs to an entry. */
  of: (n: number) => ({ key: keyOf('of', n), needles: () => ofNeedles(n) }),
  /** Movements from or to a party. */
  party: (party: string) => ({ key: keyOf('party', folded(party.trim())), needles: () => [partyNeedle] }),
  /** Movements of a piece with this serial number. */
  serial: (serial: string) => ({ key: keyOf('serial', codeKey(serial)), needles: () => [serialsNeedle] }),
  /** Changes that give a device this code, or leave it at an edit; by the code's key. */
  code: (code: string) => ({ key: keyOf('code', code), needles: () => codeNeedles }),
  key: (key: string) => ({ key: keyOf('key', key), needles: () => [keyNeedle(key)] }),
  file: (sha256: string) => ({ key: keyOf('file', sha256), needles: () => [fileNeedle(sha256)] }),
  undoes: () => ({ key: keyOf('undoes'), needles: () => [undoNeedle] }),
  corrects: () => ({ key: keyOf('corrects'), needles: () => [correctsNeedle] }),
} satisfies { readonly [field in Field]: (value: never) => Indexed };

/**
 * Calls `found` with the key of each indexed field in a part of a line, and where the change that it is about begins in the
 * line: 0 where it is about the whole entry.
 */
export function fieldsIn(
  { line, start, bytes }: LinePart,
  devices: DeviceKeys,
  found: (key: number, within: number) => void,
): void {
  const head = start === line ? headLength(bytes) : 0;
  const beginning = bytes.toString('utf8', 0, head);
  if (beginning.includes(`,${undoNeedle}`)) found(keyOf('undoes'), 0);
  if (beginning.includes(`,${correctsNeedle}`)) found(keyOf('corrects'), 0);
  const sha256 = /"sha256":"([^"]+)"/.exec(beginning)?.[1];
  if (sha256 !== undefined) found(keyOf('file', sha256), 0);
  for (const seen of changesIn(bytes, head)) {
    const { at, isIdentity, isOfPlace, id, code, key, of, count, party, serials } = seen;
    const within = start - line + at;
    if (id !== undefined) found(devices.of(id), within);
    if (id !== undefined && isIdentity) found(keyOf('identity', id), within);
    if (isOfPlace) found(keyOf('place'), within);
    if (count !== undefined) found(keyOf('count', count), within);
    if (id === undefined && count !== undefined) found(keyOf('counts'), within);
    if (of !== undefined) found(keyOf('of', of), within);
    if (party !== undefined) found(keyOf('party', folded(party)), within);
    for (const serial of serials) found(keyOf('serial', codeKey(serial)), within);
    if (code !== undefined) found(keyOf('code', codeKey(code)), within);
    if (key !== undefined) found(keyOf('key', key), within);
  }
}
