import { chooseFont, type FontChoice, hasGlyph, isLatin } from './font-choice.ts';
import { ReaderFont } from './reader-font.ts';

/** What a PDF is made with. */
export interface PdfOptions {
  readonly title: string;
  /** Of the texts, as PDF names languages: `zh-CN`. */
  readonly language: string;
  readonly createdAt: Date;
  /** Every text that will be written: the font is chosen by them. */
  readonly texts: Iterable<string>;
  /** A font file, or `reader`; chosen where it is left out. */
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
const ellipsis = '…';

/** A PDF that is being made: pages are added and drawn on through `document`, lines of text set through this. */
export class Pdf {
  readonly #chunks: Uint8Array[] = [];
  readonly #ended: Promise<void>;
  #lacking = false;

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
    if (font.is === 'latin') {
      document.registerFont('regular', 'Helvetica');
      document.registerFont('bold', 'Helvetica-Bold');
    } else if (font.is === 'embedded') {
      document.registerFont('regular', Buffer.from(font.file), font.font.postscriptName);
    } else {
      // pdfkit looks for fonts it has opened here before it opens one; it has no other door for one of another sort.
      const opened = document as unknown as { readonly _fontFamilies: { [name: string]: unknown } };
      opened._fontFamilies['regular'] = new ReaderFont(document, 'F1');
    }
    document.font('regular');
  }

  /** Whether a text held characters that the font lacks. */
  get lacking(): boolean {
    return this.#lacking;
  }

  /** How wide a text is, in points. */
  widthOf(text: string, { size, bold = false }: LineStyle): number {
    return this.#set(size, bold).widthOfString(this.#legible(text));
  }

  /** A text cut to a width in points, its end replaced by `…` where something was cut. */
  cut(text: string, width: number, style: LineStyle): string {
    if (this.widthOf(text, style) <= width) return text;
    const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
    let [fits, tooLong] = [0, characters.length];
    while (tooLong - fits > 1) {
      const middle = (fits + tooLong) >> 1;
      const some = characters.slice(0, middle).join('') + ellipsis;
      if (this.widthOf(some, style) <= width) fits = middle;
      else tooLong = middle;
    }
    return characters.slice(0, fits).join('').trimEnd() + ellipsis;
  }

  /** Sets one line on the current page, its upper end at `y`; it never wraps. */
  line(text: string, x: number, y: number, style: LineStyle): void {
    const { size, bold = false, align = 'left', color = usualColor } = style;
    const shown = this.#legible(text);
    const width = align === 'left' ? 0 : this.widthOf(shown, style);
    const left = align === 'right' ? x - width : align === 'center' ? x - width / 2 : x;
    const document = this.#set(size, bold).fillColor(color);
    if (!bold || this.font.is === 'latin') document.text(shown, left, y, { lineBreak: false });
    else {
      // Fonts with Chinese seldom come with a bold one that is as easy to find: the outline makes it.
      document
        .save()
        .strokeColor(color)
        .lineWidth(size / 32);
      document.text(shown, left, y, { lineBreak: false, fill: true, stroke: true }).restore();
    }
  }

  #set(size: number, bold: boolean): PDFKit.PDFDocument {
    return this.document.font(bold && this.font.is === 'latin' ? 'bold' : 'regular').fontSize(size);
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
    switch (this.font.is) {
      case 'latin':
        return isLatin(character);
      case 'embedded':
        return hasGlyph(this.font.font, character);
      case 'reader':
        return ReaderFont.has(character);
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
