import type { Book } from '../../inventory/book.ts';
import type { Decided } from '../../inventory/change.ts';
import type { Context } from '../context.ts';
import { printable } from '../render/printable.ts';

/** How many devices are told one by one. */
const mostTold = 10;

/** What the changes decided on would make of each balance, a line a device. */
export function balanceLines({ messages }: Context, { changes }: Decided, book: Book): readonly string[] {
  const balances = new Map<number, { code: string; name: string; from: number; to: number }>();
  for (const change of changes) {
    if (change.do !== 'move') continue;
    const { id, code, name, balance: to } = change;
    const from = balances.get(id)?.from ?? to - change.change;
    balances.set(id, { code: book.device(id)?.code ?? code, name, from, to });
  }
  const lines = [...balances.values()].map(({ code, name, from, to }) =>
    messages.preview.balance(code, printable(name), from, to),
  );
  const more = lines.length - mostTold;
  return more > 0 ? [...lines.slice(0, mostTold), messages.preview.more(more)] : lines;
}
