import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { replaceFile } from '../../exchange/replace-file.ts';
import { kinds } from '../../inventory/kinds.ts';
import { refuse } from '../../inventory/refusal.ts';
import { groupings } from '../../inventory/report/grouping.ts';
import type { CommandDefinition, TypedOptions } from '../command.ts';
import { type Context, typed } from '../context.ts';
import { interrupted } from '../exit-codes.ts';
import { loadReportTexts, type ReportName, type ReportTexts, reportNames } from '../messages/report/texts.ts';
import { printable } from '../render/printable.ts';
import type { Composing } from '../render/report/composing.ts';
import { htmlOf } from '../render/report/html.ts';
import { markdownOf } from '../render/report/markdown.ts';
import { type Page, paperSizes, papers, wantsLandscape } from '../render/report/page.ts';
import type { Sheet } from '../render/report/sheet.ts';
import { linesPerPage, textOf } from '../render/report/text.ts';
import { printAll } from '../render/rows.ts';
import { choiceOrUsage, chosenWord } from './chosen-word.ts';
import { openFile } from './open-file.ts';
import { askForFile, mayWrite } from './output-file.ts';
import { type ReportWanted, reportOf } from './report-of.ts';
import { momentOf, periodOptions, timingOf } from './timing.ts';

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
    const format = formatOf(context, options, output);
    const file = output ?? (options['open'] === true ? temporaryFile(name, format) : undefined);
    if (file === undefined && format === 'pdf' && context.stdoutIsTerminal && !context.json)
      refuse('usage', 'usage-not-text', { format });
    if (file !== undefined && !(await mayWrite(context, file))) return interrupted;
    const { sheet, json } = await reportOf(context, composing(context, texts, options), wanted);
    if (file !== undefined) {
      await write(context, texts, file, await filePieces(context, texts, sheet, format, layout));
      if (options['open'] === true) open(context, texts, file);
    }
    if (context.json) context.printJson(json);
    else if (file === undefined) await print(context, texts, sheet, format, layout);
    return 0;
  },
};

async function write(context: Context, texts: ReportTexts, file: string, pieces: Pieces): Promise<void> {
  await replaceFile(resolve(context.directory, file), pieces);
  context.note(texts.written(printable(file)));
}

function open(context: Context, texts: ReportTexts, file: string): void {
  if (!openFile(resolve(context.directory, file))) context.note(texts.notOpened(printable(file)));
}

const text = (option: TypedOptions[string]): string | undefined =>
  typeof option === 'string' ? option : undefined;

const hasTarget = (options: TypedOptions): boolean =>
  ['output', 'format', 'open', 'json'].some((option) => options[option] !== undefined);

/** A word of a closed list, or the refusal that names the option. */
function choice<T extends string>(field: string, value: string, choices: readonly T[]): T {
  return (
    choices.find((known) => known === value.trim().toLowerCase()) ??
    refuse('usage', 'not-a-choice', { value, choices }, { field, value })
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

function wantedOf(context: Context, name: ReportName, options: TypedOptions): ReportWanted {
  const [kind, brand, group] = [text(options['kind']), text(options['brand']), text(options['group'])];
  const timing = timingOf(context, options);
  // The book as it stood at a moment, or the day that a moment is in.
  if (name === 'inventory' || name === 'low' || (timing.since === undefined && name === 'day'))
    momentOf(context, options, 'until');
  return {
    name,
    timing,
    scope: {
      ...(kind === undefined ? {} : { kind: typed('kind', kinds.parse(kind)).kind }),
      ...(brand === undefined ? {} : { brand }),
      by: group === undefined ? 'kind' : choiceOrUsage('group', group, groupings),
    },
  };
}

function composing(
  context: Context,
  texts: ReportTexts,
  options: TypedOptions,
): Omit<Composing, 'currency' | 'store'> {
  const { messages, language, operator, now } = context;
  const [kind, brand] = [text(options['kind']), text(options['brand'])];
  const kindTerm = kind === undefined ? [] : [typed('kind', kinds.parse(kind)).term[language]];
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
    refuse('usage', 'usage-conflict', { one: '--landscape', other: '--portrait' });
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

/** As typed, else by the file's extension, else text; what is only opened is HTML. */
function formatOf(context: Context, options: TypedOptions, output: string | undefined): Format {
  const format = text(options['format']);
  if (format !== undefined) {
    if (context.json && output === undefined)
      refuse('usage', 'usage-conflict', { one: '--json', other: `--format ${format}` });
    return choice('format', format, reportFormats);
  }
  if (output === undefined) return options['open'] === true ? 'html' : 'txt';
  const extension = extname(output).slice(1).toLowerCase();
  return reportFormats.find((known) => known === (extension === 'htm' ? 'html' : extension)) ?? 'txt';
}

const temporaryFile = (name: ReportName, format: Format): string =>
  join(mkdtempSync(join(tmpdir(), 'stockbook-report-')), `${name}.${format}`);

type Pieces = Iterable<string> | readonly Uint8Array[];

async function filePieces(
  context: Context,
  texts: ReportTexts,
  sheet: Sheet,
  format: Format,
  layout: Layout,
): Promise<Pieces> {
  switch (format) {
    case 'html':
      return htmlOf(sheet, pageOf(layout, sheet));
    case 'md':
      return markdownOf(sheet);
    case 'txt':
      return [textOf(sheet, { columns: layout.columns ?? 80, lines: linesPerPage })];
    case 'pdf': {
      const { pdfOf } = await import('../render/report/pdf.ts');
      const font = layout.font === undefined ? {} : { font: fontPath(context, layout.font) };
      const { bytes, lacking } = await pdfOf(sheet, {
        page: pageOf(layout, sheet),
        now: context.now,
        ...font,
      });
      if (lacking) context.note(texts.fontLacks);
      return [bytes];
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
  const pieces = await filePieces(context, texts, sheet, format, layout);
  const strings: string[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') strings.push(piece);
    else context.printBytes(piece);
  }
  printAll(context, strings);
}
