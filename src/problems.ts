import { madeOnce } from './made-once.ts';

/** The exit code of each `error.code` that scripts branch on (the contract, "Exit codes"). */
export const exitCodes = {
  io: 1,
  internal: 1,
  usage: 2,
  invalid: 2,
  'not-found': 3,
  'no-store': 3,
  'insufficient-stock': 4,
  'duplicate-code': 4,
  'ambiguous-name': 4,
  'in-use': 4,
  'not-empty': 4,
  'already-imported': 4,
  'key-conflict': 4,
  'unexpected-quantity': 4,
  'already-undone': 4,
  'not-sellable': 4,
  queue: 4,
  settled: 4,
  'over-received': 4,
  'needs-approval': 4,
  'when-counted': 4,
  'already-counted': 4,
  'count-not-ready': 4,
  counting: 4,
  suspicious: 4,
  exists: 4,
  busy: 5,
  damaged: 6,
  'newer-format': 6,
  unknown: 7,
} as const;

export type ErrorCode = keyof typeof exitCodes;

/** What something is called, in each language: an inventory term, as it is stated in devices/attribute.ts. */
interface Term {
  readonly en: string;
  readonly zh: string;
}

/** A choice of a closed list, or a column of a file. */
interface Named {
  readonly term: Term;
}
interface Choice extends Named {
  readonly value: string;
}
interface Column extends Named {
  readonly key: string;
}

/** An entry that moved a device while it was counted. */
export interface MovedSince {
  readonly entry: number;
  readonly at: string;
  readonly by: string;
  readonly type: string;
  readonly reason: string | null;
  /** Signed units. */
  readonly change: number;
}

/** A line of a count that cannot be posted yet. */
export interface LineNotReady {
  readonly place: string;
  readonly code: string;
  readonly state: string;
}

/** A code that a file adds and that looks like another one. */
export interface Lookalike {
  readonly row: number;
  readonly code: string;
  readonly like: string;
  /** The row of the file that has the other one; null where only the book has it. */
  readonly likeRow: number | null;
  /** Letters of two scripts, 0 and O or 1 and I, zeros in front, or a likely typing error; a date is like itself. */
  readonly why: 'scripts' | 'shapes' | 'zeros' | 'typing' | 'date';
}

/** What a file is that is no table. */
export type FileKind = 'pdf' | 'image' | 'archive' | 'document' | 'web-page' | 'password' | 'old-excel';

/** What a zip archive is that is no XLSX workbook. */
export type WorkbookKind = 'ods' | 'numbers' | 'xlsb' | 'document' | 'archive';

/** A sheet of a workbook. */
export interface SheetName {
  readonly title: string;
  readonly isHidden: boolean;
}

/** What a command needs: an option, an argument by its name in capitals, or one of several. */
export type Needed = string | { readonly oneOf: readonly (string | Choice)[] };

/** Why a movement looks like a slip. */
export type Suspicion =
  | { readonly guard: 'quantity'; readonly quantity: number; readonly usual: number }
  | { readonly guard: 'cost'; readonly cost: string; readonly usual: string }
  | { readonly guard: 'repeat'; readonly entry: number; readonly seconds: number }
  | { readonly guard: 'code'; readonly code: string; readonly busier: string; readonly name: string }
  | { readonly guard: 'party'; readonly party: string; readonly known: string; readonly entry: number }
  | { readonly guard: 'low'; readonly left: number; readonly minimum: number | null };
/** An edit after the one that is to be taken back, of an attribute that this one changed too. */
export type LaterEdit = {
  readonly entry: number;
  readonly code: string;
  readonly attributes: readonly string[];
};

/** Pieces that lie at another place than where they are asked for. */
export type Elsewhere = { readonly place: string; readonly quantity: number };

/** What is done about an entry that others may stand in the way of. */
export type EntryStep = 'undo' | 'correct';

declare const params: unique symbol;

/** The error code of a problem, and the type of the values that its message needs. */
type Definition<P> = ErrorCode & { readonly [params]?: P };

const of =
  (code: ErrorCode) =>
  <P>(): Definition<P> =>
    code;
const io = of('io');
const internal = of('internal');
const usage = of('usage');
const invalid = of('invalid');
const notFound = of('not-found');
const noStore = of('no-store');
const insufficientStock = of('insufficient-stock');
const duplicateCode = of('duplicate-code');
const ambiguousName = of('ambiguous-name');
const inUse = of('in-use');
const notEmpty = of('not-empty');
const alreadyImported = of('already-imported');
const keyConflict = of('key-conflict');
const unexpectedQuantity = of('unexpected-quantity');
const alreadyUndone = of('already-undone');
const notSellable = of('not-sellable');
const queue = of('queue');
const settled = of('settled');
const overReceived = of('over-received');
const needsApproval = of('needs-approval');
const whenCounted = of('when-counted');
const alreadyCounted = of('already-counted');
const countNotReady = of('count-not-ready');
const counting = of('counting');
const suspicious = of('suspicious');
const exists = of('exists');
const busy = of('busy');
const damaged = of('damaged');
const newerFormat = of('newer-format');
const unknown = of('unknown');

/**
 * Every way in which this program says no, in the order of the exit codes: the error code of each problem, and the
 * values that its message needs. src/cli/words has a text for every key in each language.
 */
export const problems = madeOnce(() => ({
  // io: exit code 1
  'folder-gone': io<{ path: string }>(),
  'system-refused': io<{ reason: string; action: string }>(),
  'entry-beyond-memory': io<{ entryMb: number; neededMb: number; limitMb: number }>(),
  'memory-short': io<{ rows: number; neededMb: number; limitMb: number }>(),
  'file-unreadable': io<{ path: string; reason: string }>(),
  'file-unwritable': io<{ path: string; reason: string }>(),
  'store-link-dangling': io<{ path: string; target: string }>(),
  'store-link-foreign': io<{ path: string }>(),
  'store-io': io<{ path: string; reason: string }>(),
  'store-not-recorded': io<{ path: string; reason: string }>(),
  'store-is-link': io<{ path: string }>(),
  'store-not-a-file': io<{ path: string; kind: 'directory' | 'pipe' | 'socket' | 'device' }>(),
  'store-lock-missing': io<{ platform: string; reason: string }>(),
  'server-unreachable': io<{ where: string; reason: string }>(),
  'server-login': io<{ where: string; user: string }>(),
  'server-certificate': io<{ host: string; reason: string }>(),
  'server-name': io<{ host: string }>(),
  'server-no-tls': io<{ host: string }>(),
  'server-permission': io<{ where: string; user: string }>(),
  'tables-older': io<{ where: string; user: string; owner: string }>(),
  'server-too-old': io<{ where: string; version: number; oldest: number }>(),
  'server-encoding': io<{ where: string; encoding: string }>(),
  'server-refused': io<{ where: string; reason: string }>(),

  // internal: exit code 1
  internal: internal<{ reason: string }>(),

  // usage: exit code 2
  'which-place': usage<{ count: number; places: readonly string[] }>(),
  'several-outstanding': usage<{ entry: number; codes: readonly string[] }>(),
  'not-for-queue': usage<{ option: string; entry: number; queue: string }>(),
  'store-is-target': usage<{ path: string }>(),
  'output-ending': usage<{ path: string; formats: readonly string[] }>(),
  'usage-unknown-option': usage<{ option: string; nearest: string | null }>(),
  'usage-option-value': usage<{ option: string }>(),
  'usage-too-many': usage<{ values: readonly string[] }>(),
  'usage-unknown-command': usage<{ value: string; nearest: string | null }>(),
  'usage-incomplete-command': usage<{ command: string; words: readonly string[] }>(),
  'usage-missing': usage<{ missing: readonly Needed[]; command: string }>(),
  'usage-needs': usage<{ option: string; needs: string }>(),
  'usage-conflict': usage<{ one: string; other: string }>(),
  'usage-twice': usage<{ option: string; one: string; other: string }>(),
  'import-what': usage<{ path: string }>(),
  'usage-nothing-to-change': usage<{ command: string }>(),
  'not-utf8': usage<{ value: string }>(),
  'folder-not-utf8': usage<{ value: string }>(),
  'usage-not-of-format': usage<{ option: string; formats: readonly string[] }>(),
  'usage-not-text': usage<{ format: string }>(),
  'labels-too-many': usage<{ labels: number; most: number }>(),
  'file-not-found': usage<{ path: string }>(),
  'file-is-folder': usage<{ path: string }>(),
  'file-is-device': usage<{ path: string }>(),
  'file-no-folder': usage<{ path: string }>(),
  'file-is-read': usage<{ path: string }>(),
  'file-of-another': usage<{ path: string }>(),
  'link-of-another': usage<{ path: string; link: string; target: string }>(),
  'file-format-unknown': usage<{ value: string }>(),
  'file-encoding-unknown-name': usage<{ value: string }>(),
  'not-a-choice': usage<{ value: string; choices: readonly (string | Choice)[] }>(),
  'number-above': usage<{ value: string; most: string }>(),
  'store-not-named': usage<Record<string, never>>(),
  'place-unclear': usage<{ where: string }>(),
  'store-not-supported': usage<{ scheme: string }>(),
  'url-part': usage<{ part: string }>(),
  'url-parameter': usage<{ name: string }>(),
  'url-store': usage<{ value: string; most: number }>(),
  'operator-is-login': usage<{ by: string; user: string; role: string }>(),
  'counter-is-login': usage<{ counter: string; user: string; role: string }>(),

  // invalid: exit code 2
  'period-backwards': invalid<{ since: string; until: string }>(),
  'time-to-come': invalid<{ value: string }>(),
  'columns-unknown': invalid<{ columns: readonly string[]; known: readonly Column[] }>(),
  'columns-missing': invalid<{ columns: readonly Column[] }>(),
  'columns-repeated': invalid<{ column: Column }>(),
  'rows-rejected': invalid<{ rows: number; skipped: boolean; problems: readonly string[] }>(),
  'scan-line': invalid<{ value: string }>(),
  'scan-two-codes': invalid<{ value: string; codes: readonly [string, string] }>(),
  'scan-no-place': invalid<Record<string, never>>(),
  'scan-too-long': invalid<{ most: number }>(),
  'label-not-held': invalid<{ codes: readonly string[]; symbology: string; instead: string }>(),
  'label-too-narrow': invalid<{
    codes: readonly string[];
    symbology: string;
    sheet: string;
    leastMm: number;
    instead: { symbology: string | null; sheet: string | null };
  }>(),
  'font-unusable': invalid<{ path: string }>(),
  'file-empty': invalid<{ name: string }>(),
  'file-too-large': invalid<{ name: string; limitMb: number }>(),
  'file-of-kind': invalid<{ name: string; kind: FileKind }>(),
  'workbook-of-kind': invalid<{ name: string; kind: WorkbookKind }>(),
  'cell-date': invalid<{ cell: string; value: string }>(),
  'cell-error': invalid<{ value: string }>(),
  'cell-format': invalid<{ cell: string; value: string }>(),
  'cell-merged': invalid<{ cells: string }>(),
  'cell-rounded': invalid<{ value: string }>(),
  'cell-shortened': invalid<{ value: string }>(),
  'cell-too-many-digits': invalid<{ cell: string; value: string }>(),
  'number-comma': invalid<{ value: string }>(),
  'number-unclear': invalid<{ value: string; readings: readonly string[] }>(),
  'header-row-blank': invalid<{ row: number }>(),
  'row-is-header': invalid<{ row: number }>(),
  'sheet-not-found': invalid<{ value: string; sheets: readonly SheetName[] }>(),
  'sheet-without-table': invalid<{ columns: readonly Column[]; sheets: readonly SheetName[] }>(),
  'column-unit': invalid<{ column: string; unit: string }>(),
  'column-of-time': invalid<{ column: string }>(),
  'file-encoding-mismatch': invalid<{ encoding: string; line: number }>(),
  'file-encoding-undetected': invalid<{ name: string }>(),
  'file-encoding-unproven': invalid<{ name: string; encoding: string; value: string }>(),
  'file-nul': invalid<{ row: number }>(),
  'file-half-character': invalid<{ row: number; column: string }>(),
  'file-header-empty': invalid<{ row: number; column: string; value: string }>(),
  'file-header-twice': invalid<{ row: number; column: string }>(),
  'file-too-many-rows': invalid<{ limit: number }>(),
  'file-beyond-memory': invalid<{ most: number; limitMb: number }>(),
  'file-too-many-columns': invalid<{ row: number; limit: number }>(),
  'file-row-too-wide': invalid<{ row: number; cells: number; columns: number }>(),
  'file-row-too-long': invalid<{ row: number; limit: number }>(),
  'file-field-too-long': invalid<{ row: number; column: string; limit: number }>(),
  'file-quote': invalid<{ row: number }>(),
  'file-json-malformed': invalid<{ row: number }>(),
  'file-json-not-object': invalid<{ row: number }>(),
  'file-json-key-twice': invalid<{ row: number; column: string }>(),
  'file-json-value': invalid<{ row: number; column: string; value: string }>(),
  'file-xlsx-malformed': invalid<{ name: string }>(),
  'file-xlsx-too-large': invalid<{ name: string; limitMb: number }>(),
  'file-xlsx-cell': invalid<{ cell: string; value: string }>(),
  'file-xlsx-formula': invalid<{ cell: string }>(),
  'file-xlsx-too-many-rows': invalid<{ limit: number }>(),
  'cannot-clear': invalid<{ field: string }>(),
  'set-and-cleared': invalid<{ field: string }>(),
  'field-missing': invalid<{ field: string; kind: Term }>(),
  'field-not-of-kind': invalid<{ field: string; kind: Term; value: string }>(),
  'component-missing': invalid<{ slot: string; price: string }>(),
  'component-price-differs': invalid<{ value: string; code: string; price: string }>(),
  'price-follows': invalid<{ value: string; price: string }>(),
  'price-never-typed': invalid<{ value: string }>(),
  'not-a-component': invalid<{ slot: string; value: string }>(),
  'quantity-by-movements': invalid<{ value: string }>(),
  'quantity-differs': invalid<{ value: string; onHand: number }>(),
  'field-follows': invalid<{ value: string; expected: string | null }>(),
  'column-blank': invalid<{ column: string }>(),
  'device-not-existing': invalid<{ value: string }>(),
  'kind-differs': invalid<{ value: string; code: string; kind: Term }>(),
  'correct-undo': invalid<{ entry: number; undoes: number }>(),
  'correct-correction': invalid<{ entry: number; corrects: number }>(),
  'correct-no-movement': invalid<{ entry: number }>(),
  'correct-many': invalid<{ entry: number; movements: number }>(),
  'too-many-on-hand': invalid<{ code: string; onHand: number; asked: number; most: number }>(),
  'cost-of-stock-out': invalid<{ value: string }>(),
  'nothing-in-entry': invalid<{ entry: number }>(),
  'code-empty': invalid<{ value: string }>(),
  'code-too-long': invalid<{ value: string; most: number }>(),
  'code-character': invalid<{ value: string; character: string }>(),
  'number-missing': invalid<{ value: string }>(),
  'not-a-number': invalid<{ value: string }>(),
  'not-a-whole-number': invalid<{ value: string }>(),
  'number-negative': invalid<{ value: string }>(),
  'money-of-another': invalid<{ value: string; currency: string }>(),
  'too-many-decimals': invalid<{ value: string; most: number }>(),
  'number-not-above': invalid<{ value: string; least: string }>(),
  'no-such-currency': invalid<{ value: string }>(),
  'text-empty': invalid<{ value: string }>(),
  'text-too-long': invalid<{ value: string; most: number }>(),
  'text-unprintable': invalid<{ value: string; character: string }>(),
  'not-a-time': invalid<{ value: string }>(),
  'not-a-day': invalid<{ value: string }>(),
  'backup-unknown': invalid<{ path: string }>(),

  'place-empty': invalid<{ value: string }>(),
  'place-too-long': invalid<{ value: string; most: number }>(),
  'place-too-deep': invalid<{ value: string; most: number }>(),
  'place-name-empty': invalid<{ value: string }>(),
  'place-name-too-long': invalid<{ value: string; name: string; most: number }>(),
  'place-character': invalid<{ value: string; character: string }>(),
  'place-twice': invalid<{ value: string }>(),
  'place-under-itself': invalid<{ value: string; place: string }>(),
  'first-place-kind': invalid<{ place: string }>(),
  'rate-without-place': invalid<{ value: string }>(),
  'not-in-count': invalid<{ code: string; place: string; count: number }>(),
  'not-place-of-count': invalid<{ place: string; count: number; places: readonly string[] }>(),
  'not-moved-since': invalid<{ code: string; place: string; count: number; entry: number }>(),
  'not-counted-in': invalid<{ code: string; place: string; count: number }>(),
  'not-counted-yet': invalid<{ code: string; count: number }>(),
  'correct-count': invalid<{ entry: number }>(),
  'not-of-a-place': invalid<{ field: string }>(),
  'two-ways': invalid<{ code: string; entry: number }>(),
  'not-of-row-type': invalid<{ value: string }>(),
  'to-of-a-movement': invalid<{ value: string }>(),
  'quantity-not-sum': invalid<{ value: string; sum: number }>(),
  'same-place': invalid<{ place: string }>(),
  'not-queued': invalid<{ entry: number }>(),
  'other-step': invalid<{ entry: number; queue: string; step: string }>(),
  'part-above-quantity': invalid<{ option: string; part: number; quantity: number }>(),
  'correct-queue': invalid<{ entry: number }>(),
  'correct-nothing-left': invalid<{ entry: number }>(),
  'correct-said-of-transfer': invalid<{ field: string; value: string }>(),
  'correct-place-of-transfer': invalid<{ entry: number }>(),
  'correct-sides-of-movement': invalid<{ entry: number }>(),
  'not-a-serial': invalid<{ value: string }>(),
  'serial-repeated': invalid<{ value: string }>(),
  'more-serials': invalid<{ serials: number; quantity: number }>(),
  'scan-serial-first': invalid<{ value: string; code: string }>(),
  'scan-serial-missing': invalid<{ code: string }>(),
  'of-without-return': invalid<{ entry: number; reason: string }>(),
  'not-sold-in': invalid<{ code: string; entry: number }>(),
  'not-received-in': invalid<{ code: string; entry: number }>(),

  // not-found: exit code 3
  'nothing-scanned': notFound<Record<string, never>>(),
  'no-such-component': notFound<{ slot: string; value: string; nearest: readonly string[] }>(),
  'component-refused': notFound<{ value: string; row: number }>(),
  'no-such-code': notFound<{ value: string; nearest: readonly string[] }>(),
  'component-gone': notFound<{ code: string }>(),
  'no-such-device': notFound<{ value: string; nearest: readonly string[] }>(),
  'code-renamed': notFound<{ value: string; name: string; now: string; since: number }>(),
  'code-removed': notFound<{ value: string; name: string; since: number }>(),
  'code-unused-then': notFound<{ value: string; entry: number }>(),
  'no-such-count': notFound<{ value: string }>(),
  'no-such-place': notFound<{ value: string; nearest: readonly string[] }>(),
  'place-renamed': notFound<{ value: string; now: string; since: number }>(),
  'place-removed': notFound<{ value: string; since: number }>(),
  'no-place-above': notFound<{ value: string; above: string }>(),
  'not-in-entry': notFound<{ code: string; entry: number; codes: readonly string[] }>(),
  'no-such-entry': notFound<{ value: string; last: number }>(),
  'nothing-to-undo': notFound<{ by: string }>(),
  'device-removed-since': notFound<{ entry: number; code: string; by: number | null }>(),

  // no-store: exit code 3
  'no-store-here': noStore<{ directory: string }>(),
  'no-store-there': noStore<{ where: string }>(),
  'not-a-store': noStore<{ path: string }>(),
  'no-store': noStore<{ path: string }>(),
  'server-no-database': noStore<{ where: string; database: string }>(),

  // insufficient-stock: exit code 4
  'insufficient-stock-in-file': insufficientStock<{
    code: string;
    name: string;
    onHand: number;
    asked: number;
    rows: readonly number[];
  }>(),
  'insufficient-stock': insufficientStock<{ code: string; name: string; onHand: number; asked: number }>(),
  'insufficient-stock-at': insufficientStock<{
    code: string;
    name: string;
    place: string;
    onHand: number;
    asked: number;
    elsewhere: readonly Elsewhere[];
  }>(),
  'entry-short-at': insufficientStock<{
    doing: EntryStep;
    code: string;
    name: string;
    place: string;
    onHand: number;
    asked: number;
    entry: number;
  }>(),
  'entry-short': insufficientStock<{
    doing: EntryStep;
    code: string;
    name: string;
    onHand: number;
    asked: number;
    entry: number;
  }>(),

  // duplicate-code: exit code 4
  'code-repeated': duplicateCode<{ value: string; row: number }>(),
  'duplicate-code': duplicateCode<{ code: string; name: string }>(),
  'device-exists': duplicateCode<{ code: string; name: string }>(),
  'entry-code-taken': duplicateCode<{ code: string; name: string; entry: number }>(),

  // ambiguous-name: exit code 4
  'ambiguous-code': ambiguousName<{
    value: string;
    candidates: readonly { name: string; from: number; until: number | null }[];
  }>(),
  'ambiguous-name': ambiguousName<{ value: string; candidates: readonly { code: string; name: string }[] }>(),

  // in-use: exit code 4
  'in-use': inUse<{ code: string; by: readonly string[] }>(),
  'entry-corrected': inUse<{ entry: number; by: readonly number[] }>(),
  'edited-since': inUse<{ entry: number; edits: readonly LaterEdit[] }>(),

  'place-first': inUse<{ place: string }>(),
  'places-below': inUse<{ place: string; below: readonly string[] }>(),
  'place-pending': inUse<{ place: string; entries: readonly number[] }>(),
  'place-of-step-removed': inUse<{ entry: number; place: string; by: number }>(),
  'place-removed-since': inUse<{ entry: number; place: string; by: number }>(),
  'place-edited-since': inUse<{ entry: number; place: string; entries: readonly number[] }>(),
  'entry-settled': inUse<{ entry: number; of: number; queue: string; entries: readonly number[] }>(),
  'entry-returned': inUse<{ entry: number; entries: readonly number[] }>(),
  'counting-place': inUse<{ place: string; count: number }>(),
  'counting-device': inUse<{ code: string; count: number }>(),
  'tally-posted': inUse<{ entry: number; entries: readonly number[] }>(),
  'count-tallied': inUse<{ entry: number; entries: readonly number[] }>(),
  'draw-kept': inUse<{ entry: number; entries: readonly number[] }>(),
  'counted-since': inUse<{ entry: number; code: string; entries: readonly number[] }>(),
  'post-undone': inUse<{ entry: number; count: number; entries: readonly number[] }>(),

  // not-empty: exit code 4
  'not-empty': notEmpty<{ code: string; onHand: number }>(),
  'still-pending': notEmpty<{ code: string; entries: readonly number[] }>(),
  'entry-not-empty': notEmpty<{ code: string; onHand: number; entry: number }>(),

  'place-not-empty': notEmpty<{ place: string; devices: number; units: number; first: string }>(),

  // already-imported: exit code 4
  'already-imported': alreadyImported<{ entry: number }>(),

  // key-conflict: exit code 4
  'key-conflict': keyConflict<{ value: string; entry: number | null; row: number | null; differs: string }>(),

  // unexpected-quantity: exit code 4
  'unexpected-quantity': unexpectedQuantity<{ code: string; onHand: number; expected: number }>(),
  'unexpected-quantity-at': unexpectedQuantity<{
    code: string;
    place: string;
    onHand: number;
    expected: number;
  }>(),

  // already-undone: exit code 4
  'already-undone': alreadyUndone<{ entry: number; by: number }>(),

  // not-sellable, queue, settled, over-received: exit code 4
  'not-sellable': notSellable<{ code: string; place: string }>(),
  queue: queue<{ place: string }>(),
  settled: settled<{ entry: number }>(),
  'nothing-to-return': settled<{ entry: number; code: string }>(),
  'over-returned': overReceived<{ code: string; entry: number; left: number; asked: number }>(),
  'count-closed': settled<{ count: number; by: number; as: 'posted' | 'cancelled' }>(),
  'over-received': overReceived<{
    code: string;
    entry: number;
    left: number;
    asked: number;
    queue: string;
  }>(),

  // needs-approval, when-counted, already-counted, count-not-ready, counting: exit code 4
  'accept-by-same': needsApproval<{ entry: number; by: string }>(),
  'post-by-counter': needsApproval<{ count: number; by: string }>(),
  'recount-by-counter': needsApproval<{ count: number; code: string; place: string; counter: string }>(),
  'when-counted': whenCounted<{ count: number; code: string; place: string; moved: readonly MovedSince[] }>(),
  'already-counted': alreadyCounted<{ code: string; place: string; counted: number; tally: number }>(),
  'line-posted': alreadyCounted<{ code: string; place: string; count: number; tally: number }>(),
  'count-not-ready': countNotReady<{ count: number; lines: readonly LineNotReady[] }>(),
  frozen: counting<{ code: string; place: string; count: number }>(),
  counting: counting<{ place: string; count: number }>(),

  // suspicious: exit code 4
  'codes-alike': suspicious<{ codes: readonly Lookalike[] }>(),
  suspicious: suspicious<{ suspicions: readonly Suspicion[] }>(),

  // exists: exit code 4
  'place-exists': exists<{ place: string }>(),
  'place-of-queue': exists<{ place: string }>(),
  'not-a-stock-book': exists<{ path: string }>(),
  'file-exists': exists<{ path: string }>(),
  'store-exists': exists<{ path: string }>(),

  // busy: exit code 5
  'store-busy': busy<{ path: string; seconds: number }>(),

  // damaged: exit code 6
  'damage-found': damaged<{ findings: number }>(),
  'counts-broken': damaged<{ entry: number }>(),
  'journal-missing': damaged<{ path: string }>(),
  'journal-headless': damaged<{ path: string }>(),
  'currency-lost': damaged<{ path: string }>(),
  'beyond-repair': damaged<{ path: string }>(),
  'server-beyond-repair': damaged<{ where: string }>(),
  'server-damaged': damaged<{ where: string; entry: number }>(),
  'store-damaged': damaged<{ path: string; entry: number; byte: number }>(),
  'backup-cut': damaged<{ path: string; entries: number; found: number }>(),
  'backup-damaged': damaged<{ path: string; entry: number; byte: number }>(),
  'backup-opening-damaged': damaged<{ path: string }>(),

  // newer-format: exit code 6
  'store-newer': newerFormat<{ path: string; format: number }>(),
  'tables-newer': newerFormat<{ where: string; version: number }>(),

  // unknown: exit code 7
  'store-unknown': unknown<{ path: string; reason: string }>(),
  'server-unknown': unknown<{ where: string; reason: string }>(),
  'store-replaced': unknown<{ path: string }>(),
}));

type Problems = ReturnType<typeof problems>;
export type ProblemKey = keyof Problems;

/** The values of each problem. */
export type ProblemParams = {
  readonly [K in ProblemKey]: Problems[K] extends Definition<infer P> ? P : never;
};

/** One thing that is wrong: a key and its values, without words. */
export type Problem = {
  readonly [K in ProblemKey]: { readonly key: K; readonly params: ProblemParams[K] };
}[ProblemKey];
