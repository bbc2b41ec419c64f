import { wrap } from '../text/wrap.ts';
import { type Measure, printed } from './fit-text.ts';
import type { Extent, Sheet } from './sheet.ts';
import type { Barcode } from './symbology.ts';

/** The content of a shelf label. */
export interface Label {
  readonly code: string;
  readonly name: string;
  /** What kind of device it is, in short. */
  readonly spec: string;
  readonly price: string;
}

/** A line of text; `x` is where its `anchor` stands, `baseline` what it stands on, in millimetres from the label's corner. */
export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly sizeMm: number;
  readonly widthMm: number;
  readonly anchor: 'start' | 'end';
  readonly bold: boolean;
}

/** A barcode and where its dark part goes, in millimetres from the label's corner. */
export interface PlacedBarcode extends Extent {
  readonly barcode: Barcode;
  readonly x: number;
  readonly y: number;
}

/** A label as every renderer draws it. */
export interface DrawnLabel {
  readonly lines: readonly TextLine[];
  readonly barcode: PlacedBarcode;
}

/** What part of a line's height is type, and how far its baseline is from its upper end. */
const typePart = 0.84;
const baselinePart = 0.78;
const gapMm = 1;

/** Rounding must not refuse what just fits. */
const tolerance = 1e-9;

const contentOf = ({ label, margin }: Sheet): Extent => ({
  width: label.width - 2 * margin.width,
  height: label.height - 2 * margin.height,
});

/** How wide a module can be on a sheet, in millimetres; null where a printer or a scanner would lose it. */
export function moduleMm({ symbology, wide, high }: Barcode, sheet: Sheet): number | null {
  const content = contentOf(sheet);
  const quiet = 2 * symbology.quietModules;
  const room =
    high === null ? content.width / (wide + quiet) : content.height / (Math.max(wide, high) + quiet);
  const widest = Math.min(room, symbology.maxModuleMm);
  const { dotMm } = sheet;
  const module = dotMm === null ? widest : Math.floor(widest / dotMm + tolerance) * dotMm;
  return module < symbology.leastModuleMm - tolerance ? null : module;
}

/** The texts of a label as they are printed. */
export const printedTexts = ({ code, name, spec, price }: Label): Label => ({
  code: printed(code),
  name: printed(name),
  spec: printed(spec),
  price: printed(price),
});

/** Lays a label out; the barcode must fit the sheet ({@link moduleMm}). */
export function drawnLabel(label: Label, barcode: Barcode, sheet: Sheet, measure: Measure): DrawnLabel {
  const module = moduleMm(barcode, sheet);
  if (module === null) throw new Error(`a barcode that does not fit ${sheet.name}`);
  const texts = printedTexts(label);
  const { high } = barcode;
  return high === null
    ? aboveBars(texts, barcode, module, sheet, measure)
    : besideSquare(texts, { ...barcode, high }, module, sheet, measure);
}

/** Sets lines of text below each other, from an upper end down. */
class Column {
  readonly lines: TextLine[] = [];

  constructor(
    readonly x: number,
    readonly width: number,
    public y: number,
    readonly measure: Measure,
  ) {}

  /** Adds a line; one that is too long is set smaller. */
  line(text: string, height: number, anchor: TextLine['anchor'] = 'start', bold = false): void {
    const usualMm = height * typePart;
    const sizeMm = usualMm * Math.min(this.width / Math.max(this.measure(text, usualMm), gapMm), 1);
    this.lines.push({
      text,
      x: anchor === 'start' ? this.x : this.x + this.width,
      baseline: this.y + height * baselinePart,
      sizeMm,
      widthMm: this.measure(text, sizeMm),
      anchor,
      bold,
    });
    this.y += height;
  }

  /** Adds a text on so many lines at most; a longer one is cut. */
  paragraph(text: string, height: number, maxLines: number): void {
    const measure = (some: string) => this.measure(some, height * typePart);
    for (const line of wrap(text, this.width, { measure, maxLines })) this.line(line, height);
  }
}

/**
 * Name and spec on top, code and price at the bottom, the bars between them as high as there is room. A code that is too
 * long to stand beside the price has a line of its own.
 */
function aboveBars(
  { code, name, spec, price }: Label,
  barcode: Barcode,
  module: number,
  sheet: Sheet,
  measure: Measure,
): DrawnLabel {
  const { type, margin } = sheet;
  const content = contentOf(sheet);
  const top = new Column(margin.width, content.width, margin.height, measure);
  top.paragraph(name, type.name, type.nameLines);
  top.paragraph(spec, type.spec, 1);

  const priceTop = margin.height + content.height - type.price;
  const prices = new Column(margin.width, content.width, priceTop, measure);
  prices.line(price, type.price, 'end', true);
  const beside = content.width - gapMm - measure(price, type.price * typePart);
  const isBeside = measure(code, type.code * typePart) <= beside;
  const codeTop = isBeside ? priceTop + (type.price - type.code) * baselinePart : priceTop - type.code;
  const codes = new Column(margin.width, content.width, codeTop, measure);
  codes.line(code, type.code);

  const y = top.y + gapMm / 2;
  const width = barcode.wide * module;
  return {
    lines: [...top.lines, ...codes.lines, ...prices.lines],
    barcode: {
      barcode,
      x: margin.width + (content.width - width) / 2,
      y,
      width,
      height: Math.min(codeTop, priceTop) - gapMm / 2 - y,
    },
  };
}

/** The square on the left, with its quiet zone; everything else beside it. */
function besideSquare(
  { code, name, spec, price }: Label,
  barcode: Barcode & { readonly high: number },
  module: number,
  sheet: Sheet,
  measure: Measure,
): DrawnLabel {
  const { type, margin } = sheet;
  const content = contentOf(sheet);
  const quiet = barcode.symbology.quietModules * module;
  const [width, height] = [barcode.wide * module, barcode.high * module];
  const left = margin.width + width + 2 * quiet;
  const column = new Column(left, margin.width + content.width - left, margin.height, measure);
  column.paragraph(name, type.name, type.nameLines + 1);
  column.y += gapMm / 2;
  column.paragraph(spec, type.spec, type.nameLines + 2 - column.lines.length);
  column.line(price, type.price, 'start', true);
  column.paragraph(code, type.code, 2);
  const under = Math.max(content.height + margin.height - column.y, 0);
  return {
    lines: column.lines.map((line) => ({ ...line, baseline: line.baseline + under / 2 })),
    barcode: {
      barcode,
      x: margin.width + quiet,
      y: margin.height + (content.height - height) / 2,
      width,
      height,
    },
  };
}
