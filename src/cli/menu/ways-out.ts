import { namedEncodings } from '../../exchange/read/encoding.ts';
import type { Refusal } from '../../inventory/refusal.ts';
import type { Problem } from '../../problems.ts';
import { Interrupted } from '../ask/ask.ts';
import { namedCommand, without } from '../command-path.ts';
import { loadCommandWords } from '../commands/loaders.ts';
import { describeRefusal } from '../errors.ts';
import type { Session } from '../session.ts';
import type { Wanted } from './items.ts';
import { words } from './menu.words.ts';

/** An option that would have a refused command go through: after a yes, or with the value that is chosen. */
type WayOut =
  | { readonly option: string; readonly question: string }
  | { readonly option: string; readonly label: string; readonly values: readonly string[] };

/**
 * What a person chooses to do about a refusal: the same once more with an option, or a command that the refusal would have
 * them type; null for nothing.
 */
export async function wayOut(session: Session, refused: Wanted, refusal: Refusal): Promise<Wanted | null> {
  try {
    return (await withOption(session, refused, refusal)) ?? (await suggested(session, refusal));
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  }
}

async function withOption(session: Session, refused: Wanted, { problem }: Refusal): Promise<Wanted | null> {
  const texts = words[session.language];
  const ask = await session.ask();
  const { options = [] } = refused;
  for (const way of waysOut(problem, texts.waysOut)) {
    if (options.includes(way.option)) continue;
    if ('question' in way) {
      if (await ask.confirm(way.question, false)) return { ...refused, options: [...options, way.option] };
      continue;
    }
    const none = { value: '', name: texts.back };
    const value = await ask.choice(way.label, [none, ...way.values.map((value) => ({ value, name: value }))]);
    if (value !== none.value) return { ...refused, options: [...options, way.option, value] };
  }
  return null;
}

/** The options that answer a problem, with what is asked about them. */
function waysOut(problem: Problem, texts: (typeof words)['en']['waysOut']): readonly WayOut[] {
  switch (problem.key) {
    case 'rows-rejected': {
      const { problems } = problem.params;
      return [
        ...(problems.includes('number-comma') || problems.includes('number-unclear') ? [decimal(texts)] : []),
        { option: '--skip-bad', question: texts.skipBad },
        ...(problems.includes('device-exists') ? [{ option: '--update', question: texts.update }] : []),
      ];
    }
    case 'number-comma':
    case 'number-unclear':
      return [decimal(texts)];
    case 'already-imported':
      return [{ option: '--again', question: texts.again }];
    case 'columns-unknown':
      return [{ option: '--ignore-extra', question: texts.ignoreExtra }];
    case 'file-encoding-unproven':
    case 'file-encoding-undetected':
    case 'file-encoding-mismatch':
      return [{ option: '--encoding', label: texts.encoding, values: [...namedEncodings.keys()] }];
    case 'sheet-without-table':
      return [
        { option: '--sheet', label: texts.sheet, values: problem.params.sheets.map(({ title }) => title) },
      ];
    case 'label-not-held':
      return [{ option: '--symbology', label: texts.symbology, values: [problem.params.instead] }];
    default:
      return [];
  }
}

const decimal = (texts: (typeof words)['en']['waysOut']): WayOut => ({
  option: '--decimal',
  label: texts.decimal,
  values: [',', '.'],
});

/** One of the commands that a refusal would have a person type. */
async function suggested(session: Session, refusal: Refusal): Promise<Wanted | null> {
  const lines: string[] = [];
  const command = (line: string): string => {
    lines.push(line);
    return line;
  };
  describeRefusal(refusal, { ...session.messages, command });
  const commands = lines.flatMap((line) => wantedBy(line) ?? []);
  if (commands.length === 0) return null;
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

/** A command as it would be typed; what is quoted in it holds no blanks. */
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
