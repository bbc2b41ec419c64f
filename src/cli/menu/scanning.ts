import type { Book } from '../../inventory/book/book.ts';
import type { Entry } from '../../inventory/book/change.ts';
import type { Places } from '../../inventory/book/places.ts';
import { movesIn } from '../../inventory/decide/movements/already.ts';
import {
  findScanned,
  refuseUnknownCode,
  scannedCodes,
} from '../../inventory/decide/movements/find-device.ts';
import type { Guard, Watch } from '../../inventory/decide/movements/slips.ts';
import { decideUndo } from '../../inventory/decide/movements/undo.ts';
import { placeToMove } from '../../inventory/decide/places/find-place.ts';
import { historyRow } from '../../inventory/look/history.ts';
import { orRefuse, Refusal, refuse } from '../../inventory/refusal.ts';
import { type Code, codeKey } from '../../inventory/values/code.ts';
import { parseQuantity, parseSetQuantity } from '../../inventory/values/quantity.ts';
import { haveCommon, parseSerial } from '../../inventory/values/serials.ts';
import type { Problem } from '../../problems.ts';
import { exitCodes } from '../../problems.ts';
import { Interrupted } from '../ask/ask.ts';
import { words } from '../commands/movement/scan.words.ts';
import { noteSuspicions } from '../commands/movement/slips.ts';
import { movementLine, noteSerials } from '../commands/movement/stock-movement.ts';
import { entryJson } from '../commands/places/entry-report.ts';
import { describeRefusal, refusalJson } from '../errors.ts';
import { interrupted } from '../exit-codes.ts';
import type { Host } from '../host/host.ts';
import { Progress } from '../host/progress.ts';
import { isUndecoded } from '../host/undecoded.ts';
import { notUtf8 } from '../host/utf8.ts';
import { loadPaint, type Paint } from '../render/paint.ts';
import { printable, printableJson } from '../render/printable.ts';
import { left, renderTable, right, type ShownColumn } from '../render/table.ts';
import type { Session } from '../session.ts';
import { placeNamed } from '../words/places.ts';
import {
  countAct,
  incomingAct,
  movementAct,
  pathIn,
  type RecordedScan,
  receiveAct,
  type ScanAct,
  type ScannedDevice,
  type ScanTask,
  type ScanTerms,
  tallyIn,
  transferAct,
} from './scan-acts.ts';
import {
  longestScan,
  type MovementScan,
  parseScan,
  plainLine,
  type Scanned,
  scanOfWords,
} from './scan-line.ts';
import { plainLines, scannedLines } from './scanned-lines.ts';

/** What a scanning session records, and how. */
export interface ScanOptions extends ScanTerms {
  readonly task: ScanTask;
  /** The place of all scans until a label switches to another. */
  readonly place: string | undefined;
  /** Whether each code is followed by the serial numbers of its pieces. */
  readonly withSerials?: boolean;
  /** Nothing is asked between two scans. */
  readonly watch: Watch;
}

/** The sum of a session for one device; when counting, at one place. */
interface Tally {
  readonly path: string | undefined;
  readonly code: string;
  readonly name: string;
  readonly scans: number;
  readonly change: number;
  /** Null if it must stay unknown. */
  readonly balance: number | null;
  /** When counting: what everyone has counted so far. */
  readonly total: number | undefined;
}

/** One scan that can be taken back. */
interface Takeable {
  readonly entry: number;
  readonly units: number;
}

/** A scan that waits for the serial numbers of its pieces. */
interface Awaited extends Scanned {
  readonly text: string;
  readonly number: number;
  readonly serials: Code[];
}

/** The words that a person may type instead of a code. */
const wishes: ReadonlyMap<string, 'end' | 'help'> = new Map([
  ...['q', 'quit', 'exit', '退出', '结束'].map((word) => [word, 'end'] as const),
  ...['?', 'help', '帮助'].map((word) => [word, 'help'] as const),
]);

/** Scanning the same code again is no slip, and each line shows the balance. */
const unwatched: readonly Guard[] = ['repeat', 'low'];

/** Reads codes line by line and records each at once, as its own entry. A refused line stops nothing. */
export class ScanSession {
  readonly #session: Session;
  readonly #host: Host;
  readonly #options: ScanOptions;
  readonly #words: (typeof words)['en'];
  readonly #act: ScanAct;
  /** The place of the last label; null if the book does not know it. */
  #place: string | undefined | null;
  readonly #tallies = new Map<string, Tally>();
  readonly #scanned: Takeable[] = [];
  #awaited: Awaited | undefined;
  #paint: Paint = (text) => text;
  #noticePaint: Paint = (text) => text;
  #scans = 0;
  #refused = 0;

  constructor(session: Session, options: ScanOptions) {
    this.#session = session;
    this.#host = session.host;
    this.#options = options;
    this.#words = words[session.language];
    this.#place = options.place;
    this.#act = actOf(session, options);
  }

  /** Reads to the end and returns the exit code, which for a pipe says whether a line was refused. */
  async run(): Promise<number> {
    const { canAsk } = this.#host;
    this.#paint = await loadPaint(this.#host.colorLevel);
    this.#noticePaint = await loadPaint(this.#host.noticeColorLevel);
    // Fails at once if there is no store or it cannot be written, and reads it before the first scan.
    const { answer: isPlaced } = await this.#session.commit((book, journal) => {
      this.#act.check(book, journal, this.#options.place);
      return { entry: null, answer: book.places.isPlaced };
    });
    const usage = this.#words.start(isPlaced);
    if (canAsk) this.#host.note(usage);
    const progress = new Progress(this.#session, 'reading');
    const size = this.#host.stdinSize;
    let [number, bytes] = [0, 0];
    try {
      for await (const line of canAsk ? this.#typedLines(usage) : linesOf(this.#host.stdin)) {
        number++;
        if (!canAsk) progress.at(size === undefined ? number : bytes, size);
        bytes += Buffer.byteLength(line) + 1;
        if (line.trim() !== '') await this.#take(line, number);
        this.#host.answered();
      }
      this.#refuseAwaited();
    } catch (error) {
      // Record the scans before Ctrl-C.
      if (error instanceof Interrupted) return interrupted;
      throw error;
    } finally {
      progress.end();
      this.#summarize();
    }
    return this.#refused > 0 && !canAsk ? exitCodes['insufficient-stock'] : 0;
  }

  /** Yields the lines scanned or typed at a terminal; handles those that ask for the end or for help, which is `usage`. */
  async *#typedLines(usage: string): AsyncGenerator<string> {
    const { terminal, isDumb } = this.#session.host;
    const prompt = this.#words.prompt[this.#options.task.direction];
    for await (const line of isDumb ? plainLines(terminal, prompt) : scannedLines(terminal, prompt)) {
      const wish = wishes.get(codeKey(line.normalize('NFKC')));
      if (wish === 'end') return;
      if (wish === 'help') this.#host.note(usage);
      else yield line;
    }
  }

  /** Parses the quantity of a line; when counting, it may be 0. */
  get #quantityOf() {
    return this.#options.task.direction === 'count' ? parseSetQuantity : parseQuantity;
  }

  async #take(text: string, number: number): Promise<void> {
    if (isUndecoded(text)) return this.#refuse(text, number, notUtf8(text));
    const scan = parseScan(text, this.#quantityOf);
    if (!scan.ok) return this.#refuse(text, number, invalid(scan.problem));
    try {
      if (scan.value.take === 'back') await this.#takeBack();
      else if (scan.value.take === 'place') await this.#goTo(scan.value.path);
      else if (this.#awaited !== undefined) await this.#takeSerial(this.#awaited, plainLine(text));
      else if (this.#options.withSerials === true) await this.#await(scan.value, text, number);
      else await this.#move(scan.value);
    } catch (error) {
      // Only a refusal of the line goes on; a failed disk or a damaged store ends the session.
      if (!(error instanceof Refusal) || !isOfLine(error)) throw error;
      this.#refuse(text, number, error);
    }
  }

  /** Switches to a place for the scans that follow. */
  async #goTo(typed: string): Promise<void> {
    this.#place = null;
    const { answer: path } = await this.#session.commit((book, journal) => {
      const path = book.places.pathOf(placeToMove(book, journal, typed));
      this.#act.check(book, journal, path);
      return { entry: null, answer: path };
    });
    this.#place = path;
    if (!this.#session.json) this.#host.note(this.#words.at(placeNamed(path, this.#session.language)));
  }

  /** Waits for the serial numbers of what was scanned, once it is known to be in the book. */
  async #await(scan: MovementScan, text: string, number: number): Promise<void> {
    const { code, quantity } = await this.#session.lookUp((book, journal) => {
      const scanned = scannedIn(book, scan, this.#quantityOf);
      const device = findScanned(book, scanned.code) ?? refuseUnknownCode(book, journal, scanned.code);
      return { code: device.code, quantity: scanned.quantity };
    });
    this.#awaited = { code, quantity, text, number, serials: [] };
    if (this.#host.canAsk) this.#host.note(this.#words.serialOf(printable(code)));
  }

  async #takeSerial(awaited: Awaited, typed: string): Promise<void> {
    const { code, quantity, serials } = awaited;
    const isCode = await this.#session.lookUp((book) => findScanned(book, typed) !== undefined);
    if (isCode) refuse('scan-serial-first', { value: typed, code });
    const serial = orRefuse(parseSerial(typed));
    if (haveCommon([serial], serials)) refuse('serial-repeated', { value: serial });
    serials.push(serial);
    if (serials.length < quantity) return;
    this.#awaited = undefined;
    await this.#move({ take: 'movement', code, quantity }, serials);
  }

  /** A scan whose serial numbers did not come is none. */
  #refuseAwaited(): void {
    const awaited = this.#awaited;
    this.#awaited = undefined;
    if (awaited === undefined) return;
    const { text, number, code } = awaited;
    this.#refuse(
      text,
      number,
      new Refusal('invalid', { key: 'scan-serial-missing', params: { code } }, { code }),
    );
  }

  async #move(scan: MovementScan, serials?: readonly Code[]): Promise<void> {
    const place = this.#place === null ? refuse('scan-no-place', {}) : this.#place;
    const { entry, answer } = await this.#session.commit((book, journal, at) => {
      const typed = scan.take === 'movement' ? [scan.code] : scan.words;
      journal.willNeed(() => ({ devices: typed.flatMap(scannedCodes) }));
      const { code, quantity } = scannedIn(book, scan, this.#quantityOf);
      // A scanner reads codes; a typed name is not one.
      const device = findScanned(book, code) ?? refuseUnknownCode(book, journal, code);
      return this.#act.decide(book, journal, { device: device.code, quantity, place, serials }, at);
    });
    if (entry === null) throw new Error('the scan was not recorded');
    const recorded = answer(entry);
    this.#scanned.push({ entry: entry.n, units: recorded.units });
    this.#act.recorded?.(entry.n);
    this.#scans++;
    this.#tally(recorded.move, recorded.units, 1, recorded.total);
    this.#report(recorded);
    if (recorded.isInConflict === true && !this.#session.json)
      this.#host.note(this.#words.inConflict(printable(recorded.move.code)));
    noteSuspicions(this.#session, recorded.suspicions);
    noteSerials(this.#session, { goneAlready: recorded.goneAlready ?? [] });
  }

  async #takeBack(): Promise<void> {
    if (this.#awaited !== undefined) {
      this.#awaited = undefined;
      return;
    }
    const last = this.#scanned.at(-1);
    if (last === undefined) return refuse('nothing-scanned', {});
    const { operator: by } = this.#session;
    const { entry, answer } = await this.#session.commit((book, journal, at) =>
      decideUndo(book, journal, { entry: last.entry, by }, at),
    );
    if (entry === null) throw new Error('the undo was not recorded');
    const [move] = movesIn(entry);
    this.#scanned.pop();
    this.#act.takenBack?.(last.entry);
    this.#scans--;
    const { places } = answer;
    if (move === undefined) {
      const tally = tallyIn(entry);
      const taken = { ...tally, balance: null, path: pathIn(places, tally) };
      const total = (this.#tallies.get(lineOf(taken))?.total ?? 0) - last.units;
      this.#tally(taken, -last.units, -1, total);
      this.#session.report(
        () => undoJson(entry, last.entry, places),
        () => [this.#words.tallyBack(entry.n, last.entry, printable(tally.code), last.units)],
      );
      return;
    }
    this.#tally(move, -last.units, -1);
    this.#session.report(
      () =>
        entry.changes.length > 1
          ? undoJson(entry, last.entry, places)
          : historyRow(entry, move, null, places),
      () => [this.#words.takenBack(entry.n, last.entry, movementLine(this.#session, places, move))],
    );
  }

  #report({ units, json, lines }: RecordedScan): void {
    this.#session.report(json, () => lines().map((line) => this.#paint(line, units > 0 ? 'in' : 'out')));
  }

  #tally(
    scanned: ScannedDevice,
    units: number,
    scans: 1 | -1,
    total = this.#tallies.get(lineOf(scanned))?.total,
  ): void {
    const line = lineOf(scanned);
    const before = this.#tallies.get(line);
    const { code, name, balance, path } = scanned;
    const tally = { scans: (before?.scans ?? 0) + scans, change: (before?.change ?? 0) + units };
    this.#tallies.set(line, { code, name, balance, path, total, ...tally });
  }

  #refuse(text: string, number: number, refusal: Refusal): void {
    this.#refused++;
    const { json, messages } = this.#session;
    const { canAsk, bell } = this.#host;
    const typedText = printable(text.trim().slice(0, longestScan));
    const why = describeRefusal(refusal, messages);
    if (json) {
      const { code, problem, details } = refusal;
      const withLine = new Refusal(code, problem, { ...details, line: number });
      this.#host.complain(printableJson(refusalJson(withLine, messages)));
    } else if (canAsk) {
      this.#host.complain(`${bell}${this.#noticePaint(this.#words.refused(typedText, why), 'refused')}`);
    } else this.#host.complain(this.#words.refusedLine(number, typedText, why));
  }

  /** Prints the units scanned of each device, in the order of their first scans. */
  #summarize(): void {
    const { json, options, messages, language } = this.#session;
    if (json || options.quiet === true) return;
    const { fields, headings } = messages;
    const scan = this.#words;
    const tallies = [...this.#tallies.values()].filter(({ scans }) => scans > 0);
    const columns: readonly ShownColumn<Tally>[] = [
      left(fields['code'] ?? '', 0, ({ code }) => code),
      left(fields['name'] ?? '', 1, ({ name }) => name, 12),
      ...(new Set(tallies.map(({ path }) => path)).size > 1
        ? [left<Tally>(headings.place, 0, ({ path = '' }) => placeNamed(path, language))]
        : []),
      right(scan.scans, 0, ({ scans }) => String(scans)),
      ...(this.#options.task.direction === 'count'
        ? [right<Tally>(scan.counted, 0, ({ change }) => String(change))]
        : [
            right<Tally>(headings.change, 0, ({ change }) => (change > 0 ? `+${change}` : String(change))),
            right<Tally>(headings.onHand, 0, ({ balance }) => String(balance)),
          ]),
    ];
    const shared = tallies.filter(({ total, change }) => total !== undefined && total !== change);
    const rows = tallies.map((tally) => columns.map(({ cell }) => cell(tally)));
    const paint = this.#paint;
    const table = renderTable(columns, rows, { width: this.#host.tableWidth, paint });
    this.#session.report(
      () => null,
      () => [
        ...(rows.length > 0 ? ['', table.text.trimEnd()] : []),
        ...shared.map(({ code, total = 0, change }) => scan.shared(printable(code), total, change)),
        scan.total(this.#scans, this.#refused),
      ],
    );
  }
}

function actOf(session: Session, options: ScanOptions): ScanAct {
  const { task, watch, ref, note } = options;
  const terms = { ref, note };
  const guards = new Set([...watch.guards].filter((guard) => !unwatched.includes(guard)));
  if (task.direction === 'transfer') return transferAct(session, task, terms);
  if (task.direction === 'count') return countAct(session, task.count, terms);
  if (task.direction === 'receive') return receiveAct(session, task.of, terms);
  if (task.direction === 'order') return incomingAct(session, 'order', { ...terms, ...task.terms });
  if ('inspect' in task) return incomingAct(session, 'stock-in', { ...terms, ...task.inspect });
  return movementAct(session, task.direction, terms, { ...watch, guards });
}

/** The key of a sum: a device, and when counting also its place. */
const lineOf = ({ id, path = '' }: Pick<ScannedDevice, 'id' | 'path'>): string => `${id} ${path}`;

const undoJson = (entry: Entry, undoes: number, places: Places) => ({
  ...entryJson(entry, 'undo', places),
  undoes,
});

const invalid = (problem: Problem): Refusal => new Refusal('invalid', problem);

/** Tells the code of a line from its quantity by the codes of the book. */
function scannedIn(book: Book, scan: MovementScan, quantityOf: typeof parseQuantity): Scanned {
  if (scan.take === 'movement') return scan;
  const scanned = scanOfWords(scan.words, (word) => findScanned(book, word) !== undefined, quantityOf);
  if (!scanned.ok) throw invalid(scanned.problem);
  return scanned.value;
}

/** Whether a refusal concerns only this line, or may be over by the next one. */
const isOfLine = ({ code }: Refusal): boolean =>
  code !== 'no-store' && exitCodes[code] >= 2 && exitCodes[code] <= 5;

/** Yields the lines of a stream. Of a line longer than any scan, it keeps only enough to refuse it. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = (lines.pop() ?? '').slice(0, longestScan + 2);
    yield* lines;
  }
  yield rest + decoder.decode();
}
