import { extname } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { choice, listOf } from '../../options.ts';
import type { Session } from '../../session.ts';

/** Formats that are no text: programs open files with these endings as nothing else. */
const strictEndings = ['xlsx', 'pdf'];

/** The option of a format that the file's name says otherwise. */
export function formatOption<F extends string>(formats: readonly F[]) {
  const { en, zh } = listOf(formats);
  const about = { en: `${en} (default: by the file's name)`, zh: `${zh}（默认看文件名）` };
  return choice('--format <format>', about, formats);
}

/**
 * The format of an output: as typed, else by the ending of the file; `usual` for standard output and for a pipe or a
 * device that says nothing else. Refuses an ending that is not one of the formats, or contradicts --format.
 */
export function outputFormat<F extends string>(
  format: F | undefined,
  place: OutputPlace | null,
  formats: readonly F[],
  usual: F,
): F {
  if (place === null) return format ?? usual;
  const ending = endingOf(place.path);
  const meant = formats.find((known) => known === ending);
  if (format === undefined) return meant ?? (place.isStream ? usual : refuseEnding(place.path, formats));
  if (meant !== format && (meant !== undefined || strictEndings.includes(ending)))
    refuse('usage-conflict', { one: `--format ${format}`, other: `-o ${place.path}` });
  return format;
}

/** Refuses a format that is no text for standard output on a terminal. */
export function refuseOnTerminal({ host }: Session, place: OutputPlace | null, format: string): void {
  if (place === null && strictEndings.includes(format) && host.stdoutIsTerminal)
    refuse('usage-not-text', { format });
}

/** Refuses a file whose ending says none of the formats. */
export const refuseEnding = (path: string, formats: readonly string[]): never =>
  refuse('output-ending', { path, formats }, { path });

export function endingOf(path: string): string {
  const ending = extname(path).slice(1).toLowerCase();
  return ending === 'htm' ? 'html' : ending;
}
