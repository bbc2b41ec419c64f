import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { type Parsed, parsed, refuse, wrong } from '../../../inventory/refusal.ts';
import { askForPath } from '../../ask/typed-path.ts';
import type { Values } from '../../options.ts';
import type { Session } from '../../session.ts';
import { font, output, outputOf } from '../export/output-file.ts';
import { endingOf, formatOption, outputFormat, refuseOnTerminal } from '../export/output-format.ts';
import { words } from './labels.words.ts';

const labelFormats = ['html', 'pdf', 'svg'] as const;
type LabelFormat = (typeof labelFormats)[number];

/** What labels are printed as, and to which file; null is standard output. */
export interface Target {
  readonly format: LabelFormat;
  readonly place: OutputPlace | null;
  /** A font file for a PDF. */
  readonly font?: string | undefined;
}

/** The options of what labels are printed as. */
export const targetOptions = {
  format: formatOption(labelFormats),
  font,
  output,
};

/** The typed format, else the one of the file's ending; null if neither is given. */
export async function targetOf(
  session: Session,
  { format, output, font }: Values<typeof targetOptions>,
): Promise<Target | null> {
  if (format === undefined && output === undefined) return null;
  const place = await outputOf(session, output, { reads: [font] });
  return { format: outputFormat(format, place, labelFormats, 'html'), place, font };
}

/** Refuses what cannot go together. */
export function refuseTarget(session: Session, { format, place, font }: Target): void {
  if (font !== undefined && format !== 'pdf')
    refuse('usage-needs', { option: '--font', needs: '--format pdf' });
  if (place !== null) return;
  if (session.json) refuse('usage-needs', { option: '--json', needs: '-o FILE' });
  refuseOnTerminal(session, place, format);
}

/** The file, if none was typed. */
export async function askForTarget(session: Session): Promise<Target> {
  const ask = await session.ask();
  const field = { label: words[session.language].file, current: 'labels.html', parse: parseFile };
  const output = await askForPath(ask, field, session.host.directory);
  const place = await outputOf(session, output);
  return { format: outputFormat(undefined, place, labelFormats, 'html'), place };
}

function parseFile(path: string): Parsed<string> {
  const ending = endingOf(path.trim());
  return labelFormats.some((known) => known === ending)
    ? parsed(path)
    : wrong('output-ending', { path, formats: labelFormats });
}
