import { posix } from 'node:path';
import { refuse } from '../../../inventory/refusal.ts';
import { maxSharedBytes } from '../../../limits.ts';
import type { SheetName, WorkbookKind } from '../../../problems.ts';
import { builtInFormat, isBuiltInDateFormat, isDateFormat } from './number-format.ts';
import type { CellFormat } from './sheet-rows.ts';
import { unescapedText } from './sheet-values.ts';
import { TextCollector } from './text-collector.ts';
import type { Parts } from './workbook-parts.ts';
import { type Attributes, visitWhole } from './xml.ts';

/** A sheet of a workbook, and the part that holds its rows; null if it holds none, as a chart. */
export interface WorkbookSheet extends SheetName {
  readonly path: string | null;
}

/** What a workbook says of its sheets. */
export interface Workbook {
  readonly from1904: boolean;
  readonly sheets: readonly WorkbookSheet[];
  /** The part with the texts that cells share, and that with the styles. */
  readonly sharedPath: string;
  readonly stylesPath: string;
}

const usualPath = 'xl/workbook.xml';

/** Reads what a workbook is made of; the package says where its parts are. */
export async function readWorkbook(parts: Parts, name: string): Promise<Workbook> {
  const path = (await relationsOf(parts, '', name)).byType('officeDocument') ?? usualPath;
  const kind = otherKind(parts, path);
  if (kind !== null) refuse('workbook-of-kind', { name, kind });
  const sheets: { title: string; isHidden: boolean; relation: string }[] = [];
  let from1904 = false;
  const visitor = {
    open: (tag: string, attribute: Attributes) => {
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
      if (tag !== 'sheet') return;
      const isHidden = /hidden$/i.test(attribute('state') ?? '');
      sheets.push({ title: attribute('name') ?? '', isHidden, relation: attribute('id') ?? '' });
    },
  };
  await visitWhole(parts.text(path), visitor, name);
  const relations = await relationsOf(parts, path, name);
  const beside = (file: string): string => posix.join(posix.dirname(path), file);
  return {
    from1904,
    sheets: sheets.map(({ title, isHidden, relation }) => ({
      title,
      isHidden,
      path: relations.worksheets.get(relation) ?? null,
    })),
    sharedPath: relations.byType('sharedStrings') ?? beside('sharedStrings.xml'),
    stylesPath: relations.byType('styles') ?? beside('styles.xml'),
  };
}

/** What an archive is that holds no workbook in XML. */
function otherKind(parts: Parts, path: string): WorkbookKind | null {
  if (path.endsWith('.bin')) return 'xlsb';
  if (/^(?:word|ppt|visio)\//.test(path)) return 'document';
  if (parts.has(path)) return null;
  if (parts.has('mimetype') && parts.has('content.xml')) return 'ods';
  return parts.has('Index/Document.iwa') || parts.has('Index.zip') ? 'numbers' : 'archive';
}

interface Relations {
  /** The part that relates to it as something. */
  byType(type: string): string | undefined;
  /** The sheets with rows, by the id of the relation. */
  readonly worksheets: ReadonlyMap<string, string>;
}

/** What a part relates to; the package itself is ''. */
async function relationsOf(parts: Parts, path: string, name: string): Promise<Relations> {
  const folder = posix.dirname(`/${path}`);
  const types = new Map<string, string>();
  const worksheets = new Map<string, string>();
  const file = posix.join(folder, '_rels', `${posix.basename(path)}.rels`).slice(1);
  const visitor = {
    open: (tag: string, attribute: Attributes) => {
      if (tag !== 'Relationship') return;
      const type = /[^/]*$/.exec(attribute('Type') ?? '')?.[0] ?? '';
      const target = posix.resolve(folder, attribute('Target') ?? '').slice(1);
      types.set(type, target);
      if (type === 'worksheet') worksheets.set(attribute('Id') ?? '', target);
    },
  };
  if (parts.has(file) || path !== '') await visitWhole(parts.text(file), visitor, name);
  return { byType: (type) => types.get(type), worksheets };
}

/** The texts that the cells of a workbook share. */
export async function sharedStrings(parts: Parts, path: string, name: string): Promise<readonly string[]> {
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

const general: CellFormat = { isDate: false, code: 'General' };

/** How each cell style shows numbers. */
export async function cellFormats(
  parts: Parts,
  path: string,
  name: string,
): Promise<(style: number) => CellFormat> {
  const formats = new Map<number, string>();
  const styles: CellFormat[] = [];
  if (!parts.has(path)) return () => general;
  let inCellFormats = false;
  await visitWhole(
    parts.text(path),
    {
      open: (tag, attribute) => {
        if (tag === 'cellXfs') inCellFormats = true;
        const id = Number(attribute('numFmtId') ?? '0');
        if (tag === 'numFmt') formats.set(id, attribute('formatCode') ?? '');
        if (tag !== 'xf' || !inCellFormats) return;
        const code = formats.get(id);
        styles.push({
          isDate: code === undefined ? isBuiltInDateFormat(id) : isDateFormat(code),
          code: code ?? builtInFormat(id),
        });
      },
      close: (tag) => {
        if (tag === 'cellXfs') inCellFormats = false;
      },
    },
    name,
  );
  return (style) => styles[style] ?? general;
}
