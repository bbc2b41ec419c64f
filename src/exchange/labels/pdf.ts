import { ascent, newPdf, type Pdf } from '../pdf/document.ts';
import type { Measure } from './fit-text.ts';
import { type Label, type PlacedBarcode, printedTexts, type TextLine } from './layout.ts';
import type { PlacedLabel } from './pages.ts';
import type { Sheet } from './sheet.ts';

const pointsPerMm = 72 / 25.4;

/** What a PDF of labels is made of. */
export interface LabelsForPdf {
  readonly labels: readonly Label[];
  readonly sheet: Sheet;
  readonly title: string;
  readonly language: string;
  readonly createdAt: Date;
  /** A font file; chosen if left out (docs/decisions/0005-pdf-fonts.md). */
  readonly font?: string;
  /** Lays the sheets out with the width that texts have in the font. */
  pages(measure: Measure): Iterable<readonly PlacedLabel[]>;
}

/** The PDF, and whether its font lacked something that is written on a label. */
export async function pdfFile({
  labels,
  sheet,
  pages,
  ...about
}: LabelsForPdf): Promise<{ readonly bytes: Uint8Array; readonly lacking: boolean }> {
  const texts = labels.flatMap((label) => Object.values(printedTexts(label)));
  const pdf = await newPdf({ ...about, texts: [...texts, '…'] });
  const { width, height } = sheet.page;
  const measure: Measure = (text, sizeMm) => pdf.widthOf(text, { size: sizeMm * pointsPerMm }) / pointsPerMm;
  for (const page of pages(measure)) {
    pdf.document.addPage({ size: [width * pointsPerMm, height * pointsPerMm], margin: 0 });
    for (const { x, y, label } of page) {
      drawBars(pdf, label.barcode, x, y);
      for (const line of label.lines) drawLine(pdf, line, x, y);
    }
  }
  return { bytes: await pdf.bytes(), lacking: pdf.lacking };
}

const aligned = { start: 'left', end: 'right' } as const;

function drawLine(
  pdf: Pdf,
  { text, x, baseline, sizeMm, anchor, bold }: TextLine,
  left: number,
  top: number,
): void {
  pdf.line(text, (left + x) * pointsPerMm, (top + baseline - sizeMm * ascent) * pointsPerMm, {
    size: sizeMm * pointsPerMm,
    bold,
    align: aligned[anchor],
  });
}

function drawBars(
  { document }: Pdf,
  { barcode: { wide, high, dark }, x, y, width, height }: PlacedBarcode,
  left: number,
  top: number,
): void {
  const [across, down] = [width / wide, height / (high ?? 1)];
  for (const points of dark)
    document.polygon(
      ...points.map(([column, row]) => [
        (left + x + column * across) * pointsPerMm,
        (top + y + row * down) * pointsPerMm,
      ]),
    );
  document.fill('#000000', 'even-odd');
}
