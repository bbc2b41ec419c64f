import { comboPrice, type Money } from '../values/money.ts';
import { moneyAttribute } from './attribute.ts';
import { type Component, type ComponentSlot, Device, isKind, type PriceList } from './device.ts';
import { WithDiscDrive } from './disc-drive.ts';
import { DvdPlayer } from './dvd-player.ts';
import { WithScreen } from './screen.ts';
import { Television } from './television.ts';

const tvSlot: ComponentSlot = {
  key: 'tv',
  term: { en: 'TV code', zh: '电视编号' },
  about: { en: 'the TV that a combo is priced from', zh: '据以定价的电视' },
  price: moneyAttribute({
    key: 'tvPrice',
    term: { en: 'TV price', zh: '电视单价' },
    about: { en: 'or the price of a TV', zh: '或直接填写电视单价' },
    required: false,
  }),
  accepts: (kind) => isKind(kind, Television) && kind.componentSlots.length === 0,
};
const dvdSlot: ComponentSlot = {
  key: 'dvd',
  term: { en: 'DVD code', zh: 'DVD编号' },
  about: { en: 'the DVD player that a combo is priced from', zh: '据以定价的 DVD' },
  price: moneyAttribute({
    key: 'dvdPrice',
    term: { en: 'DVD price', zh: 'DVD单价' },
    about: { en: 'or the price of a DVD player', zh: '或直接填写 DVD 单价' },
    required: false,
  }),
  accepts: (kind) => isKind(kind, DvdPlayer) && kind.componentSlots.length === 0,
};

/** A television with a built-in DVD player: both at once, with what they share once, and a price that follows. */
export class TvDvdCombo extends WithDiscDrive(WithScreen(Device)) {
  static readonly id: string = 'combo';
  static readonly term = { en: 'TV/DVD combo', zh: '带DVD的电视机' };
  static readonly codePrefix = 'COMBO';
  static override readonly componentSlots = [tvSlot, dvdSlot];
  static override readonly alsoIs = [Television, DvdPlayer];

  override price(prices: PriceList): Money {
    const of = ({ key }: ComponentSlot) => componentPrice(this.components.get(key), prices);
    return comboPrice(of(tvSlot), of(dvdSlot));
  }
}

/** The unit price that a component stands for. */
export function componentPrice(component: Component | undefined, prices: PriceList): Money {
  if (component === undefined) throw new Error('a combo without one of its components');
  return 'device' in component ? prices.priceOf(component.device) : component.price;
}
