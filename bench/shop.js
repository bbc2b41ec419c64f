// The workload: a shop's devices and movements, which follow from a seed, and what they add up to. Every program that
// is measured keeps this shop, and its answers are held against the totals here.
import { randomFrom, wholeBetween } from './random.js';

const brands = ['长虹', '步步高', 'Hanxing', 'Kantech', 'Nova', '海信', 'Orion', 'Vega'];
const panels = ['lcd', 'plasma', 'oled', 'led', 'crt', 'dlp'];
const discs = ['standard', 'hd', 'blu-ray'];
const seriesCount = 100;

/** A word in the name of one device in a hundred, and nowhere else. */
export const searchedWord = 'N17K';
const searchedSeries = 17;

/** Prices are whole minor units here, as texts with two decimals. */
const priceText = (minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** The device at an index: the same for the same seed, whatever else was asked. */
function deviceAt(seed, index) {
  const random = randomFrom(seed * 1_000_003 + index);
  const kind = index % 10 < 6 ? 'tv' : index % 10 < 9 ? 'dvd' : 'combo';
  const hasScreen = kind !== 'dvd';
  const hasDisc = kind !== 'tv';
  const size = wholeBetween(random, 15, 85);
  const brand = brands[wholeBetween(random, 0, brands.length - 1)];
  const series = `N${String(index % seriesCount).padStart(2, '0')}K`;
  const tvPrice = wholeBetween(random, 20_000, 900_000);
  const dvdPrice = wholeBetween(random, 9_900, 99_900);
  const price =
    kind === 'tv' ? tvPrice : kind === 'dvd' ? dvdPrice : Math.round((4 * (tvPrice + dvdPrice)) / 5);
  return {
    code: `${kind.toUpperCase()}-${String(index + 1).padStart(6, '0')}`,
    kind,
    name: `${brand} ${series}${hasScreen ? ` ${size} 英寸` : ''}${hasDisc ? ' DVD' : ''} ${index + 1}`,
    brand,
    size: hasScreen ? String(size) : '',
    panel: hasScreen ? panels[wholeBetween(random, 0, panels.length - 1)] : '',
    disc: hasDisc ? discs[wholeBetween(random, 0, discs.length - 1)] : '',
    /** In minor units; a combo's follows from the other two. */
    price,
    tvPrice: kind === 'combo' ? priceText(tvPrice) : '',
    dvdPrice: kind === 'combo' ? priceText(dvdPrice) : '',
    opening: wholeBetween(random, 500, 2000),
  };
}

/** What a piece of a device costs at a receipt, in minor units: seven tenths of its price, more or less. */
const costAt = (price, at) => Math.round((price * (65 + (at % 11))) / 100);

/** When the first movement happens, and how far apart two are. */
const firstMs = Date.parse('2024-01-01T00:00:00Z');
const apartMs = 60_000;

/** The state of a shop: the quantity on hand of each device, and the totals of its history. */
export class Shop {
  #seed;
  #onHand;
  #rows;
  /** The movements that have happened before anything is measured. */
  #past = { device: new Uint32Array(0), change: new Int32Array(0), balance: new Int32Array(0) };

  constructor(seed, devices, movements = 0) {
    this.#seed = seed;
    this.#onHand = Int32Array.from({ length: devices }, (_, index) => deviceAt(seed, index).opening);
    this.#rows = new Uint32Array(devices).fill(1);
    this.#past = this.#happen(randomFrom(seed + 1), movements);
  }

  #happen(random, count) {
    const past = {
      device: new Uint32Array(count),
      change: new Int32Array(count),
      balance: new Int32Array(count),
    };
    for (let at = 0; at < count; at++) {
      const device = wholeBetween(random, 0, this.#onHand.length - 1);
      const quantity = wholeBetween(random, 1, 9);
      const goes = random() < 0.5 && this.#onHand[device] > 200;
      past.device[at] = device;
      past.change[at] = goes ? -quantity : quantity;
      past.balance[at] = this.move(device, past.change[at]);
    }
    return past;
  }

  /** Moves a device's stock and gives the balance. */
  move(device, change) {
    this.#rows[device] += 1;
    this.#onHand[device] += change;
    return this.#onHand[device];
  }

  get devices() {
    return this.#onHand.length;
  }

  get movements() {
    return this.#past.device.length;
  }

  device(index) {
    return deviceAt(this.#seed, index);
  }

  onHand(index) {
    return this.#onHand[index];
  }

  /** A device's movements so far, its opening quantity being one. */
  rows(index) {
    return this.#rows[index];
  }

  *everyDevice() {
    for (let index = 0; index < this.devices; index++) yield this.device(index);
  }

  /** The movements before anything was measured, or those that stand in a file to import. */
  *pastMovements(from = 0, to = this.movements) {
    const { device, change, balance } = this.#past;
    for (let at = from; at < to; at++) {
      const { code, price } = this.device(device[at]);
      const cost = change[at] > 0 ? { cost: priceText(costAt(price, at)) } : {};
      yield { code, change: change[at], balance: balance[at], at: firstMs + at * apartMs, ...cost };
    }
  }

  /** What a list of all devices, or of the searched ones, must add up to. */
  totals(isSearch = false) {
    let devices = 0;
    let units = 0;
    let minor = 0;
    for (let index = 0; index < this.devices; index++) {
      if (isSearch && index % seriesCount !== searchedSeries) continue;
      devices += 1;
      units += this.#onHand[index];
      minor += this.#onHand[index] * this.device(index).price;
    }
    return { devices, units, value: priceText(minor) };
  }
}

/**
 * What a shop's stock is worth by moving average, worked out device by device in big integers: the first cost that comes is
 * that of the opening stock, which has none. What has no cost is left out.
 */
export function worthOf(shop) {
  const moves = new Map(
    Array.from(shop.everyDevice(), ({ code, opening }) => [code, { opening, moves: [] }]),
  );
  for (const { code, change, cost } of shop.pastMovements()) moves.get(code).moves.push({ change, cost });
  let value = 0n;
  for (const { opening, moves: some } of moves.values()) value += worthOfOne(BigInt(opening), some);
  return value;
}

function worthOfOne(opening, moves) {
  let quantity = opening;
  let value = null;
  for (const { change, cost } of moves) {
    const paid = cost === undefined ? null : BigInt(cost.replace('.', ''));
    if (paid !== null) value = (value ?? quantity * paid) + BigInt(change) * paid;
    else if (value !== null) value -= (2n * value * BigInt(-change) + quantity) / (2n * quantity);
    quantity += BigInt(change);
  }
  return value ?? 0n;
}

/** The devices in the columns that stockbook imports, with their opening quantities. */
export function* deviceRows(shop) {
  yield 'kind,code,name,brand,size,panel,disc,price,quantity,tvPrice,dvdPrice\n';
  for (const device of shop.everyDevice()) {
    const { kind, code, name, brand, size, panel, disc, price, opening, tvPrice, dvdPrice } = device;
    yield `${kind},${code},${name},${brand},${size},${panel},${disc},${priceText(price)},${opening},${tvPrice},${dvdPrice}\n`;
  }
}

/** The shop's movements in the columns that stockbook imports. */
export function* movementRows(shop) {
  yield 'code,type,quantity,reason,ref\n';
  let row = 0;
  for (const { code, change } of shop.pastMovements()) {
    row += 1;
    const [type, reason, slip] = change > 0 ? ['in', 'purchase', 'PO'] : ['out', 'sale', 'SO'];
    yield `${code},${type},${Math.abs(change)},${reason},${slip}-${row}\n`;
  }
}
