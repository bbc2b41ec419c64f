import { Device } from './device.ts';
import { WithDiscDrive } from './disc-drive.ts';

/** A device with a disc drive. */
export class DvdPlayer extends WithDiscDrive(Device) {
  static readonly id: string = 'dvd';
  static readonly term = { en: 'DVD player', zh: 'DVD' };
  static readonly codePrefix = 'DVD';
}
