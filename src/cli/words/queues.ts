import { type Queue, queues, type StepName } from '../../inventory/book/place-kinds.ts';
import type { ProblemKey, ProblemParams } from '../../problems.ts';
import type { Language } from '../language.ts';
import type { Command } from './messages.ts';
import { placeNamed } from './places.ts';

type QueueProblem =
  | Extract<ProblemKey, 'queue' | 'not-queued' | `${'not-for' | 'correct'}-queue`>
  | 'other-step'
  | 'part-above-quantity'
  | 'not-in-entry'
  | 'several-outstanding'
  | 'settled'
  | 'over-received'
  | 'accept-by-same'
  | 'still-pending'
  | 'entry-settled';

/** What is wrong with steps of what waits in queues. */
type QueueWords = {
  readonly [K in QueueProblem]: (params: ProblemParams[K], command: Command) => string;
};

type QueueName = Queue['value'];

/** What an entry in a queue is. */
const isEn: { readonly [queue in QueueName]: string } = {
  ordered: 'on order',
  inspection: 'to be inspected',
  transit: 'on the way',
  'write-off': 'set aside to be written off',
  sold: 'sold and to be delivered',
};
const isZh: { readonly [queue in QueueName]: string } = {
  ordered: '在订',
  inspection: '待检',
  transit: '在途',
  'write-off': '待报损',
  sold: '已售待送',
};
const doneEn: { readonly [step in StepName]: string } = {
  receive: 'received',
  accept: 'accepted',
  reject: 'rejected',
  deliver: 'delivered',
  cancel: 'cancelled',
};
const stepZh: { readonly [step in StepName]: string } = {
  receive: '收货',
  accept: '验收或批准',
  reject: '拒收或驳回',
  deliver: '送货',
  cancel: '取消',
};

const isIn = (said: { readonly [queue in QueueName]: string }, queue: string): string =>
  said[queue as QueueName] ?? queue;
const done = (said: { readonly [step in StepName]: string }, step: string): string =>
  said[step as StepName] ?? step;

const numbers = (entries: readonly number[], between: string): string =>
  entries.map((n) => `#${n}`).join(between);

/** The commands that take an entry on. */
const ways = (queue: string, entry: number, command: Command): readonly string[] =>
  (queues.find(({ value }) => value === queue)?.steps ?? []).map((step) => command(`${step} ${entry}`));

/** The command that takes back what an entry has left. */
const wayBack = (queue: string, entry: number, command: Command): string =>
  ways(queue, entry, command).at(-1) ?? command('pending');

export const queueProblems: { readonly [language in Language]: () => QueueWords } = {
  en: () => ({
    queue: ({ place }, command) =>
      `stock in ${place} belongs to an entry and leaves only by its number; see: ${command('pending')}`,
    'not-queued': ({ entry }, command) =>
      `nothing of entry #${entry} was ever pending; see what is: ${command('pending')}`,
    'other-step': ({ entry, queue, step }, command) =>
      `#${entry} is ${isIn(isEn, queue)} and cannot be ${done(doneEn, step)}; there is: ${ways(queue, entry, command).join(', ')}`,
    'not-for-queue': ({ option, entry, queue }) =>
      `${option} means nothing for #${entry}, which is ${isIn(isEn, queue)}; leave it out`,
    'not-in-entry': ({ code, entry, codes }) => `#${entry} holds no ${code}, only ${codes.join(', ')}`,
    'several-outstanding': ({ entry, codes }) =>
      `#${entry} has several devices left: ${codes.join(', ')}; say which, and how many`,
    'part-above-quantity': ({ option, part, quantity }) =>
      `${option} ${part} is more than the quantity, ${quantity}, which includes it`,
    settled: ({ entry }) => `#${entry} has nothing left`,
    'over-received': ({ code, entry, left, asked, queue }) =>
      `#${entry} has only ${left} of ${code} left, ${asked} requested${overEn(queue, left)}`,
    'accept-by-same': ({ entry, by }) => `${by} set #${entry} aside; it is accepted by someone who did not`,
    'still-pending': ({ code, entries }, command) =>
      `${code} has none on hand, but is pending in ${numbers(entries, ', ')}; settle that first: ${command('pending')}`,
    'entry-settled': ({ entry, of, queue, entries }, command) =>
      `#${entry} was settled, in whole or in part, by ${numbers(entries, ', ')}; to take back the rest: ${wayBack(queue, of, command)}`,
    'correct-queue': ({ entry }, command) =>
      `entry #${entry} puts something into a queue or takes it out; take it back with: ${command(`undo ${entry}`)}`,
  }),
  zh: () => ({
    queue: ({ place }, command) =>
      `${placeNamed(place, 'zh')} 中的货属于某笔流水，只能按流水号办理；可用 ${command('pending')} 查看`,
    'not-queued': ({ entry }, command) => `流水 #${entry} 没有待办；可用 ${command('pending')} 查看全部待办`,
    'other-step': ({ entry, queue, step }, command) =>
      `#${entry} 属于${isIn(isZh, queue)}，不能${done(stepZh, step)}；可用 ${ways(queue, entry, command).join('、')}`,
    'not-for-queue': ({ option, entry, queue }) =>
      `#${entry} 属于${isIn(isZh, queue)}，不能用 ${option}，请去掉`,
    'not-in-entry': ({ code, entry, codes }) => `#${entry} 中没有 ${code}，只有 ${codes.join('、')}`,
    'several-outstanding': ({ entry, codes }) =>
      `#${entry} 还剩多种设备：${codes.join('、')}；请写明设备和数量`,
    'part-above-quantity': ({ option, part, quantity }) =>
      `${option} ${part} 超过数量 ${quantity}；数量应包含该数`,
    settled: ({ entry }) => `#${entry} 已全部办完`,
    'over-received': ({ code, entry, left, asked, queue }) =>
      `#${entry} 只剩 ${left} 台 ${code}，要办 ${asked}${overZh(queue, left)}`,
    'accept-by-same': ({ entry, by }) => `#${entry} 由 ${by} 提出，须由他人批准`,
    'still-pending': ({ code, entries }, command) =>
      `${code} 没有库存，但还有待办 ${numbers(entries, '、')}，请先办完；可用 ${command('pending')} 查看`,
    'entry-settled': ({ entry, of, queue, entries }, command) =>
      `#${entry} 已由 ${numbers(entries, '、')} 全部或部分办理；要退回剩余部分，请用 ${wayBack(queue, of, command)}`,
    'correct-queue': ({ entry }, command) =>
      `流水 #${entry} 是待办或其中一步，不能更正；请用 ${command(`undo ${entry}`)} 撤销`,
  }),
};

/** What to do where more has come than is left. */
const overEn = (queue: string, left: number): string =>
  queue === 'ordered'
    ? `; if more came than was ordered, add --over`
    : queue === 'transit'
      ? `; receive ${left}, and stock in the rest`
      : `; take ${left}`;
const overZh = (queue: string, left: number): string =>
  queue === 'ordered'
    ? '；若多到货，请加 --over'
    : queue === 'transit'
      ? `；请收 ${left}，其余另行入库`
      : `；请改为 ${left}`;
