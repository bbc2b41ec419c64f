import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const relations = (kind: string, target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://x/${kind}" Target="${target}"/></Relationships>`;

/** What a workbook is made of. */
interface Workbook {
  sheet: string;
  shared?: string;
  styles?: string;
  workbook?: string;
  target?: string;
}

/** An archive of parts. */
export async function zipped(parts: Record<string, string | Buffer>, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(parts))
    zip.addBuffer(Buffer.from(content), path, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

/** A workbook as another program might write it; the sheet is the content of its `sheetData`. */
export function workbookOf({
  sheet,
  shared,
  styles,
  workbook,
  target = 'worksheets/sheet1.xml',
}: Workbook): Promise<Buffer> {
  return zipped({
    'xl/workbook.xml': workbook ?? '<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations('worksheet', target),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...(shared === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${shared}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
  });
}
