import { labelsPerSheet, sheets, usualSheet } from '../../../exchange/labels/sheet.ts';
import { symbologies, usualSymbology } from '../../../exchange/labels/symbology.ts';
import { quantityWithin } from '../../../inventory/book/stock.ts';
import { placeToMove } from '../../../inventory/decide/places/find-place.ts';
import type { ListRow } from '../../../inventory/look/list-row.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { parseQuantity, parseSetQuantity } from '../../../inventory/values/quantity.ts';
import { defineCommand } from '../../command.ts';
import { interrupted } from '../../exit-codes.ts';
import { asTyped, choice, flag, listOf, option, several } from '../../options.ts';
import { labelOf } from '../../render/label-text.ts';
import type { Session } from '../../session.ts';
import { placeNamed } from '../../words/places.ts';
import { refuseMissing } from '../missing.ts';
import { placesToRead } from '../places/place-options.ts';
import { type Chosen, chosenDevices, devicesOf, selectingOptions } from './label-devices.ts';
import { type LabelsToPrint, printLabels } from './label-printing.ts';
import { askForTarget, refuseTarget, targetOf, targetOptions } from './label-target.ts';
import { words } from './labels.words.ts';

/** So many labels may be a slip, and are asked about; the most are more than a shop has shelves for. */
const manyLabels = 500;
const maxLabels = 10_000;

const symbologyNames = symbologies.map(({ name }) => name);
const sheetNames = sheets.map(({ name }) => name);
const symbologyList = listOf(symbologyNames);
const sheetList = listOf(sheetNames);

export const command = defineCommand({
  words,
  arguments: {
    names: several(
      '[devices...]',
      {
        en: 'codes, or names that belong to one device each',
        zh: '入库编号，或不重名的品名；可写多个',
      },
      asTyped,
      'devices',
    ),
  },
  options: {
    ...selectingOptions,
    places: several(
      '--places <places...>',
      {
        en: 'labels of places instead, which scanners switch to them by',
        zh: '改为打印地点标签，扫码即换地点',
      },
      asTyped,
      'places',
    ),
    copies: option(
      '--copies <number>',
      { en: 'labels for each device (default 1)', zh: '每种设备的标签张数（默认 1）' },
      parseQuantity,
    ),
    perUnit: flag('--per-unit', {
      en: 'as many labels as there are units on hand',
      zh: '按库存数量，每台一张',
    }),
    symbology: choice(
      '--symbology <symbology>',
      {
        en: `${symbologyList.en} (default ${usualSymbology.name})`,
        zh: `${symbologyList.zh}（默认 ${usualSymbology.name}）`,
      },
      symbologyNames,
    ),
    sheet: choice(
      '--sheet <layout>',
      {
        en: `${sheetList.en} (default ${usualSheet.name})`,
        zh: `${sheetList.zh}（默认 ${usualSheet.name}）`,
      },
      sheetNames,
    ),
    skip: option(
      '--skip <number>',
      { en: 'leave this many labels of the first sheet empty', zh: '第一页空出的张数' },
      parseSetQuantity,
    ),
    place: option(
      '--place <place>',
      { en: 'with --per-unit: as many as are at this place', zh: '与 --per-unit 同用：按该地点的数量' },
      asTyped,
      'places',
    ),
    ...targetOptions,
  },
  async run(session, typed) {
    const chosen = chosenDevices(typed.names, typed);
    const ofPlaces = typed.places.length > 0;
    if (ofPlaces) refuseWithPlaces(chosen, typed);
    const printing = printingOf(typed);
    const missing = [
      ...(chosen === null && !ofPlaces ? [{ oneOf: ['DEVICE', '--kind KIND', '--all'] }] : []),
      ...(typed.output === undefined && typed.format === undefined ? ['-o FILE'] : []),
    ];
    if (missing.length > 0 && !session.host.canAsk) refuseMissing('labels', missing);
    const targetTyped = await targetOf(session, typed);
    if (targetTyped !== null) refuseTarget(session, targetTyped);
    const copies = await copiesOf(session, typed);
    const devices = ofPlaces ? [] : await devicesOf(session, chosen);
    const target = targetTyped ?? (await askForTarget(session));
    const labels = ofPlaces
      ? await labelsOfPlaces(session, typed.places, typed.copies ?? 1)
      : await labelsOf(session, devices, copies);
    const counted = labels.reduce((sum, { copies }) => sum + copies, 0);
    if (!(await mayPrint(session, counted))) return interrupted;
    return (await printLabels(session, { ...printing, ofPlaces, target, labels, counted })) ? 0 : interrupted;
  },
});

/** What the options say of the sheet. */
function printingOf(typed: {
  readonly sheet: string | undefined;
  readonly symbology: string | undefined;
  readonly skip: number | undefined;
}): Pick<LabelsToPrint, 'sheet' | 'symbology' | 'isChosen' | 'skip'> {
  const { skip = 0 } = typed;
  const sheet = sheets.find(({ name }) => name === typed.sheet) ?? usualSheet;
  const symbology = symbologies.find(({ name }) => name === typed.symbology) ?? usualSymbology;
  const most = labelsPerSheet(sheet) - 1;
  if (skip > most) refuse('number-above', { value: String(skip), most: String(most) }, { field: 'skip' });
  return { sheet, symbology, isChosen: typed.symbology !== undefined, skip };
}

/** How many labels a device gets. */
async function copiesOf(
  session: Session,
  {
    copies,
    perUnit,
    place,
  }: { readonly copies: number | undefined; readonly perUnit: boolean; readonly place: string | undefined },
): Promise<(row: ListRow) => number> {
  if (!perUnit && place !== undefined) refuse('usage-needs', { option: '--place', needs: '--per-unit' });
  if (!perUnit) return () => copies ?? 1;
  if (copies !== undefined) refuse('usage-conflict', { one: '--copies', other: '--per-unit' });
  const within = await placesToRead(session, place);
  return ({ quantity, levels }) => (within === undefined ? quantity : quantityWithin(levels, within));
}

/** Refuses what is of devices only. */
function refuseWithPlaces(chosen: Chosen, { perUnit }: { readonly perUnit: boolean }): void {
  if (chosen !== null)
    refuse('usage-conflict', { one: '--places', other: chosen.by === 'name' ? 'DEVICE' : '--all' });
  if (perUnit) refuse('usage-conflict', { one: '--places', other: '--per-unit' });
}

/** The labels that switch a scanner to places: `@shop-1/A3`, in any language. */
const labelsOfPlaces = (
  session: Session,
  typed: readonly string[],
  copies: number,
): Promise<LabelsToPrint['labels']> =>
  session.lookUp((book, journal) =>
    typed.map((one) => {
      const path = book.places.pathOf(placeToMove(book, journal, one));
      const label = { code: `@${path}`, name: placeNamed(path, session.language), spec: '', price: '' };
      return { label, copies };
    }),
  );

async function labelsOf(
  session: Session,
  rows: readonly ListRow[],
  copiesOf: (row: ListRow) => number,
): Promise<LabelsToPrint['labels']> {
  const currency = await session.currency();
  return rows
    .map((row) => ({ label: labelOf(row, currency, session.language), copies: copiesOf(row) }))
    .filter(({ copies }) => copies > 0);
}

async function mayPrint(session: Session, labels: number): Promise<boolean> {
  if (labels > maxLabels) refuse('labels-too-many', { labels, most: maxLabels });
  if (labels <= manyLabels) return true;
  const { confirm } = session.messages;
  return session.confirmed([words[session.language].many(labels)], confirm.proceed, confirm.nothingDone);
}
