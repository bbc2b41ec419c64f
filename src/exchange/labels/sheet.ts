/** Width and height, or a step to the right and down, in millimetres. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A sheet of labels as it is sold, in millimetres. */
export interface Sheet {
  readonly name: string;
  readonly page: Extent;
  readonly columns: number;
  readonly rows: number;
  readonly label: Extent;
  /** From the upper left corner of the page to that of the first label. */
  readonly origin: Extent;
  /** From one label to the next. */
  readonly pitch: Extent;
  /** What stays white inside a label: a printer reaches neither the paper's edge nor the cut exactly. */
  readonly margin: Extent;
  /** The dots of the printer it is for, where bars must be whole dots wide to come out even; null where they are fine. */
  readonly dotMm: number | null;
  readonly type: TypeSizes;
}

/** How large the texts of a label are set, in millimetres from line to line. */
export interface TypeSizes {
  readonly name: number;
  /** The most lines that a name takes above a barcode. */
  readonly nameLines: number;
  readonly spec: number;
  readonly price: number;
  readonly code: number;
}

const inch = 25.4;

const a4: Sheet = {
  name: 'a4-3x8',
  page: { width: 210, height: 297 },
  columns: 3,
  rows: 8,
  label: { width: 70, height: 37 },
  origin: { width: 0, height: 0.5 },
  pitch: { width: 70, height: 37 },
  margin: { width: 4, height: 4 },
  dotMm: null,
  type: { name: 4.2, nameLines: 2, spec: 3.2, price: 5.4, code: 3.4 },
};

const avery5160: Sheet = {
  name: 'avery-5160',
  page: { width: 8.5 * inch, height: 11 * inch },
  columns: 3,
  rows: 10,
  label: { width: 2.625 * inch, height: inch },
  origin: { width: 0.1875 * inch, height: 0.5 * inch },
  pitch: { width: 2.75 * inch, height: inch },
  margin: { width: 2.5, height: 1.8 },
  dotMm: null,
  type: { name: 3.8, nameLines: 1, spec: 3, price: 4.6, code: 3 },
};

/** For thermal printers of 203 dots an inch, one label a page. */
const roll: Sheet = {
  name: 'roll-50x30',
  page: { width: 50, height: 30 },
  columns: 1,
  rows: 1,
  label: { width: 50, height: 30 },
  origin: { width: 0, height: 0 },
  pitch: { width: 50, height: 30 },
  margin: { width: 1.5, height: 1.5 },
  dotMm: 0.125,
  type: { name: 3.6, nameLines: 2, spec: 2.9, price: 4.8, code: 3.1 },
};

/** The sheets there are; the first is the usual one. */
export const sheets = [a4, avery5160, roll] as const;
export const usualSheet: Sheet = a4;

export const labelsPerSheet = ({ columns, rows }: Sheet): number => columns * rows;

/** How many sheets so many labels take, where the first `skip` places are used already. */
export const sheetsFor = (labels: number, sheet: Sheet, skip: number): number =>
  Math.ceil((labels + skip) / labelsPerSheet(sheet));
