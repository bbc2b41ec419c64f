import type { Column } from '../inventory/decide/imports/import-columns.ts';
import type { Choice } from '../inventory/devices/attribute.ts';

/** What a command needs: an option, an argument by its name in capitals, or one of several. */
export type Needed = string | { readonly oneOf: readonly (string | Choice)[] };

/** What can be wrong with what was typed. */
declare module '../inventory/refusal.ts' {
  interface ProblemParams {
    'nothing-scanned': Record<string, never>;
    'usage-unknown-option': { option: string; nearest: string | null };
    'usage-option-value': { option: string };
    'usage-too-many': { values: readonly string[] };
    'usage-unknown-command': { value: string; nearest: string | null };
    'usage-missing': { missing: readonly Needed[]; command: string };
    'usage-needs': { option: string; needs: string };
    'usage-conflict': { one: string; other: string };
    'usage-twice': { option: string; one: string; other: string };
    'import-what': { path: string };
    'usage-nothing-to-change': { command: string };
    'not-utf8': { value: string };
    'folder-not-utf8': { value: string };
    'folder-gone': { path: string };
    'usage-not-text': { format: string };
    'period-backwards': { since: string; until: string };
    'time-to-come': { value: string };
    'columns-unknown': { columns: readonly string[]; known: readonly Column[] };
    'columns-missing': { columns: readonly Column[] };
    'columns-repeated': { column: Column };
    'rows-rejected': { rows: number; skipped: boolean };
    'damage-found': { findings: number };
    'system-refused': { reason: string; action: string };
    'scan-line': { value: string };
    'scan-too-long': { most: number };
    internal: { reason: string };
  }
}
