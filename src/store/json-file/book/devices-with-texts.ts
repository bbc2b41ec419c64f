import type { Book } from '../../../inventory/book/book.ts';
import type { Device } from '../../../inventory/devices/device.ts';
import type { IndexedBookFile } from './indexed-book.ts';

const idBegins = '{"id":';
const brandBegins = '"brand":';
const nextBegins = ',"';
/** As many digits as an exact number has. */
const maxDigits = 16;
/** Where one device in so many is found, the file is read whole rather than a piece for each. */
const oneByOne = 32;

/**
 * The devices of a book among which all are whose code, name and brand contain some texts without regard to case, in the order of
 * the book: their lines are found among the bytes of its file, and only those are parsed. What they are priced from is read,
 * too, so that nothing of them needs the file afterwards. Throws CheckFailed.
 */
export function devicesWithTexts(
  file: IndexedBookFile,
  book: Book,
  texts: readonly string[],
): readonly Device[] {
  const ids = new Set([...idsWithTexts(file, texts), ...file.index.unusual(), ...book.changed]);
  if (ids.size > file.index.size / oneByOne) file.document();
  const lines = Array.from(ids, (id) => ({
    id,
    offset: book.gone.has(id) ? undefined : file.index.line(id)?.offset,
  }));
  const inFile = lines
    .filter(({ offset }) => offset !== undefined)
    .sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
  const devices = [...inFile.map(({ id }) => id), ...book.added]
    .map((id) => book.device(id))
    .filter((device) => device !== undefined);
  for (const { components } of devices)
    for (const part of components.values()) if ('device' in part) book.device(part.device);
  return devices;
}

/** The devices on whose lines all texts stand before the end of the brand. */
function* idsWithTexts(file: IndexedBookFile, [first = '', ...others]: readonly string[]): Generator<number> {
  const pattern = patternOf(first, 'gi');
  const patterns = others.map((text) => patternOf(text, 'i'));
  for (const lines of file.latin1Lines()) {
    pattern.lastIndex = 0;
    for (let found = pattern.exec(lines); found !== null; found = pattern.exec(lines)) {
      const line = lines.lastIndexOf('\n', found.index) + 1;
      // With the comma, which may be the brand's own: ahead of its closing quote it looks like the one behind it.
      const end = lines.indexOf(nextBegins, lines.indexOf(brandBegins, line)) + 1;
      if (found.index < end && patterns.every((other) => other.test(lines.slice(line, end))))
        yield Number.parseInt(lines.slice(line + idBegins.length, line + idBegins.length + maxDigits), 10);
      const next = lines.indexOf('\n', found.index);
      if (next === -1) break;
      pattern.lastIndex = next;
    }
  }
}

/** One character a byte: it is found where the bytes of a text are, and where some happen to be that differ in more than case. */
const patternOf = (text: string, flags: string): RegExp =>
  new RegExp(
    Buffer.from(JSON.stringify(text).slice(1, -1))
      .toString('latin1')
      .replace(/[^\w\x80-\xff]/g, '\\$&'),
    flags,
  );
