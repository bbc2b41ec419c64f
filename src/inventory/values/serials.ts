import { type Parsed, parsed, wrong } from '../refusal.ts';
import { type Code, codeKey, parseCode } from './code.ts';

/** A serial number, which is written like a code. */
export function parseSerial(text: string): Parsed<Code> {
  const serial = parseCode(text);
  return serial.ok ? serial : wrong('not-a-serial', { value: text.trim() });
}

/** Serial numbers with commas between them, each once. */
export function parseSerials(text: string): Parsed<readonly Code[]> {
  const serials: Code[] = [];
  const keys = new Set<string>();
  for (const one of text.split(/[,，、]/)) {
    const serial = parseSerial(one);
    if (!serial.ok) return serial;
    const key = codeKey(serial.value);
    if (keys.has(key)) return wrong('serial-repeated', { value: serial.value });
    keys.add(key);
    serials.push(serial.value);
  }
  return parsed(serials);
}

/** The serial numbers of a movement in one text, as they are typed. */
export const serialsText = (serials: readonly string[]): string => serials.join(',');

/** Whether two lists of serial numbers have one in common, however it is typed. */
export function haveCommon(some: readonly string[], others: readonly string[]): boolean {
  const keys = new Set(others.map(codeKey));
  return some.some((serial) => keys.has(codeKey(serial)));
}
