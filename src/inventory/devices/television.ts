import { Device } from './device.ts';
import { WithScreen } from './screen.ts';

/** A device with a screen. */
export class Television extends WithScreen(Device) {
  static readonly id: string = 'tv';
  static readonly term = { en: 'TV', zh: '普通电视机' };
  static readonly codePrefix = 'TV';
}
