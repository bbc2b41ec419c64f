import { type LineStyle, newPdf, type Pdf } from '../../../exchange/pdf/document.ts';
import { drawChart, drawTrend } from './drawing.ts';
import type { Page } from './page.ts';
import { drawOn, fitted } from './pdf-pieces.ts';
import {
  cellText,
  isTrend,
  type Sheet,
  type SheetCell,
  type SheetChart,
  type SheetColumn,
  type SheetTable,
  textsOf,
} from './sheet.ts';

/** Lengths in points. */
const margin = { side: 34, top: 40, bottom: 48 };
/** The size of letters; the next one where a table has no room otherwise. */
const sizes = [8.5, 7.5, 6.5, 5.5] as const;
const [usualSize] = sizes;
/** What may wrap is no narrower than this, if that can be helped. */
const leastWrapped = 48;
const space = 8;
const lead = 1.3;
const padding = 3;
const trendWidth = 52;
const blankWidth = 44;

/** A report as a PDF. */
export interface ReportPdf {
  readonly bytes: Uint8Array;
  /** Whether characters are shown as `〓`. */
  readonly lacking: boolean;
  readonly pages: number;
}

/** What a PDF is made with beside the report. */
export interface PdfLayout {
  readonly page: Page;
  readonly font?: string;
  readonly now: number;
}

export async function pdfOf(sheet: Sheet, { page, font, now }: PdfLayout): Promise<ReportPdf> {
  const pdf = await newPdf({
    title: sheet.title,
    language: sheet.language,
    createdAt: new Date(now),
    texts: textsOf(sheet),
    ...(font === undefined ? {} : { font }),
  });
  new Paper(pdf, sheet, page).draw();
  const { count: pages } = pdf.document.bufferedPageRange();
  return { bytes: await pdf.bytes(), lacking: pdf.lacking, pages };
}

/** A column with its place on the page. */
interface Placed {
  readonly index: number;
  readonly column: SheetColumn;
  readonly x: number;
  readonly width: number;
  /** How wide it would be if nothing wrapped. */
  readonly wanted: number;
}

/** Draws a sheet page by page. */
class Paper {
  readonly #pdf: Pdf;
  readonly #sheet: Sheet;
  readonly #size: readonly [width: number, height: number];
  #y = 0;
  #letters: number = usualSize;

  constructor(pdf: Pdf, sheet: Sheet, { size, isLandscape }: Page) {
    this.#pdf = pdf;
    this.#sheet = sheet;
    this.#size = isLandscape ? [size.height, size.width] : [size.width, size.height];
  }

  get #width(): number {
    return this.#size[0] - 2 * margin.side;
  }

  get #bottom(): number {
    return this.#size[1] - margin.bottom;
  }

  draw(): void {
    const { title, parts, signatures } = this.#sheet;
    this.#newPage();
    this.#pdf.line(title, margin.side, this.#y, { size: 16, bold: true });
    this.#y += 26;
    this.#facts();
    for (const part of parts) {
      if (part.is === 'table') this.#table(part);
      if (part.is === 'note') this.#note(part.text);
    }
    this.#charts(parts.filter((part) => part.is === 'bars' || part.is === 'flows'));
    this.#signatures(signatures);
    this.#feet();
  }

  #newPage(): void {
    this.#pdf.document.addPage({ size: [...this.#size], margin: 0 });
    this.#y = margin.top;
  }

  #facts(): void {
    const { facts } = this.#sheet;
    const style = { size: this.#letters };
    const labels = Math.max(...facts.map(([label]) => this.#pdf.widthOf(label, style))) + 12;
    for (const [label, value] of facts) {
      this.#pdf.line(label, margin.side, this.#y, { ...style, color: '#444444' });
      for (const line of this.#pdf.wrap(value, this.#width - labels, style)) {
        this.#pdf.line(line, margin.side + labels, this.#y, style);
        this.#y += this.#letters * lead;
      }
    }
    this.#y += 8;
  }

  #note(text: string): void {
    const style = { size: this.#letters, color: '#333333' };
    for (const line of this.#pdf.wrap(text, this.#width, style)) {
      this.#room(this.#letters * lead);
      this.#pdf.line(line, margin.side, this.#y, style);
      this.#y += this.#letters * lead;
    }
    this.#y += 6;
  }

  /** Starts a new page if less than so much room is left. */
  #room(height: number, heads?: () => void): void {
    if (this.#y + height <= this.#bottom) return;
    this.#newPage();
    heads?.();
  }

  #table(table: SheetTable): void {
    const { caption, groups, totals, empty } = table;
    this.#room(60);
    this.#y += 8;
    this.#pdf.line(caption, margin.side, this.#y, { size: 11, bold: true });
    this.#y += 17;
    if (groups.length === 0) return this.#note(empty);
    const columns = this.#fit(table);
    const heads = () => this.#heads(columns);
    heads();
    for (const { heading, rows, subtotal } of groups) {
      if (heading !== null) this.#groupHeading(heading, heads);
      for (const row of rows) this.#row(columns, row, heads);
      if (subtotal !== null) this.#totals(columns, subtotal, heads, 0.5);
    }
    if (totals !== null) this.#totals(columns, totals, heads, 1);
    this.#letters = usualSize;
    this.#y += 8;
  }

  #heads(columns: readonly Placed[]): void {
    const style = { size: this.#letters, bold: true };
    const lines = columns.map(({ column, width }) => this.#pdf.wrap(column.heading, width, style));
    const most = Math.max(...lines.map(({ length }) => length));
    columns.forEach((placed, index) => {
      const own = lines[index] ?? [];
      own.forEach((line, number) => {
        this.#inColumn(placed, line, this.#y + (most - own.length + number) * this.#letters * lead, style);
      });
    });
    this.#y += most * this.#letters * lead + padding;
    this.#rule(1);
    this.#y += padding;
  }

  #groupHeading(heading: string, heads: () => void): void {
    this.#room(3 * (this.#letters * lead + padding), heads);
    const height = this.#letters * lead + 2;
    this.#pdf.document.rect(margin.side, this.#y - 2, this.#width, height + 2).fill('#eeeeee');
    this.#pdf.line(heading, margin.side + 2, this.#y, { size: this.#letters, bold: true });
    this.#y += height + padding;
  }

  #row(columns: readonly Placed[], row: readonly SheetCell[], heads: () => void): void {
    const style = { size: this.#letters };
    const lines = columns.map(({ index, width }) => {
      const cell = row[index];
      return isTrend(cell) ? [] : this.#pdf.wrap(cellText(cell), width, style);
    });
    const height = Math.max(...lines.map(({ length }) => length), 1) * this.#letters * lead;
    this.#room(height + padding, heads);
    columns.forEach((placed, number) => {
      const cell = row[placed.index];
      const bold = typeof cell === 'object' && 'tone' in cell;
      lines[number]?.forEach((line, place) => {
        this.#inColumn(placed, line, this.#y + place * this.#letters * lead, { ...style, bold });
      });
      if (isTrend(cell)) {
        const trend = drawTrend(cell.line);
        const width = Math.min(placed.width, (height * trend.width) / trend.height);
        drawOn(this.#pdf, trend, placed.x, this.#y, width);
      }
    });
    this.#y += height + 1;
    this.#rule(0.3, '#bbbbbb');
    this.#y += padding;
  }

  /** The words of totals take the room of the columns before the first number. */
  #totals(columns: readonly Placed[], totals: readonly string[], heads: () => void, weight: number): void {
    this.#room(this.#letters * lead + 2 * padding, heads);
    const style = { size: this.#letters, bold: true };
    if (weight >= 1) {
      this.#rule(weight);
      this.#y += padding;
    }
    for (const placed of columns) {
      const text = totals[placed.index] ?? '';
      if (placed.column.align === 'right') this.#inColumn(placed, text, this.#y, style);
      else this.#pdf.line(text, margin.side, this.#y, style);
    }
    this.#y += this.#letters * lead + 1;
    this.#rule(weight / 2);
    this.#y += padding + 2;
  }

  #inColumn({ column, x, width }: Placed, text: string, y: number, style: LineStyle): void {
    if (text === '') return;
    if (column.align === 'right') this.#pdf.line(text, x + width, y, { ...style, align: 'right' });
    else this.#pdf.line(text, x, y, style);
  }

  #rule(weight: number, color = '#000000'): void {
    this.#pdf.document
      .moveTo(margin.side, this.#y)
      .lineTo(this.#size[0] - margin.side, this.#y)
      .lineWidth(weight)
      .strokeColor(color)
      .stroke();
  }

  /** The columns in the largest letters in which those that may wrap need not do so after every letter. */
  #fit(table: SheetTable): readonly Placed[] {
    for (const size of sizes) {
      this.#letters = size;
      const placed = this.#placed(table);
      const wrapping = placed.filter(({ column }) => column.shrinkTo !== undefined);
      if (wrapping.every(({ width, wanted }) => width >= Math.min(wanted, leastWrapped))) return placed;
    }
    return this.#placed(table);
  }

  /** Columns as wide as their contents; if the page is narrower, those that may be shortened wrap. */
  #placed({ columns, groups, totals }: SheetTable): readonly Placed[] {
    const style = { size: this.#letters };
    const bold = { size: this.#letters, bold: true };
    const shown = columns.map((column, index) => {
      let [width, least] = [column.blank !== undefined ? blankWidth : 0, 0];
      for (const word of column.heading.split(' ')) least = Math.max(least, this.#pdf.widthOf(word, bold));
      const widen = (text: string, as: LineStyle) => {
        width = Math.max(width, this.#pdf.widthOf(text, as));
      };
      for (const { rows, subtotal } of groups) {
        if (column.align === 'right') widen(subtotal?.[index] ?? '', bold);
        for (const row of rows) {
          const cell = row[index];
          if (isTrend(cell)) width = Math.max(width, trendWidth);
          else widen(cellText(cell), typeof cell === 'object' ? bold : style);
        }
      }
      if (column.align === 'right') widen(totals?.[index] ?? '', bold);
      return { index, column, width: Math.max(width, least) };
    });
    const room = this.#width - space * (shown.length - 1);
    const widths = fitted(
      shown.map(({ column, width }) => ({ width, mayWrap: column.shrinkTo !== undefined })),
      room,
    );
    let x = margin.side;
    return shown.map(({ index, column, width: wanted }, number) => {
      const width = widths[number] ?? 0;
      const placed = { index, column, x, width, wanted };
      x += width + space;
      return placed;
    });
  }

  #charts(charts: readonly SheetChart[]): void {
    const half = (this.#width - 24) / 2;
    for (let index = 0; index < charts.length; index += 2) {
      const pair = charts.slice(index, index + 2).map((chart) => ({ chart, drawing: drawChart(chart) }));
      const scale = Math.min(half / 360, 1);
      const height = Math.max(...pair.map(({ drawing }) => drawing.height * scale)) + 20;
      this.#room(height);
      this.#y += 6;
      pair.forEach(({ chart, drawing }, place) => {
        const x = margin.side + place * (half + 24);
        this.#pdf.line(this.#pdf.cut(chart.title, half, { size: 10, bold: true }), x, this.#y, {
          size: 10,
          bold: true,
        });
        drawOn(this.#pdf, drawing, x, this.#y + 16, drawing.width * scale);
      });
      this.#y += height;
    }
  }

  #signatures(signatures: readonly string[]): void {
    this.#room(48);
    this.#y += 30;
    const each = this.#width / signatures.length;
    const style = { size: this.#letters + 1 };
    signatures.forEach((who, index) => {
      const label = who + this.#sheet.colon;
      const x = margin.side + index * each;
      const start = x + this.#pdf.widthOf(label, style) + 4;
      this.#pdf.line(label, x, this.#y, style);
      const base = this.#y + this.#letters + 3;
      this.#pdf.document
        .moveTo(start, base)
        .lineTo(x + each - 18, base)
        .lineWidth(0.7)
        .strokeColor('#000000')
        .stroke();
    });
    this.#y += 18;
  }

  /** The foot of every page, once it is known how many there are. */
  #feet(): void {
    const { document } = this.#pdf;
    const { count } = document.bufferedPageRange();
    const y = this.#size[1] - margin.bottom + 18;
    const style = { size: 7.5, color: '#444444' };
    for (let page = 0; page < count; page++) {
      document.switchToPage(page);
      this.#pdf.line(this.#sheet.title, margin.side, y, style);
      const number = this.#sheet.page(page + 1, count);
      this.#pdf.line(number, this.#size[0] - margin.side, y, { ...style, align: 'right' });
    }
  }
}
