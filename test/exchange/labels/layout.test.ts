import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeOf } from '../../../src/exchange/labels/barcode.ts';
import { type DrawnLabel, drawnLabel, moduleMm } from '../../../src/exchange/labels/layout.ts';
import { pagesOf } from '../../../src/exchange/labels/pages.ts';
import { plainWidth } from '../../../src/exchange/labels/plain-type.ts';
import { labelsPerSheet, type Sheet, sheets, sheetsFor } from '../../../src/exchange/labels/sheet.ts';
import { type Symbology, symbologies } from '../../../src/exchange/labels/symbology.ts';
import { anyCode, asciiCode } from './codes.ts';

const [code128, qr] = symbologies;
const [a4, , roll] = sheets;

/** An area, in millimetres. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What the lines cover, by the heights that letters and Chinese characters have. */
const linesOf = ({ lines }: DrawnLabel): Area[] =>
  lines.map(({ x, baseline, sizeMm, widthMm, anchor }) => {
    const left = anchor === 'start' ? x : x - widthMm;
    return { left, top: baseline - sizeMm * 0.85, right: left + widthMm, bottom: baseline + sizeMm * 0.2 };
  });

/** The area of a barcode with its quiet zone; bars need none above and below. */
function barcodeArea({ barcode: { barcode, x, y, width, height } }: DrawnLabel): Area {
  const quiet = (width / barcode.wide) * barcode.symbology.quietModules;
  const above = barcode.high === null ? 0 : quiet;
  return { left: x - quiet, top: y - above, right: x + width + quiet, bottom: y + height + above };
}

const tolerance = 1e-6;
const within = (inner: Area, outer: Area): boolean =>
  inner.left >= outer.left - tolerance &&
  inner.top >= outer.top - tolerance &&
  inner.right <= outer.right + tolerance &&
  inner.bottom <= outer.bottom + tolerance;
const overlap = (a: Area, b: Area): boolean =>
  a.left < b.right - tolerance &&
  b.left < a.right - tolerance &&
  a.top < b.bottom - tolerance &&
  b.top < a.bottom - tolerance;

const inside = ({ label, margin }: Sheet): Area => ({
  left: margin.width,
  top: margin.height,
  right: label.width - margin.width,
  bottom: label.height - margin.height,
});

const someText = fc.string({ unit: fc.constantFrom(...'长虹电视aWi1 ，（-é'), minLength: 1, maxLength: 200 });
const printers = sheets.flatMap((sheet) => symbologies.map((symbology) => ({ sheet, symbology })));

describe.each(printers)('a label in $symbology.name on $sheet.name', ({ sheet, symbology }) => {
  const labels = fc.record({
    code: symbology === qr ? anyCode : asciiCode,
    name: someText,
    spec: someText,
    price: fc.constantFrom('¥1', '¥3,299.00', '¥999,999,999.99', 'KWD 999,999,999.999'),
  });
  const drawn = (code: string) => barcodeOf(code, symbology);

  it('has everything within its margins, and nothing over anything else', () => {
    fc.assert(
      fc.property(labels, (label) => {
        const barcode = drawn(label.code);
        fc.pre(moduleMm(barcode, sheet) !== null);
        const made = drawnLabel(label, barcode, sheet, plainWidth);
        const areas = [...linesOf(made), barcodeArea(made)];
        for (const area of areas) expect(within(area, inside(sheet))).toBe(true);
        for (const [index, area] of areas.entries())
          for (const other of areas.slice(index + 1)) expect(overlap(area, other)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('shows the whole price, and the whole code where it has up to 16 characters', () => {
    fc.assert(
      fc.property(labels, (label) => {
        const barcode = drawn(label.code);
        fc.pre(moduleMm(barcode, sheet) !== null);
        const texts = drawnLabel(label, barcode, sheet, plainWidth).lines.map(({ text }) => text);
        expect(texts).toContain(label.price);
        if (label.code.length <= 16) expect(texts.join('')).toContain(label.code);
      }),
      { numRuns: 60 },
    );
  });

  it('has modules that a printer and a scanner tell apart, or none', () => {
    fc.assert(
      fc.property(labels, ({ code }) => {
        const module = moduleMm(drawn(code), sheet);
        if (module === null) return;
        expect(module).toBeGreaterThanOrEqual(symbology.leastModuleMm - tolerance);
        if (sheet.dotMm !== null) {
          const dots = module / sheet.dotMm;
          expect(Math.abs(dots - Math.round(dots))).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a barcode', () => {
  const fits = (code: string, symbology: Symbology, sheet: Sheet) =>
    moduleMm(barcodeOf(code, symbology), sheet) !== null;

  it('is given up where its bars would be narrower than 0.19 mm', () => {
    expect(fits('A'.repeat(24), code128, a4)).toBe(true);
    expect(fits('A'.repeat(25), code128, a4)).toBe(false);
    expect(fits('1'.repeat(48), code128, a4)).toBe(true);
    expect(fits('1'.repeat(64), code128, a4)).toBe(false);
    expect(fits('A'.repeat(12), code128, roll)).toBe(true);
    expect(fits('A'.repeat(13), code128, roll)).toBe(false);
  });

  it('of any code that there can be fits as a QR code', () => {
    for (const sheet of sheets)
      for (const code of ['电'.repeat(64), '𠀀'.repeat(64), 'a'.repeat(64)])
        expect(fits(code, qr, sheet)).toBe(true);
  });

  it('holds ASCII in Code 128, and anything in QR', () => {
    expect(code128.holds('AB-1_2.3/4+5')).toBe(true);
    for (const code of ['电视-1', 'é', 'А1']) {
      expect(code128.holds(code)).toBe(false);
      expect(qr.holds(code)).toBe(true);
    }
  });
});

describe('a sheet', () => {
  const lastCorner = (sheet: Sheet) => ({
    right: sheet.origin.width + (sheet.columns - 1) * sheet.pitch.width + sheet.label.width,
    bottom: sheet.origin.height + (sheet.rows - 1) * sheet.pitch.height + sheet.label.height,
  });

  it('is the size it is sold in', () => {
    const sizes = sheets.map(({ page, label }) => [page.width, page.height, label.width, label.height]);
    const inch = 25.4;
    const sold = [
      [210, 297, 70, 37],
      [8.5 * inch, 11 * inch, 2.625 * inch, inch],
      [50, 30, 50, 30],
    ];
    expect(sizes).toEqual(sold);
    expect(sheets.map(labelsPerSheet)).toEqual([24, 30, 1]);
  });

  it('has its labels in the middle of the page', () => {
    for (const sheet of sheets) {
      const { right, bottom } = lastCorner(sheet);
      expect(sheet.page.width - right).toBeCloseTo(sheet.origin.width, 6);
      expect(sheet.page.height - bottom).toBeCloseTo(sheet.origin.height, 6);
    }
  });

  it('takes labels in order, each so often, after the places that are used already', () => {
    const label = (name: string): DrawnLabel =>
      drawnLabel({ code: 'A', name, spec: '', price: '' }, barcodeOf('A', code128), a4, plainWidth);
    const pool = ['a', 'b', 'c'].map(label);
    fc.assert(
      fc.property(
        fc.constantFrom(...sheets),
        fc.array(fc.record({ label: fc.constantFrom(...pool), copies: fc.nat(40) }), { maxLength: 5 }),
        fc.nat(29),
        (sheet, wanted, some) => {
          const skip = some % labelsPerSheet(sheet);
          const pages = [...pagesOf(wanted, sheet, skip)];
          expect(pages.flat().map(({ label }) => label)).toEqual(
            wanted.flatMap(({ label, copies }) => Array.from({ length: copies }, () => label)),
          );
          const count = pages.flat().length;
          if (count > 0) expect(pages.length).toBe(sheetsFor(count, sheet, skip));
          for (const [index, page] of pages.entries()) {
            const [first] = page;
            const place = index === 0 ? skip : 0;
            expect(first?.x).toBeCloseTo(sheet.origin.width + (place % sheet.columns) * sheet.pitch.width, 6);
            expect(first?.y).toBeCloseTo(
              sheet.origin.height + Math.floor(place / sheet.columns) * sheet.pitch.height,
              6,
            );
          }
        },
      ),
    );
  });
});
