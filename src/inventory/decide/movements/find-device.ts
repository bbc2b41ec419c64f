import type { Problem } from '../../../problems.ts';
import type { Book } from '../../book/book.ts';
import type { Journal } from '../../book/journal.ts';
import type { Device } from '../../devices/device.ts';
import { type Json, Refusal, refuse } from '../../refusal.ts';
import { codeKey } from '../../values/code.ts';
import { sortedByCode } from '../../values/order.ts';
import { folded } from '../../values/text.ts';
import { typingErrors } from '../../values/typing-errors.ts';

/** What finds out what became of the devices that had a code. */
export type FormerCodes = Pick<Journal, 'bearers' | 'willNeed'>;

/**
 * The device that a person means: a code, or a name that belongs to exactly one (the contract, "Commands"). Where a code
 * is not in the book but was a device's, the refusal says what that is called now.
 */
export function findDevice(book: Book, journal: FormerCodes, typed: string): Device {
  journal.willNeed(() => ({ devices: [typed] }));
  const byCode = book.withCode(typed.trim());
  if (byCode !== undefined) return byCode;
  const [device, ...others] = book.withName(typed);
  if (device === undefined) {
    const [former] = formerCodes(book, journal, [typed]).values();
    if (former !== undefined) throw new Refusal('not-found', former.problem, former.details);
    const nearest = nearestCodes(book, typed);
    return refuse('no-such-device', { value: typed, nearest });
  }
  if (others.length === 0) return device;
  const candidates = sortedByCode([device, ...others]).map(({ code, name }) => ({ code, name }));
  return refuse('ambiguous-name', { value: typed, candidates });
}

/** How many digits the numbers of articles have. */
const articleDigits = [11, 12, 13, 14];

/** The codes that a scanner may mean: one that is the number of an article may have other zeros in front. */
export function scannedCodes(code: string): readonly string[] {
  if (!/^\d{11,14}$/.test(code)) return [code];
  const number = code.replace(/^0+/, '');
  const others = articleDigits.filter((digits) => digits >= number.length);
  return [code, ...others.map((digits) => number.padStart(digits, '0'))];
}

/** The device with a code as a scanner reads it; of codes that are the same number there must be one only. */
export function findScanned<Coded>(
  devices: { withCode(code: string): Coded | undefined },
  code: string,
): Coded | undefined {
  const [device, ...others] = scannedCodes(code).map((one) => devices.withCode(one));
  if (device !== undefined) return device;
  const found = others.filter((one) => one !== undefined);
  return found.length === 1 ? found[0] : undefined;
}

/** What became of the device that last had a code. */
export interface FormerCode {
  readonly problem: Problem;
  readonly details: { readonly [key: string]: Json };
}

/** What became of the devices that had some codes which are in the book no more, by the codes' keys. */
export function formerCodes(
  book: Book,
  journal: FormerCodes,
  codes: Iterable<string>,
): ReadonlyMap<string, FormerCode> {
  const typed = new Map(Array.from(codes, (code) => [codeKey(code.trim()), code.trim()]));
  const former = new Map<string, FormerCode>();
  for (const [key, bearers] of journal.bearers(typed.values())) {
    const last = bearers.toSorted((a, b) => (a.until ?? 0) - (b.until ?? 0)).at(-1);
    if (last === undefined) continue;
    const { id, name, since } = last;
    const value = typed.get(key) ?? key;
    const now = book.device(id)?.code ?? null;
    const problem: Problem =
      now === null
        ? { key: 'code-removed', params: { value, name, since } }
        : { key: 'code-renamed', params: { value, name, now, since } };
    former.set(key, { problem, details: { value, now, since } });
  }
  return former;
}

/** Refuses a code that no device has, and suggests similar ones if there are any. */
export function refuseUnknownCode(book: Book, journal: FormerCodes, value: string): never {
  const [former] = formerCodes(book, journal, [value]).values();
  if (former !== undefined) throw new Refusal('not-found', former.problem, former.details);
  return refuse('no-such-code', { value, nearest: nearestCodes(book, value) });
}

/** Up to three codes that are one or two typing errors away. */
export function nearestCodes(book: Book, typed: string): readonly string[] {
  const wanted = folded(typed.trim());
  const most = wanted.length < 2 ? 0 : wanted.length < 5 ? 1 : 2;
  const found: { code: string; errors: number }[] = [];
  for (const code of book.codes()) {
    if (Math.abs(code.length - wanted.length) > most) continue;
    const errors = typingErrors(folded(code), wanted);
    if (errors <= most) found.push({ code, errors });
  }
  return found
    .sort((a, b) => a.errors - b.errors)
    .slice(0, 3)
    .map(({ code }) => code);
}
