import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { groupings } from '../../../inventory/report/grouping.ts';
import { defineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { choice, choiceArgument, flag, listOf, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { loadReportTexts, type ReportName, type ReportTexts, reportNames } from '../../words/report/texts.ts';
import { filterOptions } from '../devices/listing.ts';
import { askForFile, mayWrite, outputOf, output as outputOption } from '../export/output-file.ts';
import { formatOption, outputFormat } from '../export/output-format.ts';
import { momentOf, periodOptions, timingOf } from '../history/timing.ts';
import { openFile } from '../import/open-file.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { words } from './report.words.ts';
import {
  type Format,
  layoutOf,
  layoutOptions,
  printReport,
  refuseUnusedLayout,
  reportFormats,
  writeReport,
} from './report-file.ts';
import { type ReportWanted, reportOf } from './report-of.ts';

const reportOptions = {
  kind: filterOptions.kind,
  brand: filterOptions.brand,
  ...periodOptions,
  group: choice(
    '--group <by>',
    { en: 'kind (default) or brand', zh: '按 kind 类别（默认）或 brand 品牌分组' },
    groupings,
  ),
  output: outputOption,
  format: formatOption(reportFormats),
  ...layoutOptions,
  open: flag('--open', { en: 'open the file once it is written', zh: '写好后打开' }),
};
type ReportTyped = Values<typeof reportOptions>;
type ReportOption = keyof ReportTyped;

export const command = defineCommand({
  words,
  arguments: { what: choiceArgument('[what]', listOf(reportNames, 'inventory'), reportNames) },
  options: reportOptions,
  async run(context, { what, ...typed }) {
    const texts = await loadReportTexts(context.language);
    const isAsked =
      what === undefined && context.canAsk && context.stdoutIsTerminal && !hasTarget(context, typed);
    const layout = layoutOf(context, typed);
    const name = isAsked ? await askedName(context) : (what ?? 'inventory');
    const wanted = wantedOf(context, name, typed);
    const output = typed.output ?? (isAsked ? await askForFile(context, texts.file) : undefined);
    const { place, format } = await destinationOf(context, typed, output, name);
    if (place !== null && !(await mayWrite(context, place))) return interrupted;
    const { sheet, json } = await reportOf(context, composing(context, texts, typed), wanted);
    if (place !== null) {
      await writeReport(context, texts, sheet, { place, format, layout });
      if (typed.open) open(context, texts, place);
    } else if (context.json) context.printJson(json);
    else await printReport(context, texts, sheet, format, layout);
    return 0;
  },
});

/** Where a report goes, null for standard output, and as what; refuses options that would be ignored there. */
async function destinationOf(
  context: Context,
  typed: ReportTyped,
  output: string | undefined,
  name: ReportName,
): Promise<{ readonly place: OutputPlace | null; readonly format: Format }> {
  const isOpened = typed.open;
  const reads = typed.font === undefined ? [] : [typed.font];
  const place = output === undefined ? null : await outputOf(context, output, { reads });
  if (isOpened && output !== undefined && place === null)
    refuse('usage-conflict', { one: '--open', other: `-o ${output}` });
  const isPrinted = place === null && !isOpened;
  if (isPrinted && context.json) {
    if (typed.format !== undefined)
      refuse('usage-conflict', { one: '--json', other: `--format ${typed.format}` });
    refuseUnused(typed, 'json', name);
    return { place, format: 'txt' };
  }
  const format = outputFormat(typed.format, place, reportFormats, isOpened ? 'html' : 'txt');
  refuseUnused(typed, format, name);
  if (isPrinted && format === 'pdf' && context.stdoutIsTerminal) refuse('usage-not-text', { format });
  return {
    place: isPrinted ? null : (place ?? (await outputOf(context, temporaryFile(name, format)))),
    format,
  };
}

function open(context: Context, texts: ReportTexts, { path, real }: OutputPlace): void {
  if (!openFile(real)) context.note(texts.notOpened(printable(path)));
}

/** Whether an option was typed, by its value. */
const isTyped = (value: ReportTyped[ReportOption]): boolean => value !== undefined && value !== false;

const hasTarget = (context: Context, { output, format, open }: ReportTyped): boolean =>
  context.json || [output, format, open].some(isTyped);

const askedName = (context: Context): Promise<ReportName> =>
  chosenWord(context, undefined, {
    command: 'report',
    label: words[context.language].question,
    choices: reportNames,
  });

/** What a report takes no notice of: what is low is so at a moment, and stands in one list. */
const unusedIn: { readonly [name in ReportName]: readonly ReportOption[] } = {
  inventory: [],
  movements: [],
  low: ['since', 'group'],
  day: [],
};

function wantedOf(context: Context, name: ReportName, typed: ReportTyped): ReportWanted {
  for (const option of unusedIn[name])
    if (isTyped(typed[option])) refuse('usage-conflict', { one: `--${option}`, other: `report ${name}` });
  const { kind, brand, group, until } = typed;
  const timing = timingOf(context, typed);
  // The book as it stood at a moment, or the day that a moment is in.
  if (name === 'inventory' || name === 'low' || (timing.since === undefined && name === 'day'))
    momentOf(context, until, 'until');
  return { name, timing, scope: { kind: kind?.kind, brand, by: group ?? 'kind' } };
}

function composing(
  context: Context,
  texts: ReportTexts,
  { kind, brand }: ReportTyped,
): Omit<ReportContext, 'currency' | 'store'> {
  const { messages, language, operator, now } = context;
  const only = [kind?.term[language], brand?.trim()].filter((word) => word !== undefined);
  return { texts, messages, language, by: operator, now, only };
}

/** Refuses what would be ignored; of an inventory, some formats draw trends, which go back to a time. */
function refuseUnused(typed: ReportTyped, format: Format | 'json', name: ReportName): void {
  refuseUnusedLayout(typed, format);
  if (name === 'inventory' && isTyped(typed.since) && !trendFormats.some((one) => one === format))
    refuse('usage-needs', { option: '--since', needs: `--format ${trendFormats.join('|')}` });
}

const trendFormats: readonly Format[] = ['html', 'pdf', 'md'];

const temporaryFile = (name: ReportName, format: Format): string =>
  join(mkdtempSync(join(tmpdir(), 'stockbook-report-')), `${name}.${format}`);
