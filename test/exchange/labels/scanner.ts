import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** A picture of a page of labels, as a laser printer or a scanner sees it: 300 dots an inch. */
export const pictureOf = (svg: string): Uint8Array =>
  new Resvg(svg, { dpi: 300, fitTo: { mode: 'original' }, font: { loadSystemFonts: false } })
    .render()
    .asPng();

/** What a barcode reader makes of a picture: the texts of all barcodes in it, sorted. */
export async function scanned(png: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(png), {
    formats: ['Code128', 'QRCode'],
    maxNumberOfSymbols: 255,
    tryInvert: false,
    tryRotate: false,
  });
  return found.map(({ text }) => text).sort();
}
