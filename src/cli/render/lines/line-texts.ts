import type { ListedLines } from '../../../store/store.ts';
import type { Messages } from '../../words/messages.ts';
import { type DeviceColumn, quantityCell, type Totals } from '../device-rows.ts';
import type { Cell } from '../table.ts';

/** What lines of devices hold for the columns of a table, as texts. */
export interface LineTexts {
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: Totals;
}

/** Undefined if a line is not as stockbook writes it. */
export function lineTexts(
  { bytes, begins, lengths, rows }: ListedLines,
  columns: readonly DeviceColumn[],
  messages: Messages,
): LineTexts | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: (readonly Cell[])[] = [];
  let [units, value] = [0n, 0n];
  for (let place = 0; place < begins.length; place++) {
    const row = rows.get(place);
    if (row !== undefined) {
      texts.push(columns.map(({ cell }) => cell(row)));
      units += BigInt(row.quantity);
      value += row.value;
      continue;
    }
    const begin = begins[place] ?? 0;
    const line = parsed(all.toString('utf8', begin, begin + (lengths[place] ?? 0)));
    const { quantity, minimum } = line ?? {};
    if (line === undefined || typeof quantity !== 'number') return undefined;
    const isLow = typeof minimum === 'number' && quantity <= minimum;
    texts.push(
      columns.map(({ id, termOf }) => {
        const own = line[id] ?? null;
        if (own === null) return '';
        if (id === 'quantity') return quantityCell({ isLow, quantity }, messages);
        return termOf === undefined ? String(own) : termOf(String(own));
      }),
    );
    units += BigInt(quantity);
    value += BigInt(String(line['value']).replace('.', ''));
  }
  return { rows: texts, totals: { count: texts.length, units, value } };
}

function parsed(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
