import saxes from 'saxes';
import { refuse } from '../../../inventory/refusal.ts';
import { maxRowCharacters } from '../../../limits.ts';

/** How deep the elements of a workbook may be nested. */
const deepest = 256;

/** The value of an attribute by its name without prefix. */
export type Attributes = (name: string) => string | undefined;

/** Handlers for the tags and texts of an XML document; names come without their prefixes. */
export interface XmlVisitor {
  open?(tag: string, attribute: Attributes): void;
  text?(text: string): void;
  close?(tag: string): void;
}

/**
 * Visits an XML document piece by piece, and yields after each so that what the visitor has found can be taken. One in
 * which no tag ends for long, or none is closed, is refused before the parser has too much of it in memory.
 */
export async function* visitXml(
  pieces: AsyncIterable<string>,
  visitor: XmlVisitor,
  name: string,
): AsyncGenerator<void> {
  const parser = new saxes.SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  let broken = false;
  let depth = 0;
  let pending = 0;
  parser.on('error', () => {
    broken = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    pending = 0;
    visitor.open?.(localName(name), (wanted) => {
      const key =
        wanted in attributes ? wanted : Object.keys(attributes).find((key) => localName(key) === wanted);
      return key === undefined ? undefined : attributes[key];
    });
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    pending = 0;
    visitor.close?.(localName(tag.name));
  });
  parser.on('text', (text) => visitor.text?.(text));
  parser.on('cdata', (text) => visitor.text?.(text));
  for await (const piece of pieces) {
    pending += piece.length;
    parser.write(piece);
    if (broken || depth > deepest || pending > maxRowCharacters) refuse('file-xlsx-malformed', { name });
    yield;
  }
  parser.close();
  if (broken) refuse('file-xlsx-malformed', { name });
}

/** Visits a whole XML document. */
export async function visitWhole(
  pieces: AsyncIterable<string>,
  visitor: XmlVisitor,
  name: string,
): Promise<void> {
  for await (const _ of visitXml(pieces, visitor, name));
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
