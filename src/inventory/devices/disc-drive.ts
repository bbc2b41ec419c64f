import { choiceAttribute } from './attribute.ts';
import type { DeviceClass } from './device.ts';

export const discAttribute = choiceAttribute({
  key: 'disc',
  term: { en: 'disc', zh: '规格' },
  required: true,
  choices: [
    { value: 'standard', term: { en: 'standard', zh: '普通' } },
    { value: 'hd', term: { en: 'HD', zh: '高清' } },
    { value: 'blu-ray', term: { en: 'Blu-ray', zh: '蓝光高清' } },
  ],
});

/** The ability to play discs. */
export interface DiscDrive {
  /** The best disc format it plays. */
  readonly disc: string;
}

/** Gives a kind of device a disc drive. */
export function WithDiscDrive<Base extends DeviceClass>(base: Base) {
  abstract class DeviceWithDiscDrive extends base implements DiscDrive {
    static override readonly abilityAttributes = [...base.abilityAttributes, discAttribute];

    get disc(): string {
      return this.values.require(discAttribute);
    }
  }
  return DeviceWithDiscDrive;
}
