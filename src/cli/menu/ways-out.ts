import type { Refusal } from '../../inventory/refusal.ts';
import { parseWhole } from '../../inventory/values/quantity.ts';
import { maxSheetRows } from '../../limits.ts';
import { namedCommand, without } from '../argv/command-path.ts';
import { type Ask, Interrupted } from '../ask/ask.ts';
import { loadCommand, loadCommandWords } from '../commands/loaders.ts';
import { describeRefusal } from '../errors.ts';
import type { Session } from '../session.ts';
import type { Wanted } from './items.ts';
import { words } from './menu.words.ts';

/** An option and its value, as typed. */
type Typed = readonly [option: string, value: string];

/**
 * A way to have a refused command go through: after a yes, run it again, perhaps with an option; or run it again with one of
 * several options, or with an option whose value is chosen from a list, or typed if there is no list.
 */
type WayOut =
  | { readonly question: string; readonly option?: string }
  | { readonly label: string; readonly flags: readonly { readonly value: string; readonly name: string }[] }
  | { readonly label: string; readonly values: readonly Typed[] }
  | { readonly label: string; readonly option: string };

/**
 * Asks what to do about a refusal. Returns the command to run: the same one again, or one that the message suggests; null if
 * the person does nothing, undefined if there is nothing to do.
 */
export async function wayOut(
  session: Session,
  refused: Wanted,
  refusal: Refusal,
): Promise<Wanted | null | undefined> {
  try {
    const again = await onceMore(session, refused, refusal);
    const next = again ?? (await suggested(session, refusal));
    return next === undefined ? again : next;
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  }
}

async function onceMore(
  session: Session,
  refused: Wanted,
  refusal: Refusal,
): Promise<Wanted | null | undefined> {
  const texts = words[session.language];
  const ways = waysOut(refusal, texts.waysOut);
  if (ways.length === 0) return undefined;
  const ask = await session.ask();
  const taken = await optionsTakenBy(refused);
  for (const way of ways) {
    const options = await optionsWith(ask, way, refused.options ?? [], taken, texts.back);
    if (options !== null) return { ...refused, options };
  }
  return null;
}

/** The names of the options that a command takes. */
async function optionsTakenBy({ command }: Wanted): Promise<ReadonlySet<string>> {
  const { options } = await loadCommand(command);
  return new Set(options.flatMap(({ typed }) => typed.match(/--[a-z-]+/g) ?? []));
}

/** Asks about one way, and returns the options with the answer; null if the answer is no or the command does not take it. */
async function optionsWith(
  ask: Ask,
  way: WayOut,
  options: readonly string[],
  taken: ReadonlySet<string>,
  back: string,
): Promise<readonly string[] | null> {
  if ('question' in way) {
    const { question, option } = way;
    if (option !== undefined && (options.includes(option) || !taken.has(option))) return null;
    if (!(await ask.confirm(question, false))) return null;
    return option === undefined ? options : [...options, option];
  }
  if ('option' in way) {
    if (!taken.has(way.option)) return null;
    const row = await ask.optionalText({ label: way.label, parse: parseRow });
    return row === undefined ? null : withValue(options, [way.option, row.trim()]);
  }
  const none = { value: '', name: back };
  if ('flags' in way) {
    if (!way.flags.every(({ value }) => taken.has(value))) return null;
    const flag = await ask.choice(way.label, [...way.flags, none]);
    return flag === none.value ? null : [...options, flag];
  }
  const values = way.values.filter(([option]) => taken.has(option));
  if (values.length === 0) return null;
  const choices = values.map(([, value]) => ({ value, name: value }));
  const chosen = await ask.choice(way.label, [none, ...choices]);
  const typed = values.find(([, value]) => value === chosen);
  return typed === undefined ? null : withValue(options, typed);
}

const parseRow = (text: string) => parseWhole(text, 1, maxSheetRows);

/** Sets the value of an option. */
function withValue(options: readonly string[], [option, value]: Typed): readonly string[] {
  const at = options.indexOf(option);
  const others = at === -1 ? options : options.toSpliced(at, 2);
  return [...others, option, value];
}

/** The encodings to offer, each under one name; first those that a program cannot recognize by itself. */
const likelyEncodings = [
  ...['gbk', 'big5', 'shift_jis', 'euc-kr', 'windows-1252'],
  ...['utf-8', 'utf-16le', 'utf-16be'],
];

/** The ways out of a refusal, with their questions. */
function waysOut({ code, problem }: Refusal, texts: (typeof words)['en']['waysOut']): readonly WayOut[] {
  const valuesOf = (option: string, values: readonly (string | null)[]): readonly Typed[] =>
    values.flatMap((value) => (value === null ? [] : [[option, value] as const]));
  const decimal = { label: texts.decimal, values: valuesOf('--decimal', [',', '.']) };
  const headerRow = { label: texts.headerRow, option: '--header-row' };
  const again = { question: texts.tryAgain };
  if (code === 'busy') return [again];
  switch (problem.key) {
    case 'server-unreachable':
      return [again];
    case 'rows-rejected': {
      const { problems } = problem.params;
      return [
        ...(problems.includes('number-comma') || problems.includes('number-unclear') ? [decimal] : []),
        ...(problems.includes('device-exists') ? [{ option: '--update', question: texts.update }] : []),
        { option: '--skip-bad', question: texts.skipBad },
      ];
    }
    case 'number-comma':
    case 'number-unclear':
      return [decimal];
    case 'already-imported':
      return [{ option: '--again', question: texts.again }];
    case 'columns-unknown':
      return [{ option: '--ignore-extra', question: texts.ignoreExtra }];
    case 'columns-missing':
    case 'header-row-blank':
      return [headerRow];
    case 'file-encoding-unproven':
    case 'file-encoding-undetected':
    case 'file-encoding-mismatch':
      return [{ label: texts.encoding, values: valuesOf('--encoding', likelyEncodings) }];
    case 'sheet-without-table': {
      const titles = problem.params.sheets.map(({ title }) => title);
      return [{ label: texts.sheet, values: valuesOf('--sheet', titles) }, headerRow];
    }
    case 'label-not-held':
      return [{ label: texts.symbology, values: valuesOf('--symbology', [problem.params.instead]) }];
    case 'label-too-narrow': {
      const { symbology, sheet } = problem.params.instead;
      const values = [...valuesOf('--symbology', [symbology]), ...valuesOf('--sheet', [sheet])];
      return [{ label: texts.wider, values }];
    }
    case 'already-counted':
      return [
        {
          label: texts.countedAlready,
          flags: [
            { value: '--add', name: texts.add },
            { value: '--replace', name: texts.replace },
          ],
        },
      ];
    case 'count-not-ready':
      return [{ option: '--ready', question: texts.ready }];
    default:
      return [];
  }
}

/** Offers the commands that the message of a refusal suggests; returns the chosen one. */
async function suggested(session: Session, refusal: Refusal): Promise<Wanted | null | undefined> {
  const lines: string[] = [];
  const command = (line: string): string => {
    lines.push(line);
    return line;
  };
  describeRefusal(refusal, { ...session.messages, command });
  const commands = lines.flatMap((line) => wantedBy(line) ?? []);
  if (commands.length === 0) return undefined;
  const summaries = await loadCommandWords();
  const ask = await session.ask();
  const none = { value: '', name: words[session.language].back };
  const options = commands.map((wanted, index) => ({
    value: String(index),
    name: summaries[wanted.command][session.language].summary,
    behind: [...(wanted.arguments ?? []), ...(wanted.options ?? [])].join(' '),
  }));
  const chosen = await ask.choice(session.messages.ask.menu, [none, ...options]);
  return chosen === none.value ? null : (commands[Number(chosen)] ?? null);
}

/** Parses a command line. Quoted words in it contain no blanks. */
function wantedBy(line: string): Wanted | null {
  const typed = line.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
  const named = namedCommand(typed);
  if (named === null) return null;
  const rest = without(typed, named.places);
  const firstOption = rest.findIndex((word) => word.startsWith('--'));
  const end = firstOption === -1 ? rest.length : firstOption;
  return {
    command: named.name,
    options: rest.slice(end),
    ...(end === 0 ? {} : { arguments: rest.slice(0, end) }),
  };
}
