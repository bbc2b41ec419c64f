import { code128, type DrawingContext, qrcode } from 'bwip-js';
import type { Barcode, Point, Symbology } from './symbology.ts';

/** A code as a barcode; the symbology must hold it. Takes milliseconds, so it is made once for all copies. */
export function barcodeOf(code: string, symbology: Symbology): Barcode {
  const drawn = symbology.name === 'qr' ? drawnQr(code) : drawnBars(code);
  return { symbology, ...drawn };
}

type Drawn = Omit<Barcode, 'symbology'>;

/** bwip-js puts the middle of a line on a whole unit: with two units a module, bars are where they belong. */
const drawnBars = (code: string): Drawn => ({
  ...code128<Drawn>({ bcid: 'code128', text: code, scale: 2 }, new Shapes(2)),
  high: null,
});

/**
 * A QR code of a text. Bytes without a word on their encoding are Latin-1 by the standard, and readers that guess take some
 * UTF-8 for Shift JIS; so text beyond ASCII is marked as UTF-8. Of its words, up to 15 % may be lost (level M).
 */
function drawnQr(code: string): Drawn {
  const isAscii = /^[\x20-\x7e]*$/.test(code);
  const bytes = Buffer.from(code).toString('latin1');
  return qrcode<Drawn>(
    {
      bcid: 'qrcode',
      text: isAscii ? code : `^ECI000026${bytes}`,
      parsefnc: !isAscii,
      binarytext: true,
      scale: 2,
    },
    new Shapes(4),
  );
}

/** Converts the drawing of bwip-js to shapes in modules; it draws a module `unit` units wide. */
class Shapes implements DrawingContext<Drawn> {
  readonly #unit: number;
  readonly #dark: Point[][] = [];
  #wide = 0;
  #high = 0;

  constructor(unit: number) {
    this.#unit = unit;
  }

  scale(): null {
    return null;
  }
  measure(): { width: number; ascent: number; descent: number } {
    return { width: 0, ascent: 0, descent: 0 };
  }
  init(width: number, height: number): void {
    this.#wide = width / this.#unit;
    this.#high = height / this.#unit;
  }
  /** A bar: a vertical line as wide as `thickness`. */
  line(x: number, _y: number, _toX: number, _toY: number, thickness: number): void {
    const [left, right] = [x - thickness / 2, x + thickness / 2];
    this.polygon([
      [left, 0],
      [right, 0],
      [right, this.#unit],
      [left, this.#unit],
    ]);
  }
  polygon(points: readonly Point[]): void {
    this.#dark.push(points.map(([x, y]) => [x / this.#unit, y / this.#unit]));
  }
  hexagon(): void {}
  ellipse(): void {}
  fill(): void {}
  text(): void {}
  end(): Drawn {
    return { wide: this.#wide, high: this.#high, dark: this.#dark };
  }
}
