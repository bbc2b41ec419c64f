import type { Choice, Term } from '../devices/attribute.ts';
import { folded } from '../values/text.ts';

/** The book's own number for a place, which renames leave alone. Those that people make count up, queues are below 0. */
export type PlaceId = number;

/** The place that every book begins with; it needs no name. */
export const firstPlace: PlaceId = 1;

/** What the first place is called while it has no name of its own; JSON and files say `en` in any language. */
export const firstPlaceTerm: Term = { en: 'main', zh: '主库' };

/** The kinds of places that people make. */
export const placeKinds = [
  { value: 'stock', term: { en: 'stock', zh: '在库' } },
  { value: 'hold', term: { en: 'hold', zh: '待处理' } },
] as const satisfies readonly Choice[];
export type PlaceKind = (typeof placeKinds)[number]['value'];

/** The commands that take something out of a queue. */
export type StepName = 'receive' | 'accept' | 'reject' | 'deliver' | 'cancel';

interface QueueRules extends Choice {
  readonly id: PlaceId;
  readonly isOnHand: boolean;
  /** What takes on what waits there, and what takes it back. */
  readonly steps: readonly [StepName, StepName];
}

/** The places whose stock waits for a step of the entry that put it there. They are the book's own, one of each. */
export const queues = [
  {
    id: -1,
    value: 'ordered',
    term: { en: 'ordered', zh: '在订' },
    isOnHand: false,
    steps: ['receive', 'cancel'],
  },
  {
    id: -2,
    value: 'inspection',
    term: { en: 'inspection', zh: '待检' },
    isOnHand: false,
    steps: ['accept', 'reject'],
  },
  {
    id: -3,
    value: 'transit',
    term: { en: 'transit', zh: '在途' },
    isOnHand: true,
    steps: ['receive', 'cancel'],
  },
  {
    id: -4,
    value: 'write-off',
    term: { en: 'write-off', zh: '待报损' },
    isOnHand: true,
    steps: ['accept', 'reject'],
  },
  {
    id: -5,
    value: 'sold',
    term: { en: 'sold', zh: '已售待送' },
    isOnHand: false,
    steps: ['deliver', 'cancel'],
  },
] as const satisfies readonly QueueRules[];
export type Queue = (typeof queues)[number];

/** Goods on order. */
export const ordered: PlaceId = -1;
/** Goods delivered, but not accepted. */
export const inspection: PlaceId = -2;
/** Stock sent but not yet arrived. */
export const transit: PlaceId = -3;
/** Stock set aside until somebody else approves that it is written off. */
export const writeOff: PlaceId = -4;
/** Goods sold that have not left the house. */
export const sold: PlaceId = -5;

export const isQueue = (id: PlaceId): boolean => id < 0;

/** Whether what lies at a place is ours and here, or on our road. */
export const isOnHand = (id: PlaceId): boolean =>
  id > 0 || queues.some((queue) => queue.id === id && queue.isOnHand);

/** The queue that a name means, in either language. */
export const queueNamed = (typed: string): Queue | undefined => {
  const name = folded(typed.trim());
  return queues.find(({ value, term }) => [value, folded(term.en), folded(term.zh)].includes(name));
};

/** What a queue is called in files and errors; nothing for any other place. */
export const queueNameOf = (id: PlaceId): string => queues.find((queue) => queue.id === id)?.value ?? '';

/** The queues that a step takes from. */
export const queuesOf = (step: StepName): readonly PlaceId[] =>
  queues.filter(({ steps }) => (steps as readonly StepName[]).includes(step)).map(({ id }) => id);
