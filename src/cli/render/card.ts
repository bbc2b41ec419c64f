import { printable } from './printable.ts';

/** A label and its value a line, the values aligned. */
export async function renderCard(
  pairs: readonly (readonly [label: string, value: string])[],
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const edges = [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ];
  const table = new Table({
    chars: Object.fromEntries(edges.map((edge) => [edge, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...pairs.map(([label, value]) => [label, printable(value)]));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return `${lines.join('\n')}\n`;
}
