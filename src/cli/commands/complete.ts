import { sheets } from '../../exchange/labels/sheet.ts';
import { symbologies } from '../../exchange/labels/symbology.ts';
import { allReasons, stockInReasons, stockOutReasons } from '../../inventory/change.ts';
import { guards } from '../../inventory/decide/guard.ts';
import { attributesOf } from '../../inventory/device.ts';
import { rowTypes } from '../../inventory/history.ts';
import { kinds } from '../../inventory/kinds.ts';
import { deviceOrders } from '../../inventory/listing.ts';
import { Refusal } from '../../inventory/refusal.ts';
import { type CommandDefinition, commandOf } from '../command.ts';
import type { Context } from '../context.ts';
import { topicNames } from '../help/topic-names.ts';
import { commandIndex, isCommand, loadCommand } from '../program.ts';
import { rowFormats } from '../render/rows.ts';
import { scanDirections } from '../scan-line.ts';
import { labelFormats } from './label-target.ts';
import { commandNames } from './names.ts';

/** Prints what can follow the words typed so far, the last of which may be unfinished: for the shells' scripts. */
export const command: CommandDefinition = {
  async run(context, args) {
    const { before, unfinished, prefix } = asTyped(args.map((arg) => arg ?? ''));
    const found = (await candidates(context, before, unfinished))
      .filter((word) => startsAlike(word, unfinished))
      .map((word) => prefix + word);
    if (found.length > 0) context.print(`${[...new Set(found)].join('\n')}\n`);
    return 0;
  },
};

/** `--option=value` is an option and its value: bash takes it apart at the `=`, the others do not. */
function asTyped(words: readonly string[]): { before: string[]; unfinished: string; prefix: string } {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (last === '=') return { before, unfinished: '', prefix: '' };
  if (before.at(-1) === '=') return { before: before.slice(0, -1), unfinished: last, prefix: '' };
  const [, option, value] = /^(--[a-z-]+)=(.*)$/.exec(last) ?? [];
  if (option === undefined || value === undefined) return { before, unfinished: last, prefix: '' };
  return { before: [...before, option], unfinished: value, prefix: `${option}=` };
}

/** Codes may be typed in either case. */
const startsAlike = (word: string, start: string): boolean =>
  word.toLowerCase().startsWith(start.toLowerCase());

const valuesOf = (choices: readonly { readonly value: string }[]): readonly string[] =>
  choices.map(({ value }) => value);

async function candidates(
  context: Context,
  before: readonly string[],
  unfinished: string,
): Promise<readonly string[]> {
  const index = commandIndex(before);
  const name = before[index];
  if (name === undefined) return [...commandNames, 'help'];
  if (name === 'help') return [...commandNames, ...topicNames];
  if (!isCommand(name)) return [];
  const definition = await loadCommand(name);
  const { options } = commandOf(name, definition, context.messages);
  const last = options.find(({ long, short }) => long === before.at(-1) || short === before.at(-1));
  if (last !== undefined && (last.required || last.optional))
    return optionValues(context, name, last.long ?? '');
  if (unfinished.startsWith('-')) return options.flatMap(({ long }) => (long ? [long] : []));
  const argumentsTyped = before.slice(index + 1).filter((word) => !word.startsWith('-')).length;
  const { arguments: known = [] } = definition;
  const mayRepeat = known.at(-1)?.typed.includes('...') ?? false;
  return argumentValues(
    context,
    name,
    (known[argumentsTyped] ?? (mayRepeat ? known.at(-1) : undefined))?.help,
  );
}

async function argumentValues(
  context: Context,
  name: string,
  argument: string | undefined,
): Promise<readonly string[]> {
  switch (argument) {
    case 'device':
    case 'devices':
      return deviceCodes(context);
    case 'kind':
      return valuesOf(kinds.choices);
    case 'import-what':
      return ['devices', 'movements'];
    case 'export-what':
      return ['devices', 'history'];
    case 'report-what':
      return ['inventory', 'movements', 'low', 'day'];
    case 'shell':
      return ['bash', 'zsh', 'fish'];
    case 'scan-direction':
      return scanDirections;
    default:
      return name === 'search' ? valuesOf(kinds.choices) : [];
  }
}

async function optionValues(context: Context, name: string, option: string): Promise<readonly string[]> {
  switch (option) {
    case '--tv':
    case '--dvd':
      return deviceCodes(context);
    case '--kind':
      return valuesOf(kinds.choices);
    case '--panel':
    case '--disc':
      return [...kinds]
        .flatMap((kind) => attributesOf(kind))
        .filter(({ key }) => `--${key}` === option)
        .flatMap(({ choices }) => valuesOf(choices ?? []));
    case '--reason':
      return valuesOf(
        name === 'stock-in' ? stockInReasons : name === 'stock-out' ? stockOutReasons : allReasons,
      );
    case '--type':
      return valuesOf(rowTypes);
    case '--unguarded':
      return [...guards, 'all'];
    case '--sort':
      return deviceOrders;
    case '--lang':
      return ['en', 'zh'];
    case '--format':
      return formatsOf[name] ?? rowFormats;
    case '--sheet':
      return sheets.map(({ name }) => name);
    case '--symbology':
      return symbologies.map(({ name }) => name);
    case '--group':
      return ['kind', 'brand'];
    case '--paper':
      return ['a4', 'letter'];
    case '--columns':
      return ['80', '132'];
    case '--encoding':
      return ['utf-8', 'utf-16', 'gbk', 'gb18030'];
    default:
      return [];
  }
}

/** The formats of commands that have others than those that print rows. */
const formatsOf: { readonly [name: string]: readonly string[] } = {
  export: ['csv', 'json', 'jsonl', 'xlsx', 'md', 'ledger'],
  labels: labelFormats,
  report: ['html', 'pdf', 'md', 'txt'],
};

/** The codes of the store; none where there is no store, for completion never complains. */
async function deviceCodes(context: Context): Promise<readonly string[]> {
  try {
    const { book } = await (await context.store()).read();
    return Array.from(book.devices(), ({ code }) => code);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
