import { type Parsed, parsed, wrong } from '../refusal.ts';
import { type Code, codeKey, parseCode } from './code.ts';

/** Serial numbers with commas between them, each once; a serial is written like a code. */
export function parseSerials(text: string): Parsed<readonly Code[]> {
  const serials: Code[] = [];
  const keys = new Set<string>();
  for (const one of text.split(/[,，、]/)) {
    const serial = parseCode(one);
    if (!serial.ok) return wrong('not-a-serial', { value: one.trim() });
    const key = codeKey(serial.value);
    if (keys.has(key)) return wrong('serial-repeated', { value: serial.value });
    keys.add(key);
    serials.push(serial.value);
  }
  return parsed(serials);
}

/** The serial numbers of a movement in one text, as they are typed. */
export const serialsText = (serials: readonly string[]): string => serials.join(',');
