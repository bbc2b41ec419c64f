import type { Measure } from '../../../exchange/labels/fit-text.ts';
import { htmlFile } from '../../../exchange/labels/html.ts';
import { drawnLabel, type Label, moduleMm } from '../../../exchange/labels/layout.ts';
import { type Copies, type PlacedLabel, pagesOf } from '../../../exchange/labels/pages.ts';
import { plainWidth } from '../../../exchange/labels/plain-type.ts';
import { refuseNotHeld, refuseTooNarrow } from '../../../exchange/labels/refuse-codes.ts';
import { type Sheet, sheetsFor } from '../../../exchange/labels/sheet.ts';
import { svgFile } from '../../../exchange/labels/svg.ts';
import { type Barcode, type Symbology, symbologyForAny } from '../../../exchange/labels/symbology.ts';
import { Progress } from '../../host/progress.ts';
import { printable } from '../../render/printable.ts';
import { printAll } from '../../render/rows.ts';
import type { Session } from '../../session.ts';
import { mayWrite, reportWritten, writeOutput } from '../export/output-file.ts';
import type { Target } from './label-target.ts';
import { words } from './labels.words.ts';

/** Labels, how many of each, and what they are printed on. */
export interface LabelsToPrint {
  readonly labels: readonly { readonly label: Label; readonly copies: number }[];
  /** All of them together. */
  readonly counted: number;
  readonly sheet: Sheet;
  readonly symbology: Symbology;
  /** Whether a person has chosen it; a place's label is otherwise QR if need be. */
  readonly isChosen: boolean;
  readonly ofPlaces: boolean;
  /** Places of the first sheet that are used already. */
  readonly skip: number;
  readonly target: Target;
}

/**
 * Writes the labels and reports them; refuses codes that the symbology or the sheet cannot hold. False where a
 * person would not have a file replaced.
 */
export async function printLabels(session: Session, toPrint: LabelsToPrint): Promise<boolean> {
  const { counted, sheet, skip, target } = toPrint;
  const said = words[session.language];
  const sheets = counted === 0 ? 0 : sheetsFor(counted, sheet, skip);
  if (counted === 0) session.note(said.none);
  else {
    const pieces = await piecesOf(session, toPrint, sheets);
    if (target.place === null) printAll(session, pieces);
    else {
      if (!(await mayWrite(session, target.place))) return false;
      await writeOutput(target.place, pieces);
      session.note(said.made(counted, sheets, printable(target.place.path)));
    }
  }
  reportWritten(session, () => madeJson(toPrint, sheets));
  return true;
}

/** The file in pieces. */
async function piecesOf(
  session: Session,
  toPrint: LabelsToPrint,
  sheets: number,
): Promise<Iterable<string> | readonly [Uint8Array]> {
  const { labels, sheet, target } = toPrint;
  const { title, hint, below, lacking } = words[session.language];
  const pages = await pagesToPrint(session, toPrint);
  const about = { title, language: session.language === 'zh' ? 'zh-CN' : 'en' };
  switch (target.format) {
    case 'html':
      return htmlFile(pages(plainWidth), sheet, { ...about, hint });
    case 'svg':
      if (sheets > 1) session.note(below(sheets));
      return svgFile(pages(plainWidth), sheet, sheets, about);
    case 'pdf': {
      const { pdfFile } = await import('../../../exchange/labels/pdf.ts');
      const pdf = await pdfFile({
        ...about,
        labels: labels.map(({ label }) => label),
        sheet,
        pages,
        createdAt: new Date(session.host.now),
        ...(target.font === undefined ? {} : { font: target.font }),
      });
      if (pdf.lacking) session.note(lacking);
      return [pdf.bytes];
    }
  }
}

/** Makes the barcodes, refusing what cannot be read again; the sheets are then laid out as a font measures. */
async function pagesToPrint(
  session: Session,
  toPrint: LabelsToPrint,
): Promise<(measure: Measure) => Iterable<readonly PlacedLabel[]>> {
  const { labels, sheet, symbology, skip } = toPrint;
  const mayChange = toPrint.ofPlaces && !toPrint.isChosen;
  const codes = [...new Set(labels.map(({ label }) => label.code))];
  if (!mayChange) refuseNotHeld(codes, symbology);
  const { barcodeOf } = await import('../../../exchange/labels/barcode.ts');
  const progress = new Progress(session, 'writing');
  const barcodes = new Map<string, Barcode>();
  for (const code of codes) {
    const usual = symbology.holds(code) ? barcodeOf(code, symbology) : null;
    const fits = usual !== null && (!mayChange || moduleMm(usual, sheet) !== null);
    barcodes.set(code, fits ? usual : barcodeOf(code, symbologyForAny));
    progress.at(barcodes.size, codes.length);
  }
  progress.end();
  refuseTooNarrow(barcodes, sheet);
  const coded = labels.flatMap(({ label, copies }) => {
    const barcode = barcodes.get(label.code);
    return barcode === undefined ? [] : [{ label, barcode, copies }];
  });
  return (measure) => pagesOf(drawnAs(coded, sheet, measure), sheet, skip);
}

function* drawnAs(
  coded: readonly { readonly label: Label; readonly barcode: Barcode; readonly copies: number }[],
  sheet: Sheet,
  measure: Measure,
): Generator<Copies> {
  for (const { label, barcode, copies } of coded)
    yield { label: drawnLabel(label, barcode, sheet, measure), copies };
}

/** The report of the labels as scripts read it. */
const madeJson = (
  { labels, counted, ofPlaces, sheet, symbology, target: { format, place } }: LabelsToPrint,
  sheets: number,
) => ({
  labels: counted,
  sheets,
  ...(ofPlaces ? { places: labels.length } : { devices: labels.length }),
  sheet: sheet.name,
  symbology: symbology.name,
  format,
  file: counted === 0 ? null : (place?.path ?? null),
});
