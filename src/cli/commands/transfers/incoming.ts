import type { Entry } from '../../../inventory/book/change.ts';
import { ordered } from '../../../inventory/book/place-kinds.ts';
import { movesIn } from '../../../inventory/decide/movements/already.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import { words } from './incoming.words.ts';

/** What is on order, or to be inspected, in words: a line a device. */
export const incomingLines = ({ language, messages }: Session, entry: Entry): readonly string[] =>
  movesIn(entry).map(({ change, code: typed, place, at = 0, of = entry.n }) => {
    const { ordered: onOrder, toInspect } = words[language];
    const code = printable(typed);
    return place === ordered
      ? onOrder(entry.n, change, code, at)
      : toInspect(entry.n, change, code, messages.command(`accept ${of}`), messages.command(`reject ${of}`));
  });
