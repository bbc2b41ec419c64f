/** A device, and a place with what lies there. */
interface DeviceSaid {
  readonly code: string;
  readonly name: string;
}
interface LyingSaid {
  readonly place: string;
  readonly quantity: number;
}

/** What the steps of a shipment say. */
interface Messages {
  readonly arrived: (
    entry: number,
    of: number,
    units: number,
    device: DeviceSaid,
    there: LyingSaid,
    left: number,
  ) => string;
  readonly lost: (
    entry: number,
    of: number,
    units: number,
    device: DeviceSaid,
    onHand: number,
    left: number,
  ) => string;
  readonly whichEntry: string;
}

const leftEn = (left: number): string => (left === 0 ? '' : `; ${left} still on the way`);
const leftZh = (left: number): string => (left === 0 ? '' : `；仍在途 ${left}`);

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    arrived: (entry, of, units, { code, name }, { place, quantity }, left) =>
      `#${entry} ${units} of #${of}  ${code} ${name}: ${quantity} at ${place}${leftEn(left)}`,
    lost: (entry, of, units, { code, name }, onHand, left) =>
      `#${entry} lost ${units} of #${of}  ${code} ${name}: ${onHand} on hand${leftEn(left)}`,
    whichEntry: 'number of the shipment',
  },
  zh: {
    arrived: (entry, of, units, { code, name }, { place, quantity }, left) =>
      `#${entry} #${of} 到货 ${units}  ${code} ${name}：${place} ${quantity}${leftZh(left)}`,
    lost: (entry, of, units, { code, name }, onHand, left) =>
      `#${entry} #${of} 丢失 ${units}  ${code} ${name}：现有 ${onHand}${leftZh(left)}`,
    whichEntry: '在途调拨的流水号',
  },
};
