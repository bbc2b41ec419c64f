import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { kinds } from '../../../inventory/devices/kinds.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { groupings } from '../../../inventory/report/grouping.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { printable } from '../../render/printable.ts';
import { htmlOf } from '../../render/report/html.ts';
import { markdownOf } from '../../render/report/markdown.ts';
import { type Page, paperSizes, papers, wantsLandscape } from '../../render/report/page.ts';
import type { ReportContext } from '../../render/report/report-context.ts';
import { rowsOf, type Sheet } from '../../render/report/sheet.ts';
import { linesPerPage, textOf } from '../../render/report/text.ts';
import { printAll } from '../../render/rows.ts';
import { loadReportTexts, type ReportName, type ReportTexts, reportNames } from '../../words/report/texts.ts';
import { askForFile, mayWrite, outputOf, reportWritten, writeOutput } from '../export/output-file.ts';
import { outputFormat, typedFormat } from '../export/output-format.ts';
import { momentOf, periodOptions, timingOf } from '../history/timing.ts';
import { openFile } from '../import/open-file.ts';
import { choiceOrUsage, chosenWord } from '../shell/chosen-word.ts';
import { type ReportWanted, reportOf } from './report-of.ts';

export const reportFormats = ['html', 'pdf', 'md', 'txt'] as const;
type Format = (typeof reportFormats)[number];
const widths = ['80', '132'] as const;

export const command: CommandDefinition = {
  arguments: [{ typed: '[what]', help: 'report-what' }],
  options: [
    { flags: '--kind <kind>', help: 'kind-filter' },
    { flags: '--brand <brand>', help: 'brand-filter' },
    ...periodOptions,
    { flags: '--group <by>', help: 'group' },
    { flags: '-o, --output <file>', help: 'output' },
    { flags: '--format <format>', help: 'report-format' },
    { flags: '--paper <paper>', help: 'paper' },
    { flags: '--landscape', help: 'landscape' },
    { flags: '--portrait', help: 'portrait' },
    { flags: '--columns <columns>', help: 'columns' },
    { flags: '--font <file>', help: 'font' },
    { flags: '--open', help: 'open' },
  ],
  async run(context, [whatTyped], options) {
    const texts = await loadReportTexts(context.language);
    const isAsked =
      whatTyped === undefined && context.canAsk && context.stdoutIsTerminal && !hasTarget(options);
    const layout = layoutOf(context, options);
    const name = isAsked ? await askedName(context) : nameOf(whatTyped);
    const wanted = wantedOf(context, name, options);
    const output = text(options['output']) ?? (isAsked ? await askForFile(context, texts.file) : undefined);
    const { place, format } = await destinationOf(context, options, output, name);
    if (place !== null && !(await mayWrite(context, place))) return interrupted;
    const { sheet, json } = await reportOf(context, composing(context, texts, options), wanted);
    if (place !== null) {
      const made = await fileOf(context, texts, sheet, format, layout);
      await writeOutput(place, made.pieces);
      context.note(texts.written(printable(place.path)));
      if (options['open'] === true) open(context, texts, place);
      const { pages } = made;
      const size = pages === undefined ? { rows: rowsOf(sheet) } : { pages };
      reportWritten(context, () => ({ file: place.path, ...size }));
    } else if (context.json) context.printJson(json);
    else await print(context, texts, sheet, format, layout);
    return 0;
  },
};

/** Where a report goes, null for standard output, and as what; refuses options that would be ignored there. */
async function destinationOf(
  context: Context,
  options: TypedOptions,
  output: string | undefined,
  name: ReportName,
): Promise<{ readonly place: OutputPlace | null; readonly format: Format }> {
  const isOpened = options['open'] === true;
  const reads = typeof options['font'] === 'string' ? [options['font']] : [];
  const place = output === undefined ? null : await outputOf(context, output, { reads });
  if (isOpened && output !== undefined && place === null)
    refuse('usage-conflict', { one: '--open', other: `-o ${output}` });
  const isPrinted = place === null && !isOpened;
  if (isPrinted && context.json) {
    const format = typedFormat(options['format'], reportFormats);
    if (format !== null) refuse('usage-conflict', { one: '--json', other: `--format ${format}` });
    refuseUnused(options, 'json', name);
    return { place, format: 'txt' };
  }
  const format = outputFormat(options['format'], place, reportFormats, isOpened ? 'html' : 'txt');
  refuseUnused(options, format, name);
  if (isPrinted && format === 'pdf' && context.stdoutIsTerminal) refuse('usage-not-text', { format });
  return {
    place: isPrinted ? null : (place ?? (await outputOf(context, temporaryFile(name, format)))),
    format,
  };
}

function open(context: Context, texts: ReportTexts, { path, real }: OutputPlace): void {
  if (!openFile(real)) context.note(texts.notOpened(printable(path)));
}

const text = (option: TypedOptions[string]): string | undefined =>
  typeof option === 'string' ? option : undefined;

const hasTarget = (options: TypedOptions): boolean =>
  ['output', 'format', 'open', 'json'].some((option) => options[option] !== undefined);

/** A word of a closed list, or the refusal that names the option. */
function choice<T extends string>(field: string, value: string, choices: readonly T[]): T {
  return (
    choices.find((known) => known === value.trim().toLowerCase()) ??
    refuse('not-a-choice', { value, choices }, { field, value })
  );
}

const nameOf = (what: string | undefined): ReportName =>
  what === undefined ? 'inventory' : choiceOrUsage('what', what, reportNames);

const askedName = (context: Context): Promise<ReportName> =>
  chosenWord(context, undefined, {
    command: 'report',
    field: 'what',
    label: context.messages.ask.reportWhat,
    choices: reportNames,
  });

/** What a report takes no notice of: what is low is so at a moment, and stands in one list. */
const unusedIn: { readonly [name in ReportName]: readonly string[] } = {
  inventory: [],
  movements: [],
  low: ['since', 'group'],
  day: [],
};

function wantedOf(context: Context, name: ReportName, options: TypedOptions): ReportWanted {
  for (const option of unusedIn[name])
    if (options[option] !== undefined)
      refuse('usage-conflict', { one: `--${option}`, other: `report ${name}` });
  const [kind, brand, group] = [text(options['kind']), text(options['brand']), text(options['group'])];
  const timing = timingOf(context, options);
  // The book as it stood at a moment, or the day that a moment is in.
  if (name === 'inventory' || name === 'low' || (timing.since === undefined && name === 'day'))
    momentOf(context, options, 'until');
  return {
    name,
    timing,
    scope: {
      ...(kind === undefined ? {} : { kind: orRefuse('kind', kinds.parse(kind)).kind }),
      ...(brand === undefined ? {} : { brand }),
      by: group === undefined ? 'kind' : choiceOrUsage('group', group, groupings),
    },
  };
}

function composing(
  context: Context,
  texts: ReportTexts,
  options: TypedOptions,
): Omit<ReportContext, 'currency' | 'store'> {
  const { messages, language, operator, now } = context;
  const [kind, brand] = [text(options['kind']), text(options['brand'])];
  const kindTerm = kind === undefined ? [] : [orRefuse('kind', kinds.parse(kind)).term[language]];
  return {
    texts,
    messages,
    language,
    by: operator,
    now,
    only: [...kindTerm, ...(brand === undefined ? [] : [brand.trim()])],
  };
}

/** How pages and lines are laid out, as typed. */
interface Layout {
  readonly page: Omit<Page, 'isLandscape'> & { readonly isLandscape: boolean | null };
  readonly columns: number | null;
  readonly font: string | undefined;
}

function layoutOf(context: Context, options: TypedOptions): Layout {
  const { landscape, portrait } = options;
  if (landscape === true && portrait === true)
    refuse('usage-conflict', { one: '--landscape', other: '--portrait' });
  const paper = choice('paper', text(options['paper']) ?? usualPaper(context), papers);
  const columns = text(options['columns']);
  return {
    page: {
      size: paperSizes[paper],
      isLandscape: landscape === true ? true : portrait === true ? false : null,
    },
    columns: columns === undefined ? null : Number(choice('columns', columns, widths)),
    font: text(options['font']),
  };
}

/** North America writes on letter paper, by the locale; everyone else on A4. */
function usualPaper({ env }: Context): string {
  const locale = env['LC_ALL'] || env['LC_PAPER'] || env['LANG'] || '';
  return /^[a-z]+_(US|CA|MX|PH|PR|CL|CO|VE)\b/i.test(locale) ? 'letter' : 'a4';
}

const pageOf = ({ page }: Layout, sheet: Sheet): Page => ({
  size: page.size,
  isLandscape: page.isLandscape ?? wantsLandscape(sheet),
});

/** What some options are for: how a report is laid out and, of an inventory, how far back trends go that it draws. */
const formatOptions: readonly {
  readonly option: string;
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
function refuseUnused(options: TypedOptions, format: Format | 'json', name: ReportName): void {
  for (const { option, formats, report = name } of formatOptions) {
    if (options[option] === undefined || report !== name || formats.some((one) => one === format)) continue;
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
