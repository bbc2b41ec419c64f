/** What can be wrong with labels that are wanted. */
declare module '../../inventory/refusal.ts' {
  interface ProblemParams {
    'label-not-held': { codes: readonly string[]; symbology: string; instead: string };
    'label-too-narrow': {
      codes: readonly string[];
      symbology: string;
      sheet: string;
      leastMm: number;
      /** What they fit: another symbology, and another sheet, if there are. */
      instead: { symbology: string | null; sheet: string | null };
    };
    'labels-too-many': { labels: number; most: number };
  }
}

export {};
