import type { Places } from '../../../inventory/book/places.ts';
import { usualReasons } from '../../../inventory/decide/movements/movement.ts';
import type { CountedSince } from '../../../inventory/decide/movements/undo.ts';
import { shellWord } from '../../pasted.ts';
import { printable } from '../../render/printable.ts';
import type { Session } from '../../session.ts';
import type { Command } from '../../words/messages.ts';
import { placeNamed } from '../../words/places.ts';

/**
 * What does not move since a count has found it so, and what to do where it happened only now: instead of what is asked for
 * or, once that is `recorded`, after taking it back.
 */
export const countedLines = (
  { language, messages }: Session,
  entry: number,
  places: Places,
  countedSince: readonly CountedSince[],
  recorded: number | null,
): readonly string[] =>
  countedSince.map((one) => {
    const { code, count } = one;
    const { change, reason } = one.today;
    const place = placeNamed(one.place, language);
    const today = commandToday(one, places, messages.command);
    const command = recorded === null ? today : `${messages.command(`undo ${recorded}`)} && ${today}`;
    const isIn = change > 0;
    const isBack = reason === 'return' || reason === 'supplier-return';
    if (language === 'zh') {
      const said = `  ${place}的 ${printable(code)}：库存不变，#${entry} 之后盘点 #${count} 已盘过`;
      return today === null
        ? said
        : `${said}；若是今天才${isBack ? '退' : ''}${isIn ? '入库' : '出库'}：${command}`;
    }
    const said = `  ${printable(code)} at ${place}: nothing moves, #${count} has counted it since #${entry}`;
    const happened = isIn ? (isBack ? 'came back' : 'came in') : isBack ? 'went back' : 'left';
    return today === null ? said : `${said}; if it ${happened} today: ${command}`;
  });

/** The command that records now what did not move; null for one side of a transfer. */
function commandToday(
  { code, place, today: { change, reason, of } }: CountedSince,
  places: Places,
  command: Command,
): string | null {
  if (reason === null) return null;
  const direction = change > 0 ? 'stock-in' : 'stock-out';
  const words = [
    `${direction} ${shellWord(code)} ${Math.abs(change)}`,
    ...(reason === usualReasons[direction] ? [] : [`--reason ${reason}`]),
    ...(of === null ? [] : [`--of ${of}`]),
    ...(places.isPlaced ? [`--place ${shellWord(place)}`] : []),
  ];
  return command(printable(words.join(' ')));
}
