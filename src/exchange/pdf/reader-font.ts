/** A text as pdfkit writes it: hexadecimal codes, and how far each moves on, in thousandths of the size. */
type Encoded = readonly [codes: readonly string[], positions: readonly Position[]];

interface Position {
  readonly xAdvance: number;
  readonly yAdvance: number;
  readonly xOffset: number;
  readonly yOffset: number;
  readonly advanceWidth: number;
}

/** Every Chinese character and mark is as wide as it is high. */
const fullWidth = 1000;
const baseFont = 'STSong-Light';
const encoding = 'UniGB-UCS2-H';

/** Characters that GBK has and Adobe's table of it for Unicode has not, or under another code. */
const notInTable = /[\u00b7\u0144\u0148\u0251\u0261\u01f9\u9fb4-\u9fbb\ue000-\uffff]/u;
const inTableAfterAll = /[\uff01-\uff5e\uffe0-\uffe6]/u;

let known: ReadonlySet<string> | undefined;

/** The characters of GBK, which is what the standard Chinese fonts of PDF have. */
function charactersOfGbk(): ReadonlySet<string> {
  if (known !== undefined) return known;
  const bytes: number[] = [];
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) if (trail !== 0x7f) bytes.push(lead, trail);
  const all = [...new TextDecoder('gb18030').decode(Uint8Array.from(bytes))];
  known = new Set(all.filter((character) => !notInTable.test(character) || inTableAfterAll.test(character)));
  return known;
}

/**
 * STSong-Light, one of the standard Chinese fonts that PDF readers bring themselves or have a substitute for: only its
 * name and encoding go into the file. It has what pdfkit asks of a font, which knows no such fonts of its own. For Chinese
 * only: Latin letters of a substitute are seldom as wide as its own.
 */
export class ReaderFont {
  readonly name = baseFont;
  readonly ascender = 880;
  readonly descender = -120;
  readonly lineGap = 0;
  readonly xHeight = 553;
  readonly capHeight = 737;
  readonly bbox = { minX: -25, minY: -254, maxX: 1000, maxY: 880 };
  #dictionary: PDFKit.PDFKitReference | null = null;
  #isEmbedded = false;

  constructor(
    readonly document: PDFKit.PDFDocument,
    readonly id: string,
  ) {}

  /** Whether the font has a character. */
  static has(character: string): boolean {
    return charactersOfGbk().has(character);
  }

  encode(text: string): Encoded {
    const codes = text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
    const position = { xAdvance: fullWidth, yAdvance: 0, xOffset: 0, yOffset: 0, advanceWidth: fullWidth };
    return [codes, codes.map(() => position)];
  }

  widthOfString(text: string, size: number): number {
    return (text.length * fullWidth * size) / 1000;
  }

  lineHeight(size: number): number {
    return ((this.ascender - this.descender) * size) / 1000;
  }

  ref(): PDFKit.PDFKitReference {
    this.#dictionary ??= this.document.ref({});
    return this.#dictionary;
  }

  finalize(): void {
    if (this.#isEmbedded || this.#dictionary === null) return;
    this.#isEmbedded = true;
    const { minX, minY, maxX, maxY } = this.bbox;
    const descriptor = this.document.ref({
      Type: 'FontDescriptor',
      FontName: baseFont,
      // Serif and symbolic, as its maker describes it.
      Flags: 6,
      FontBBox: [minX, minY, maxX, maxY],
      ItalicAngle: 0,
      Ascent: this.ascender,
      Descent: this.descender,
      CapHeight: this.capHeight,
      XHeight: this.xHeight,
      StemV: 58,
    });
    descriptor.end(null);
    const descendant = this.document.ref({
      Type: 'Font',
      Subtype: 'CIDFontType0',
      BaseFont: baseFont,
      // pdfkit writes a String object as a PDF string, a primitive as a name.
      CIDSystemInfo: { Registry: pdfString('Adobe'), Ordering: pdfString('GB1'), Supplement: 2 },
      FontDescriptor: descriptor,
      DW: fullWidth,
    });
    descendant.end(null);
    const toUnicode = this.document.ref({});
    toUnicode.end(codesAreUnicode());
    Object.assign(this.#dictionary.data, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: `${baseFont}-${encoding}`,
      Encoding: encoding,
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    });
    this.#dictionary.end(null);
  }
}

const pdfString = (text: string): object => Object(text);

/** Tells readers that have no table of the encoding that its codes are UTF-16 already, so that text can be searched. */
function codesAreUnicode(): string {
  const ranges = Array.from({ length: 256 }, (_, high) => {
    const start = high.toString(16).padStart(2, '0');
    return `<${start}00> <${start}ff> <${start}00>`;
  });
  const blocks = [ranges.slice(0, 100), ranges.slice(100, 200), ranges.slice(200)];
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.map((block) => `${block.length} beginbfrange\n${block.join('\n')}\nendbfrange`).join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}
