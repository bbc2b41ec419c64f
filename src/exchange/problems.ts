/** What can be wrong with a file that is read or written; rows are numbered as a spreadsheet shows them. */
declare module '../inventory/refusal.ts' {
  interface ProblemParams {
    'file-not-found': { path: string };
    'file-is-folder': { path: string };
    'file-is-device': { path: string };
    'file-no-folder': { path: string };
    'file-unreadable': { path: string; reason: string };
    'file-unwritable': { path: string; reason: string };
    'file-exists': { path: string };
    'file-is-read': { path: string };
    'file-of-another': { path: string };
    'link-of-another': { path: string; link: string; target: string };
    'font-unusable': { path: string };
    'file-empty': { name: string };
    'file-too-large': { name: string; limitMb: number };
    'file-format-unknown': { value: string };
    'file-old-excel': { name: string };
    'file-encoding-unknown-name': { value: string };
    'file-encoding-mismatch': { encoding: string; line: number };
    'file-encoding-undetected': { name: string };
    'file-nul': { row: number };
    'file-half-character': { row: number; column: string };
    'file-header-empty': { row: number; column: string; value: string };
    'file-header-twice': { row: number; column: string };
    'file-too-many-rows': { limit: number };
    'file-too-many-columns': { row: number; limit: number };
    'file-row-too-wide': { row: number; cells: number; columns: number };
    'file-row-too-long': { row: number; limit: number };
    'file-field-too-long': { row: number; column: string; limit: number };
    'file-quote': { row: number };
    'file-json-malformed': { row: number };
    'file-json-not-object': { row: number };
    'file-json-key-twice': { row: number; column: string };
    'file-json-value': { row: number; column: string; value: string };
    'file-xlsx-malformed': { name: string };
    'file-xlsx-too-large': { name: string; limitMb: number };
    'file-xlsx-cell': { cell: string; value: string };
    'file-xlsx-formula': { cell: string };
    'file-xlsx-too-many-rows': { limit: number };
  }
}

export {};
