import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Book } from '../../../src/inventory/book/book.ts';
import type { Entry, NewEntry } from '../../../src/inventory/book/change.ts';
import { decideOpenCount } from '../../../src/inventory/decide/counts/open.ts';
import type { ImportRow } from '../../../src/inventory/decide/imports/import.ts';
import { decideImportMovements } from '../../../src/inventory/decide/imports/import-movements.ts';
import { decideAddPlaces } from '../../../src/inventory/decide/places/add-places.ts';
import { entryLine } from '../../../src/store/journal/entry-line.ts';
import { fileOf } from './import-file.ts';
import { type PlainShop, player, shop, television } from './plain-shop.ts';

/** What cells hold: mostly what needs no rule, else all that makes a row one for the rules. */
const cells: { readonly [column: string]: fc.Arbitrary<string> } = {
  code: fc.constantFrom(...['T', 'T', 'T', 'D', 'D', '液晶-1', 'A.B/c', 'C', 't', 'Ｔ', 'Nobody', '', ' T']),
  type: fc.constantFrom(
    ...['in', 'in', 'out', 'out', '入库', '出库', 'stock-in', 'OUT', 'order', 'inspect', '?'],
  ),
  quantity: fc.constantFrom(
    ...['1', '2', '3', '4', '5', '12', '007', '999999999', '1000000000', '1,000', '0', '-1', '２', ''],
  ),
  reason: fc.constantFrom(
    ...['', '', '', 'return', 'correction', 'purchase', 'sale', '报损', 'Sale', 'gift', ' '],
  ),
  ref: fc.constantFrom(
    ...[
      '',
      'PO-1',
      'SO 17/3',
      '单号-1',
      '"',
      'a"b',
      'a\\b',
      ' padded ',
      'two  spaces',
      'é',
      'é',
      'a\u200bb',
      '\u0007',
    ],
    'x'.repeat(200),
    'x'.repeat(201),
  ),
  cost: fc.constantFrom(...['', '', '', '10.50', '0', 'free']),
  note: fc.constantFrom(...['', '', '', 'a note', ' ']),
  key: fc.constantFrom(...['', '', '', '', 'k1', 'k2', 'k3', 'k4']),
  expect: fc.constantFrom(...['', '', '', '10', '3']),
  place: fc.constantFrom(...['', '', '', 'main', 'a', 'nowhere']),
};
const needed = ['code', 'type', 'quantity'];
const others = Object.keys(cells).filter((column) => !needed.includes(column));

interface Table {
  readonly columns: readonly (string | null)[];
  readonly rows: readonly (readonly string[])[];
  readonly place: string | undefined;
  readonly skipBad: boolean;
}

const table: fc.Arbitrary<Table> = fc
  .tuple(fc.subarray(others), fc.boolean())
  .chain(([some, isIgnored]) =>
    fc.shuffledSubarray([...needed, ...some, ...(isIgnored ? [''] : [])], {
      minLength: needed.length + some.length,
    }),
  )
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns.map((column) => (column === '' ? null : column))),
      rows: fc.array(fc.tuple(...columns.map((column) => cells[column] ?? fc.constant('ignored'))), {
        maxLength: 40,
      }),
      place: fc.constantFrom(undefined, undefined, undefined, 'main'),
      skipBad: fc.boolean(),
    }),
  );

const rowsOf = ({ columns, rows }: Table): readonly Required<Omit<ImportRow, 'unreadable'>>[] =>
  rows.map((texts, index) => {
    const named = texts.flatMap((text, at) => {
      const column = columns[at] ?? null;
      return column === null || text.trim() === '' ? [] : [[column, text] as const];
    });
    return { row: index + 2, fields: new Map(named), texts };
  });

/** What a file of rows comes to: its answer, the line of the journal byte for byte, and the stock that it leaves. */
function outcome(made: PlainShop, typed: Table, isPlain: boolean) {
  const { columns, place, skipBad } = typed;
  const file = fileOf('f.csv', JSON.stringify(typed));
  const rows = rowsOf(typed).map(({ row, fields, texts }) =>
    isPlain ? { row, fields, texts } : { row, fields },
  );
  let left: unknown;
  let answer: unknown;
  let decided: NewEntry | null = null;
  const entry = made.do((book, journal, at) => {
    const options = { file: isPlain ? { ...file, columns } : file, skipBad, again: true, place };
    const come = decideImportMovements(book, journal, rows, options, at);
    [left, answer, decided] = [stockOf(book), come.answer, come.entry];
    return come.entry;
  });
  return { answer, left, line: decided === null || entry === null ? null : lineOf(entry, decided) };
}

const lineOf = ({ n, at, by }: Entry, decided: NewEntry) =>
  entryLine({ n, at, by, ...decided }, '').bytes.toString('utf8');

const stockOf = (book: Book) => Array.from(book.all(), ({ device, stock }) => [device.code, stock]);

const wholeCount = { devices: [], places: [], freeze: true, solo: true };

/** A shop whose history tells it apart from others: places or an open count make every row one for the rules. */
function shopWith(kind: 'plain' | 'counting' | 'placed'): PlainShop {
  const made = shop();
  made.add('tv', { ...television, code: '液晶-1', name: '长虹 "42" \\ 英寸', quantity: '7' });
  made.add('dvd', { ...player, code: 'A.B/c', quantity: '1000000000' });
  if (kind === 'placed')
    made.do((book, journal, at) => decideAddPlaces(book, journal, { paths: ['a'] }, at).entry);
  if (kind === 'counting')
    made.do((book, journal, at) => decideOpenCount(book, journal, wholeCount, at).entry);
  return made;
}

it('rows that need no rule come to the same line, answer and stock as by all rules, between any others', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('plain', 'plain', 'plain', 'counting', 'placed'),
      fc.array(table, { minLength: 1, maxLength: 3 }),
      (kind, tables) => {
        const [one, other] = [shopWith(kind), shopWith(kind)];
        for (const typed of tables) expect(outcome(one, typed, true)).toEqual(outcome(other, typed, false));
      },
    ),
    { numRuns: 200 },
  );
});
