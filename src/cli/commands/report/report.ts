import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { groupings } from '../../../inventory/report/grouping.ts';
import { defineCommand } from '../../command.ts';
import type { Context } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { choice, choiceArgument, flag, listOf, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { htmlOf } from '../../render/report/html.ts';
import { markdownOf } from '../../render/report/markdown.ts';
import { type Page, paperSizes, papers, wantsLandscape } from '../../render/report/page.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { rowsOf, type Sheet } from '../../render/report/sheet.ts';
import { linesPerPage, textOf } from '../../render/report/text.ts';
import { printAll } from '../../render/rows.ts';
import { loadReportTexts, type ReportName, type ReportTexts, reportNames } from '../../words/report/texts.ts';
import { filterOptions } from '../devices/listing.ts';
import {
  askForFile,
  font,
  mayWrite,
  outputOf,
  output as outputOption,
  reportWritten,
  writeOutput,
} from '../export/output-file.ts';
import { formatOption, outputFormat } from '../export/output-format.ts';
import { momentOf, periodOptions, timingOf } from '../history/timing.ts';
import { openFile } from '../import/open-file.ts';
import { chosenWord } from '../shell/chosen-word.ts';
import { words } from './report.words.ts';
import { type ReportWanted, reportOf } from './report-of.ts';

export const reportFormats = ['html', 'pdf', 'md', 'txt'] as const;
type Format = (typeof reportFormats)[number];
const widths = ['80', '132'] as const;

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
  paper: choice(
    '--paper <paper>',
    { en: 'a4 or letter (default by the locale)', zh: 'a4 或 letter（默认按区域设置）' },
    papers,
  ),
  landscape: flag('--landscape', {
    en: 'turn the paper sideways (default: if the report is wide)',
    zh: '纸张横放（默认：报表较宽时）',
  }),
  portrait: flag('--portrait', { en: 'keep the paper upright', zh: '纸张竖放' }),
  columns: choice(
    '--columns <columns>',
    { en: '80 (default) or 132 characters a line, for txt', zh: 'txt 每行 80（默认）或 132 个字符' },
    widths,
  ),
  font,
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
      const made = await fileOf(context, texts, sheet, format, layout);
      await writeOutput(place, made.pieces);
      context.note(texts.written(printable(place.path)));
      if (typed.open) open(context, texts, place);
      const { pages } = made;
      const size = pages === undefined ? { rows: rowsOf(sheet) } : { pages };
      reportWritten(context, () => ({ file: place.path, ...size }));
    } else if (context.json) context.printJson(json);
    else await print(context, texts, sheet, format, layout);
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
    label: context.messages.ask.reportWhat,
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

/** How pages and lines are laid out, as typed. */
interface Layout {
  readonly page: Omit<Page, 'isLandscape'> & { readonly isLandscape: boolean | null };
  readonly columns: number | null;
  readonly font: string | undefined;
}

function layoutOf(context: Context, typed: ReportTyped): Layout {
  const { landscape, portrait, columns, font } = typed;
  if (landscape && portrait) refuse('usage-conflict', { one: '--landscape', other: '--portrait' });
  return {
    page: {
      size: paperSizes[typed.paper ?? usualPaper(context)],
      isLandscape: landscape ? true : portrait ? false : null,
    },
    columns: columns === undefined ? null : Number(columns),
    font,
  };
}

/** North America writes on letter paper, by the locale; everyone else on A4. */
function usualPaper({ env }: Context): 'letter' | 'a4' {
  const locale = env['LC_ALL'] || env['LC_PAPER'] || env['LANG'] || '';
  return /^[a-z]+_(US|CA|MX|PH|PR|CL|CO|VE)\b/i.test(locale) ? 'letter' : 'a4';
}

const pageOf = ({ page }: Layout, sheet: Sheet): Page => ({
  size: page.size,
  isLandscape: page.isLandscape ?? wantsLandscape(sheet),
});

/** What some options are for: how a report is laid out and, of an inventory, how far back trends go that it draws. */
const formatOptions: readonly {
  readonly option: ReportOption;
  readonly formats: readonly Format[];
  readonly report?: ReportName;
}[] = [
  { option: 'paper', formats: ['html', 'pdf'] },
  { option: 'landscape', formats: ['html', 'pdf'] },
  { option: 'portrait', formats: ['html', 'pdf'] },
  { option: 'columns', formats: ['txt'] },
  { option: 'font', formats: ['pdf'] },
  { option: 'since', formats: ['html', 'pdf', 'md'], report: 'inventory' },
];

/** Refuses what would be ignored. */
function refuseUnused(typed: ReportTyped, format: Format | 'json', name: ReportName): void {
  for (const { option, formats, report = name } of formatOptions) {
    if (!isTyped(typed[option]) || report !== name || formats.some((one) => one === format)) continue;
    refuse('usage-needs', { option: `--${option}`, needs: `--format ${formats.join('|')}` });
  }
}

const temporaryFile = (name: ReportName, format: Format): string =>
  join(mkdtempSync(join(tmpdir(), 'stockbook-report-')), `${name}.${format}`);

/** A report as a file in pieces; a PDF says how many pages it has. */
interface ReportFile {
  readonly pieces: Iterable<string> | readonly Uint8Array[];
  readonly pages?: number;
}

async function fileOf(
  context: Context,
  texts: ReportTexts,
  sheet: Sheet,
  format: Format,
  layout: Layout,
): Promise<ReportFile> {
  switch (format) {
    case 'html':
      return { pieces: htmlOf(sheet, pageOf(layout, sheet)) };
    case 'md':
      return { pieces: markdownOf(sheet) };
    case 'txt':
      return { pieces: [textOf(sheet, { columns: layout.columns ?? 80, lines: linesPerPage })] };
    case 'pdf': {
      const { pdfOf } = await import('../../render/report/pdf.ts');
      const font = layout.font === undefined ? {} : { font: fontPath(context, layout.font) };
      const { bytes, lacking, pages } = await pdfOf(sheet, {
        page: pageOf(layout, sheet),
        now: context.now,
        ...font,
      });
      if (lacking) context.note(texts.fontLacks);
      return { pieces: [bytes], pages };
    }
  }
}

/** A font file stands where it was typed from; `reader` is none. */
const fontPath = (context: Context, font: string): string =>
  font === 'reader' ? font : resolve(context.directory, font);

/** Prints a report: through the pager on a terminal, where text has no pages. */
async function print(
  context: Context,
  texts: ReportTexts,
  sheet: Sheet,
  format: Format,
  layout: Layout,
): Promise<void> {
  if (format === 'txt' && context.stdoutIsTerminal) {
    const columns = layout.columns ?? Math.max(context.tableWidth ?? 80, 40);
    return context.printLong(textOf(sheet, { columns, lines: null }));
  }
  const { pieces } = await fileOf(context, texts, sheet, format, layout);
  const strings: string[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') strings.push(piece);
    else context.printBytes(piece);
  }
  printAll(context, strings);
}
