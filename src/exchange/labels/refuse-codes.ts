import { refuse } from '../../inventory/refusal.ts';
import { moduleMm } from './layout.ts';
import { type Sheet, sheets } from './sheet.ts';
import { type Barcode, type Symbology, symbologyForAny } from './symbology.ts';

/** Refuses codes that a symbology has no signs for, by name. */
export function refuseNotHeld(codes: readonly string[], { name, term, holds }: Symbology): void {
  const refused = codes.filter((code) => !holds(code));
  if (refused.length === 0) return;
  refuse(
    'label-not-held',
    { codes: refused, symbology: term, instead: symbologyForAny.name },
    { codes: refused, symbology: name },
  );
}

/** Refuses codes whose barcode would be too fine for the sheet to be read again, by name. */
export function refuseTooNarrow(barcodes: ReadonlyMap<string, Barcode>, sheet: Sheet): void {
  const refused = [...barcodes].filter(([, barcode]) => moduleMm(barcode, sheet) === null);
  const [first] = refused;
  if (first === undefined) return;
  const codes = refused.map(([code]) => code);
  const { name, term, leastModuleMm } = first[1].symbology;
  refuse(
    'label-too-narrow',
    {
      codes,
      symbology: term,
      sheet: sheet.name,
      leastMm: leastModuleMm,
      instead: {
        symbology: name === symbologyForAny.name ? null : symbologyForAny.name,
        sheet:
          sheets.find((other) => refused.every(([, barcode]) => moduleMm(barcode, other) !== null))?.name ??
          null,
      },
    },
    { codes, symbology: name, sheet: sheet.name },
  );
}
