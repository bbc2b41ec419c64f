import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeOf } from '../../../src/exchange/labels/barcode.ts';
import { drawnLabel } from '../../../src/exchange/labels/layout.ts';
import { pagesOf } from '../../../src/exchange/labels/pages.ts';
import { plainWidth } from '../../../src/exchange/labels/plain-type.ts';
import { refuseNotHeld, refuseTooNarrow } from '../../../src/exchange/labels/refuse-codes.ts';
import { type Sheet, sheets } from '../../../src/exchange/labels/sheet.ts';
import { svgFile } from '../../../src/exchange/labels/svg.ts';
import { type Symbology, symbologies } from '../../../src/exchange/labels/symbology.ts';
import { Refusal } from '../../../src/inventory/refusal.ts';
import { anyCode, asciiCode } from './codes.ts';
import { type Picture, pictureOf, scanned } from './scanner.ts';

const printers = sheets.flatMap((sheet) => symbologies.map((symbology) => ({ sheet, symbology })));

/** One label of a sheet, alone. */
const alone = (sheet: Sheet): Sheet => ({
  ...sheet,
  page: sheet.label,
  origin: { width: 0, height: 0 },
  columns: 1,
  rows: 1,
});

/** The printed label of a code; null if the code is refused by name. */
function printedLabel(code: string, symbology: Symbology, sheet: Sheet): Picture | null {
  try {
    refuseNotHeld([code], symbology);
    const barcode = barcodeOf(code, symbology);
    refuseTooNarrow(new Map([[code, barcode]]), sheet);
    const label = drawnLabel({ code, name: '长虹 TV', spec: 'TV', price: '¥1' }, barcode, sheet, plainWidth);
    const page = alone(sheet);
    const svg = svgFile(pagesOf([{ label, copies: 1 }], page, 0), page, 1, {
      title: 'labels',
      language: 'en',
    });
    return pictureOf([...svg].join(''));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.details['codes']).toEqual([code]);
    return null;
  }
}

describe.each(printers)('a code in $symbology.name on $sheet.name', ({ sheet, symbology }) => {
  it('is read back exactly off the printed label, or refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: asciiCode }, anyCode), async (code) => {
        const picture = printedLabel(code, symbology, sheet);
        if (picture !== null) expect(await scanned(picture)).toBe(code);
        else expect(symbology.name).toBe('code128');
      }),
      { numRuns: 25 },
    );
  });
});
