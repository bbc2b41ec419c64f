import { choiceAttribute, measureAttribute } from './attribute.ts';
import type { DeviceClass } from './device.ts';

export const sizeAttribute = measureAttribute({
  key: 'size',
  term: { en: 'size', zh: '尺寸' },
  required: true,
  fractionDigits: 2,
  most: 500,
  unit: { en: 'inches', zh: '英寸' },
});
export const panelAttribute = choiceAttribute({
  key: 'panel',
  term: { en: 'panel', zh: '类型' },
  required: true,
  choices: [
    { value: 'lcd', term: { en: 'LCD', zh: '液晶' } },
    { value: 'plasma', term: { en: 'plasma', zh: '等离子' } },
    { value: 'oled', term: { en: 'OLED', zh: 'OLED' } },
    { value: 'led', term: { en: 'LED', zh: 'LED' } },
    { value: 'crt', term: { en: 'CRT', zh: '显像管' } },
    { value: 'dlp', term: { en: 'DLP', zh: '背投' } },
  ],
});

/** The ability to show pictures. */
export interface Screen {
  readonly sizeInches: number;
  readonly panel: string;
}

/** Gives a kind of device a screen. */
export function WithScreen<Base extends DeviceClass>(base: Base) {
  abstract class DeviceWithScreen extends base implements Screen {
    static override readonly abilityAttributes = [...base.abilityAttributes, sizeAttribute, panelAttribute];

    get sizeInches(): number {
      return this.values.require(sizeAttribute);
    }
    get panel(): string {
      return this.values.require(panelAttribute);
    }
  }
  return DeviceWithScreen;
}
