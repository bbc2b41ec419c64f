import type { Choice } from '../../inventory/devices/attribute.ts';
import { type Parsed, parsed, wrong } from '../../inventory/refusal.ts';
import { codeKey } from '../../inventory/values/code.ts';
import { parseQuantity, type Quantity } from '../../inventory/values/quantity.ts';

/** What a session of scanning does with each code. */
export const scanDirections = [
  { value: 'in', term: { en: 'in', zh: '入库' } },
  { value: 'out', term: { en: 'out', zh: '出库' } },
  { value: 'count-up', term: { en: 'count-up', zh: '点数' } },
] as const satisfies readonly Choice[];
export type ScanDirection = (typeof scanDirections)[number]['value'];

/** The most characters of a line: a quantity and a code. */
export const longestScan = 200;

/** What one scanned or typed line asks for. */
export type Scan =
  | { readonly take: 'back' }
  | { readonly take: 'movement'; readonly code: string; readonly quantity: Quantity };

const takesBack = new Set(['undo', '撤销']);

/** A line as a scanner types it: `CODE`, `CODE*3` or `3 CODE`; `undo` takes the last scan back. */
export function parseScan(text: string): Parsed<Scan> {
  if (text.length > longestScan) return wrong('scan-too-long', { most: longestScan });
  const line = text.trim().normalize('NFKC').replaceAll('×', '*');
  if (takesBack.has(codeKey(line))) return parsed({ take: 'back' });
  const times = /^([^\s*]+)\s*\*\s*(\S+)$/.exec(line);
  const before = /^(\S+)\s+([^\s*]+)$/.exec(line);
  const alone = /^[^\s*]+$/.exec(line);
  const [code, amount] =
    times !== null ? [times[1], times[2]] : before !== null ? [before[2], before[1]] : [alone?.[0], '1'];
  if (code === undefined || amount === undefined) return wrong('scan-line', { value: text.trim() });
  const quantity = parseQuantity(amount);
  return quantity.ok ? parsed({ take: 'movement', code, quantity: quantity.value }) : quantity;
}
