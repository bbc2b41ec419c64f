import { Refusal, refuse } from '../../inventory/refusal.ts';
import { maxColumns, maxRowCharacters, maxSheetRows } from '../../limits.ts';
import { columnLetters, isBlankRow, type TableRow } from './cells.ts';
import { dateText, numberText, unescapedText } from './sheet-values.ts';
import { extended, TextCollector } from './text-collector.ts';
import { type Attributes, visitXml, type XmlVisitor } from './xml.ts';

/** What a cell refers to outside its sheet. */
export interface CellContext {
  /** The file's name, for messages. */
  readonly name: string;
  readonly from1904: boolean;
  readonly isDate: (style: number) => boolean;
  readonly shared: readonly string[];
}

/** The rows of a sheet that are not blank, with the numbers that Excel shows. */
export async function* sheetRows(
  pieces: AsyncIterable<string>,
  context: CellContext,
): AsyncGenerator<TableRow> {
  const visitor = new SheetVisitor(context);
  for await (const _ of visitXml(pieces, visitor, context.name)) yield* visitor.take();
  yield* visitor.take();
}

class SheetVisitor implements XmlVisitor {
  #finished: TableRow[] = [];
  #row = 0;
  #column = -1;
  #values: string[] = [];
  #characters = 0;
  #cell: CellXml | null = null;
  #refusal: Refusal | undefined;

  constructor(readonly context: CellContext) {}

  /** The rows that have been finished since the last call. */
  take(): TableRow[] {
    const rows = this.#finished;
    this.#finished = [];
    return rows;
  }

  open(tag: string, attribute: Attributes): void {
    if (this.#cell !== null) this.#cell.open(tag);
    else if (tag === 'row') this.#beginRow(attribute('r'));
    else if (tag === 'c') this.#beginCell(attribute);
  }

  text(text: string): void {
    this.#cell?.text(text);
  }

  close(tag: string): void {
    if (tag === 'row') this.#endRow();
    else if (tag === 'c') this.#endCell();
    else this.#cell?.close(tag);
  }

  #beginRow(number: string | undefined): void {
    const row = number === undefined ? this.#row + 1 : Number(number);
    if (!Number.isInteger(row) || row <= this.#row || row > maxSheetRows) this.#malformed();
    this.#row = row;
    this.#column = -1;
    this.#values = [];
    this.#characters = 0;
  }

  #endRow(): void {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal !== undefined) this.#finished.push({ row: this.#row, values: this.#values, refusal });
    else if (!isBlankRow(this.#values)) this.#finished.push({ row: this.#row, values: this.#values });
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
    const value = this.#cellText();
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
    this.#values.push(value);
  }

  /** A cell that is no text spoils its row, not the sheet. */
  #cellText(): string {
    try {
      return this.#cell?.value(this.context) ?? '';
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.key === 'file-xlsx-malformed') throw error;
      this.#refusal ??= error;
      return '';
    }
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

  value(context: CellContext): string {
    if (this.type === 'inlineStr') return unescapedText(this.#inline.take());
    if (this.type === 'str') return unescapedText(this.#cached);
    if (this.#cached === '') return this.#blank();
    if (this.type === 's') return context.shared[Number(this.#cached)] ?? this.#refuse(this.#cached);
    if (this.type === 'n') return this.#number(context);
    if (this.type === 'd') return this.#cached;
    return this.#refuse(this.type === 'b' ? (this.#cached === '1' ? 'TRUE' : 'FALSE') : this.#cached);
  }

  /** A formula that nothing has calculated is not blank: its value is not known. */
  #blank(): string {
    return this.#hasFormula ? refuse('file-xlsx-formula', { cell: this.address }) : '';
  }

  #number(context: CellContext): string {
    const text = this.#cached.trim();
    const shown = context.isDate(this.style) ? dateText(Number(text), context.from1904) : numberText(text);
    return shown ?? this.#refuse(text);
  }

  #refuse(value: string): never {
    return refuse('file-xlsx-cell', { cell: this.address, value: value.slice(0, 100) });
  }
}

/** The index, from 0, of the column in a reference such as `AB12`; -1 where it is no reference. */
function columnIndex(reference: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1];
  if (letters === undefined) return -1;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
