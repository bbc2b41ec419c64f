import { inspection, type PlaceId, queueNameOf, writeOff } from '../../../inventory/book/place-kinds.ts';

/** What a step does with one device. */
interface StepLine {
  readonly entry: number;
  /** The entry that it takes on. */
  readonly of: number;
  readonly units: number;
  readonly code: string;
  readonly name: string;
  /** Whether it is the only device. */
  readonly isAlone: boolean;
  readonly onHand: number;
  /** How many still wait in the queue. */
  readonly left: number;
  readonly queue: PlaceId;
}
interface LyingSaid {
  readonly place: string;
  readonly quantity: number;
}

/** What steps say. */
interface Messages {
  readonly whichEntry: string;
  /** Ours, and now elsewhere. */
  readonly arrived: (line: StepLine, there: LyingSaid) => string;
  /** New on hand. */
  readonly cameIn: (line: StepLine, there: LyingSaid) => string;
  readonly toInspect: (line: StepLine, to: string) => string;
  readonly rejected: (line: StepLine, party: string | null, slip: string) => string;
  readonly lost: (line: StepLine) => string;
  readonly writtenOff: (line: StepLine) => string;
  readonly delivered: (line: StepLine) => string;
  readonly ended: (line: StepLine) => string;
}

const stillEn: { readonly [queue: string]: string } = {
  ordered: 'still on order',
  inspection: 'still to be inspected',
  transit: 'still on the way',
  'write-off': 'still set aside',
  sold: 'still to deliver',
};
const stillZh: { readonly [queue: string]: string } = {
  ordered: '仍在订',
  inspection: '仍待检',
  transit: '仍在途',
  'write-off': '仍待报损',
  sold: '仍待送',
};

const leftEn = ({ left, queue }: StepLine): string =>
  left === 0 ? '' : `; ${left} ${stillEn[queueNameOf(queue)] ?? ''}`;
const leftZh = ({ left, queue }: StepLine): string =>
  left === 0 ? '' : `；${stillZh[queueNameOf(queue)] ?? ''} ${left}`;

/** What came in of an order is followed by how many are to come; the lot under inspection is in front of whoever accepts of it. */
const saysLeft = ({ queue }: StepLine): boolean => queue !== inspection;

/** The code, where the number alone does not say which device is meant. */
const which = ({ isAlone, code }: StepLine): string => (isAlone ? '' : ` ${code}`);

export const words: { readonly en: Messages; readonly zh: Messages } = {
  en: {
    whichEntry: 'which one',
    arrived: (line, { place, quantity }) =>
      `#${line.entry} ${line.units} of #${line.of}${line.queue === writeOff ? ' put back' : ''}  ${line.code} ${line.name}: ${quantity} at ${place}${leftEn(line)}`,
    cameIn: (line, { place, quantity }) =>
      `#${line.entry} in +${line.units}  ${line.code}: ${quantity} at ${place}, ${line.onHand} on hand${saysLeft(line) ? leftEn(line) : ''}`,
    toInspect: (line) =>
      `#${line.entry} ${line.units}${which(line)} of #${line.of} to be inspected${leftEn(line)}`,
    rejected: (line, party, slip) =>
      `#${line.entry} rejected ${line.units}${which(line)} of #${line.of}${party === null ? '' : `, back to ${party}`}${leftEn(line)}; slip: ${slip}`,
    lost: (line) =>
      `#${line.entry} lost ${line.units} of #${line.of}  ${line.code} ${line.name}: ${line.onHand} on hand${leftEn(line)}`,
    writtenOff: (line) =>
      `#${line.entry} written off ${line.units} of #${line.of}  ${line.code}: ${line.onHand} on hand${leftEn(line)}`,
    delivered: (line) => `#${line.entry} delivered ${line.units} of #${line.of}  ${line.code}${leftEn(line)}`,
    ended: (line) =>
      line.left === 0
        ? `#${line.entry} #${line.of} ended: ${line.units}${which(line)} never came`
        : `#${line.entry} ${line.units}${which(line)} of #${line.of} will not come${leftEn(line)}`,
  },
  zh: {
    whichEntry: '办理哪一笔',
    arrived: (line, { place, quantity }) =>
      `#${line.entry} #${line.of} ${line.queue === writeOff ? '放回' : '到货'} ${line.units}  ${line.code} ${line.name}：${place} ${quantity}${leftZh(line)}`,
    cameIn: (line, { place, quantity }) =>
      `#${line.entry} 入库 +${line.units}  ${line.code}：${place} ${quantity}，现有 ${line.onHand}${saysLeft(line) ? leftZh(line) : ''}`,
    toInspect: (line) => `#${line.entry} #${line.of} 待检 ${line.units}${which(line)}${leftZh(line)}`,
    rejected: (line, party, slip) =>
      `#${line.entry} #${line.of} 拒收 ${line.units}${which(line)}${party === null ? '' : `，退回${party}`}${leftZh(line)}；单据：${slip}`,
    lost: (line) =>
      `#${line.entry} #${line.of} 丢失 ${line.units}  ${line.code} ${line.name}：现有 ${line.onHand}${leftZh(line)}`,
    writtenOff: (line) =>
      `#${line.entry} #${line.of} 报损 ${line.units}  ${line.code}：现有 ${line.onHand}${leftZh(line)}`,
    delivered: (line) => `#${line.entry} #${line.of} 送货 ${line.units}  ${line.code}${leftZh(line)}`,
    ended: (line) =>
      line.left === 0
        ? `#${line.entry} #${line.of} 结束：${line.units}${which(line)} 未到货`
        : `#${line.entry} #${line.of} 取消 ${line.units}${which(line)}${leftZh(line)}`,
  },
};
