/** A text as pdfkit writes it: hexadecimal codes, and how far each moves on, in thousandths of the size. */
type Encoded = readonly [codes: readonly string[], positions: readonly Position[]];

interface Position {
  readonly xAdvance: number;
  readonly yAdvance: number;
  readonly xOffset: number;
  readonly yOffset: number;
  readonly advanceWidth: number;
}

/** The widths of STSong-Light's characters from the space to `~`, which Adobe-GB1 numbers from 1. */
const latinWidths = [
  207, 270, 342, 467, 462, 797, 710, 239, 374, 374, 423, 605, 238, 375, 238, 334, 462, 462, 462, 462, 462,
  462, 462, 462, 462, 462, 238, 238, 605, 605, 605, 344, 748, 684, 560, 695, 739, 563, 511, 729, 793, 318,
  312, 666, 526, 896, 758, 772, 544, 772, 628, 465, 607, 753, 711, 972, 647, 620, 607, 374, 333, 374, 606,
  500, 239, 417, 503, 427, 529, 415, 264, 444, 518, 241, 230, 495, 228, 793, 527, 524, 524, 504, 338, 336,
  277, 517, 450, 652, 466, 452, 407, 370, 258, 370, 605,
];
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
 * name, encoding and widths go into the file. It has what pdfkit asks of a font, which knows no such fonts of its own.
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
    return /^[ -~]$/.test(character) || charactersOfGbk().has(character);
  }

  encode(text: string): Encoded {
    const codes: string[] = [];
    const positions: Position[] = [];
    for (const unit of String(text).split('')) {
      const width = widthOf(unit);
      codes.push(unit.charCodeAt(0).toString(16).padStart(4, '0'));
      positions.push({ xAdvance: width, yAdvance: 0, xOffset: 0, yOffset: 0, advanceWidth: width });
    }
    return [codes, positions];
  }

  widthOfString(text: string, size: number): number {
    let width = 0;
    for (const unit of String(text).split('')) width += widthOf(unit);
    return (width * size) / 1000;
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
      W: [1, latinWidths],
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

const widthOf = (unit: string): number => latinWidths[unit.charCodeAt(0) - 0x20] ?? fullWidth;

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
