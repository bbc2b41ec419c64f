import { resolve } from 'node:path';
import type { OutputPlace } from '../../../exchange/write/output-place.ts';
import { refuse } from '../../../inventory/refusal.ts';
import type { Host } from '../../host/host.ts';
import { choice, flag, type Values } from '../../options.ts';
import { printable } from '../../render/printable.ts';
import { htmlOf } from '../../render/report/html.ts';
import { markdownOf } from '../../render/report/markdown.ts';
import { type Page, paperSizes, papers, wantsLandscape } from '../../render/report/page.ts';
import { rowsOf, type Sheet } from '../../render/report/sheet.ts';
import { linesPerPage, textOf } from '../../render/report/text.ts';
import { printAll } from '../../render/rows.ts';
import type { Session } from '../../session.ts';
import type { ReportTexts } from '../../words/report/texts.ts';
import { font, reportWritten, writeOutput } from '../export/output-file.ts';

export const reportFormats = ['html', 'pdf', 'md', 'txt'] as const;
export type Format = (typeof reportFormats)[number];
const widths = ['80', '132'] as const;

/** How pages and lines are laid out. */
export const layoutOptions = {
  paper: choice(
    '--paper <paper>',
    { en: 'a4 or letter (default by the locale)', zh: 'a4 或 letter（默认按区域设置）' },
    papers,
  ),
  landscape: flag('--landscape', {
    en: 'turn the paper sideways (default: if the report is wide)',
    zh: '横向（报表较宽时的默认）',
  }),
  portrait: flag('--portrait', { en: 'keep the paper upright', zh: '纵向' }),
  columns: choice(
    '--columns <columns>',
    { en: '80 (default) or 132 characters a line, for txt', zh: 'txt 每行 80（默认）或 132 个字符' },
    widths,
  ),
  font,
};
export type LayoutTyped = Values<typeof layoutOptions>;

/** How pages and lines are laid out, as typed. */
export interface Layout {
  readonly page: Omit<Page, 'isLandscape'> & { readonly isLandscape: boolean | null };
  readonly columns: number | null;
  readonly font: string | undefined;
}

export function layoutOf(session: Session, typed: LayoutTyped): Layout {
  const { landscape, portrait, columns, font } = typed;
  if (landscape && portrait) refuse('usage-conflict', { one: '--landscape', other: '--portrait' });
  return {
    page: {
      size: paperSizes[typed.paper ?? usualPaper(session.host)],
      isLandscape: landscape ? true : portrait ? false : null,
    },
    columns: columns === undefined ? null : Number(columns),
    font,
  };
}

/** North America writes on letter paper, by the locale; everyone else on A4. */
function usualPaper({ env }: Host): 'letter' | 'a4' {
  const locale = env['LC_ALL'] || env['LC_PAPER'] || env['LANG'] || '';
  return /^[a-z]+_(US|CA|MX|PH|PR|CL|CO|VE)\b/i.test(locale) ? 'letter' : 'a4';
}

const pageOf = ({ page }: Layout, sheet: Sheet): Page => ({
  size: page.size,
  isLandscape: page.isLandscape ?? wantsLandscape(sheet),
});

/** The formats that each of the options is for. */
const formatsOf: { readonly [option in keyof LayoutTyped]: readonly Format[] } = {
  paper: ['html', 'pdf'],
  landscape: ['html', 'pdf'],
  portrait: ['html', 'pdf'],
  columns: ['txt'],
  font: ['pdf'],
};

/** Refuses what a format would ignore. */
export function refuseUnusedLayout(typed: LayoutTyped, format: Format | 'json' | 'csv' | 'xlsx'): void {
  for (const option of ['paper', 'landscape', 'portrait', 'columns', 'font'] as const) {
    const value = typed[option];
    if (value === undefined || value === false || formatsOf[option].some((one) => one === format)) continue;
    refuse('usage-needs', { option: `--${option}`, needs: `--format ${formatsOf[option].join('|')}` });
  }
}

/** A report as a file in pieces; a PDF says how many pages it has. */
interface ReportFile {
  readonly pieces: Iterable<string> | readonly Uint8Array[];
  readonly pages?: number;
}

/** A report, and as what it is made. */
export interface ReportToMake {
  readonly sheet: Sheet;
  readonly format: Format;
  readonly layout: Layout;
  readonly texts: ReportTexts;
}

async function fileOf(session: Session, { sheet, format, layout, texts }: ReportToMake): Promise<ReportFile> {
  const { host } = session;
  switch (format) {
    case 'html':
      return { pieces: htmlOf(sheet, pageOf(layout, sheet)) };
    case 'md':
      return { pieces: markdownOf(sheet) };
    case 'txt':
      return { pieces: [textOf(sheet, { columns: layout.columns ?? 80, lines: linesPerPage })] };
    case 'pdf': {
      const { pdfOf } = await import('../../render/report/pdf.ts');
      const font = layout.font === undefined ? {} : { font: fontPath(host, layout.font) };
      const page = pageOf(layout, sheet);
      const { bytes, lacking, pages } = await pdfOf(sheet, { page, now: host.now, ...font });
      if (lacking) session.note(texts.fontLacks);
      return { pieces: [bytes], pages };
    }
  }
}

/** A font file's path is relative to where it was typed; `reader` is not a file. */
const fontPath = ({ directory }: Host, font: string): string =>
  font === 'reader' ? font : resolve(directory, font);

/**
 * Writes a report to a file, and says so; or prints it if there is no place for one, through the pager on a terminal,
 * where text has no pages.
 */
export async function putOut(
  session: Session,
  report: ReportToMake,
  place: OutputPlace | null,
): Promise<void> {
  const { sheet, format, layout, texts } = report;
  const { host } = session;
  if (place === null && format === 'txt' && host.stdoutIsTerminal) {
    const columns = layout.columns ?? Math.max(host.tableWidth ?? 80, 40);
    return session.printLong(textOf(sheet, { columns, lines: null }));
  }
  const { pieces, pages } = await fileOf(session, report);
  if (place === null) return printAll(session, pieces);
  await writeOutput(place, pieces);
  host.note(texts.written(printable(place.path)));
  const size = pages === undefined ? { rows: rowsOf(sheet) } : { pages };
  reportWritten(session, () => ({ file: place.path, ...size }));
}
