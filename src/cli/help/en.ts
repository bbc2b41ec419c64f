import type { HelpTexts } from './texts.ts';

/** What the topics of help say, in English. */
export const en: HelpTexts = {
  heading: 'Topics:',
  more: 'stockbook help TOPIC prints a topic.',
  summaries: {
    values: 'how to type codes, quantities, prices, times and choices',
    places: 'where stock lies, and how it goes from one place to another',
    import: 'the columns and files that import reads',
    'exit-codes': 'exit codes and error.code values, for scripts',
    json: 'the objects that --json prints, by example',
  },
  list: (items) => items.join(', '),
  rules: {
    code: (most, marks) => `1 to ${most} letters and digits of any script and ${marks} without spaces`,
    text: (most) => `1 to ${most} characters on one line`,
    measure: (most, fractionDigits, unit) =>
      `${unit}, above 0 to ${most}, at most ${fractionDigits} decimals`,
    money: (most, fractionDigits, currency) =>
      `0 to ${most}, at most ${fractionDigits} decimals in ${currency}`,
    quantity: (least, most) => `a whole number, ${least} to ${most}`,
    optional: '; optional',
  },
  values: {
    device: 'A device:',
    movement: 'A movement:',
    opening: (rule) => `opening: ${rule}; optional`,
    onHand: (most) => `The quantity on hand is never below 0 or above ${most}.`,
    reasonIn: (reasons) => `stock-in: ${reasons}`,
    reasonOut: (reasons) => `stock-out: ${reasons}`,
    usual: (reason) => `${reason} by default`,
    following:
      'Two codes that differ only in case or width are the same code. Choices may be typed as shown, or by their label in English or Chinese. The currency of the store decides how many decimals a price may have.',
    numbers: 'Numbers:',
    accepted: 'accepted',
    refused: 'refused',
    empty: '(empty)',
    numbersRule: (signs, names) =>
      `Full-width digits, well-placed thousands commas and zeros after the point that change nothing are accepted. A price may have the sign of the store's currency before it (${signs}) or its name after it (${names}).`,
    times: 'Times:',
    timesRule:
      'A time without an offset is local. A day, a minute and a second mean their beginning for --since, and their end for --until and --as-of. A period cannot end before it begins, nor begin after now. JSON prints UTC with milliseconds.',
  },
  places: {
    model:
      'Stock lies in places. A movement is at one place; a transfer is one entry with both sides. A store begins with one place, main, and shows no places until you make another one.',
    names: (names, characters) =>
      `A name is a path of up to ${names} names, each of up to ${characters} letters, digits and - _ . + : shop-1, shop-1/back/A3. Any place may hold stock. Reading with --place takes in all below; writing with it means exactly that place.`,
    kinds: {
      stock: 'on hand, and may be sold: shops, warehouses, shelves',
      hold: 'on hand, but not for sale: returns, repairs, goods lent out',
    },
    queues: {
      ordered: 'ordered, not here yet',
      inspection: 'delivered, not accepted yet',
      transit: 'sent from one place, not arrived at the other: still on hand',
      'write-off': 'set aside until someone else agrees: still on hand',
      sold: 'paid, waiting to be delivered',
    },
    where:
      'Where a command names no place it records at $STOCKBOOK_PLACE, else at the first place. What is read is never narrowed by it: every shop sees all of them.',
    queueRule:
      'The queues below are places of the book itself. What lies there belongs to an entry and leaves only by its number, with the commands beside it; pending lists all of it. A write-off is accepted by somebody else than set it aside.',
    scanning: 'The label of a place (labels --places) switches a scanner to it: a line @shop-1/A3 in scan.',
    examples: [
      ['stockbook place add shop-1', 'a second place'],
      ['stockbook transfer TV-0001 2 --from main --to shop-1 --in-transit', 'sends two; say it is #52'],
      ['stockbook receive 52', 'the shop has them; report slip 52 is the paper for it'],
      ['stockbook stock-out TV-0001 1 --place shop-1', 'sold there'],
      ['stockbook order TV-0001 10 --cost 610', 'ordered; say it is #55'],
      ['stockbook receive 55 --inspect', 'it has come; say as #56'],
      ['stockbook accept 56', 'it is sound, and on hand'],
      ['stockbook list --places', 'who has what'],
    ],
  },
  import: {
    columns: {
      devices: 'The columns of import devices:',
      movements: 'The columns of import movements, whose rows are applied in order:',
      places: 'The columns of import places:',
    },
    header: ['column', 'or', 'needed', 'value'],
    always: 'always',
    instead: (column) => `, or ${column} instead`,
    labels:
      'With --update, a row for a device that exists needs only its code and what changes. Columns may come in any order; a column that is not needed may be absent.',
    codeOf: 'a code in the book or the file',
    follows: (kinds) => `; calculated for ${kinds}`,
    rowsOfFile:
      'Rows may refer to devices of the same file, in any order. Calculated columns (the price of a combo, tvPrice beside tv, the value and lastCost of a list) may be blank, or match the book as it is or as it was before the import. With --update a quantity must equal the quantity on hand; the output of list and search can be imported, too.',
    direction: '; stock-in only',
    serials:
      'serial numbers with commas between them, at most one for each piece; each is written like a code',
    of: 'of a return: the number of the entry that sold or received these pieces',
    beforeCount: 'a late slip: the number of the count that had missed it already',
    due: 'of an order: the day by which it is to come, 2026-12-01',
    files: 'Files:',
    formats: 'formats',
    formatsRule: ', recognized by content and name',
    delimiters: 'delimiters',
    tab: 'TAB',
    encodings: 'encodings',
    encodingsRule:
      '; detected unless --encoding names one: a mark, UTF-8 and UTF-16 show themselves; GBK is taken only where a Chinese header, or a name that is in the book, proves it; others must be named',
    limits: (megabytes, [rows, rowsOfOthers], columns, characters) =>
      `at most ${megabytes} MB, ${rows} rows (${rowsOfOthers} in JSON and XLSX), ${columns} columns and ${characters} characters in a field`,
    headersRule:
      'Headers are matched in English or Chinese without regard to case, spaces, line breaks, * and what stands in brackets; another unit in brackets is refused. Unknown headers are refused, unless you add --ignore-extra; a column of dates always is, since entries have the time of their recording.',
    table: (rows) =>
      `The table begins in the first of the first ${rows} rows that has the needed columns, or where --header-row says; in a workbook on the first visible sheet that has it, or the one that --sheet names. A note says what was not read. Hidden rows are read, and counted in a note. Blank rows and cells beyond the columns are nothing.`,
    cells:
      'Codes, names, references and notes are read as a sheet shows them. A date, a code that a spreadsheet shortened (6.90123E+12) or rounded to 15 digits, an error, and a merged quantity, code or price are refused with their cell; a merged brand, ref or note counts for each of its rows. ="00123" and \'00123 are the text 00123. A quote in the middle of a cell is a quote. In a file with semicolons or tabs, a number such as 4,125 needs --decimal , or --decimal .',
    lookalikes:
      'A code that looks like another one (letters of another script, 0 and O, 1 and I, zeros that are missing), or in an update is one typing error from one, is a note, and a question on a terminal; --only-existing refuses every new code. Invisible characters are dropped.',
    wholeOrNothing:
      'One import is one entry: all of it or nothing. Every bad row is reported with its row, column, value and reason, and spoils no other row. The same rows are not imported twice, whatever the encoding, line ends or format of the file, unless you add --again or undo that entry.',
    options: 'For how to type numbers and times: stockbook help values.',
  },
  exitCodes: {
    when: {
      0: 'done, or it was already done before',
      1: 'the machine failed: disk full, no permission, or a bug',
      2: 'what was typed or imported is not valid',
      3: 'no such device, entry or store',
      4: 'valid, but the book refuses it',
      5: 'another process held the store for longer than --wait seconds',
      6: 'the journal is damaged or was written by a newer format',
      7: 'the disk failed, and it is unknown whether the entry was kept; the next command settles it; repeating with the same --key is safe',
      130: 'interrupted; nothing half-done remains',
    },
    unchanged:
      'A command that exits with 1 to 6 has changed nothing; only import --skip-bad and scan record the good rows, and report them. With --json, an error is one JSON object on standard error; its error.code is one of the words above.',
  },
  json: {
    devices:
      'Fields that a kind of device lacks are left out; unknown values are null. Prices and costs are texts with all their decimals; quantities, sizes and weights are numbers. list, search and history print one array.',
    movements: (types) =>
      `type is one of ${types}. A change of the catalogue has change null. Rows of one entry share its number; undoes and undoneBy name the entry at the other end.`,
    errors:
      'An error goes to standard error, and standard output stays empty. Branch on error.code (stockbook help exit-codes); message, shown here as “…”, is for people and may change.',
  },
};
