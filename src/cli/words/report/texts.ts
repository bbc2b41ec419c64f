import type { Choice } from '../../../inventory/devices/attribute.ts';
import type { FlowKind } from '../../../inventory/look/valuation/fact.ts';
import type { DeviceGrouping } from '../../../inventory/report/grouping.ts';
import type { SlipType } from '../../../inventory/report/slip.ts';
import type { FlowUnit } from '../../../inventory/report/timeline.ts';
import type { Language } from '../../language.ts';

export const reportNames = [
  { value: 'inventory', term: { en: 'inventory', zh: '库存' } },
  { value: 'movements', term: { en: 'movements', zh: '出入库' } },
  { value: 'low', term: { en: 'low', zh: '低库存' } },
  { value: 'day', term: { en: 'day', zh: '日结' } },
  { value: 'value', term: { en: 'value', zh: '估价' } },
  { value: 'slip', term: { en: 'slip', zh: '单据' } },
  { value: 'count', term: { en: 'count', zh: '盘点' } },
] as const satisfies readonly Choice[];
export type ReportName = (typeof reportNames)[number]['value'];
/** The reports that are about all devices, or those of a kind or brand. */
export type BookReportName = Exclude<ReportName, 'slip' | 'count'>;

/** Everything that reports and charts say, in one language. */
export interface ReportTexts {
  readonly titles: { readonly [name in BookReportName]: string };
  /** The facts at the head of a report. */
  readonly facts: {
    readonly store: string;
    readonly madeAt: string;
    readonly by: string;
    readonly asOf: string;
    readonly period: string;
    readonly currency: string;
    readonly only: string;
    readonly entries: string;
    readonly operators: string;
    readonly stock: string;
  };
  readonly between: (since: string, until: string) => string;
  readonly entryRange: (first: number, last: number) => string;
  readonly noEntries: string;
  readonly operator: (by: string, entries: number) => string;
  readonly stock: (devices: number, units: string, value: string) => string;
  readonly columns: {
    readonly onHand: string;
    readonly value: string;
    readonly costValue: string;
    readonly trend: string;
    readonly counted: string;
    readonly opening: string;
    readonly in: string;
    readonly out: string;
    readonly totalIn: string;
    readonly totalOut: string;
    readonly closing: string;
    readonly since: string;
    readonly sold: (days: number) => string;
    readonly order: string;
    /** On order, under inspection or on the way. */
    readonly coming: string;
    /** From which places to fetch first. */
    readonly fetch: string;
    readonly orderCost: string;
    readonly units: string;
    readonly what: string;
    readonly takenBack: string;
  };
  readonly captions: {
    readonly inventory: string;
    readonly movements: string;
    readonly apart: string;
    readonly low: string;
    readonly reasons: string;
    readonly moved: string;
  };
  readonly without: { readonly kind: string; readonly brand: string };
  /** `gone` are devices that are no longer in the book, beside those that are. */
  readonly subtotal: (name: string, devices: number, gone?: number) => string;
  readonly total: (devices: number, gone?: number) => string;
  readonly unmoved: (devices: number) => string;
  readonly further: (devices: number) => string;
  readonly withoutCost: (devices: number) => string;
  readonly nothing: {
    readonly inventory: string;
    readonly movements: string;
    readonly apart: string;
    readonly low: string;
    readonly value: string;
  };
  readonly fetch: (quantity: number, place: string) => string;
  readonly fetchRule: string;
  readonly orderRule: (days: number) => string;
  readonly correctionRule: string;
  readonly charts: {
    readonly shares: { readonly [by in DeviceGrouping]: (currency: string) => string };
    readonly flows: { readonly [unit in FlowUnit]: string };
    readonly others: (count: number) => string;
    readonly largest: (label: string, text: string) => string;
    readonly flowsAre: (totalIn: string, totalOut: string, parts: number) => string;
    readonly trendIs: (first: number, last: number, low: number, high: number) => string;
    readonly in: string;
    readonly out: string;
  };
  /** Who signs a report. */
  readonly signatures: { readonly [name in BookReportName]: readonly string[] };
  readonly page: (page: number, pages: number) => string;
  readonly colon: string;
  readonly columnsLeftOut: (headings: readonly string[]) => string;
  /** Asks for the file to write. */
  readonly file: string;
  readonly written: (path: string) => string;
  readonly notOpened: (path: string) => string;
  readonly fontLacks: string;
  /** What `report slip` says. */
  readonly slip: {
    readonly titles: { readonly [type in SlipType]: string };
    readonly caption: string;
    readonly empty: string;
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly total: string;
    /** What has become of its entry. */
    readonly state: string;
    readonly inTransit: string;
    readonly toDeliver: string;
    /** The entry that it is a step of. */
    readonly of: string;
    readonly due: string;
    readonly correctedBy: (entry: number) => string;
    /** Who signs for goods that change hands, and for what is only recorded. */
    readonly handedOver: readonly string[];
    readonly approved: readonly string[];
  };
  /** What `report count` and the sheets of a count say. */
  readonly count: {
    readonly title: (count: number) => string;
    readonly sheetTitle: (count: number, place: string, isRecount: boolean) => string;
    readonly caption: string;
    readonly empty: string;
    readonly count: string;
    readonly opened: string;
    readonly closed: string;
    readonly states: { readonly open: string; readonly posted: string; readonly cancelled: string };
    /** That no second person is required, and what that means. */
    readonly solo: readonly [string, string];
    readonly seed: string;
    readonly seedByHand: (seed: string) => string;
    readonly place: string;
    readonly state: string;
    readonly first: string;
    readonly firstBy: string;
    readonly recount: string;
    readonly recountBy: string;
    readonly book: string;
    readonly variance: string;
    readonly atLastCost: string;
    readonly moved: string;
    readonly explained: string;
    readonly gains: string;
    readonly losses: string;
    readonly net: string;
    readonly agreed: (lines: number) => string;
    /** A line of a count of several places. */
    readonly codeAt: (code: string, place: string) => string;
    readonly notCounted: (codes: readonly string[], more: number) => string;
    readonly countAgain: (place: string) => string;
    /** First count, recount, approval. */
    readonly signatures: readonly string[];
    /** Who signs a sheet. */
    readonly sheetSignatures: readonly string[];
    readonly spec: string;
    readonly counted: string;
    readonly finds: string;
    /** What stands there and is not to be counted. */
    readonly apart: string;
    readonly apartLine: (queue: string, entry: number, left: number, code: string) => string;
    readonly othersGoods: string;
  };
  /** What `report value` and `report movements --amounts` say. */
  readonly value: {
    readonly at: string;
    readonly lastCost: string;
    readonly atLast: string;
    readonly average: string;
    readonly atAverage: string;
    readonly caption: string;
    readonly byPlace: string;
    readonly place: string;
    readonly units: string;
    readonly total: string;
    readonly withoutLast: (codes: readonly string[], more: number) => string;
    readonly withoutAverage: (codes: readonly string[], more: number) => string;
    readonly amountsTitle: string;
    readonly amountsCaption: string;
    /** The columns of pieces, and of what they were worth. */
    readonly flows: { readonly [kind in FlowKind]: readonly [pieces: string, amount: string] };
    readonly opening: readonly [pieces: string, amount: string];
    readonly closing: readonly [pieces: string, amount: string];
    readonly correction: string;
    readonly amountsRule: string;
    readonly wentWithoutCost: (codes: readonly string[], more: number) => string;
  };
  /** What `chart` says. */
  readonly chart: {
    readonly title: string;
    readonly caption: string;
    /** When a part begins. */
    readonly since: string;
    readonly all: string;
    readonly balance: string;
    readonly summary: (opening: string, came: string, went: string, closing: string) => string;
    /** The period, and the time that each column covers. */
    readonly columnsAre: (period: string, unit: FlowUnit) => string;
  };
}

export async function loadReportTexts(language: Language): Promise<ReportTexts> {
  return language === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en;
}
