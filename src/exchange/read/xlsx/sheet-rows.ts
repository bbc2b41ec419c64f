import type { CellUse } from '../../../inventory/decide/imports/import-columns.ts';
import { Refusal, refuse } from '../../../inventory/refusal.ts';
import { maxColumns, maxRowCharacters, maxSheetRows } from '../../../limits.ts';
import { type Problem, type ProblemKey, type ProblemParams, problems } from '../../../problems.ts';
import type { DecimalMark } from '../cell-text.ts';
import { columnLetters, isBlankRow } from '../cells.ts';
import type { Merge, SheetRow } from './merged-cells.ts';
import { shownNumber } from './number-format.ts';
import { dateText, numberText, unescapedText } from './sheet-values.ts';
import { extended, TextCollector } from './text-collector.ts';
import { type Attributes, visitXml, type XmlVisitor } from './xml.ts';

/** What a cell refers to outside its sheet. */
export interface CellContext {
  /** The file's name, for messages. */
  readonly name: string;
  readonly from1904: boolean;
  readonly formatOf: (style: number) => CellFormat;
  readonly shared: readonly string[];
  /** What the column at an index holds, once that is known. */
  readonly useOf?: (column: number) => CellUse | undefined;
  /** The decimal mark of numbers in text, if the user names it. */
  readonly decimal?: DecimalMark | undefined;
}

/** How a style shows numbers. */
export interface CellFormat {
  readonly isDate: boolean;
  readonly code: string;
}

/** What a sheet says of its rows beside their cells. */
export interface SheetMarks {
  readonly hiddenRows: number[];
  readonly merges: Merge[];
}

/** The rows of a sheet that are not blank, with the numbers that Excel shows; its marks are complete after the last. */
export async function* sheetRows(
  pieces: AsyncIterable<string>,
  context: CellContext,
  marks: SheetMarks,
): AsyncGenerator<SheetRow> {
  const visitor = new SheetVisitor(context, marks);
  for await (const _ of visitXml(pieces, visitor, context.name)) yield* visitor.take();
  yield* visitor.take();
}

class SheetVisitor implements XmlVisitor {
  #finished: SheetRow[] = [];
  #row = 0;
  #column = -1;
  #values: string[] = [];
  #characters = 0;
  #cell: CellXml | null = null;
  #refused: Map<number, Refusal> | undefined;
  #isHidden = false;

  constructor(
    readonly context: CellContext,
    readonly marks: SheetMarks,
  ) {}

  /** The rows that have been finished since the last call. */
  take(): SheetRow[] {
    const rows = this.#finished;
    this.#finished = [];
    return rows;
  }

  open(tag: string, attribute: Attributes): void {
    if (this.#cell !== null) this.#cell.open(tag);
    else if (tag === 'row') this.#beginRow(attribute('r'), attribute);
    else if (tag === 'c') this.#beginCell(attribute);
    else if (tag === 'mergeCell') this.#addMerge(attribute('ref') ?? '');
  }

  text(text: string): void {
    this.#cell?.text(text);
  }

  close(tag: string): void {
    if (tag === 'row') this.#endRow();
    else if (tag === 'c') this.#endCell();
    else this.#cell?.close(tag);
  }

  #beginRow(number: string | undefined, attribute: Attributes): void {
    const row = number === undefined ? this.#row + 1 : Number(number);
    if (!Number.isInteger(row) || row <= this.#row || row > maxSheetRows) this.#malformed();
    this.#row = row;
    this.#column = -1;
    this.#values = [];
    this.#refused = undefined;
    this.#characters = 0;
    this.#isHidden = /^(?:1|true)$/.test(attribute('hidden') ?? '') || Number(attribute('ht') ?? '1') === 0;
  }

  #endRow(): void {
    if (isBlankRow(this.#values)) return;
    if (this.#isHidden) this.marks.hiddenRows.push(this.#row);
    const refused = this.#refused;
    this.#finished.push({ row: this.#row, values: this.#values, ...(refused && { refused }) });
  }

  #addMerge(reference: string): void {
    const [first = '', last = first] = reference.split(':', 2);
    const [top, bottom] = [rowNumber(first), rowNumber(last)];
    const [left, right] = [columnIndex(first), columnIndex(last)];
    if (left < 0 || right < left || bottom < top || this.marks.merges.length >= maxSheetRows) return;
    if (right > left || bottom > top) this.marks.merges.push({ top, bottom, left, right });
  }

  #beginCell(attribute: Attributes): void {
    const reference = attribute('r');
    const column = reference === undefined ? this.#column + 1 : columnIndex(reference);
    if (column <= this.#column) this.#malformed();
    this.#column = column;
    const address = `${columnLetters(column)}${this.#row}`;
    this.#cell = new CellXml(attribute('t') ?? 'n', Number(attribute('s') ?? '0'), address);
  }

  #endCell(): void {
    const { text: value, refusal } = this.#cellRead();
    this.#cell = null;
    if (value === '') return;
    const row = this.#row;
    if (this.#column >= maxColumns) {
      refuse('file-too-many-columns', { row, limit: maxColumns });
    }
    this.#characters += value.length;
    if (this.#characters > maxRowCharacters) {
      refuse('file-row-too-long', { row, limit: maxRowCharacters });
    }
    while (this.#values.length < this.#column) this.#values.push('');
    if (refusal !== undefined) {
      this.#refused ??= new Map();
      this.#refused.set(this.#values.length, refusal);
    }
    this.#values.push(value);
  }

  #cellRead(): CellRead {
    return this.#cell?.read(this.context, this.context.useOf?.(this.#column)) ?? { text: '' };
  }

  #malformed(): never {
    return refuse('file-xlsx-malformed', { name: this.context.name });
  }
}

/** One cell while its elements are read. */
class CellXml {
  readonly #inline = new TextCollector();
  #cached = '';
  #inCached = false;
  #hasFormula = false;

  constructor(
    readonly type: string,
    readonly style: number,
    readonly address: string,
  ) {}

  open(tag: string): void {
    this.#inCached = tag === 'v';
    if (tag === 'f') this.#hasFormula = true;
    this.#inline.open(tag);
  }

  text(text: string): void {
    if (this.#inCached) this.#cached = extended(this.#cached, text);
    this.#inline.text(text);
  }

  close(tag: string): void {
    if (tag === 'v') this.#inCached = false;
    this.#inline.close(tag);
  }

  /** What the cell says in a column that holds something; where that is not known, as it is. */
  read(context: CellContext, use: CellUse | undefined): CellRead {
    if (this.type === 'inlineStr') return { text: unescapedText(this.#inline.take()) };
    if (this.type === 'str') return { text: unescapedText(this.#cached) };
    if (this.#cached === '') return this.#blank();
    if (this.type === 'n') return this.#number(context, use);
    if (this.type === 'd') return this.#date(this.#cached, use);
    const text = context.shared[Number(this.#cached)];
    if (this.type === 's' && text !== undefined) return { text };
    return this.#refused(this.type === 'b' ? (this.#cached === '1' ? 'TRUE' : 'FALSE') : this.#cached);
  }

  /** A formula that nothing has calculated is not blank: its value is not known. */
  #blank(): CellRead {
    if (!this.#hasFormula) return { text: '' };
    return { text: '=', refusal: this.#refusal('file-xlsx-formula', { cell: this.address }) };
  }

  #number(context: CellContext, use: CellUse | undefined): CellRead {
    const value = this.#cached.trim();
    const { isDate, code } = context.formatOf(this.style);
    const date = isDate ? dateText(Number(value), context.from1904) : null;
    if (isDate) return date === null ? this.#refused(value) : this.#date(date, use);
    const text = numberText(value);
    if (text === null) return this.#refused(value);
    // A column of numbers is read as the user says that its texts are written.
    if (use === 'number') return { text: context.decimal === ',' ? text.replace('.', ',') : text };
    return use === undefined ? { text } : this.#shown(text, code, use);
  }

  /** A number where text belongs: as the sheet shows it, unless it has lost digits. */
  #shown(text: string, code: string, use: CellUse): CellRead {
    const shown = shownNumber(text, code);
    if (use === 'remark') return { text: shown ?? text };
    const params = { cell: this.address, value: text.slice(0, 100) };
    if (text.length > 15 && text.replace(/\D/g, '').length > 15)
      return { text, refusal: this.#refusal('cell-too-many-digits', params) };
    return shown === null ? { text, refusal: this.#refusal('cell-format', params) } : { text: shown };
  }

  /** Few columns take a date, and a note may hold one. */
  #date(text: string, use: CellUse | undefined): CellRead {
    if (use === undefined || use === 'remark' || use === 'date') return { text };
    return { text, refusal: this.#refusal('cell-date', { cell: this.address, value: text.slice(0, 100) }) };
  }

  #refused(text: string): CellRead {
    const value = text.slice(0, 100);
    return { text, refusal: this.#refusal('file-xlsx-cell', { cell: this.address, value }) };
  }

  #refusal<K extends ProblemKey>(key: K, params: ProblemParams[K] & Params): Refusal {
    return new Refusal(problems()[key], { key, params } as Problem, params);
  }
}

type Params = { readonly [name: string]: string };

/** What a cell says, and why that cannot be taken, if it cannot. */
interface CellRead {
  readonly text: string;
  readonly refusal?: Refusal;
}

/** The number of the row in a reference such as `AB12`; 0 if it is not a reference. */
const rowNumber = (reference: string): number => Number(/^[A-Z]{1,3}(\d{1,7})$/.exec(reference)?.[1] ?? '0');

/** The index, from 0, of the column in a reference such as `AB12`; -1 if it is not a reference. */
function columnIndex(reference: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1];
  if (letters === undefined) return -1;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
