import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Sheet } from '../../../src/exchange/labels/sheet.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** A picture, in dots of red, green, blue and opacity. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What the pictures below have to the inch: a modest printer's. */
export const dpi = 300;

/** A picture of an SVG; without its texts, which no scanner reads. */
export function pictureOf(svg: string): Picture {
  const { pixels, width, height } = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: dpi / 96 },
    background: '#fff',
    font: { loadSystemFonts: false },
  }).render();
  return { pixels, width, height };
}

/** A picture out of a PPM file. */
export function pictureOfPpm(file: Uint8Array): Picture {
  const [header = '', width, height] =
    /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(file.subarray(0, 64)).toString('latin1')) ?? [];
  const pixels = new Uint8Array(Number(width) * Number(height) * 4).fill(255);
  for (let from = header.length, to = 0; from < file.length; from += 3, to += 4)
    pixels.set(file.subarray(from, from + 3), to);
  return { pixels, width: Number(width), height: Number(height) };
}

/** The opposite of {@link pictureOfPpm}. */
export function ppmOf({ pixels, width, height }: Picture): Uint8Array {
  const dots = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3)
    dots.set(pixels.subarray(from, from + 3), to);
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), dots]);
}

/** The labels of a picture of sheets below each other, as they are held under a scanner one by one. */
export function labelsIn(picture: Picture, sheet: Sheet): Picture[] {
  const dots = (mm: number): number => Math.round((mm * dpi) / 25.4);
  const pages = Math.round(picture.height / dots(sheet.page.height));
  const place = (page: number, row: number, column: number): Picture =>
    part(
      picture,
      dots(sheet.origin.width + column * sheet.pitch.width),
      dots(page * sheet.page.height + sheet.origin.height + row * sheet.pitch.height),
      dots(sheet.label.width),
      dots(sheet.label.height),
    );
  return Array.from({ length: pages }, (_, page) =>
    Array.from({ length: sheet.rows }, (_, row) =>
      Array.from({ length: sheet.columns }, (_, column) => place(page, row, column)),
    ),
  ).flat(2);
}

function part(picture: Picture, left: number, top: number, width: number, height: number): Picture {
  const [wide, high] = [Math.min(width, picture.width - left), Math.min(height, picture.height - top)];
  const pixels = new Uint8Array(wide * high * 4);
  for (let row = 0; row < high; row++) {
    const from = ((top + row) * picture.width + left) * 4;
    pixels.set(picture.pixels.subarray(from, from + wide * 4), row * wide * 4);
  }
  return { pixels, width: wide, height: high };
}

/** Reads a picture as a scanner does; null if it finds nothing. */
export async function scanned({ pixels, width, height }: Picture): Promise<string | null> {
  const data = new Uint8ClampedArray(pixels);
  const picture: Parameters<typeof readBarcodes>[0] = { data, width, height, colorSpace: 'srgb' };
  const [found] = await readBarcodes(picture, {
    formats: ['Code128', 'QRCode'],
    tryRotate: false,
    tryInvert: false,
  });
  return found?.text ?? null;
}

/** What a scanner reads off the labels of a picture of sheets, in their order; places without a label are left out. */
export async function scannedLabels(picture: Picture, sheet: Sheet): Promise<string[]> {
  const texts: string[] = [];
  for (const label of labelsIn(picture, sheet)) {
    const text = await scanned(label);
    if (text !== null) texts.push(text);
  }
  return texts;
}
