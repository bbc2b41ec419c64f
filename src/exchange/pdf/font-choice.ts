import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Font } from 'fontkit';
import { refuse } from '../../inventory/refusal.ts';
import { maxFileBytes } from '../../limits.ts';
import { systemErrorCode } from '../read/input.ts';
import { laidOutPlainly } from './plain-layout.ts';
import { chineseFontFiles, type FontFile } from './system-fonts.ts';

const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/** What the texts of a PDF are set in. */
export type FontChoice =
  /** Helvetica, which every reader has; if only Latin is needed. */
  | { readonly is: 'latin' }
  /** A font file; the characters that are used go into the PDF. */
  | { readonly is: 'embedded'; readonly font: Font; readonly path: string }
  /** STSong-Light, which is left to the reader, with Helvetica for Latin. */
  | { readonly is: 'reader' };

/** Typed in place of a font file: the font is left to the reader. */
export const readerFont = 'reader';

/** What Windows' Latin alphabet, which PDF writes Helvetica in, has beside ISO 8859-1; Node 20 decodes the two alike. */
const beyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Whether Helvetica has a character. */
export const isLatin = (character: string): boolean =>
  /^[ -~\xa0-\xff]$/.test(character) || beyondLatin1.includes(character);

const chinese = '电视入库出合计';

/**
 * The font for texts: as typed; Helvetica where that has every character; else the first font of the system with Chinese,
 * or the reader's own if there is none (docs/decisions/0005-pdf-fonts.md). Refuses a file that is not a font.
 */
export async function chooseFont(
  texts: Iterable<string>,
  typed?: string,
  system: Iterable<FontFile> = chineseFontFiles(),
): Promise<FontChoice> {
  if (typed === readerFont) return { is: 'reader' };
  const characters = new Set(Array.from(texts, (text) => [...text]).flat());
  if (typed !== undefined) return typedFont(typed, characters);
  if (every(characters, isLatin)) return { is: 'latin' };
  for (const candidate of system) {
    const found = await readFont(candidate, characters);
    if (found !== null && every(chinese, (character) => hasGlyph(found.font, character))) return found;
  }
  return { is: 'reader' };
}

export const hasGlyph = (font: Font, character: string): boolean =>
  font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);

const every = (characters: Iterable<string>, has: (character: string) => boolean): boolean =>
  [...characters].every(has);

async function typedFont(path: string, characters: ReadonlySet<string>): Promise<FontChoice> {
  const file = readTyped(path);
  const font = file === null ? null : await fontOf(file, { path }, characters);
  return font ?? refuse('font-unusable', { path });
}

function readTyped(path: string): Buffer | null {
  try {
    return readRegular(path);
  } catch (error) {
    const reason = systemErrorCode(error);
    if (reason === null) throw error;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return refuse('file-not-found', { path });
    if (reason === 'EISDIR') return refuse('file-is-folder', { path });
    return refuse('file-unreadable', { path, reason });
  }
}

/** A font of the system; null if it is missing or unusable. */
async function readFont(
  candidate: FontFile,
  characters: ReadonlySet<string>,
): Promise<(FontChoice & { is: 'embedded' }) | null> {
  let file: Buffer | null;
  try {
    file = readRegular(candidate.path);
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return null;
  }
  return file === null ? null : fontOf(file, candidate, characters);
}

/** The content of a regular file no larger than any font; null for anything else, which may have no end. */
function readRegular(path: string): Buffer | null {
  // Opening a pipe without a writer would not return.
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const status = fstatSync(file);
    if (status.isDirectory()) refuse('file-is-folder', { path });
    return status.isFile() && status.size <= maxFileBytes ? readFileSync(file) : null;
  } finally {
    closeSync(file);
  }
}

/** Null if it is not a font, is broken, or may not be embedded. */
async function fontOf(
  file: Buffer,
  { path, postscriptName }: FontFile,
  characters: ReadonlySet<string>,
): Promise<(FontChoice & { is: 'embedded' }) | null> {
  const { create } = await import('fontkit');
  try {
    const opened = create(file);
    const font = 'fonts' in opened ? ofCollection(opened.fonts, postscriptName) : opened;
    if (font === undefined || font['OS/2']?.fsType?.noEmbedding === true) return null;
    await embedOnTrial(font, characters);
    return { is: 'embedded', font: laidOutPlainly(font), path };
  } catch {
    // fontkit throws whatever a broken file leads it to.
    return null;
  }
}

/** Makes a PDF with these characters of a font and drops it. Throws if the font is broken. */
async function embedOnTrial(font: Font, characters: ReadonlySet<string>): Promise<void> {
  const { default: Document } = await import('pdfkit');
  const document = new Document({ font: '' });
  document.font(sourceOf(font)).text([...characters].join(''), { lineBreak: false });
  document.end();
}

/** A font that is open already as pdfkit takes it, which its types do not say. */
export const sourceOf = (font: Font): string => font as unknown as string;

/** The font that is named; without a name the one for simplified Chinese, the regular one if there is, or the first. */
function ofCollection(fonts: readonly Font[], postscriptName: string | undefined): Font | undefined {
  const simplified = fonts.filter((font) => /(sc|gb|cn|hans)\b/i.test(font.postscriptName));
  return (
    fonts.find((font) => font.postscriptName === postscriptName) ??
    simplified.find((font) => /regular/i.test(font.postscriptName)) ??
    simplified[0] ??
    fonts[0]
  );
}
