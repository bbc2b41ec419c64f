import { cutTo } from '../text/cut.ts';
import { wrap } from '../text/wrap.ts';
import { chooseFont, type FontChoice, hasGlyph, isLatin, sourceOf } from './font-choice.ts';
import { ReaderFont } from './reader-font.ts';

/** What a PDF is made with. */
export interface PdfOptions {
  readonly title: string;
  /** Of the texts, as PDF names languages: `zh-CN`. */
  readonly language: string;
  readonly createdAt: Date;
  /** Every text that will be written: the font is chosen by them. */
  readonly texts: Iterable<string>;
  /** A font file, or `reader`; chosen if left out. */
  readonly font?: string;
}

/** How a line of text is set. */
export interface LineStyle {
  /** In points. */
  readonly size: number;
  readonly bold?: boolean;
  /** Where `x` is of the line: its left end where this is left out. */
  readonly align?: 'left' | 'center' | 'right';
  /** As CSS writes colours. */
  readonly color?: string;
}

const usualColor = '#000000';
/** How far below its upper end the letters of a line stand, as a part of its size. */
export const ascent = 0.88;
/**
 * Fonts with Chinese seldom come with a bold one that is as easy to find: an outline of this part of the size makes it.
 */
const outline = 1 / 32;

/** Runs of Latin characters, and of the rest; punctuation that both have counts as Chinese. */
const latinOrNot = /([ -~\xa0-\xff]+)|[^ -~\xa0-\xff]+/g;
const isAlwaysLatin = (character: string): boolean => /^[ -~\xa0-\xff]$/.test(character);

interface Run {
  readonly text: string;
  /** As it is registered. */
  readonly font: 'regular' | 'bold' | 'chinese';
  readonly outlined: boolean;
}

/** A PDF that is being made: pages are added and drawn on through `document`, lines of text set through this. */
export class Pdf {
  readonly #chunks: Uint8Array[] = [];
  readonly #ended: Promise<void>;
  #lacking = false;
  /** How wide texts are in letters of one point, and which characters the font has: a table asks of each many times. */
  readonly #widths = { regular: new Map<string, number>(), bold: new Map<string, number>() };
  readonly #isThere = new Map<string, boolean>();

  constructor(
    readonly document: PDFKit.PDFDocument,
    readonly font: FontChoice,
  ) {
    document.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#ended = new Promise((done, failed) => {
      document.on('end', done);
      document.on('error', failed);
    });
    this.#register();
  }

  #register(): void {
    const { document, font } = this;
    if (font.is === 'embedded') {
      document.registerFont('regular', sourceOf(font.font));
    } else {
      document.registerFont('regular', 'Helvetica');
      document.registerFont('bold', 'Helvetica-Bold');
    }
    if (font.is === 'reader') {
      // pdfkit looks for fonts it has opened here before it opens one; it has no other door for one of another sort.
      const opened = document as unknown as { readonly _fontFamilies: { [name: string]: unknown } };
      opened._fontFamilies['chinese'] = new ReaderFont(document, 'Chinese');
    }
  }

  /** Whether a text held characters that the font lacks. */
  get lacking(): boolean {
    return this.#lacking;
  }

  /** How wide a text is, in points. */
  widthOf(text: string, { size, bold = false }: LineStyle): number {
    const widths = this.#widths[bold ? 'bold' : 'regular'];
    let width = widths.get(text);
    if (width === undefined) {
      width = 0;
      for (const run of this.#runs(text, bold))
        width += this.document.font(run.font).fontSize(1).widthOfString(run.text);
      widths.set(text, width);
    }
    return width * size;
  }

  /** A text cut to a width in points, its end replaced by `…` where something was cut. */
  cut(text: string, width: number, style: LineStyle): string {
    return cutTo(text, width, (some) => this.widthOf(some, style));
  }

  /** A text in lines of a width in points. */
  wrap(text: string, width: number, style: LineStyle): readonly string[] {
    return wrap(text, width, { measure: (some) => this.widthOf(some, style) });
  }

  /** Sets one line on the current page, its upper end at `y`; it never wraps. */
  line(text: string, x: number, y: number, style: LineStyle): void {
    const { size, bold = false, align = 'left', color = usualColor } = style;
    const { document } = this;
    const width = align === 'left' ? 0 : this.widthOf(text, style);
    let left = align === 'right' ? x - width : align === 'center' ? x - width / 2 : x;
    document
      .save()
      .strokeColor(color)
      .fillColor(color)
      .lineWidth(size * outline);
    for (const run of this.#runs(text, bold)) {
      document.font(run.font).fontSize(size);
      const baseline = y + size * ascent;
      document.text(run.text, left, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        fill: true,
        stroke: run.outlined,
      });
      left += document.widthOfString(run.text);
    }
    document.restore();
  }

  /** The pieces of a text by the font that they are set in. */
  #runs(text: string, bold: boolean): readonly Run[] {
    const legible = this.#legible(text);
    const latinFont = bold ? 'bold' : 'regular';
    if (this.font.is === 'latin') return [{ text: legible, font: latinFont, outlined: false }];
    if (this.font.is === 'embedded') return [{ text: legible, font: 'regular', outlined: bold }];
    return Array.from(legible.matchAll(latinOrNot), ([run, inLatin]) =>
      inLatin === undefined
        ? { text: run, font: 'chinese', outlined: bold }
        : { text: run, font: latinFont, outlined: false },
    );
  }

  /** A text in which every character that the font lacks is `〓`, as printers set what they have no type for. */
  #legible(text: string): string {
    let legible = '';
    for (const character of text) {
      const has = this.#has(character);
      this.#lacking ||= !has;
      legible += has ? character : this.#has('〓') ? '〓' : '?';
    }
    return legible;
  }

  #has(character: string): boolean {
    let has = this.#isThere.get(character);
    if (has === undefined) {
      has = this.#isInFont(character);
      this.#isThere.set(character, has);
    }
    return has;
  }

  #isInFont(character: string): boolean {
    switch (this.font.is) {
      case 'latin':
        return isLatin(character);
      case 'embedded':
        return hasGlyph(this.font.font, character);
      case 'reader':
        return isAlwaysLatin(character) || ReaderFont.has(character);
    }
  }

  /** Ends the document and gives the file. */
  async bytes(): Promise<Uint8Array> {
    this.document.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }
}

/** A PDF without a page yet. pdfkit is loaded here. */
export async function newPdf({ title, language, createdAt, texts, font }: PdfOptions): Promise<Pdf> {
  const choice = await chooseFont(texts, font);
  const { default: Document } = await import('pdfkit');
  const document = new Document({
    autoFirstPage: false,
    bufferPages: true,
    // No font before one is asked for: the usual one would be loaded in vain.
    font: '',
    lang: language,
    displayTitle: true,
    pdfVersion: '1.5',
    info: { Title: title, Creator: 'stockbook', CreationDate: createdAt },
  });
  return new Pdf(document, choice);
}
