import type { CountedSince } from '../../../inventory/decide/movements/undo.ts';
import type { Language } from '../../language.ts';
import { shellWord } from '../../pasted.ts';

/** What is said of an entry that a count knows better: nothing moves, and what to do where something did. */
export function countedLine(
  language: Language,
  entry: number,
  { code, place, count, change }: CountedSince,
): string {
  const command = `stockbook ${change < 0 ? 'stock-in' : 'stock-out'} ${shellWord(code)} ${Math.abs(change)}`;
  const back = change < 0 ? `${command} --reason return` : `${command} --reason supplier-return`;
  return language === 'zh'
    ? `  ${place}的 ${code}：库存不变，#${entry} 之后盘点 #${count} 已盘过；若是今天才${change < 0 ? '退回' : '退出'}：${back}`
    : `  ${code} at ${place}: nothing moves, #${count} has counted it since #${entry}; if it ${change < 0 ? 'came back' : 'left'} today: ${back}`;
}
