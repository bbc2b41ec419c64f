import { extname } from 'node:path';
import { type Parsed, parsed, refuse, wrong } from '../../inventory/refusal.ts';
import type { TypedOptions } from '../command.ts';
import { type Context, typed } from '../context.ts';

export const labelFormats = ['html', 'pdf', 'svg'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** What labels are printed as, and to which file; without one, to standard output. */
export interface Target {
  readonly format: LabelFormat;
  readonly output?: string;
  /** A font file for a PDF. */
  readonly font?: string;
}

/** What was typed of it: the format, else what the file's extension says; null where neither is there. */
export function targetOf({ format, output, font }: TypedOptions): Target | null {
  const file = typeof output === 'string' ? output : undefined;
  const chosen = typeof format === 'string' ? typed('format', parseFormat(format)) : undefined;
  if (chosen === undefined && file === undefined) return null;
  return {
    format: chosen ?? typed('output', parseFile(file ?? '')),
    ...(file === undefined ? {} : { output: file }),
    ...(typeof font === 'string' ? { font } : {}),
  };
}

function parseFormat(text: string): Parsed<LabelFormat> {
  const format = labelFormats.find((known) => known === text.trim().toLowerCase());
  return format === undefined
    ? wrong('not-a-choice', { value: text, choices: labelFormats })
    : parsed(format);
}

/** The format of a file, by its extension. */
function parseFile(path: string): Parsed<LabelFormat> {
  const format = parseFormat(extname(path).slice(1));
  if (format.ok) return format;
  return wrong('not-a-choice', { value: path, choices: labelFormats.map((known) => `FILE.${known}`) });
}

/** Refuses what cannot go together. */
export function refuseTarget(context: Context, { format, output, font }: Target): void {
  if (font !== undefined && format !== 'pdf')
    refuse('usage', 'usage-needs', { option: '--font', needs: '--format pdf' });
  if (output !== undefined) return;
  if (context.json) refuse('usage', 'usage-needs', { option: '--json', needs: '-o FILE' });
  if (format === 'pdf' && context.stdoutIsTerminal) refuse('usage', 'usage-not-text', { format });
}

/** The file, where none was typed. */
export async function askForTarget(context: Context): Promise<Target> {
  const ask = await context.ask();
  const output = (
    await ask.text({ label: context.messages.labels.file, current: 'labels.html', parse: parseFile })
  ).trim();
  return { format: typed('output', parseFile(output)), output };
}
