import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { refuse } from '../../inventory/refusal.ts';
import { maxSheetRows } from '../../limits.ts';
import { columnLetters } from '../read/cells.ts';
import { escapedText } from '../read/xlsx/sheet-values.ts';
import { inPages } from './in-pages.ts';
import { type Cell, type Column, cellText } from './write-csv.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packaging = 'http://schemas.openxmlformats.org/package/2006';
const documents = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypes = `${declaration}<Types xmlns="${packaging}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="${documents}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${documents}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="${documents}.styles+xml"/></Types>`;

const packageRelations = `${declaration}<Relationships xmlns="${packaging}/relationships">\
<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const workbookRelations = `${declaration}<Relationships xmlns="${packaging}/relationships">\
<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`;

const workbook = `${declaration}<workbook xmlns="${main}" xmlns:r="${office}">\
<sheets><sheet name="stockbook" sheetId="1" r:id="rId1"/></sheets></workbook>`;

const boldStyle = 1;
const textStyle = 2;
const maxDecimals = 15;
/** The style of a number with some decimals follows {@link textStyle}. */
const decimalStyle = (decimals: number): number => (decimals === 0 ? 0 : textStyle + decimals);

const decimalsOf = Array.from({ length: maxDecimals }, (_, index) => index + 1);
const numberFormats = decimalsOf.map(
  (decimals) => `<numFmt numFmtId="${163 + decimals}" formatCode="0.${'0'.repeat(decimals)}"/>`,
);
const numberStyles = decimalsOf.map(
  (decimals) =>
    `<xf numFmtId="${163 + decimals}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
);

const styles = `${declaration}<styleSheet xmlns="${main}">\
<numFmts count="${numberFormats.length}">${numberFormats.join('')}</numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="${numberStyles.length + 3}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
${numberStyles.join('')}</cellXfs></styleSheet>`;

/**
 * An XLSX workbook with one sheet: a bold, frozen header, text as text, and numbers (a price comes as `1299.00`) as
 * numbers with the decimals they were given. A number that Excel would round is written as text.
 */
export async function xlsxFile(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  // The same rows make the same bytes, whenever they are written.
  const options = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };
  zip.addBuffer(Buffer.from(contentTypes), '[Content_Types].xml', options);
  zip.addBuffer(Buffer.from(packageRelations), '_rels/.rels', options);
  zip.addBuffer(Buffer.from(workbook), 'xl/workbook.xml', options);
  zip.addBuffer(Buffer.from(workbookRelations), 'xl/_rels/workbook.xml.rels', options);
  zip.addBuffer(Buffer.from(styles), 'xl/styles.xml', options);
  const write = (of: Iterable<readonly Cell[]>) => sheetXml(columns, of);
  const sheet = Readable.from(batches(Symbol.iterator in rows ? write(rows) : inPages(rows, write)));
  // The archive does not notice that what it is made from has failed.
  const failed = new Promise<never>((_, reject) => sheet.on('error', reject));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', options);
  zip.end();
  return Promise.race([failed, buffer(zip.outputStream)]);
}

function* sheetXml(columns: readonly Column[], rows: Iterable<readonly Cell[]>): Generator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">`;
  yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  yield `<cols>${columns.map(widthXml).join('')}</cols><sheetData>`;
  const header = columns.map(({ key }, index) => textXml(key, `${columnLetters(index)}1`, boldStyle));
  yield `<row r="1">${header.join('')}</row>`;
  const letters = columns.map((_, index) => columnLetters(index));
  let row = 1;
  for (const cells of rows) {
    row += 1;
    if (row > maxSheetRows) refuse('file-xlsx-too-many-rows', { limit: maxSheetRows });
    const xml = columns.map((column, index) =>
      cellXml(column, cells[index] ?? null, `${letters[index]}${row}`),
    );
    yield `<row r="${row}">${xml.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function widthXml({ key, text }: Column, index: number): string {
  const width = Math.max(text ? 18 : 12, key.length + 2);
  // Values typed below the last row stay text, too.
  const style = text ? ` style="${textStyle}"` : '';
  return `<col min="${index + 1}" max="${index + 1}" width="${width}"${style} customWidth="1"/>`;
}

function cellXml(column: Column, cell: Cell, address: string): string {
  const text = cellText(column, cell);
  if (text === '') return '';
  const decimals = column.text ? null : decimalsOfNumber(text);
  if (decimals === null) return textXml(text, address, textStyle);
  return `<c r="${address}" s="${decimalStyle(decimals)}"><v>${text}</v></c>`;
}

const textXml = (text: string, address: string, style: number): string =>
  `<c r="${address}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapedText(text)}</t></is></c>`;

/** How many decimals a number is written with; null if it is not a number, or has more digits than Excel keeps. */
function decimalsOfNumber(text: string): number | null {
  const found = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (found === null) return null;
  const [, whole = '', fraction = ''] = found;
  return whole.length + fraction.length > maxDecimals ? null : fraction.length;
}

/** Joins texts so that the stream between has few of them to carry. */
async function* batches(texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let batch = '';
  for await (const text of texts) {
    batch += text;
    if (batch.length < 64 * 1024) continue;
    yield Buffer.from(batch);
    batch = '';
  }
  yield Buffer.from(batch);
}
