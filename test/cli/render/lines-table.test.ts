import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/cli/language.ts';
import { deviceRows } from '../../../src/cli/render/device-rows.ts';
import { linesTable } from '../../../src/cli/render/lines/lines-table.ts';
import { loadPaint } from '../../../src/cli/render/paint.ts';
import { renderTable, type Table } from '../../../src/cli/render/table.ts';
import { loadMessages } from '../../../src/cli/words/load-messages.ts';
import { allByCode } from '../../../src/inventory/look/listing.ts';
import { collected } from '../../../src/store/pages.ts';
import type { ListedLines } from '../../../src/store/store.ts';
import type { KeptStore } from '../../../src/store/upkeep.ts';
import { Random } from '../../torture/random.ts';
import {
  addDevice,
  addPlaces,
  attemptCommand,
  type Command,
  edit,
  importDevices,
  importMoves,
  indexPath,
  move,
  remove,
  Shop,
  undo,
} from '../../torture/shop.ts';
import { SimulatedDisk } from '../../torture/simulated-disk.ts';

const messages = { en: await loadMessages('en'), zh: await loadMessages('zh') };
const wordingIn = (language: Language) => ({ language, messages: messages[language] });
const paints = [await loadPaint(0), await loadPaint(1)] as const;

/** Texts that JSON escapes, that take no cell or two, that a terminal would obey, and those in which nothing is special. */
const parts = [
  'a',
  'B2',
  ' ',
  '长虹',
  '电',
  '"',
  '\\',
  '\\"',
  '","',
  'é',
  'e\u0301',
  '，',
  '龥',
  '鿿',
  '㐀',
  '\u{20000}',
];
const stranger = ['😀', '👨\u200d👩', '\u0e33', '\u00a0', '\u3000', '\ufffd', '":{', 'null', '豈'];
const text = fc.oneof(
  fc.constantFrom('A', 'Television', '液晶电视机'),
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 8 }).map((some) => some.join('')),
  fc
    .array(fc.constantFrom(...parts, ...stranger), { minLength: 1, maxLength: 30 })
    .map((some) => some.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);
const codes = ['N-1', 'N-02', 'n-10', 'N-2.5', 'É-1', '电-7', '电-12', 'P-T', 'P-D', 'P-C', 'Q-T', 'Q-C'];
const code = fc.constantFrom(...codes);
const amount = fc.constantFrom('0.01', '7.50', '1299', '999999999.99', '12');
const quantity = fc.constantFrom(0, 1, 5, 123, 999_999);

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(code, quantity).map(([device, count]) => addDevice(device, count)),
  fc.tuple(fc.constantFrom('P', 'Q'), quantity).map(([name, count]) => importDevices(name, count)),
  fc.tuple(code, text, text).map(([device, name, brand]) => edit(device, { name, brand })),
  fc.tuple(code, amount).map(([device, price]) => edit(device, { price })),
  fc.tuple(code, quantity).map(([device, minimum]) => edit(device, { minimum: String(minimum) })),
  fc
    .tuple(code, fc.constantFrom('Ä-9', 'new', 'N-3', ...codes))
    .map(([device, other]) => edit(device, { code: other })),
  fc.tuple(code, fc.integer({ min: -9, max: 9 })).map(([device, change]) => move(device, change || 1)),
  fc.array(fc.tuple(code, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 4 }).map((moves) =>
    importMoves(
      moves.map(([device, change]) => ({ device, change })),
      JSON.stringify(moves),
    ),
  ),
  code.map((device) => move(device, -9)),
  code.map(remove),
  fc.constant(undo()),
);

const shown = { byPlace: false, low: false };

/** What is on one terminal. */
interface Terminal {
  readonly width: number | null;
  readonly language: Language;
  readonly colors: 0 | 1;
}

async function ofRows(store: KeptStore, { width, language, colors }: Terminal): Promise<Table> {
  const { pages, ...listing } = await store.list(allByCode);
  const {
    rows,
    shown: columns,
    footer = [],
  } = deviceRows({ ...listing, rows: await collected(pages) }, wordingIn(language), shown);
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return renderTable(columns, cells, { width, paint: paints[colors], footer });
}

/** As a shop with few lines is listed, or as one with many. */
function ofLines(lines: ListedLines, areMany: boolean, terminal: Terminal): Table | undefined {
  const { width, language, colors } = terminal;
  const options = { width, paint: paints[colors] };
  const table = linesTable(lines, wordingIn(language), options, areMany ? 0 : lines.begins.length);
  if (table === undefined) return undefined;
  const pieces: Buffer[] = [];
  table.print((piece) => pieces.push(Buffer.from(piece)));
  return { text: Buffer.concat(pieces).toString(), leftOut: table.leftOut };
}

const terminal: fc.Arbitrary<Terminal> = fc.record({
  width: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 140 })),
  language: fc.constantFrom('en', 'zh'),
  colors: fc.constantFrom(0, 1),
});

const newDisk = () => new SimulatedDisk(new Random(1));

describe('a list from the bytes of the book file', () => {
  it('is the list of its rows to the byte, in any shop, language and colour, on any terminal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCommand, { minLength: 3, maxLength: 25 }),
        fc.array(terminal, { minLength: 6, maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (commands, terminals, entriesBehind) => {
          const disk = newDisk();
          const shop = new Shop(undefined, 0, entriesBehind);
          const store = await shop.init(disk.start());
          for (const command of [addDevice('N-3', 3), ...commands]) await attemptCommand(store, command);
          const opened = await shop.open(disk.start());
          for (const terminal of terminals) {
            const lines = await opened.linesByCode();
            const { devices } = await opened.info();
            expect(lines?.begins.length).toBe(devices === 0 ? undefined : devices);
            if (lines === undefined) continue;
            const expected = await ofRows(opened, terminal);
            for (const areMany of [true, false])
              expect(ofLines(lines, areMany, terminal), `many: ${areMany}`).toEqual(expected);
          }
          await store.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is not made where there are places, or where the order of codes on the disk has changed', async () => {
    const disk = newDisk();
    const shop = new Shop();
    const store = await shop.init(disk.start());
    for (const command of [addDevice('N-2', 3), addDevice('N-1', 3)]) await attemptCommand(store, command);
    const opened = async () => (await shop.open(disk.start())).linesByCode();
    expect(await opened()).toBeDefined();
    const index = Buffer.from(disk.content(indexPath) ?? []);
    for (let at = 1024; at < index.length; at++) {
      disk.meddle(
        indexPath,
        Buffer.concat([index.subarray(0, at), Buffer.of((index[at] ?? 0) ^ 1), index.subarray(at + 1)]),
      );
      expect(await opened(), `byte ${at}`).toBeUndefined();
    }
    disk.meddle(indexPath, index);
    await attemptCommand(store, addPlaces('Cellar'));
    expect(await opened()).toBeUndefined();
  });
});
