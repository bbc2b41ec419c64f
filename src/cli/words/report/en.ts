import type { ReportTexts } from './texts.ts';

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

const inBook = (devices: number, gone: number): string =>
  counted(devices, 'device') + (gone === 0 ? '' : ` and ${gone} removed`);

/** What reports and charts say, in English. */
export const en: ReportTexts = {
  titles: {
    inventory: 'Inventory',
    movements: 'Stock movements',
    low: 'Low stock',
    day: 'Day report',
  },
  facts: {
    store: 'store',
    madeAt: 'printed',
    by: 'operator',
    asOf: 'as of',
    period: 'period',
    currency: 'currency',
    only: 'only',
    entries: 'entries',
    operators: 'recorded by',
    stock: 'stock at the end',
  },
  between: (since, until) => `${since} to ${until}`,
  entryRange: (first, last) => (first === last ? `#${first}` : `#${first} to #${last}`),
  noEntries: 'none',
  operator: (by, entries) => `${by} (${entries})`,
  stock: (devices, units, value) => `${counted(devices, 'device')}, ${units} units, ${value}`,
  columns: {
    onHand: 'on hand',
    value: 'retail value',
    costValue: 'cost value',
    trend: 'trend',
    counted: 'counted',
    opening: 'opening',
    in: 'in',
    out: 'out',
    totalIn: 'total in',
    totalOut: 'total out',
    closing: 'closing',
    since: 'low since',
    sold: (days) => `sold in ${days} days`,
    order: 'order',
    fetch: 'transfer',
    orderCost: 'order cost',
    units: 'units',
    what: 'what',
  },
  captions: {
    inventory: 'Devices in stock',
    movements: 'Movements by device',
    apart: 'Damage and returns',
    low: 'Devices to reorder',
    reasons: 'From opening to closing',
    moved: 'Devices that moved',
  },
  without: { kind: 'no longer in the book', brand: 'without a brand' },
  subtotal: (name, devices, gone = 0) => `${name}: ${inBook(devices, gone)}`,
  total: (devices, gone = 0) => `total: ${inBook(devices, gone)}`,
  unmoved: (devices) => `${counted(devices, 'device')} did not move`,
  further: (devices) => `${counted(devices, 'further device')}`,
  withoutCost: (devices) =>
    `${counted(devices, 'device')} without a known cost, not counted in the cost value`,
  nothing: {
    inventory: 'no devices',
    movements: 'no movements',
    apart: 'no damage and no returns',
    low: 'nothing is low',
  },
  fetch: (quantity, place) => `${quantity} from ${place}`,
  fetchRule:
    'Enough for the minimum of the place: from places that have more than their own minimum, the rest to order.',
  orderRule: (days) =>
    `Order enough for the minimum plus ${days} days of sales, or twice the minimum, whichever is more.`,
  correctionRule:
    'Opening + in - out = closing. Entries undone within the period appear under corrections in both columns.',
  charts: {
    shares: {
      kind: (currency) => `Retail value by kind (${currency})`,
      brand: (currency) => `Retail value by brand (${currency})`,
    },
    flows: { day: 'Movements per day', week: 'Movements per week', month: 'Movements per month' },
    others: (count) => `${count} others`,
    largest: (label, text) => `The largest is ${label} with ${text}.`,
    flowsAre: (totalIn, totalOut, parts) => `${totalIn} came in and ${totalOut} went out, in ${parts} bars.`,
    trendIs: (first, last, low, high) => `from ${first} to ${last}, lowest ${low}, highest ${high}`,
    in: 'in',
    out: 'out',
  },
  signatures: {
    inventory: ['prepared by', 'checked by', 'date'],
    movements: ['prepared by', 'checked by', 'date'],
    low: ['prepared by', 'approved by', 'date'],
    day: ['handed over by', 'taken over by', 'date'],
  },
  page: (page, pages) => `page ${page} of ${pages}`,
  colon: ': ',
  columnsLeftOut: (headings) => `left out for lack of width: ${headings.join(', ')}`,
  file: 'file: .html .pdf .md .txt',
  written: (path) => `report written to ${path}`,
  notOpened: (path) => `no program could be started to show the report; open ${path}`,
  fontLacks: 'the font lacks some characters, shown as 〓 or ?; name another font with --font',
  chart: {
    title: 'Balance over time',
    caption: 'Balance part by part',
    since: 'from',
    all: 'all devices',
    balance: 'balance',
    summary: (opening, came, went, closing) =>
      `opening ${opening}, in ${came}, out ${went}, closing ${closing}`,
    columnsAre: (period, unit) => `${period}, each column a ${unit}`,
  },
};
