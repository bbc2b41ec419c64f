import { readFileSync } from 'node:fs';
import type { Font } from 'fontkit';
import { refuse } from '../../inventory/refusal.ts';
import { errorCode } from '../input.ts';
import { chineseFontFiles, type FontFile } from './system-fonts.ts';
import '../problems.ts';

/** What the texts of a PDF are set in. */
export type FontChoice =
  /** Helvetica, which every reader has; where nothing but Latin is needed. */
  | { readonly is: 'latin' }
  /** A font file; the characters that are used go into the PDF. */
  | { readonly is: 'embedded'; readonly file: Uint8Array; readonly font: Font; readonly path: string }
  /** STSong-Light, which is left to the reader, with Helvetica for what is Latin. */
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
 * or the reader's own where there is none (docs/decisions/0005-pdf-fonts.md). Refuses a file that is no font.
 */
export async function chooseFont(
  texts: Iterable<string>,
  typed?: string,
  system: Iterable<FontFile> = chineseFontFiles(),
): Promise<FontChoice> {
  if (typed === readerFont) return { is: 'reader' };
  if (typed !== undefined) return typedFont(typed);
  if (everyCharacter(texts, isLatin)) return { is: 'latin' };
  for (const candidate of system) {
    const found = await readFont(candidate);
    if (found !== null && everyCharacter([chinese], (character) => hasGlyph(found.font, character)))
      return found;
  }
  return { is: 'reader' };
}

export const hasGlyph = (font: Font, character: string): boolean =>
  font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);

function everyCharacter(texts: Iterable<string>, has: (character: string) => boolean): boolean {
  for (const text of texts) for (const character of text) if (!has(character)) return false;
  return true;
}

async function typedFont(path: string): Promise<FontChoice> {
  const file = readTyped(path);
  return (await fontOf(file, { path })) ?? refuse('invalid', 'font-unusable', { path });
}

function readTyped(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = errorCode(error);
    if (reason === null) throw error;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return refuse('usage', 'file-not-found', { path });
    if (reason === 'EISDIR') return refuse('usage', 'file-is-folder', { path });
    return refuse('io', 'file-unreadable', { path, reason });
  }
}

/** A font of the system, where it is there and can be used. */
async function readFont(candidate: FontFile): Promise<(FontChoice & { is: 'embedded' }) | null> {
  let file: Uint8Array;
  try {
    file = readFileSync(candidate.path);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
  return fontOf(file, candidate);
}

/** Null for what is no font, or one whose maker does not allow it to be embedded. */
async function fontOf(
  file: Uint8Array,
  { path, postscriptName }: FontFile,
): Promise<(FontChoice & { is: 'embedded' }) | null> {
  const { create } = await import('fontkit');
  try {
    const opened = create(Buffer.from(file));
    const font = 'fonts' in opened ? ofCollection(opened.fonts, postscriptName) : opened;
    if (font === undefined || font['OS/2']?.fsType?.noEmbedding === true) return null;
    return { is: 'embedded', file, font, path };
  } catch {
    // fontkit throws whatever a broken file leads it to.
    return null;
  }
}

/** The font that is named; without a name the regular one for simplified Chinese, or the first. */
function ofCollection(fonts: readonly Font[], postscriptName: string | undefined): Font | undefined {
  return (
    fonts.find((font) => font.postscriptName === postscriptName) ??
    fonts.find((font) => /(sc|gb|cn|hans)\b.*regular/i.test(font.postscriptName)) ??
    fonts[0]
  );
}
