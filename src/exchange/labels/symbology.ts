/** A way to write codes as bars or squares, and the smallest size that printers and scanners can resolve. */
export interface Symbology {
  readonly name: string;
  readonly term: string;
  /** What must stay white on every side, in modules, as its standard asks. */
  readonly quietModules: number;
  /** The narrowest bar or square that is printed, in millimetres. */
  readonly leastModuleMm: number;
  /** The widest, which short codes are given. */
  readonly maxModuleMm: number;
  /** Whether it has a sign for every character of a code. */
  holds(code: string): boolean;
}

/** ISO/IEC 15417. It holds ASCII; ISO-8859-1 takes shifts that many scanners do not know. */
const code128: Symbology = {
  name: 'code128',
  term: 'Code 128',
  quietModules: 10,
  leastModuleMm: 0.19,
  maxModuleMm: 0.4,
  holds: (code) => /^[\x20-\x7e]+$/.test(code),
};

/** ISO/IEC 18004. It holds any text. */
const qr: Symbology = {
  name: 'qr',
  term: 'QR',
  quietModules: 4,
  leastModuleMm: 0.25,
  maxModuleMm: 0.75,
  holds: () => true,
};

/** The symbologies there are; the first is the usual one. */
export const symbologies = [code128, qr] as const;
export const usualSymbology: Symbology = code128;
/** The one for codes that the others do not hold. */
export const symbologyForAny: Symbology = qr;

/** A point, in modules from the upper left corner. */
export type Point = readonly [x: number, y: number];

/** What a scanner reads, without a size: its dark shapes on white, in modules; the quiet zone is not part of it. */
export interface Barcode {
  readonly symbology: Symbology;
  readonly wide: number;
  /** Null for bars, which stand from 0 to 1 and are drawn as high as there is room. */
  readonly high: number | null;
  /** Polygons; where one lies within another it is a hole (the even-odd rule). */
  readonly dark: readonly (readonly Point[])[];
}
