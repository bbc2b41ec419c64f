import { findScanned } from '../../inventory/decide/movements/find-device.ts';
import type { ListRow } from '../../inventory/look/list-row.ts';
import { parseCode } from '../../inventory/values/code.ts';
import { folded } from '../../inventory/values/text.ts';
import type { MenuText, Option } from '../ask/ask.ts';
import { placeOf } from '../ask/choice-typed.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { otherNames } from '../commands/shell/names.ts';
import type { Session } from '../session.ts';
import type { DevicesRead } from './devices-read.ts';
import { actionsIn, dailyItems, type MenuAction, typedFor } from './items.ts';
import { plainLine } from './scan-line.ts';

/** What was typed at the menu, if that is none of its items. */
export type Meant =
  | { readonly what: 'device'; readonly device: ListRow }
  | { readonly what: 'part'; readonly text: string }
  | { readonly what: 'action'; readonly action: MenuAction }
  | { readonly what: 'new'; readonly code: string };

/** What a command is called in a shell; one with words behind it is something else than that command. */
export const namesOf = (action: MenuAction): readonly string[] =>
  action.options !== undefined || action.arguments !== undefined
    ? [typedFor(action)]
    : [action.command, ...Object.keys(otherNames).filter((word) => otherNames[word] === action.command)];

/**
 * What a text at the menu means that is none of its items: a device by its code, which goes before all else, something that
 * is under “more”, part of what a device is called, or a code that is new. The whole name of a command goes before an item
 * that only begins so.
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
  const part = folded(text);
  for (const { code, name, brand } of devices.rows)
    if (folded(`${code}\n${name}\n${brand ?? ''}`).includes(part))
      return { isFirst: false, means: { what: 'part', text } };
  const code = parseCode(typed);
  return code.ok ? { isFirst: false, means: { what: 'new', code: code.value } } : null;
}

const wordsFor = ({ name, words = [] }: Option<string>): readonly string[] => [name, ...words];

const isOneOf = (words: readonly string[], typed: string): boolean =>
  words.some((word) => folded(word) === folded(typed));
