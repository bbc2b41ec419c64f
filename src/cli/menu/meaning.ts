import { findScanned } from '../../inventory/decide/movements/find-device.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import { parseCode } from '../../inventory/values/code.ts';
import { folded } from '../../inventory/values/text.ts';
import type { MenuText, Option } from '../ask/ask.ts';
import { placeOf } from '../ask/search/choice-typed.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { otherNames } from '../commands/shell/names.ts';
import type { Session } from '../session.ts';
import type { DevicesRead } from './devices-read.ts';
import { actionsIn, dailyItems, type MenuAction, typedFor } from './items.ts';
import { plainLine } from './scan-line.ts';

/** What a text typed at the menu can mean other than an item. */
export type Meant =
  | { readonly what: 'device'; readonly device: ListRow }
  | { readonly what: 'part'; readonly text: string }
  | { readonly what: 'action'; readonly action: MenuAction }
  | { readonly what: 'new'; readonly code: string };

/** The names of an action in a shell. One with options or arguments has only its whole line. */
export const namesOf = (action: MenuAction): readonly string[] =>
  action.options !== undefined || action.arguments !== undefined
    ? [typedFor(action)]
    : [action.command, ...Object.keys(otherNames).filter((word) => otherNames[word] === action.command)];

/**
 * Returns what a text means that is not an item: a device by its code, which comes before the items, an action under “more”,
 * part of the name of a device, or a new code. The whole name of a command also comes before an item that only begins so.
 */
export async function meaningOf(
  { messages, language }: Session,
  devices: DevicesRead,
  items: readonly Option<string>[],
  text: string,
): Promise<MenuText<Meant> | null> {
  const typed = plainLine(text);
  const device = findScanned(devices, typed);
  if (device !== undefined)
    return {
      isFirst: true,
      means: { what: 'device', device },
      said: messages.ask.candidate(device),
    };
  const further = actionsIn(dailyItems(devices.places));
  const names = further.map((action) => ({
    value: action.command,
    name: action.command,
    words: namesOf(action),
  }));
  const named = further[/^\d+$/.test(typed) ? -1 : ((await placeOf(names, typed)) ?? -1)];
  const commands = await loadCommandWords();
  if (named !== undefined)
    return {
      isFirst: isOneOf(namesOf(named), typed) && !items.some((item) => isOneOf(wordsFor(item), typed)),
      means: { what: 'action', action: named },
      said: commands[named.command][language].summary,
    };
  if (await devices.areFoundBy(text)) return { isFirst: false, means: { what: 'part', text } };
  const code = parseCode(typed);
  return code.ok ? { isFirst: false, means: { what: 'new', code: code.value } } : null;
}

const wordsFor = ({ name, words = [] }: Option<string>): readonly string[] => [name, ...words];

const isOneOf = (words: readonly string[], typed: string): boolean =>
  words.some((word) => folded(word) === folded(typed));
