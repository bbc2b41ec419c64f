import type { Choice } from '../../inventory/devices/attribute.ts';
import { rowTypes } from '../../inventory/look/history.ts';
import { madeOnce } from '../../made-once.ts';
import type { FileKind, Needed, SheetName, Suspicion, WorkbookKind } from '../../problems.ts';
import { shellWord } from '../pasted.ts';
import { counted, signed } from './counting.ts';
import { countProblems } from './counts.ts';
import type { Messages } from './messages.ts';
import { partyProblems } from './parties.ts';
import { placeProblems } from './places.ts';
import { queueProblems } from './queues.ts';

const list = (items: readonly (string | number)[]): string => items.join(', ');
/** The first of many, and how many more there are. */
const fewOf = (items: readonly string[]): string =>
  items.length > 5 ? `${list(items.slice(0, 5))} and ${items.length - 5} more` : list(items);
const didYouMean = (codes: readonly string[]): string =>
  codes.length === 0 ? '' : `did you mean ${list(codes)}? If not, `;
const nearestHint = (nearest: string | null): string => (nearest === null ? '' : ` did you mean ${nearest}?`);

/** What to do about an error of the operating system. */
const adviceOn = (reason: string): string =>
  reason === 'EMFILE' || reason === 'ENFILE'
    ? 'allow more open files (ulimit -n) and try again'
    : 'check the disk and the permissions';

/** A list with a word before its last item. */
const lastBy = (word: string, items: readonly (string | number)[]): string =>
  [list(items.slice(0, -1)), items.at(-1) ?? ''].filter(Boolean).join(` ${word} `);

const sheetNamed = ({ title, isHidden }: SheetName): string => `“${title}”${isHidden ? ' (hidden)' : ''}`;

const fileKinds: Readonly<Record<FileKind, string>> = {
  pdf: 'is a PDF, not a table; open the table in the program that it came from, and save it as .xlsx or CSV',
  image: 'is a picture, not a table; type the table into a spreadsheet, and save it as .xlsx or CSV',
  archive: 'is an archive; unpack it, and import the file in it',
  document: 'is a text document, not a table; copy its table into a spreadsheet, and save it as .xlsx or CSV',
  'web-page': 'is a web page, whatever its name says; open it in a spreadsheet program, and save it as .xlsx',
  password: 'is protected by a password; open it, and save it without one',
  'old-excel': 'is an old Excel file (.xls); open it, and save it as .xlsx',
};
const workbookKinds: Readonly<Record<WorkbookKind, string>> = {
  ods: 'is an OpenDocument spreadsheet (.ods); open it, and with “Save as” save it as “Excel 2007-365 (.xlsx)” or CSV',
  numbers: 'is a Numbers spreadsheet; in Numbers, choose File > Export To > Excel for an .xlsx file',
  xlsb: 'is a binary workbook (.xlsb); open it, and save it as .xlsx',
  document: fileKinds.document,
  archive: fileKinds.archive,
};

/** A choice as it is typed. */
const choiceNamed = (choice: string | Choice): string => (typeof choice === 'string' ? choice : choice.value);
const neededNamed = (needed: Needed): string =>
  typeof needed === 'string' ? needed : lastBy('or', needed.oneOf.map(choiceNamed));

const fieldNamed = (key: string): string => en.fields[key === 'cost' ? 'lastCost' : key] ?? key;
const typeNamed = (type: string): string => rowTypes.find(({ value }) => value === type)?.term.en ?? type;

function suspicion(found: Suspicion): string {
  switch (found.guard) {
    case 'quantity':
      return `${found.quantity} is ten times the usual ${found.usual} or more`;
    case 'cost':
      return `a cost of ${found.cost} is ten times the last ${found.usual} or more`;
    case 'repeat':
      return `an identical movement was recorded ${found.seconds} s ago as #${found.entry}`;
    case 'code':
      return `${found.code} is one typing error away from ${found.busier} ${found.name}, which moves more often`;
    case 'party':
      return `${found.party} is new, and one typing error away from ${found.known} (#${found.entry})`;
    case 'low':
      return found.left === 0
        ? 'none will be left'
        : `${found.left} will be left, below the minimum of ${found.minimum}`;
  }
}

/** Where in a file; entries on a server are at none. */
const atByte = ({ byte }: { readonly byte?: number }): string =>
  byte === undefined ? '' : ` (byte ${byte})`;

/** A named path holds something other than a stock book. */
const notAStore = ({ path }: { readonly path: string }): string =>
  `${path} is a file, but not a stock book; name another place with --store, or make a stock book here with: stockbook init`;

/** The rules of the stock that an entry can break. */
const brokenRules = {
  1: 'a place would have less than nothing, or another quantity than it says',
  2: 'what is on hand is not what lies at the places',
  3: 'a transfer is not on both sides',
  4: 'what waits in a queue belongs to no entry',
  5: 'a posted variance is not what was counted less what the book had then',
} as const;

/** What more than one command says, in English. */
export const en: Messages = {
  problems: madeOnce(() => ({
    ...placeProblems.en(),
    ...queueProblems.en(),
    ...countProblems.en(),
    ...partyProblems.en(),
    'number-missing': () => 'a number is missing; type one such as 12',
    'not-a-number': ({ value }) => `“${value}” is not a number; type digits such as 1299 or 1,299.00`,
    'not-a-whole-number': ({ value }) => `“${value}” is not a number; type a whole number such as 12`,
    'number-negative': ({ value }) => `“${value}” is negative; type a number without a sign`,
    'money-of-another': ({ value, currency }) =>
      `“${value}” is in another currency; this book is in ${currency}, convert it first`,
    'too-many-decimals': ({ value, most }) =>
      most === 0
        ? `“${value}” has decimals; type a whole number`
        : `“${value}” has more than ${counted(most, 'decimal')}; round it yourself`,
    'number-above': ({ value, most }) => `“${value}” is too large; the most is ${most}`,
    'number-not-above': ({ value, least }) => `“${value}” is too small; it must be above ${least}`,
    'no-such-currency': ({ value }) =>
      `“${value}” is not a currency; type an ISO 4217 code such as CNY or JPY`,
    'text-empty': () => 'it is empty; type at least one character',
    'text-too-long': ({ value, most }) =>
      `“${value.slice(0, 40)}…” is too long; the most is ${most} characters`,
    'text-unprintable': ({ value, character }) =>
      `“${value}” contains ${character}, a control character; remove it`,
    'code-empty': () => 'the code is empty; type one such as TV-0001',
    'code-too-long': ({ value, most }) =>
      `the code “${value.slice(0, 40)}…” is too long; the most is ${most} characters`,
    'code-character': ({ value, character }) =>
      `the code “${value}” contains “${character}”; use letters, digits and - _ . / + without spaces`,
    'not-a-day': ({ value }) => `“${value}” is not a day; type one such as 2026-12-01, or tomorrow`,
    'not-a-time': ({ value }) =>
      `“${value}” is not a time; type one such as 2026-11-23, “2026-11-23 09:30” or today`,
    'not-a-choice': ({ value, choices }) => `“${value}” is not one of ${list(choices.map(choiceNamed))}`,
    'field-missing': ({ kind }) => `it is missing; every ${kind.en} has one`,
    'field-not-of-kind': ({ field, kind, value }) => `a ${kind.en} has no ${field}; leave “${value}” out`,
    'column-blank': () => 'it is blank; every row needs one',
    'component-missing': ({ slot, price }) => `${slot} and ${price} are both missing; give one of them`,
    'component-price-differs': ({ value, code, price }) =>
      `“${value}” is not the price of ${code}, ${price}; leave it blank`,
    'component-refused': ({ value, row }) =>
      `${value} is in row ${row}, which has an error; fix that row first`,
    'component-gone': ({ code }) =>
      `${code} is priced from a device that is no longer in the book; add that device again first`,
    'price-follows': ({ value, price }) =>
      `“${value}” is not the combo's price, ${price} (80 % of TV + DVD player); leave it blank`,
    'price-never-typed': ({ value }) =>
      `a combo's price follows from its TV and DVD player; leave “${value}” out`,
    'not-a-component': ({ slot, value }) =>
      `${value} cannot be the ${slot} that a combo is priced from; name one that has a price of its own`,
    'no-such-component': ({ slot, value, nearest }) =>
      `no ${slot} has the code “${value}”; ${didYouMean(nearest)}add it first`,
    'quantity-by-movements': ({ value }) =>
      `the quantity changes by stock-in and stock-out only; leave “${value}” out`,
    'quantity-differs': ({ value, onHand }) =>
      `“${value}” is not the quantity on hand, which is ${onHand}; leave it blank: the quantity changes by stock-in and stock-out only`,
    'field-follows': ({ value, expected }) =>
      expected === null
        ? `“${value}” is not in the book, which has no value here; leave it blank`
        : `“${value}” is not the calculated value, ${expected}; leave it blank`,
    'cannot-clear': ({ field }) => `${field} cannot be removed; every device of this kind needs one`,
    'set-and-cleared': ({ field }) => `${field} is both set and removed; choose one`,
    'kind-differs': ({ value, code, kind }) =>
      `${code} is a ${kind.en}, not “${value}”; a device keeps its kind`,
    'code-repeated': ({ value, row }) =>
      `the code ${value} is already in row ${row}; give each device its own`,
    'cost-of-stock-out': ({ value }) => `a stock-out has no cost; leave “${value}” out`,
    'insufficient-stock': ({ code, name, onHand, asked }) =>
      `${code} ${name} has only ${onHand} on hand, ${asked} requested; take out less or stock in first`,
    'insufficient-stock-in-file': ({ code, name, onHand, asked, rows }) =>
      `${code} ${name} has only ${onHand} on hand after ${rows.length === 1 ? 'row' : 'rows'} ${lastBy('and', rows)} took from it, ${asked} requested; take out less or stock in first`,
    'too-many-on-hand': ({ code, onHand, asked, most }) =>
      `${code} has ${onHand} on hand; ${asked} more would exceed the limit of ${most}; stock in less`,
    'duplicate-code': ({ code, name }) => `the code ${code} already belongs to ${name}; choose another`,
    'device-exists': ({ code, name }) =>
      `the code ${code} already belongs to ${name}; choose another, or change devices that exist with --update`,
    'not-empty': ({ code, onHand }) => `${code} still has ${onHand} on hand; stock out all of them first`,
    'in-use': ({ code, by }) =>
      `${list(by)} ${by.length === 1 ? 'is' : 'are'} priced from ${code}; edit or remove ${by.length === 1 ? 'it' : 'them'} first`,
    'no-such-device': ({ value, nearest }, command) =>
      nearest.length > 0
        ? `no device has the code or name “${value}”; did you mean ${list(nearest)}? Or look for it with: ${command(`search ${shellWord(value)}`)}`
        : `no device has the code or name “${value}”; look for it with: ${command(`search ${shellWord(value)}`)}`,
    'code-renamed': ({ value, name, now, since }) =>
      `no device has the code “${value}” any more: ${name} is called ${now} since #${since}`,
    'code-removed': ({ value, name, since }, command) =>
      `no device has the code “${value}” any more: ${name} was removed by #${since}; see: ${command(`history ${shellWord(value)}`)}; to bring it back: ${command(`undo ${since}`)}`,
    'no-such-code': ({ value, nearest }, command) =>
      `no device has the code “${value}”; ${didYouMean(nearest)}add it, or look for it with: ${command(`search ${shellWord(value)}`)}`,
    'beyond-repair': ({ path }) =>
      `${path} and its journal are both damaged or missing; restore the journal from a backup`,
    'ambiguous-name': ({ value, candidates }) =>
      `“${value}” is the name of ${counted(candidates.length, 'device')}; type a code: ${list(candidates.map(({ code }) => code))}`,
    'ambiguous-code': ({ value, candidates }, command) =>
      `“${value}” was the code of ${counted(candidates.length, 'device')}: ${list(candidates.map(({ name, from, until }) => `${name} (#${from} to #${until})`))}; say which by an entry: ${command(`history ${shellWord(value)} --entry ${candidates.at(-1)?.from}`)}`,
    'code-unused-then': ({ value, entry }, command) =>
      `no device had the code “${value}” at entry #${entry}; see: ${command(`history ${shellWord(value)}`)}`,
    'unexpected-quantity': ({ code, onHand, expected }) =>
      `${code} has ${onHand} on hand, not the ${expected} expected; check the stock and try again`,
    'key-conflict': ({ value, entry, row, differs }) =>
      `the key “${value}” was used by ${entry === null ? `row ${row}` : `entry #${entry}`} with a different ${differs}; use a new key for a new movement`,
    'already-imported': ({ entry }) =>
      `these rows were already imported as entry #${entry}; to import them again, add --again`,
    'no-such-entry': ({ value, last }) => `there is no entry #${value}; the last one is #${last}`,
    'nothing-to-undo': ({ by }, command) =>
      `${by} has no entry left to undo; to undo another operator's, give its number; see: ${command('history --limit 5')}`,
    'nothing-in-entry': ({ entry }) => `entry #${entry} changed nothing, so there is nothing to take back`,
    'edited-since': ({ entry, edits }) =>
      `entry #${entry} cannot be undone because of later edits: ${fewOf(edits.map((edit) => `#${edit.entry} changed ${list(edit.attributes.map(fieldNamed))} of ${edit.code}`))}; undo ${edits.length === 1 ? 'that' : 'the newest of them'} first`,
    'entry-short': ({ doing, entry, code, name, onHand, asked }) =>
      `entry #${entry} cannot be ${doing === 'undo' ? 'taken back' : 'corrected to that'}: ${asked} of ${code} ${name} would have to go out${doing === 'undo' ? ' again' : ''}, but only ${onHand} ${onHand === 1 ? 'is' : 'are'} on hand`,
    'entry-not-empty': ({ entry, code, onHand }) =>
      `entry #${entry} cannot be taken back: ${code} would leave the book, but ${onHand} ${onHand === 1 ? 'is' : 'are'} still on hand`,
    'entry-code-taken': ({ entry, code, name }) =>
      `entry #${entry} cannot be taken back: the code ${code} now belongs to ${name}; give that device another code first`,
    'already-undone': ({ entry, by }, command) =>
      `entry #${entry} was already undone by #${by}; to restore it: ${command(`undo ${by}`)}`,
    'device-removed-since': ({ entry, code, by }) =>
      `entry #${entry} concerns ${code}, which has been removed since; undo ${by === null ? 'that' : `#${by}`} first`,
    'entry-corrected': ({ entry, by }, command) =>
      `entry #${entry} was corrected by ${list(by.map((n) => `#${n}`))}; undo that first, or set it to nothing with: ${command(`correct ${entry} --quantity 0`)}`,
    'correct-undo': ({ entry, undoes }, command) =>
      `entry #${entry} undoes #${undoes}; to take it back: ${command(`undo ${entry}`)}`,
    'correct-correction': ({ entry, corrects }, command) =>
      `entry #${entry} corrects #${corrects}; correct that one: ${command(`correct ${corrects}`)}`,
    'correct-no-movement': ({ entry }, command) =>
      `entry #${entry} moved no stock; to take it back: ${command(`undo ${entry}`)}`,
    'correct-many': ({ entry, movements }) =>
      `entry #${entry} holds ${movements} movements; undo it, or correct the stock of one device with stock-in or stock-out --reason correction`,
    suspicious: ({ suspicions }) =>
      `this looks like a slip: ${suspicions.map(suspicion).join('; ')}; check it, or record it with --yes`,
    'nothing-scanned': () => 'no scan is left to undo',
    'scan-line': ({ value }) => `“${value}” is not a scan; type CODE, CODE*3, 3 CODE or CODE 3`,
    'scan-two-codes': ({ value, codes: [one, other] }) =>
      `both words of “${value}” are codes; scan one a line, or type ${one}*QUANTITY or ${other}*QUANTITY`,
    'scan-no-place': () => 'not recorded, because no place is known; scan the label of a place first',
    'scan-too-long': ({ most }) => `the line has more than ${most} characters; scan one code a line`,
    'no-store': ({ path }, command) => `there is no stock book at ${path}; make one with: ${command('init')}`,
    'no-store-here': ({ directory }, command) =>
      `there is no stock book in ${directory} or a folder above it; make one with: ${command('init')}`,
    'no-store-there': ({ where }) =>
      `there is no stock book at ${where}; make one with: stockbook init --store ${shellWord(where)}`,
    'store-not-named': () => '--store is empty; name a JSON file or a folder',
    'store-not-supported': ({ scheme }) =>
      `${scheme}:// stores are not supported; name a JSON file, a folder or a postgres:// URL`,
    'store-exists': ({ path }) =>
      `there is already a stock book at ${path}; use it, or name another place with --store`,
    'store-busy': ({ path, seconds }) =>
      `another process has held ${path} for more than ${seconds} s; try again, or wait longer with --wait`,
    'store-damaged': ({ path, entry, byte }, command) =>
      `${path} is damaged at entry #${entry} (byte ${byte}); nothing was written; inspect with: ${command('verify')}, then: ${command('repair')}`,
    'journal-missing': ({ path }, command) =>
      `${path} is missing; restore it from a backup, or continue from the book file with: ${command('repair')}`,
    'journal-headless': ({ path }, command) =>
      `the first line of ${path} is damaged; nothing was written; repair it with: ${command('repair')}`,
    'currency-lost': ({ path }) =>
      `the currency of ${path} is unknown; repeat the command with it, such as --currency CNY`,
    'store-newer': ({ path, format }) =>
      `${path} was written by a newer stockbook (format ${format}); upgrade stockbook`,
    'store-io': ({ path, reason }) =>
      `${path} cannot be used (${reason}); nothing was changed; ${adviceOn(reason)}`,
    'store-not-recorded': ({ path, reason }) =>
      `${path} could not be written (${reason}); nothing was recorded; check the disk and try again`,
    'store-unknown': ({ path, reason }) =>
      `the disk failed while ${path} was written (${reason}) and it is unknown whether the entry was kept; the next command settles it; repeating with the same --key is safe`,
    'server-unreachable': ({ where, reason }) =>
      `no server of ${where} takes entries (${reason}); nothing was changed; check that it runs, or wait longer with --wait`,
    'server-login': ({ where, user }) =>
      `${where} does not let ${user} log in; check the login, and the password in PGPASSWORD or PGPASSFILE`,
    'server-certificate': ({ host, reason }) =>
      `the certificate of ${host} is not trusted (${reason}); name the file of its authority with sslrootcert=FILE in the URL of the store`,
    'server-name': ({ host }) =>
      `the certificate of ${host} names other hosts; write the name that it has into the URL of the store`,
    'server-no-tls': ({ host }) =>
      `${host} has no TLS; turn it on there, or write sslmode=disable into the URL of the store to do without`,
    'server-permission': ({ where, user }) =>
      `${user} may not do that at ${where}; nothing was changed; its owner can grant what is needed: stockbook init or restore has printed it`,
    'tables-older': ({ where, user, owner }) =>
      `the tables of ${where} were made by an earlier stockbook, and ${user} may not upgrade them; nothing was changed; have their owner, ${owner}, use the store once with this stockbook`,
    'tables-newer': ({ where, version }) =>
      `the tables of ${where} were made by a newer stockbook (version ${version}); upgrade stockbook`,
    'server-too-old': ({ where, version, oldest }) =>
      `${where} is PostgreSQL ${version}; stockbook needs ${oldest} or later`,
    'server-encoding': ({ where, encoding }) =>
      `the database of ${where} is encoded in ${encoding}; make one with UTF8`,
    'server-refused': ({ where, reason }) =>
      `${where} refused what was asked (${reason}); nothing was changed`,
    'url-part': ({ part }) =>
      `“${part}” is not understood in the URL of the store; write postgres://user@host:5432/database`,
    'url-parameter': ({ name }) =>
      `the URL of the store has an unknown parameter ${name}; known: store, sslmode, sslrootcert`,
    'url-store': ({ value, most }) =>
      `store=${value}: the name of a store is a letter and then letters, digits and _, all small, at most ${most}`,
    'operator-is-login': ({ by, user, role }) =>
      `on a server the operator is the login: ${user} cannot record as ${by}; leave out --by and STOCKBOOK_BY, or have ${role} granted to ${user}`,
    'counter-is-login': ({ counter, user, role }) =>
      `on a server the counter is the login: ${user} cannot record what ${counter} counted; leave out --counter, or have ${role} granted to ${user}`,
    'server-no-database': ({ where, database }) =>
      `there is no database ${database} at ${where}; make it with: createdb ${database}`,
    'server-beyond-repair': ({ where }, command) =>
      `entries of ${where} were changed or removed in its database, and nothing there holds them any more; restore a backup: ${command('restore')}`,
    'server-damaged': ({ where, entry }, command) =>
      `${where} is damaged at entry #${entry}; see all of it with: ${command('verify')}`,
    'server-unknown': ({ where, reason }) =>
      `the connection to ${where} was lost while the entry was written (${reason}), and nobody could say in time whether it was kept; repeating with the same --key is safe`,
    'store-replaced': ({ path }) =>
      `another file replaced ${path} while it was written, and does not hold the entry; repeating with the same --key is safe`,
    'store-is-link': ({ path }) =>
      `${path} is a symbolic link where a file of the store belongs; put the file itself there, or name the place it leads to with --store`,
    'store-not-a-file': ({ path, kind }) =>
      `${path} is a ${kind === 'directory' ? 'folder' : kind} where a file of the store belongs; nothing was changed; move it away and try again`,
    'store-link-dangling': ({ path, target }) =>
      `${path} is a symbolic link to ${target}, which does not exist; restore it, or remove the link`,
    'store-link-foreign': ({ path }) =>
      `${path} is a symbolic link that another user has put into a folder open to all; name the place it leads to with --store if you trust it`,
    'not-a-store': notAStore,
    'not-a-stock-book': notAStore,
    'place-unclear': ({ where }) =>
      `${where} is not a folder and does not end in .json; name a file such as ${where}.json, or for a new folder ${where}/`,
    'folder-gone': ({ path }) =>
      `the current folder ${path} no longer exists; change to another one with: cd`,
    'backup-unknown': ({ path }) =>
      `${path} is not a stockbook backup; name a file that stockbook backup wrote, or a copy of a journal`,
    'backup-cut': ({ path, entries, found }) =>
      `${path} was cut short: it holds ${found} of its ${counted(entries, 'entry', 'entries')}; nothing was restored; use another backup`,
    'backup-damaged': ({ path, entry, byte }) =>
      `${path} is damaged at entry #${entry} (byte ${byte}); nothing was restored; use another backup`,
    'backup-opening-damaged': ({ path }) =>
      `the first line of ${path} is damaged; nothing was restored; use another backup`,
    'store-is-target': ({ path }) => `${path} belongs to the store itself; name another file`,
    'store-lock-missing': ({ platform, reason }) =>
      `nothing was written: the file lock of stockbook does not load on ${platform} (${reason}), and without it entries of other processes could be lost; reading works; to write, install stockbook again on this machine with: npm ci`,
    'file-not-found': ({ path }) => `there is no file ${path}; check the path`,
    'file-is-folder': ({ path }) => `${path} is a folder; name a file`,
    'file-is-device': ({ path }) => `${path} is a device, not a file; name a file`,
    'file-no-folder': ({ path }) => `the folder of ${path} does not exist; make it first`,
    'file-unreadable': ({ path, reason }) => `${path} cannot be read (${reason}); check its permissions`,
    'file-unwritable': ({ path, reason }) => `${path} cannot be written (${reason}); nothing was changed`,
    'file-exists': ({ path }) => `${path} exists already; add --yes to replace it, or name another file`,
    'file-is-read': ({ path }) => `${path} is a file that this command reads; name another file`,
    'file-of-another': ({ path }) => `${path} belongs to another user; name another file`,
    'link-of-another': ({ link, target }) =>
      `${link} is a link of another user (to ${target}) and is not followed; name the file itself`,
    'output-ending': ({ path, formats }) =>
      `${path} does not end in a format of this command; use ${lastBy(
        'or',
        formats.map((format) => `.${format}`),
      )}`,
    'font-unusable': ({ path }) =>
      `${path} is not a font that a PDF can embed; name a TrueType or OpenType file, or “reader” to use the PDF reader's own`,
    'label-not-held': ({ codes, symbology, instead }) =>
      `${fewOf(codes)}: ${symbology} holds ASCII only; use --symbology ${instead}`,
    'label-too-narrow': ({ codes, symbology, sheet, leastMm, instead }) =>
      `${fewOf(codes)}: too long for ${symbology} on ${sheet}, the bars would be narrower than ${leastMm} mm; use ${
        [
          ...(instead.symbology === null ? [] : [`--symbology ${instead.symbology}`]),
          ...(instead.sheet === null ? [] : [`--sheet ${instead.sheet}`]),
        ].join(' or ') || 'a shorter code'
      }`,
    'labels-too-many': ({ labels, most }) =>
      `${labels} labels are more than the ${most} that one file may hold; choose fewer devices, or fewer --copies`,
    'file-empty': ({ name }) =>
      `${name === '-' ? 'standard input' : name} is empty; it needs a header and rows`,
    'file-too-large': ({ name, limitMb }) => `${name} is larger than ${limitMb} MB; split it`,
    'file-format-unknown': ({ value }) =>
      `“${value}” is not a format that can be read; use CSV, JSON, JSON Lines or XLSX`,
    'file-of-kind': ({ name, kind }) => `${name} ${fileKinds[kind]}`,
    'workbook-of-kind': ({ name, kind }) => `${name} ${workbookKinds[kind]}`,
    'file-encoding-unknown-name': ({ value }) =>
      `“${value}” is not an encoding; use utf-8, utf-16, gbk, gb18030, big5, shift_jis, euc-kr or windows-1252`,
    'file-encoding-unproven': ({ name, encoding, value }) =>
      `the encoding of ${name} is unclear: as ${encoding} it would say “${value}”, which nothing in the book confirms; name it with --encoding gbk, big5, shift_jis, euc-kr or windows-1252, or save the file as “CSV UTF-8”`,
    'cell-date': ({ cell, value }) =>
      `cell ${cell} is the date ${value}, and no column takes one; format the column as text and type it again`,
    'cell-error': ({ value }) => `the spreadsheet had no value here, only ${value}; type the value`,
    'cell-format': ({ cell, value }) =>
      `cell ${cell} holds the number ${value}, which the sheet shows in another form; format the column as text and type it again`,
    'cell-merged': ({ cells }) =>
      `the merged cells ${cells} belong to no single row; unmerge them and type each row's own value`,
    'cell-rounded': ({ value }) =>
      `“${value}” has more digits than a spreadsheet keeps, so its last ones may be lost; format the column as text and type it again, or write ="${value}" if it is right`,
    'cell-shortened': ({ value }) =>
      `a spreadsheet shortened this number to “${value}”, and its last digits are lost; format the column as text and type it again`,
    'cell-too-many-digits': ({ cell, value }) =>
      `cell ${cell} holds ${value}, with more digits than a spreadsheet keeps, so the last ones are lost; format the column as text and type it again`,
    'number-comma': ({ value }) =>
      `“${value}” is not a number; if its comma stands before decimals, add --decimal ,`,
    'number-unclear': ({ value, readings }) =>
      `“${value}” may mean ${readings.join(' or ')}; name the decimal mark with --decimal , or --decimal .`,
    'header-row-blank': ({ row }) => `row ${row} has no headers; name another row with --header-row`,
    'row-is-header': () => 'the headers appear again, as if two files were joined; remove this row',
    'sheet-not-found': ({ value, sheets }) =>
      `there is no sheet “${value}”; the workbook has ${list(sheets.map(sheetNamed))}`,
    'sheet-without-table': ({ columns, sheets }) =>
      `no visible sheet has the ${columns.length === 1 ? 'column' : 'columns'} ${list(columns.map(({ key }) => key))} in its first rows; name a sheet with --sheet, and the row of its headers with --header-row; the workbook has ${list(sheets.map(sheetNamed))}`,
    'column-of-time': ({ column }) =>
      `the column “${column}” cannot be imported: entries have the time of their recording; remove it, or put it into the column note`,
    'column-unit': ({ column, unit }) =>
      `the header of ${column} names another unit, ${unit}; convert the values and change the header`,
    'device-not-existing': ({ value }) =>
      `there is no device with the code “${value}”, and --only-existing adds no devices; check the code`,
    'codes-alike': ({ codes }) =>
      `${list(codes.map(({ code, like }) => `“${code}” looks like “${like}”`))}; check the codes`,
    'usage-not-of-format': ({ option, formats }) => `${option} is only for ${list(formats)}; leave it out`,
    'file-encoding-mismatch': ({ encoding, line }) =>
      `the file is not ${encoding} in line ${line}; name its encoding with --encoding`,
    'file-encoding-undetected': ({ name }) =>
      `the encoding of ${name} is unclear; name it with --encoding, or save the file as UTF-8`,
    'file-nul': () => 'it contains a NUL character; remove it',
    'file-half-character': () => 'it contains an incomplete character; retype it',
    'file-header-empty': ({ column, value }) =>
      `column ${column} has no header but holds “${value}”; name it or remove it`,
    'file-header-twice': ({ column }) => `the header “${column}” appears twice; remove one`,
    'file-beyond-memory': ({ most, limitMb }) =>
      `the file has more than ${most} devices, and Node may use only ${limitMb} MB of memory; split it, or set NODE_OPTIONS=--max-old-space-size=${2 * limitMb}`,
    'file-too-many-rows': ({ limit }) => `the file has more than ${limit} rows; split it`,
    'file-too-many-columns': ({ limit }) =>
      `the file has more than ${limit} columns; remove those not needed`,
    'file-row-too-wide': ({ cells, columns }) =>
      `it has ${cells} cells but there are ${columns} headers; quote cells that hold the separator`,
    'file-row-too-long': ({ limit }) =>
      `it is longer than ${limit} characters; check for a quote that is not closed`,
    'file-field-too-long': ({ limit }) => `it is longer than ${limit} characters; shorten it`,
    'file-quote': () => 'a quote is in the wrong place or not closed; fix it',
    'file-json-malformed': () => 'it is not valid JSON; fix it',
    'file-json-not-object': () => 'it is not an object; write rows as {"code": …}',
    'file-json-key-twice': ({ column }) => `“${column}” appears twice; remove one`,
    'file-json-value': ({ value }) => `${value} is neither text nor a number; change it`,
    'file-xlsx-malformed': ({ name }) => `${name} is not a valid XLSX file; save it again`,
    'file-xlsx-too-large': ({ name, limitMb }) => `${name} unpacks to more than ${limitMb} MB; split it`,
    'file-xlsx-cell': ({ cell, value }) => `cell ${cell} holds ${value}; type text or a number`,
    'file-xlsx-formula': ({ cell }) => `cell ${cell} is a formula without a value; paste it as a value`,
    'file-xlsx-too-many-rows': ({ limit }) => `a sheet holds at most ${limit} rows; export as CSV`,
    'usage-unknown-option': ({ option, nearest }) =>
      `there is no option ${option};${nearestHint(nearest)} --help lists the options`,
    'usage-option-value': ({ option }) => `${option} needs a value; type it after the option`,
    'usage-too-many': ({ values }) => `too many arguments: ${list(values)}; put a name with spaces in quotes`,
    'usage-unknown-command': ({ value, nearest }) =>
      `there is no command “${value}”;${nearestHint(nearest)} stockbook --help lists the commands`,
    'usage-incomplete-command': ({ command, words }) =>
      `“${command}” goes on with one of ${list(words)}; see: stockbook ${command} --help`,
    'usage-missing': ({ missing, command }) =>
      `missing: ${list(missing.map(neededNamed))}; see: stockbook ${command} --help`,
    'usage-needs': ({ option, needs }) => `${option} requires ${needs}; add it`,
    'usage-conflict': ({ one, other }) => `${one} and ${other} cannot be used together; choose one`,
    'usage-twice': ({ option, one, other }) => `${option} is both “${one}” and “${other}”; give it once`,
    'import-what': ({ path }, command) =>
      `name the content of the file: ${command(`import devices ${shellWord(path)}`)}, or: ${command(`import movements ${shellWord(path)}`)}`,
    'usage-nothing-to-change': ({ command }) => `nothing to change; see: stockbook ${command} --help`,
    'not-utf8': ({ value }) =>
      `“${value}” is not UTF-8; set the terminal or the script to UTF-8 and try again`,
    'folder-not-utf8': ({ value }) => `the name of this folder, ${value}, is not UTF-8; rename it`,
    'usage-not-text': ({ format }) => `${format} is not for a terminal; name a file with -o FILE`,
    'period-backwards': ({ since, until }) => `--since ${since} is later than --until ${until}; swap them`,
    'time-to-come': ({ value }) => `“${value}” is in the future; type an earlier time`,
    'columns-unknown': ({ columns, known }) =>
      `unknown ${columns.length === 1 ? 'column' : 'columns'}: ${list(columns)}; known columns: ${list(known.map(({ key }) => key))}; to ignore others, add --ignore-extra`,
    'columns-missing': ({ columns }) =>
      `missing ${columns.length === 1 ? 'column' : 'columns'}: ${list(columns.map(({ key }) => key))}`,
    'columns-repeated': ({ column }) => `two columns both mean ${column.key}; remove one`,
    'rows-rejected': ({ rows, skipped }) =>
      skipped
        ? `${counted(rows, 'row')} had errors and ${rows === 1 ? 'was' : 'were'} left out`
        : `nothing was imported: ${rows === 1 ? '1 row has' : `${rows} rows have`} errors; fix ${rows === 1 ? 'it' : 'them'}, or import the rest with --skip-bad`,
    'counts-broken': ({ entry }, command) =>
      `what was counted cannot be repaired; take it back, then count again: ${command(`undo ${entry}`)}`,
    'damage-found': ({ findings }, command) =>
      `the store has ${counted(findings, 'problem')}; fix ${findings === 1 ? 'it' : 'them'} with: ${command('repair')}`,
    'entry-beyond-memory': ({ entryMb, neededMb, limitMb }) =>
      `an entry of ${entryMb} MB takes about ${neededMb} MB of memory, and Node may use ${limitMb}; set NODE_OPTIONS=--max-old-space-size=${neededMb}`,
    'memory-short': ({ rows, neededMb, limitMb }) =>
      `${rows} rows take about ${neededMb} MB of memory, and Node may use ${limitMb}; set NODE_OPTIONS=--max-old-space-size=${neededMb}`,
    'system-refused': ({ reason, action }) =>
      `the system refused to ${action} (${reason}); check the disk, the permissions and the output's destination`,
    internal: ({ reason }) => `stockbook has a bug: ${reason}; set STOCKBOOK_DEBUG=1 to see where`,
  })),
  command: (words) => `stockbook ${words}`,
  error: (text) => `error: ${text}`,
  between: '; ',
  fieldProblem: (field, text) => `${field}: ${text}`,
  rejectedRow: (row, text) => `row ${row}: ${text}`,
  placeholders: {},
  fields: {
    how: '--add or --replace',
    moment: 'moment of counting',
    code: 'code',
    name: 'name',
    brand: 'brand',
    size: 'size',
    panel: 'panel',
    disc: 'disc',
    price: 'price',
    weight: 'weight',
    quantity: 'quantity',
    minimum: 'minimum',
    cost: 'cost',
    lastCost: 'last cost',
    tv: 'tv',
    dvd: 'dvd',
    tvPrice: 'tvPrice',
    dvdPrice: 'dvdPrice',
    kind: 'kind',
    type: 'type',
    reason: 'reason',
    ref: 'ref',
    party: 'party',
    serials: 'serials',
    of: 'of',
    beforeCount: 'beforeCount',
    count: 'count',
    counted: 'counted',
    before: 'before',
    counter: 'counter',
    recount: 'recount',
    sellable: 'sellable',
    due: 'due',
    missing: '--missing',
    damaged: '--damaged',
    inspect: '--inspect',
    'to-deliver': '--to-deliver',
    place: 'place',
    to: 'to',
    note: 'note',
    key: 'key',
    expect: 'expect',
    value: 'value',
    addedAt: 'addedAt',
    changedAt: 'changedAt',
    by: 'operator',
    entry: 'entry',
    currency: 'currency',
    what: 'what',
    shell: 'shell',
  },
  notice: (notice, command) => {
    switch (notice.key) {
      case 'torn-tail-set-aside':
        return `note: the unfinished entry of an interrupted command was moved to ${notice.keptAs}; it had not been recorded`;
      case 'book-rebuilt':
        return notice.keptAs === null
          ? `note: ${notice.where} was missing and has been rebuilt from the journal`
          : `note: ${notice.where} was changed outside stockbook; that version is kept as ${notice.keptAs}, and the book was rebuilt from the journal`;
      case 'book-not-as-written':
        return `note: ${notice.where} was changed outside stockbook; what is shown comes from the journal`;
      case 'damaged-after':
        return `warning: the journal is damaged after entry #${notice.place.entry}${atByte(notice.place)}; only the book up to there is shown; fix it with: ${command('repair')}`;
      case 'upgraded':
        return `note: the store was upgraded from format ${notice.from} to format ${notice.to}; the old files are kept as ${notice.keptAs.join(' and ')}`;
      case 'tables-upgraded':
        return `note: the tables of ${notice.where} were made by an earlier stockbook, and were upgraded; whoever uses that store now needs this version`;
      case 'restored-upgraded':
        return `note: the backup is of format ${notice.from}; the store that was made of it is of format ${notice.to}`;
      case 'backup-torn':
        return `note: ${notice.where} ends with part of an interrupted command${atByte(notice.place)}, which was left out`;
      case 'after-repair':
        return `note: the repair is done, but something after it failed (${notice.reason}); the next command that writes completes it`;
      case 'password-visible':
        return 'note: a password in --store can be seen by others on this machine; put it into PGPASSWORD or PGPASSFILE';
      case 'after-commit':
        return `note: the entry is recorded, but something after it failed (${notice.reason})`;
    }
  },
  shown: (line) => line,
  finding: (finding) => {
    switch (finding.key) {
      case 'count-differs':
        return `invariant 5, entry #${finding.place.entry}: what count #${finding.params.count} booked of ${finding.params.code} at ${finding.params.place} is not what was counted less what the book had then`;
      case 'value-differs':
        return `invariant 6, entry #${finding.place.entry}: what is on hand of ${finding.params.code} is not worth what its history says`;
      case 'queue-differs':
        return `invariant 4, entry #${finding.place.entry}: what waits of ${finding.params.code} in ${finding.params.queue} is not what the entry put there and is left of that`;
      case 'entry-damaged':
        return finding.params.reason === 'changed'
          ? `entry #${finding.place.entry}${atByte(finding.place)} was changed, removed or moved after it was written`
          : `entry #${finding.place.entry}${atByte(finding.place)} does not follow from the entries before it${finding.params.broken === undefined ? '' : `: ${brokenRules[finding.params.broken.invariant]}${finding.params.broken.place === null ? '' : ` (${finding.params.broken.place})`}`}`;
      case 'entries-missing':
        return finding.place.entry === finding.params.seen
          ? `entry #${finding.place.entry} is missing at the end of the journal`
          : `entries #${finding.place.entry} to #${finding.params.seen} are missing at the end of the journal`;
      case 'torn-tail':
        return `${counted(finding.params.bytes, 'byte')} of an interrupted command after byte ${finding.place.byte}`;
      case 'book-missing':
        return `${finding.place.path} is missing`;
      case 'book-torn':
        return `${finding.place.path} was cut short by a crash`;
      case 'book-differs':
        return `${finding.place.path} does not match the journal`;
    }
  },
  headings: {
    sellable: 'sellable',
    elsewhere: 'elsewhere',
    place: 'place',
    there: 'there',
    onHand: 'on hand',
    value: 'value',
    entry: 'entry',
    at: 'time',
    by: 'operator',
    what: 'what',
    change: 'change',
    balance: 'balance',
    undone: 'undone',
    lastCost: 'last cost',
    addedAt: 'added',
    changedAt: 'changed',
    kind: 'kind',
  },
  low: 'low',
  list,
  clauses: (statements) => statements.join('; '),
  inBrackets: (text) => ` (${text})`,
  undoneBy: (entry) => `undone by #${entry}`,
  undoes: (entry) => `undoes #${entry}`,
  totals: (devices) => counted(devices, 'device'),
  columnsLeftOut: (headings) => `not shown for lack of width: ${list(headings)}`,
  noMatch: 'no device matches',
  writtenUnsaid: (reason) => `note: the file is written, but standard output failed (${reason})`,
  guard: {
    suspicion,
    note: (suspicions) => `note: this looks like a slip: ${suspicions.map(suspicion).join('; ')}`,
    low: (found) => `note: ${suspicion(found)}`,
    question: 'Record it anyway?',
    notRecorded: 'nothing was recorded',
  },
  inTheWay: (entries) =>
    `; later entries in the way: ${list(entries.map(({ entry, type, code, change }) => `#${entry} ${typeNamed(type)} ${code}${change === null ? '' : ` ${signed(change)}`}`))}`,
  corrects: (entry) => `corrects #${entry}`,
  effect: {
    device: (code, name, parts) => `  ${code} ${name}: ${parts.join('; ')}`,
    onHand: (from, to) => `${from} → ${to} on hand`,
    atPlace: (place, from, to) => `${place} ${from} → ${to}`,
    place: (from, to) =>
      from === null ? `  ${to} is back` : to === null ? `  ${from} is gone` : `  ${from} → ${to}`,
    stillOnHand: (units) => `${units} on hand`,
    attribute: (field, from, to) => `${field} ${from} → ${to}`,
    added: 'in the book again',
    removed: 'no longer in the book',
    more: (devices) => `  … and ${counted(devices, 'more device')}`,
  },
  none: '–',
  confirm: {
    repair: (path) => `repair sets damaged pieces of ${path} aside and continues from the intact part`,
    replace: (path) => `${path} already exists and will be replaced`,
    proceed: 'Continue?',
    nothingDone: 'nothing was done',
  },
  progress: { reading: 'reading', checking: 'checking', writing: 'writing' },
  rows: (rows) => counted(rows, 'row'),
  pages: { next: 'space: next page, ↑↓: scroll, q: back', end: 'end; q: back', goOn: 'Enter: menu' },
  ask: {
    yesOrNo: (label, usual) => `${label} (${usual ? 'Y/n' : 'y/N'})`,
    sayYesOrNo: 'type y or n',
    nothingFound: 'no device matches',
    moreBelow: (items) => `… ${items} more ↓`,
    more: (items) => `… ${items} more, type on`,
    quickKeys: (choices) => `Enter: the first   1–${choices}: choose   ↑↓ move   Esc back`,
    usualQuantity: (usual, onHand, rule) =>
      `Enter: ${usual}${onHand === null ? '' : `   ${onHand} on hand`}   ${rule}`,
    noSuchChoice: (typed) => `there is no choice “${typed}”`,
    noSuchDevice: (typed) => `no device has exactly the code “${typed}”`,
    noPlaceFound: 'no place matches',
    noSuchPlace: (typed) => `there is no place “${typed}”`,
    candidate: ({ code, name, brand, quantity }) =>
      `${code}  ${name}${brand === null ? '' : `  ${brand}`}${quantity === null ? '' : `  ${quantity} on hand`}`,
    keys: '↑↓ move   ⏎ choose   Esc back',
    plainKeys: 'up/down move   Enter choose   Esc back',
    numberOf: (choices) => `type a number from 1 to ${choices}`,
    which: 'Which device?',
    value: (label, optional) =>
      `${label}${optional ? ' (Enter for none)' : ''}${label.endsWith('?') ? '' : ':'}`,
    menu: 'What would you like to do?',
    leave: 'leave',
    file: 'File',
  },
  help: {
    usage: 'Usage:',
    options: 'Options:',
    globalOptions: 'Global options:',
    arguments: 'Arguments:',
    commands: 'Commands:',
    examples: 'Examples:',
    tagline: 'A stock book for the command line: every movement kept, nothing lost.',
    more: 'stockbook COMMAND --help explains a command, with examples.',
    optionsWord: '[options]',
    commandWord: '[command]',
  },
};
