import { posix } from 'node:path';
import { refuse } from '../../inventory/refusal.ts';
import { maxSharedBytes, maxUnpackedBytes } from '../../limits.ts';
import type { FileBytes } from './bytes.ts';
import { headerOf, rowBelow, rowOrRefusal, type SourceRow } from './cells.ts';
import { type CellContext, sheetRows } from './sheet-rows.ts';
import { isBuiltInDateFormat, isDateFormat, unescapedText } from './sheet-values.ts';
import { TextCollector } from './text-collector.ts';
import { openParts, type Parts } from './workbook-parts.ts';
import { type Attributes, visitWhole } from './xml.ts';

/** The first sheet of a workbook, its header read. */
export interface Sheet {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<SourceRow>;
  readonly otherSheets: readonly string[];
}

/**
 * Reads the first sheet of an XLSX workbook, the first row that is not blank as the header. Numbers are as Excel shows
 * them, dates ISO text, formulas their cached results; booleans and errors are refused with their cell.
 */
export async function readXlsx(file: FileBytes): Promise<Sheet> {
  const { name } = file;
  const parts = await openParts(Buffer.concat(file.chunks), name);
  const workbook = await readWorkbook(parts, name);
  const [first, ...others] = workbook.sheets;
  const path = first === undefined ? undefined : workbook.paths.get(first.relation);
  if (path === undefined) return refuse('file-xlsx-malformed', { name });
  const context: CellContext = {
    name,
    from1904: workbook.from1904,
    isDate: await dateStyles(parts, name),
    shared: await sharedStrings(parts, name),
  };
  const rows = sheetRows(parts.text(path, maxUnpackedBytes), context);
  const top = await rows.next();
  if (top.done === true) return refuse('file-empty', { name });
  const header = headerOf(top.value);
  return { header, rows: rowsBelow(header, rows), otherSheets: others.map((sheet) => sheet.title) };
}

async function* rowsBelow(
  header: readonly string[],
  rows: AsyncIterable<Parameters<typeof rowBelow>[1]>,
): AsyncGenerator<SourceRow> {
  for await (const row of rows) yield rowOrRefusal(row.row, () => rowBelow(header, row));
}

interface Workbook {
  readonly from1904: boolean;
  readonly sheets: readonly { readonly title: string; readonly relation: string }[];
  /** The part of each relation. */
  readonly paths: ReadonlyMap<string, string>;
}

async function readWorkbook(parts: Parts, name: string): Promise<Workbook> {
  const sheets: { title: string; relation: string }[] = [];
  const paths = new Map<string, string>();
  let from1904 = false;
  const path = 'xl/workbook.xml';
  const visitor = {
    open: (tag: string, attribute: Attributes) => {
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
      if (tag !== 'sheet') return;
      sheets.push({ title: attribute('name') ?? '', relation: attribute('id') ?? '' });
    },
  };
  await visitWhole(parts.text(path), visitor, name);
  const relations = {
    open: (tag: string, attribute: Attributes) => {
      if (tag !== 'Relationship' || !/\/worksheet$/.test(attribute('Type') ?? '')) return;
      const target = posix.resolve('/xl', attribute('Target') ?? '').slice(1);
      paths.set(attribute('Id') ?? '', target);
    },
  };
  await visitWhole(parts.text('xl/_rels/workbook.xml.rels'), relations, name);
  return { from1904, sheets, paths };
}

async function sharedStrings(parts: Parts, name: string): Promise<readonly string[]> {
  const path = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!parts.has(path)) return strings;
  const collector = new TextCollector();
  await visitWhole(
    parts.text(path, maxSharedBytes),
    {
      open: (tag) => collector.open(tag),
      text: (text) => collector.text(text),
      close: (tag) => {
        if (tag === 'si') strings.push(unescapedText(collector.take()));
        else collector.close(tag);
      },
    },
    name,
  );
  return strings;
}

/** Which cell styles show dates. */
async function dateStyles(parts: Parts, name: string): Promise<(style: number) => boolean> {
  const path = 'xl/styles.xml';
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  if (!parts.has(path)) return () => false;
  let inCellFormats = false;
  await visitWhole(
    parts.text(path),
    {
      open: (tag, attribute) => {
        if (tag === 'cellXfs') inCellFormats = true;
        const id = Number(attribute('numFmtId') ?? '0');
        if (tag === 'numFmt') formats.set(id, attribute('formatCode') ?? '');
        if (tag !== 'xf' || !inCellFormats) return;
        const format = formats.get(id);
        styles.push(format === undefined ? isBuiltInDateFormat(id) : isDateFormat(format));
      },
      close: (tag) => {
        if (tag === 'cellXfs') inCellFormats = false;
      },
    },
    name,
  );
  return (style) => styles[style] === true;
}
