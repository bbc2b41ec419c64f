import { labelsPerSheet, type Sheet, sheets, usualSheet } from '../../../exchange/labels/sheet.ts';
import { type Symbology, symbologies, usualSymbology } from '../../../exchange/labels/symbology.ts';
import type { Book } from '../../../inventory/book/book.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import { refuse } from '../../../inventory/refusal.ts';
import { parseQuantity, parseSetQuantity } from '../../../inventory/values/quantity.ts';
import type { CommandDefinition, TypedOptions } from '../../command.ts';
import { type Context, orRefuse } from '../../context.ts';
import { interrupted } from '../../exit-codes.ts';
import { labelOf } from '../../render/label-text.ts';
import { refuseMissing } from '../devices/device-argument.ts';
import { chosenDevices, devicesOf, selectingOptions } from './label-devices.ts';
import { type LabelsToPrint, printLabels } from './label-printing.ts';
import { askForTarget, refuseTarget, targetOf } from './label-target.ts';

/** So many labels may be a slip, and are asked about; the most are more than a shop has shelves for. */
const manyLabels = 500;
const maxLabels = 10_000;

export const command: CommandDefinition = {
  arguments: [{ typed: '[devices...]', help: 'devices' }],
  options: [
    ...selectingOptions,
    { flags: '--copies <number>', help: 'copies' },
    { flags: '--per-unit', help: 'per-unit' },
    { flags: '--symbology <symbology>', help: 'symbology' },
    { flags: '--sheet <sheet>', help: 'sheet' },
    { flags: '--skip <number>', help: 'skip' },
    { flags: '--format <format>', help: 'label-format' },
    { flags: '--font <file>', help: 'font' },
    { flags: '-o, --output <file>', help: 'output' },
  ],
  async run(context, args, options) {
    const chosen = chosenDevices(
      args.filter((arg) => arg !== undefined),
      options,
    );
    const printing = printingOf(options);
    const missing = [
      ...(chosen === null ? [{ oneOf: ['DEVICE', '--kind KIND', '--all'] }] : []),
      ...(options['output'] === undefined && options['format'] === undefined ? ['-o FILE'] : []),
    ];
    if (missing.length > 0 && !context.canAsk) refuseMissing('labels', missing);
    const targetTyped = await targetOf(context, options);
    if (targetTyped !== null) refuseTarget(context, targetTyped);
    const devices = await devicesOf(context, chosen);
    const target = targetTyped ?? (await askForTarget(context));
    const labels = await labelsOf(context, devices, copiesOf(options));
    const counted = labels.reduce((sum, { copies }) => sum + copies, 0);
    if (!(await mayPrint(context, counted))) return interrupted;
    return (await printLabels(context, { ...printing, target, labels, counted })) ? 0 : interrupted;
  },
};

/** What the options say of the sheet. */
function printingOf(options: TypedOptions): Pick<LabelsToPrint, 'sheet' | 'symbology' | 'skip'> {
  const sheet: Sheet = namedOrUsual('sheet', options['sheet'], sheets, usualSheet);
  const symbology: Symbology = namedOrUsual('symbology', options['symbology'], symbologies, usualSymbology);
  const skip =
    options['skip'] === undefined ? 0 : orRefuse('skip', parseSetQuantity(String(options['skip'])));
  const most = labelsPerSheet(sheet) - 1;
  if (skip > most) refuse('number-above', { value: String(skip), most: String(most) }, { field: 'skip' });
  return { sheet, symbology, skip };
}

function namedOrUsual<T extends { readonly name: string }>(
  field: string,
  option: TypedOptions[string],
  known: readonly T[],
  usual: T,
): T {
  if (typeof option !== 'string') return usual;
  const wanted = option.trim().toLowerCase();
  const choices = known.map(({ name }) => name);
  return (
    known.find(({ name }) => name === wanted) ??
    refuse('not-a-choice', { value: option, choices }, { field, value: option })
  );
}

/** How many labels a device gets. */
function copiesOf({ copies, perUnit }: TypedOptions): (device: Device, book: Book) => number {
  if (perUnit === true) {
    if (copies !== undefined) refuse('usage-conflict', { one: '--copies', other: '--per-unit' });
    return ({ id }, book) => book.onHand(id);
  }
  const each = copies === undefined ? 1 : orRefuse('copies', parseQuantity(String(copies)));
  return () => each;
}

async function labelsOf(
  context: Context,
  devices: readonly Device[],
  copiesOf: (device: Device, book: Book) => number,
): Promise<LabelsToPrint['labels']> {
  const book = await context.bookToAskOf();
  return devices
    .map((device) => ({ label: labelOf(device, book, context.language), copies: copiesOf(device, book) }))
    .filter(({ copies }) => copies > 0);
}

async function mayPrint(context: Context, labels: number): Promise<boolean> {
  if (labels > maxLabels) refuse('labels-too-many', { labels, most: maxLabels });
  if (labels <= manyLabels) return true;
  const { confirm, labels: words } = context.messages;
  return context.confirmed([words.many(labels)], confirm.proceed, confirm.nothingDone);
}
