import { refuse } from '../../inventory/refusal.ts';
import type { FileKind } from '../../problems.ts';
import { bytesAt, type FileBytes, firstBytes } from './bytes.ts';

/** The formats that can be read. */
export const inputFormats = ['csv', 'json', 'jsonl', 'xlsx'] as const;
export type InputFormat = (typeof inputFormats)[number];

/** What a file begins with that is no table, whatever its name. */
const beginnings: readonly (readonly [bytes: string, kind: FileKind])[] = [
  ['%PDF-', 'pdf'],
  ['\x89PNG\r\n', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF87a', 'image'],
  ['GIF89a', 'image'],
  ['II*\0', 'image'],
  ['MM\0*', 'image'],
  ['\x1f\x8b\x08', 'archive'],
  ['Rar!\x1a\x07', 'archive'],
  ["7z\xbc\xaf'\x1c", 'archive'],
  ['{\\rtf', 'document'],
];

/** How much of a file is looked at: web pages and old documents say what they are within it. */
const lookedAt = 4096;

const compound = '\xd0\xcf\x11\xe0';
const zip = 'PK\x03\x04';

/** Whether a file is read as an XLSX workbook. */
export function isWorkbook(file: FileBytes, format: InputFormat | undefined): boolean {
  if (format !== undefined) return format === 'xlsx';
  return beginning(file, zip.length) === zip || /\.xlsx$/i.test(file.name);
}

/** Refuses a file that is not a table: names its kind, and how to get a table from it. */
export function refuseOtherKinds(file: FileBytes): void {
  const kind = otherKind(file);
  if (kind !== null) refuse('file-of-kind', { name: file.name, kind });
}

function otherKind(file: FileBytes): FileKind | null {
  const start = beginning(file, lookedAt);
  if (start.startsWith(compound)) return compoundKind(file);
  const [, kind] = beginnings.find(([bytes]) => start.startsWith(bytes)) ?? [null, null];
  if (kind !== null) return kind;
  const behind = start.slice(4);
  if (start.startsWith('RIFF') && behind.startsWith('WEBP', 4)) return 'image';
  if (/^ftyp(?:hei|avif|mif1)/.test(behind)) return 'image';
  if (start.startsWith('BM') && behind.startsWith('\0\0\0\0', 2)) return 'image';
  return isWebPage(start) ? 'web-page' : null;
}

/** Many systems write a web page, or XML for an old Excel, and call it `.xls`. */
function isWebPage(start: string): boolean {
  // In UTF-16 each second byte is a zero.
  const text = start
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
    .toLowerCase();
  return /^(?:<!doctype html|<html|<head|<body|<table|<meta|<style|<\?xml|<\?mso|<workbook|mime-version:)/.test(
    text,
  );
}

/** The kind of a compound file, the format of Office until 2007 and of files with a password. */
function compoundKind(file: FileBytes): FileKind {
  const names = directoryNames(file);
  if (names.some((name) => /^Encrypt(?:ionInfo|edPackage)$/.test(name))) return 'password';
  return names.includes('WordDocument') ? 'document' : 'old-excel';
}

/** A directory entry of a compound file has 128 bytes: its name in UTF-16, at byte 64 the bytes of that. */
const headerBytes = 512;
const entryBytes = 128;
const maxDirectoryEntries = 1024;

/** The names in the first sectors of a compound file's directory. */
function directoryNames(file: FileBytes): readonly string[] {
  const header = bytesAt(file, 0, headerBytes);
  if (header.length < headerBytes) return [];
  const sectorBytes = 2 ** Math.min(header.readUInt16LE(30), 20);
  const start = (header.readUInt32LE(48) + 1) * sectorBytes;
  const directory = bytesAt(file, start, maxDirectoryEntries * entryBytes);
  const names: string[] = [];
  for (let at = 0; at + entryBytes <= directory.length; at += entryBytes) {
    const length = Math.min(directory.readUInt16LE(at + 64), 64);
    if (length >= 2) names.push(directory.toString('utf16le', at, at + length - 2));
  }
  return names;
}

function beginning(file: FileBytes, bytes: number): string {
  return Buffer.from(firstBytes(file, bytes)).toString('latin1');
}
